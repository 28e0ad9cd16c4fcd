"""The states of a round (考评轮次), in order, and what leads from one to the next."""

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "planned": "筹备",
    "gathering": "采集",
    "inspecting": "检查",
    "reviewing": "复核",
    "drafted": "初评反馈",  # from here on units see their own draft
    "appealing": "申诉复核",
    "released": "已发布",  # from here on units see ranks as the office publishes them
    "rectifying": "整改",
    "sealed": "已封存",
}
TRANSITIONS: Mapping[tuple[str, str], str] = {
    ("planned", "start gathering"): "gathering",
    ("gathering", "start inspecting"): "inspecting",
    ("inspecting", "gather again"): "gathering",
    ("inspecting", "start reviewing"): "reviewing",
    ("reviewing", "inspect again"): "inspecting",
    ("reviewing", "send drafts"): "drafted",
    ("drafted", "open appeals"): "appealing",
    ("drafted", "release"): "released",
    ("appealing", "release"): "released",
    ("released", "start rectifying"): "rectifying",
    ("released", "seal"): "sealed",
    ("rectifying", "seal"): "sealed",
}


# nothing of the result is changed any more; what is put right afterwards is kept beside it
CLOSED = ("released", "rectifying", "sealed")


def states_from(state: str) -> tuple[str, ...]:
    """This state and all later ones."""
    order = tuple(STATES)
    return order[order.index(state) :]
