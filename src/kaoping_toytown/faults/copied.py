"""Faults for `interpretation.copied`: interpretations made of the document's own sentences."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.truth import Spot

CHECK = "interpretation.copied"


def plant(plot: Plot) -> None:
    for n, form in enumerate(("copied", "reworded") * plot.rounds):
        place = plot.free_document(f"{CHECK}/{n}")
        if place is not None:
            plot.plans[place[0]].readings[place[1]] = form
            why = "句句照搬文件" if form == "copied" else "改了几个字仍是照搬"
            plot.expect(CHECK, Spot(place[0], "interpretation", place[1]), why)


def plant_decoys(plot: Plot) -> None:
    for n in range(2):
        place = plot.free_document(f"{CHECK}/quoting{n}")
        if place is not None:
            plot.plans[place[0]].readings[place[1]] = "quoting"
            plot.decoy(CHECK, Spot(place[0], "interpretation", place[1]), "只引用两条原文")
