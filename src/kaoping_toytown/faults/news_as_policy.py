"""Faults for `disclosure.news_as_policy`: sections of key areas that hold nothing but news."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite

CHECK = "disclosure.news_as_policy"
_KEYS = ("key_area_1", "key_area_3")


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and site.unit_kind == "县市区" and "stale_home" not in plan.claims


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        spot = plot.free_section(_KEYS, f"newsy:{turn}", _fits)
        if spot is not None:
            dice = plot.dice(f"{CHECK}/{turn}")
            plot.reshape(spot, kind="news", count=dice.between(7, 12), newest_age=dice.between(2, 9))
            plot.expect(CHECK, spot, "重点领域栏目里全是工作动态")


def plant_decoys(plot: Plot) -> None:
    few = plot.free_section(_KEYS, "newsy_few:", _fits)
    if few is not None:
        plot.reshape(few, kind="news", count=3, newest_age=4)
        plot.decoy(CHECK, few, "只有三条，不足以判断")
    for number in plot.ordinary():
        plot.decoy(CHECK, plot.spot(number, "news"), "动态栏目本应是动态")
