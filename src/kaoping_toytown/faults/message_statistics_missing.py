"""Faults for `interaction.message_statistics_missing`: letters are published and counted nowhere."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "interaction.message_statistics_missing"
# how the figures are shown where they are not written out in a sentence
FORMS = ("table", "board", "monthly")


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and "message" in plan.sections and not plan.gaps


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        number = plot.free_site(f"figures:none{turn}", _fits)
        if number is None:
            return
        plot.plans[number].gaps.add("statistics")
        plot.plans[number].claims.add("section/message")  # nobody else may empty it
        plot.expect(CHECK, Spot(number, "message"), "没有留言统计")


def plant_decoys(plot: Plot) -> None:
    for turn in range(plot.rounds):
        for form in FORMS:
            number = plot.free_site(f"figures:{form}{turn}", _fits)
            if number is not None:
                plot.plans[number].traits.add(f"figures_{form}")
                plot.plans[number].claims.add("section/message")
                plot.decoy(CHECK, Spot(number, "message"), f"统计的另一种写法({form})")
