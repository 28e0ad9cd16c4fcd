"""Faults for `interpretation.single_form`: units that interpret in running text alone."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "interpretation.single_form"
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
    for number in plot.ordinary()[:3]:
        if "plain_readings" not in plot.plans[number].traits:
            plot.decoy(CHECK, Spot(number, "interpretation"), "有问答和图解")
