"""Faults for `interaction.reply_overdue`: letters answered too late by working days, or not at all."""

from __future__ import annotations

from datetime import date, timedelta

from kaoping_toytown import workdays
from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "interaction.reply_overdue"
LIMIT_WORKDAYS = 15
UNANSWERED_DAYS = 92  # no three months are longer


def _fits(site: ToySite, plan: SitePlan) -> bool:
    section = plan.sections.get("message")
    return is_static(site, plan) and section is not None and section.title == "咨询留言" and section.count > 2


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        _plant_late(plot, turn)
        _plant_open(plot, turn)


def _plant_late(plot: Plot, turn: int) -> None:
    dice = plot.dice(f"{CHECK}/{turn}")
    spot = _free_letter(plot, f"late_reply:{turn}")
    if spot is not None:
        taken = dice.between(LIMIT_WORKDAYS + 1, LIMIT_WORKDAYS + 12)
        asked = _asked_before(_answered(plot, spot), taken)
        plot.plans[spot.site].asked[spot.index or 0] = asked
        plot.expect(CHECK, spot, f"第{taken}个工作日才答复", workdays=taken, limit=LIMIT_WORKDAYS)


def _plant_open(plot: Plot, turn: int) -> None:
    spot = _free_letter(plot, f"no_reply:{turn}")
    if spot is not None:
        age = plot.dice(f"{CHECK}/open{turn}").between(UNANSWERED_DAYS + 5, 300)
        _leave_open(plot, spot, age)
        plot.expect(CHECK, spot, f"{age}天没有答复", days_open=age)


def plant_decoys(plot: Plot) -> None:
    for turn in range(plot.rounds):
        for name, age in (("两个月前的来信还在办理", 60), ("一年多以前的来信", 420), ("三天前的来信", 3)):
            spot = _free_letter(plot, f"open{age}:{turn}")
            if spot is not None:
                _leave_open(plot, spot, age)
                plot.decoy(CHECK, spot, name)
        spot = _free_letter(plot, f"in_time:{turn}")
        if spot is not None:
            plot.plans[spot.site].asked[spot.index or 0] = _asked_before(
                _answered(plot, spot), LIMIT_WORKDAYS
            )
            plot.decoy(CHECK, spot, "最后一个工作日答复,日历天数更多")


def _free_letter(plot: Plot, use: str) -> Spot | None:
    """A letter that nothing was done to."""

    def has_letter(site: ToySite, plan: SitePlan) -> bool:
        return _fits(site, plan) and bool(_untouched(plan))

    number = plot.free_site(use, has_letter)
    if number is None:
        return None
    plot.plans[number].claims.add("section/message")  # nobody else may empty it
    return Spot(number, "message", plot.dice(use).pick(_untouched(plot.plans[number])))


def _untouched(plan: SitePlan) -> list[int]:
    count = min(12, plan.sections["message"].count)
    return [n for n in range(count) if n not in plan.asked and ("message", n) not in plan.edits]


def _answered(plot: Plot, spot: Spot) -> date:
    return plot.book(spot.site).date_of(plot.section(spot), spot.index or 0)


def _asked_before(answered: date, taken: int) -> date:
    """The latest day from which so many working days lead to the answer."""
    day = answered
    while workdays.workdays_between(day, answered) < taken:
        day -= timedelta(days=1)
    return day


def _leave_open(plot: Plot, spot: Spot, age: int) -> None:
    plan = plot.plans[spot.site]
    plan.asked[spot.index or 0] = plot.today - timedelta(days=age)
    plan.unanswered.add(spot.index or 0)
