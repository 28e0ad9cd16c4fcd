"""Faults for `disclosure.normative_file_incomplete`: documents without number, date or validity."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static

CHECK = "disclosure.normative_file_incomplete"

_GAPS = (("number", "文号"), ("signed", "成文日期"), ("validity", "有效性"))


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        for gap, item in _GAPS:
            spot = plot.free_article(f"incomplete:{gap}{turn}", ("normative",), is_static)
            if spot is None or spot.section is None or spot.index is None:
                continue
            place = spot.section, spot.index
            if place in plot.plans[spot.site].file_gaps or gap in plot.plans[spot.site].file_gaps.values():
                continue
            plot.plans[spot.site].file_gaps[place] = gap
            plot.expect(CHECK, spot, f"没有{item}", item=item)


def plant_decoys(plot: Plot) -> None:
    for number in plot.ordinary():
        plan = plot.plans[number]
        for key, why in (("personnel", "任免通知不是规范性文件"), ("notice", "通知公告按体例不标有效性")):
            if plan.sections[key].form == "rows":
                plot.decoy(CHECK, plot.spot(number, key, 0), why)
