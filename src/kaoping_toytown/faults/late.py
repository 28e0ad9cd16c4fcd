"""Faults for `interpretation.late`: interpretations on the fourth working day or later."""

from __future__ import annotations

from datetime import date

from kaoping_toytown import workdays
from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.truth import Spot

CHECK = "interpretation.late"
LIMIT_WORKDAYS = 3


def plant(plot: Plot) -> None:
    dice = plot.dice(CHECK)
    for n, count in enumerate((4, dice.between(5, 7)) * plot.rounds):
        number = plot.free_site(f"late:{count}/{n}")
        if number is None:
            continue
        index = _open_index(plot, number, count)
        if index is not None:
            published = plot.book(number).date_of(plot.plans[number].sections["normative"], index)
            _fix(plot, number, index, published, workdays.add_workdays(published, count))
            _accuse(plot, number, index, count, f"解读于文件发布后第{count}个工作日发布")
    _plant_after_make_up_day(plot)


def _plant_after_make_up_day(plot: Plot) -> None:
    """Late only if the Saturday worked before the holiday is counted."""
    published, interpreted = date(2026, 2, 13), date(2026, 2, 26)
    if interpreted > plot.today or published.year < plot.today.year - 1:
        return
    number = plot.free_site("late:make_up", lambda site, _: bool(_free(plot, site.number)))
    if number is not None:
        index = _nearest_index(plot, number, published)
        _fix(plot, number, index, published, interpreted)
        _accuse(plot, number, index, 4, "春节前调休上班的周六也是工作日，计入后为第4个工作日")


def _accuse(plot: Plot, number: int, index: int, count: int, why: str) -> None:
    plot.expect(
        CHECK, Spot(number, "normative", index), why,
        workdays=count, limit=LIMIT_WORKDAYS, interpretation=Spot(number, "interpretation", index),
    )  # fmt: skip


def _open_index(plot: Plot, number: int, count: int) -> int | None:
    """A recent document whose late interpretation would still lie before today."""
    section = plot.plans[number].sections["normative"]
    book = plot.book(number)
    fitting = [
        index for index in range(min(section.count, 6))
        if not plot.is_claimed(number, index)
        and workdays.is_known(book.date_of(section, index))
        and workdays.add_workdays(book.date_of(section, index), count) <= plot.today
    ]  # fmt: skip
    return plot.dice(f"late/{number}").pick(fitting) if fitting else None


def _free(plot: Plot, number: int) -> list[int]:
    """Documents of a site to which nothing was done and whose date was left alone."""
    plan = plot.plans[number]
    return [
        n for n in range(plan.sections["normative"].count)
        if ("normative", n) not in plan.dates and not plot.is_claimed(number, n)
    ]  # fmt: skip


def _nearest_index(plot: Plot, number: int, day: date) -> int:
    """The free document that stands nearest to a day, so that the list stays in order."""
    section = plot.plans[number].sections["normative"]
    book = plot.book(number)
    return min(_free(plot, number), key=lambda n: abs((book.date_of(section, n) - day).days))


def _fix(plot: Plot, number: int, index: int, published: date, interpreted: date) -> None:
    plot.claim_document(number, index)
    plot.plans[number].dates["normative", index] = published
    plot.plans[number].dates["interpretation", index] = interpreted


def plant_decoys(plot: Plot) -> None:
    past = [pair for pair in workdays.ACROSS_HOLIDAYS if pair[1] <= plot.today]
    for n, (published, interpreted) in enumerate(past[:2]):
        number = plot.free_site(f"late:holiday{n}", lambda site, _: bool(_free(plot, site.number)))
        if number is not None:
            index = _nearest_index(plot, number, published)
            _fix(plot, number, index, published, interpreted)
            why = f"{published}发布、{interpreted}解读，跨法定假日，按工作日未超期"
            plot.decoy(CHECK, Spot(number, "normative", index), why)
    place = plot.free_document("late:same_day")
    if place is not None:
        number, index = place
        day = plot.book(number).date_of(plot.plans[number].sections["normative"], index)
        _fix(plot, number, index, day, day)
        plot.decoy(CHECK, Spot(number, "normative", index), "文件与解读同日发布")
        plot.decoy("interpretation.backdated", Spot(number, "interpretation", index), "文件与解读同日发布")
