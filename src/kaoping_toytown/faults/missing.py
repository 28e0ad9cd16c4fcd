"""Faults for `interpretation.missing`: normative documents whose interpretation was never published."""

from __future__ import annotations

from datetime import date, timedelta

from kaoping_toytown import workdays
from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit, SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "interpretation.missing"


def plant(plot: Plot) -> None:
    for n in range(3 * plot.rounds):
        place = plot.free_document(f"{CHECK}/{n}")
        if place is not None:
            _orphan(plot, *place)
            plot.expect(CHECK, Spot(place[0], "normative", place[1]), "规范性文件没有任何解读")


def _orphan(plot: Plot, number: int, index: int, tie: str = "none") -> None:
    """In place of the interpretation stands one of a law of the state."""
    plan = plot.plans[number]
    plan.dates["interpretation", index] = plot.book(number).date_of(plan.sections["interpretation"], index)
    plan.readings[index] = "foreign"
    plan.ties["normative", index] = tie


def plant_decoys(plot: Plot) -> None:
    _plant_fresh(plot)
    _plant_old(plot)
    place = plot.free_document(f"{CHECK}/picture")
    if place is not None:
        _orphan(plot, *place, tie="picture")
        plot.decoy(CHECK, Spot(place[0], "normative", place[1]), "解读做成图片,挂在文件页上")
    place = plot.free_document(f"{CHECK}/outer")
    if place is not None:
        number, index = place
        _orphan(plot, number, index)
        name = plot.book(number).document_name(index)
        spot = Spot(number, "normative", index)
        plot.edit(spot, Edit("paragraph", f'<a href="{{outer}}/video/{index}">视频解读：{name}</a>'))
        plot.decoy(CHECK, spot, "解读发布在别的平台,文件页有链接")
    for number in plot.ordinary()[:2]:
        for index in range(min(4, plot.plans[number].sections["other_policy"].count)):
            title = plot.book(number).article(plot.plans[number].sections["other_policy"], index).title
            plot.decoy(CHECK, Spot(number, "other_policy", index), f"不需解读:{title}")


def _plant_fresh(plot: Plot) -> None:
    """Published on the last working day: there is still time."""
    place = plot.free_document(f"{CHECK}/fresh", _is_newest)
    day = workdays.workday_at_or_before(plot.today - timedelta(days=1))
    if place is not None and workdays.is_known(day):
        _orphan(plot, *place)
        plot.plans[place[0]].dates["normative", 0] = day
        plot.decoy(CHECK, Spot(place[0], "normative", 0), "文件刚发布,还没有到解读的期限")


def _is_newest(site: ToySite, plan: SitePlan, index: int) -> bool:
    return index == 0 and "stale_home" not in plan.claims and "section/normative" not in plan.claims


def _plant_old(plot: Plot) -> None:
    """Published before the period that is assessed."""

    def is_last(site: ToySite, plan: SitePlan, index: int) -> bool:
        return index == plan.sections["normative"].count - 1

    place = plot.free_document(f"{CHECK}/old", is_last)
    if place is not None:
        _orphan(plot, *place)
        old = date(plot.today.year - 2, plot.today.month, 10)
        plot.plans[place[0]].dates["normative", place[1]] = workdays.workday_at_or_before(old)
        plot.plans[place[0]].dates["interpretation", place[1]] = old
        plot.decoy(CHECK, Spot(place[0], "normative", place[1]), "文件发布于考评期以前")
