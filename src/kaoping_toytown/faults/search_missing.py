"""Faults for `norms.search_missing`: a site without a way into any search."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "norms.search_missing"
_FORMS = (
    ("platform", "检索在统一平台"),
    ("picture", "搜索为图标链接"),
    ("words", "搜索为文字链接"),
    ("button", "搜索为脚本按钮"),
)


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and "splash" not in plan.traits


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        number = plot.free_site(f"search:{turn}", _fits)
        if number is not None:
            plot.plans[number].forms["search"] = "none"
            plot.expect(CHECK, Spot(number), "没有任何站内搜索", item="站内搜索")


def plant_decoys(plot: Plot) -> None:
    for form, why in _FORMS:
        number = plot.free_site(f"search:{form}", _fits)
        if number is not None:
            plot.plans[number].forms["search"] = form
            plot.decoy(CHECK, Spot(number), why)
