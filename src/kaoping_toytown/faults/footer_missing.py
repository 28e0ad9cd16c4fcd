"""Faults for `norms.footer_missing`: a footer that lacks one of its parts."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "norms.footer_missing"
_PARTS = ("网站标识码", "公安备案号", "站点地图")


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and "script_footer" not in plan.traits


def plant(plot: Plot) -> None:
    for n, part in enumerate(_PARTS * plot.rounds):
        number = plot.free_site(f"footer:{part}{n}", _fits)
        if number is not None:
            plot.plans[number].footer_gaps.add(part)
            plot.expect(CHECK, Spot(number), f"页脚缺少{part}", item=part)


def plant_decoys(plot: Plot) -> None:
    brackets = plot.free_site("footer:brackets", _fits)
    if brackets is not None:
        plot.plans[brackets].forms["sponsor"] = "brackets"
        plot.decoy(CHECK, Spot(brackets), "主办单位写作“【主办】某单位”")
    for number in plot.ordinary():
        if "script_footer" in plot.plans[number].traits or plot.sites[number].skin == "vue":
            plot.decoy(CHECK, Spot(number), "页脚由脚本写入，内容齐全")
