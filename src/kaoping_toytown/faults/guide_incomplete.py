"""Faults for `interaction.guide_incomplete`: service guides that leave out four classes or more."""

from __future__ import annotations

from kaoping_toytown.citizens import GUIDE_PARTS
from kaoping_toytown.content import file_kind
from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "interaction.guide_incomplete"
LIMIT_CLASSES = 4


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        for n in range(2):
            count = plot.dice(f"{CHECK}/{turn}/{n}").between(LIMIT_CLASSES, LIMIT_CLASSES + 2)
            spot = _with_gaps(plot, f"guide{n}:{turn}", count)
            if spot is not None:
                plot.expect(CHECK, spot, f"缺少{count}类要素", count=count)


def plant_decoys(plot: Plot) -> None:
    for turn in range(plot.rounds):
        for n in range(1, LIMIT_CLASSES):
            spot = _with_gaps(plot, f"short_guide{n}:{turn}", n)
            if spot is not None:
                plot.decoy(CHECK, spot, f"只缺少{n}类要素")


def _with_gaps(plot: Plot, use: str, count: int) -> Spot | None:
    """A guide of which nothing was left out yet, now without so many classes; its title names the item."""

    def has_guide(site: ToySite, plan: SitePlan) -> bool:
        return is_static(site, plan) and bool(_whole(plot, site.number))

    number = plot.free_site(use, has_guide)
    if number is None:
        return None
    plan, dice = plot.plans[number], plot.dice(use)
    index = dice.pick(_whole(plot, number))
    left = [part for part in GUIDE_PARTS if part != "事项名称"]
    gaps = {left.pop(dice.below(len(left))) for _ in range(count)}
    plan.guide_gaps[index] = frozenset(gaps)
    plan.claims.add("section/service")  # nobody else may empty it
    return Spot(number, "service", index)


def _whole(plot: Plot, number: int) -> list[int]:
    """Guides that nothing was done to and that have no attachment, in which the rest might stand."""
    plan, book = plot.plans[number], plot.book(number)
    section = plan.sections.get("service")
    if section is None:
        return []
    return [
        n for n in range(min(12, section.count))
        if n not in plan.guide_gaps and file_kind(book.article(section, n)) is None
    ]  # fmt: skip
