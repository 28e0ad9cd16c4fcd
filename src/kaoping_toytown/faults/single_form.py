"""Faults for `interpretation.single_form`: units that interpret in running text alone."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.readings import form_of
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "interpretation.single_form"
_RECENT = 6
_DRAWN = frozenset({"picture", "video", "questions"})


def plant(plot: Plot) -> None:
    for n in range(plot.rounds):
        number = plot.free_site(f"single_form:{n}", _is_plain)
        if number is not None:
            plot.plans[number].traits.add("plain_readings")
            plot.expect(CHECK, Spot(number, "interpretation"), "解读全部是文字")


def _is_plain(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and _DRAWN.isdisjoint(plan.readings.values())


def plant_decoys(plot: Plot) -> None:
    """Every other site has one in questions or pictures, also where other plantings took their places."""
    for n, number in enumerate(plot.ordinary()):
        plan = plot.plans[number]
        if "plain_readings" in plan.traits:
            continue
        recent = range(min(_RECENT, plan.sections["normative"].count))
        if _DRAWN.isdisjoint(form_of(plot.book(number), index) for index in recent):
            free = [index for index in recent if index not in plan.readings]
            plan.readings[free[0] if free else recent[-1]] = "questions"
        if n < 3:
            plot.decoy(CHECK, Spot(number, "interpretation"), "有问答和图解")
