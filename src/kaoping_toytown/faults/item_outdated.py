"""Faults for `disclosure.item_outdated`: statutory sections whose newest content lies years back."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite

CHECK = "disclosure.item_outdated"

_ITEMS = {"statistics": "统计信息", "budget": "财政预决算", "purchase": "政府采购", "project": "重大建设项目"}
_PERIOD = 15 * 31


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and "stale_home" not in plan.claims


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        spot = plot.free_section(tuple(_ITEMS), f"outdated:{turn}", _fits)
        if spot is None or spot.section is None:
            continue
        plot.reshape(spot, newest_age=_PERIOD + plot.dice(f"{CHECK}/{turn}").between(60, 1400))
        plot.expect(CHECK, spot, "只有一年多以前的内容", item=_ITEMS[spot.section])


def plant_decoys(plot: Plot) -> None:
    aged = plot.free_section(("statistics", "purchase", "project"), "aging:", _fits)
    if aged is not None:
        plot.reshape(aged, newest_age=380)
        plot.decoy(CHECK, aged, "最新内容已一年多，仍在期限内")
    for number in plot.ordinary():
        plan = plot.plans[number]
        for key in ("system", "topic"):
            if key in plan.sections:
                plot.decoy(CHECK, plot.spot(number, key), "长期有效或归档的内容，没有期限")
