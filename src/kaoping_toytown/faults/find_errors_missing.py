"""Faults for `norms.find_errors_missing`: a footer without the entrance to report errors."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "norms.find_errors_missing"
_PART = "我为政府网站找错"


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and "script_footer" not in plan.traits


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        number = plot.free_site(f"entrance:{turn}", _fits)
        if number is not None:
            plot.plans[number].footer_gaps.add(_PART)
            plot.expect(CHECK, Spot(number), "首页没有“找错”入口", item=_PART)


def plant_decoys(plot: Plot) -> None:
    for form, why in (("words", "入口为文字链接"), ("script", "入口由脚本写出")):
        number = plot.free_site(f"entrance:{form}", _fits)
        if number is not None:
            plot.plans[number].forms["find_errors"] = form
            plot.decoy(CHECK, Spot(number), why)
    for number in plot.ordinary():
        if "script_footer" in plot.plans[number].traits or plot.sites[number].skin == "vue":
            plot.decoy(CHECK, Spot(number), "页脚由脚本写入，内有“找错”入口")
