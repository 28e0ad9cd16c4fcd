"""Faults for `upkeep.section_empty`: a section without rows, and one under construction."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "upkeep.section_empty"
_KEYS = ("statistics", "service", "budget")


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and "stale_home" not in plan.claims


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        empty = plot.free_section(_KEYS, f"empty:rows{turn}", _fits)
        if empty is not None:
            plot.reshape(empty, form="empty", count=0)
            plot.expect(CHECK, empty, "列表没有任何内容")
        building = plot.free_section(_KEYS, f"empty:building{turn}", _fits)
        if building is not None:
            plot.reshape(building, form="building", count=0)
            plot.expect(CHECK, building, "仅显示“栏目建设中”")


def plant_decoys(plot: Plot) -> None:
    for n in range(2):
        framed = plot.free_section(_KEYS, f"frame:{n}", _fits)
        if framed is not None:
            plot.reshape(framed, form="frame")
            plot.decoy(CHECK, framed, "列表在内嵌框架页中")
    words = {"hanweb": "列表数据在脚本标签内", "gkmlpt": "列表由接口返回", "vue": "列表由脚本加载"}
    for number in plot.ordinary():
        why = words.get(plot.sites[number].skin)
        if why:
            plot.decoy(CHECK, Spot(number, "normative"), why)
        plot.decoy(CHECK, Spot(number, "guide"), "栏目页直接是正文，没有列表")
