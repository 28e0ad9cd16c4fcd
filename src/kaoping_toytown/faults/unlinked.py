"""Faults for `interpretation.unlinked`: documents and interpretations that do not lead to each other."""

from __future__ import annotations

from kaoping_toytown.content import normative_file
from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "interpretation.unlinked"

_FAULTS = (
    ("none", "line", "文件没有链接到解读"),
    ("line", "none", "解读没有链接到文件"),
    ("none", "none", "文件与解读互不链接"),
)
_DECOYS = (
    ("block", "block", "由文下的关联区块互链"),
    ("line", "file", "解读附上了文件本身"),
    ("script", "line", "关联区块由脚本填入"),
)


def plant(plot: Plot) -> None:
    for n, (document, reading, item) in enumerate(_FAULTS * plot.rounds):
        place = plot.free_document(f"{CHECK}/{n}")
        if place is not None:
            _tie(plot, *place, document, reading)
            facts = {"item": item}
            plot.expect(CHECK, Spot(place[0], "normative", place[1]), item, **facts)


def _tie(plot: Plot, number: int, index: int, document: str, reading: str) -> None:
    plot.plans[number].ties["normative", index] = document
    plot.plans[number].ties["interpretation", index] = reading


def plant_decoys(plot: Plot) -> None:
    for document, reading, why in _DECOYS:

        def fits(site: ToySite, plan: SitePlan, index: int, reading: str = reading) -> bool:
            return reading != "file" or normative_file(index) == "pdf"

        place = plot.free_document(f"{CHECK}/{document}/{reading}", fits)
        if place is not None:
            _tie(plot, *place, document, reading)
            plot.decoy(CHECK, Spot(place[0], "normative", place[1]), why)
