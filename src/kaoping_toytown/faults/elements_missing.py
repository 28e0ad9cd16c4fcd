"""Faults for `interpretation.elements_missing`: interpretations that leave something out."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "interpretation.elements_missing"

_FAULTS = (
    ("headed-background", "背景依据"),
    ("labelled-purpose", "目的意义"),
    ("prose-tasks", "目标任务"),
    ("headed-content", "主要内容"),
    ("labelled-background", "背景依据"),
)
_DECOYS = (
    ("prose", "没有小标题,话里都讲到了"),
    ("other_words", "小标题另有说法"),
    ("picture", "图解看不到字"),
    ("questions", "问答式解读"),
    ("video", "视频解读看不到字"),
)
_PLAIN = frozenset({"prose", "other_words"})


def plant(plot: Plot) -> None:
    for n, (form, item) in enumerate(_FAULTS * plot.rounds):
        place = plot.free_document(f"{CHECK}/{n}")
        if place is not None:
            plot.plans[place[0]].readings[place[1]] = form
            facts = {"item": item}
            plot.expect(CHECK, Spot(place[0], "interpretation", place[1]), f"解读没有讲到{item}", **facts)


def plant_decoys(plot: Plot) -> None:
    for form, why in _DECOYS:

        def fits(site: ToySite, plan: SitePlan, index: int, form: str = form) -> bool:
            return form in _PLAIN or "plain_readings" not in plan.traits

        place = plot.free_document(f"{CHECK}/{form}", fits)
        if place is not None:
            plot.plans[place[0]].readings[place[1]] = form
            plot.decoy(CHECK, Spot(place[0], "interpretation", place[1]), why)
