"""Faults for `disclosure.annual_report_late`: reports after 31 January, governments' after 31 March."""

from __future__ import annotations

from datetime import date

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "disclosure.annual_report_late"


def _is_department(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and site.unit_kind == "市直单位"


def _is_government(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and site.unit_kind != "市直单位"


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        for who, fits, month in (("部门", _is_department, 2), ("政府", _is_government, 4)):
            day = date(plot.today.year, month, plot.dice(f"{CHECK}/{who}{turn}").between(3, 26))
            spot = plot.free_section(("report",), f"late_report:{who}{turn}", fits)
            if spot is not None and day <= plot.today:
                plot.plans[spot.site].dates["report", 0] = day
                first = Spot(spot.site, "report", 0)
                plot.expect(CHECK, first, f"{who}的年报{month}月才发布", item="政府信息公开年报")


def plant_decoys(plot: Plot) -> None:
    spot = plot.free_section(("report",), "report_in_march:", _is_government)
    day = date(plot.today.year, 3, 19)
    if spot is not None and day <= plot.today:
        plot.plans[spot.site].dates["report", 0] = day
        plot.decoy(CHECK, Spot(spot.site, "report", 0), "政府的年报3月19日发布，在期限内")
