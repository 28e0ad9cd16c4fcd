"""Faults for `interpretation.backdated`: interpretations that stood on the site before their documents."""

from __future__ import annotations

from datetime import timedelta

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit
from kaoping_toytown.truth import Spot

CHECK = "interpretation.backdated"


def plant(plot: Plot) -> None:
    for n, days in enumerate((1, 3, 9) * plot.rounds):
        place = plot.free_document(f"{CHECK}/{n}")
        if place is not None:
            number, index = place
            plan = plot.plans[number]
            day = plot.book(number).date_of(plan.sections["normative"], index)
            plan.dates["normative", index] = day
            plan.dates["interpretation", index] = day - timedelta(days=days)
            plot.expect(CHECK, Spot(number, "interpretation", index), f"解读早于文件{days}天", days=days)


def plant_decoys(plot: Plot) -> None:
    """A note on the draft stands among the notices, weeks before the document."""
    for n, form in enumerate(("关于{name}（征求意见稿）的起草说明", "{name}（征求意见稿）解读")):
        place = plot.free_document(f"{CHECK}/draft{n}")
        if place is None:
            continue
        number, index = place
        book, plan = plot.book(number), plot.plans[number]
        day = book.date_of(plan.sections["normative"], index)
        notice = plan.sections["notice"]
        older = [
            k for k in range(notice.count)
            if book.date_of(notice, k) < day and ("notice", k) not in plan.edits
        ]  # fmt: skip
        if older:
            spot = Spot(number, "notice", older[0])
            plot.edit(spot, Edit("title", form.format(name=book.document_name(index))))
            plot.decoy(CHECK, spot, "征求意见稿的说明早于正式文件")
