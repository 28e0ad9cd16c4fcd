"""Faults for `upkeep.home_stale`: a site on whose home page nothing is younger than two weeks."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "upkeep.home_stale"
NEWS_LIMIT_DAYS = 14


def _is_open(site: ToySite, plan: SitePlan) -> bool:
    """Neither the portal nor an application, with news on its home page itself and no day fixed already."""
    return not plan.dates and site.number > 0 and site.skin != "vue" and "splash" not in plan.traits


def _is_lively(site: ToySite, plan: SitePlan) -> bool:
    return _is_open(site, plan) and "stale_home" not in plan.claims


def plant(plot: Plot) -> None:
    number = plot.free_site("stale:home", _is_open)
    if number is None:
        return
    plan = plot.plans[number]
    youngest = 18 + plot.dice(CHECK).below(8)
    for key, section in list(plan.sections.items()):
        floor = youngest + 14 if section.kind in ("normative", "interpretation") else youngest
        plot.reshape(Spot(number, key), newest_age=max(section.newest_age, floor))
        if section.kind == "news":
            age = max(section.newest_age, floor)
            plan.claims.add(f"section/{key}")
            why = f"栏目最新内容已{age}天，同首页未更新"
            plot.expect("upkeep.section_stale", Spot(number, key), why, days=age, limit=NEWS_LIMIT_DAYS)
    plan.claims.add("stale_home")
    if plot.dice(f"{CHECK}/form").below(2):
        plan.forms["home_dates"] = "short"
    plot.expect(CHECK, Spot(number), f"首页及各栏目最新内容均在{youngest}天以前", days=youngest, limit=14)


def plant_decoys(plot: Plot) -> None:
    short = plot.free_site("short_dates:home", _is_lively)
    if short is not None:
        plot.plans[short].forms["home_dates"] = "short"
        plot.decoy(CHECK, Spot(short), "首页日期只有月日，内容新")
    for number in plot.ordinary():
        if "splash" in plot.plans[number].traits:
            plot.decoy(CHECK, Spot(number), "首页只是入口页，二级页面内容新")
        elif plot.sites[number].skin == "vue":
            plot.decoy(CHECK, Spot(number), "首页内容由脚本加载，接口数据新")
