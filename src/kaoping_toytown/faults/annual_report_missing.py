"""Faults for `disclosure.annual_report_missing`: last year's report never came."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static

CHECK = "disclosure.annual_report_missing"


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        spot = plot.free_section(("report",), f"reportless:{turn}", is_static)
        if spot is not None:
            plot.reshape(spot, newest_age=plot.section(spot).newest_age + 365)
            plot.expect(CHECK, spot, "年报栏目里最新的是前年的报告", item="政府信息公开年报")


def plant_decoys(plot: Plot) -> None:
    for number in plot.ordinary():
        plan = plot.plans[number]
        if "section/report" not in plan.claims:
            plot.decoy(CHECK, plot.spot(number, "report"), "去年的年报在栏目里")
