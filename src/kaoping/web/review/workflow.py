"""What may happen to a suspect: one table, held by the actions, shown by the pages, tested as a machine."""

from collections.abc import Mapping
from typing import Literal

from ..planning.states import CLOSED

Act = Literal["confirm", "dismiss", "exempt", "propose", "agree", "disagree", "reopen", "close", "return"]

OPEN = ("suspect", "second")
DECIDED = ("confirmed", "dismissed", "exempted")
CLOSED_ROUNDS = CLOSED  # in which nothing is decided any more
AFTER: Mapping[str, str] = {"confirm": "confirmed", "dismiss": "dismissed", "exempt": "exempted"}
# `propose` is any verdict on what demands two people; `agree` leads where the proposed verdict leads
TRANSITIONS: Mapping[tuple[str, Act], tuple[str, ...]] = {
    ("suspect", "confirm"): ("confirmed",),
    ("suspect", "dismiss"): ("dismissed",),
    ("suspect", "exempt"): ("exempted",),
    ("suspect", "propose"): ("second",),
    ("suspect", "close"): ("gone",),
    ("second", "agree"): DECIDED,
    ("second", "disagree"): ("suspect",),
    ("confirmed", "reopen"): ("suspect",),
    ("dismissed", "reopen"): ("suspect",),
    ("exempted", "reopen"): ("suspect",),
    ("gone", "return"): ("suspect",),
    ("gone", "reopen"): ("suspect",),
}


def needs_second(*, is_veto: bool, severity: str) -> bool:
    """Whether a ruling, of whatever kind, holds only once another person agrees."""
    return is_veto or severity == "严重"


def may(state: str, act: Act) -> bool:
    """Whether the act is possible in this state."""
    return (state, act) in TRANSITIONS
