"""Faults for `upkeep.section_stale`: sections left behind, each beyond the period of its kind."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "upkeep.section_stale"

# section, the period's days, how many days beyond it the newest item may lie
_LEFT = (
    ("news", 14, (20, 60)),
    ("notice", 183, (20, 90)),
    ("other_policy", 183, (20, 120)),
    ("plan", 365, (30, 200)),
    ("personnel", 365, (30, 200)),
)


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and "stale_home" not in plan.claims and site.number > 0


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        for key, limit, (low, high) in _LEFT:
            spot = plot.free_section((key,), f"stale:{key}{turn}", _fits)
            if spot is None:
                continue
            age = limit + plot.dice(f"{CHECK}/{key}{turn}").between(low, high)
            plot.reshape(spot, newest_age=age)
            plot.expect(CHECK, spot, f"最新内容已{age}天，期限{limit}天", days=age, limit=limit)


def plant_decoys(plot: Plot) -> None:
    spot = plot.free_section(("notice", "news"), "pinned:", _fits)
    if spot is not None and plot.section(spot).count > 4:
        plot.reshape(spot, form="pinned")
        plot.decoy(CHECK, spot, "前两行是置顶的旧内容，其下为新内容")
    for number in plot.ordinary():
        plot.decoy(CHECK, Spot(number, "topic"), "往年专题归档，不要求更新")
        if plot.sites[number].skin == "ucap" and _is_fresh(plot, Spot(number, "news")):
            plot.decoy(CHECK, Spot(number, "news"), "列表日期不带年份，年份在分组行和地址中")


def _is_fresh(plot: Plot, spot: Spot) -> bool:
    return plot.section(spot).newest_age <= 14
