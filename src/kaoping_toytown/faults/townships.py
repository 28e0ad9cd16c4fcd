"""Faults for `platforms`: a township without platform or section, thin ones, one copied from another."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

MISSING = "platforms.township_missing"
SECTION = "platforms.township_section_missing"
THIN = "platforms.township_thin"

_SECTIONS = {"report": "政府信息公开年报", "system": "政府信息公开制度"}
_ROWS = ("news", "policy", "items", "report")


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and len(site.townships) >= 3 and "stale_home" not in plan.claims


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        _take_away(plot, turn)
        _take_section(plot, turn)
        _empty(plot, turn)
        _copy(plot, turn)


def _take_away(plot: Plot, turn: int) -> None:
    number = plot.free_site(f"township:missing{turn}", _fits)
    if number is None:
        return
    for key in [key for key in plot.plans[number].sections if key.startswith("township_2_")]:
        plot.remove(Spot(number, key))
    name = plot.sites[number].townships[1]
    plot.expect(MISSING, Spot(number), "名单列有的乡镇在网站上没有平台", item=name)


def _take_section(plot: Plot, turn: int) -> None:
    number = plot.free_site(f"township:section{turn}", _fits)
    if number is None:
        return
    key = plot.dice(f"{SECTION}/{turn}").pick(list(_SECTIONS))
    plot.remove(Spot(number, f"township_1_{key}"))
    item = f"{plot.sites[number].townships[0]}/{_SECTIONS[key]}"
    plot.expect(SECTION, plot.platform(number, 1), "乡镇平台少一个应有的栏目", item=item)


def _empty(plot: Plot, turn: int) -> None:
    number = plot.free_site(f"township:thin{turn}", _fits)
    if number is None:
        return
    for key in _ROWS:
        plot.reshape(Spot(number, f"township_3_{key}"), count=1)
    plot.expect(THIN, plot.platform(number, 3), "全部栏目只有四条", item=plot.sites[number].townships[2])


def _copy(plot: Plot, turn: int) -> None:
    number = plot.free_site(f"township:copied{turn}", _fits)
    if number is None:
        return
    for key in _ROWS:
        model = plot.section(Spot(number, f"township_1_{key}"))
        plot.reshape(Spot(number, f"township_2_{key}"), count=model.count)
        plot.plans[number].copies[f"township_2_{key}"] = model.key
    plot.expect(
        THIN, plot.platform(number, 2), "全部内容照搬另一个乡镇", item=plot.sites[number].townships[1]
    )


def plant_decoys(plot: Plot) -> None:
    for number in plot.ordinary():
        site, plan = plot.sites[number], plot.plans[number]
        if site.unit_kind == "县市区" and _fits(site, plan) and "township" not in plan.claims:
            for place in range(1, len(site.townships) + 1):
                plot.decoy(MISSING, plot.platform(number, place), "平台没有自己的首页，只有各栏目")
                plot.decoy(SECTION, plot.platform(number, place), "乡镇栏目齐全")
                plot.decoy(THIN, plot.platform(number, place), "各乡镇题目相近而内容不同")
