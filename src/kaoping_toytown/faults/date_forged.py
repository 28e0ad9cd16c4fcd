"""Faults for `integrity.date_forged`: articles that print an earlier day than the one on which they came."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import Edit

CHECK = "integrity.date_forged"

_BACK_DAYS = (40, 21)
_LAWFUL = (
    ("所印日期早三天", 3, "请各单位按时报送材料。"),
    ("正文预告以后的会议", 0, "定于2099年1月8日召开推进会，请准时参加。"),
)


def plant(plot: Plot) -> None:
    for n, days in enumerate(_BACK_DAYS * plot.rounds):
        spot = plot.free_article(f"{CHECK}/{n}", ("notice",), fits=is_static)
        if spot is not None:
            words = f"根据{{day-{days // 2}}}召开的评审会意见，现将结果予以公布。"
            plot.edit(spot, Edit("paragraph", words), Edit("printed", str(days)))
            plot.expect(CHECK, spot, f"所印日期比实际早{days}天，正文提到其间的事")


def plant_decoys(plot: Plot) -> None:
    for n, (why, days, words) in enumerate(_LAWFUL):
        spot = plot.free_article(f"{CHECK}/lawful{n}", ("notice",), fits=is_static)
        if spot is not None:
            plot.edit(spot, Edit("paragraph", words), Edit("printed", str(days)))
            plot.decoy(CHECK, spot, why)
