"""What a document is by its content, by the rulebook's scored rules; each rule that counted is a reason."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from .page import Kind

_HEAD_CHARACTERS = 1500
_TAIL_CHARACTERS = 600


def kind_of(
    title: str, text: str, section: str, source: str, number: str, rules: Sequence[Mapping[str, Any]],
    *, least: int, order: Sequence[str],
) -> tuple[Kind, tuple[str, ...]]:  # fmt: skip
    """
    The kind with the highest score and its reasons; ``other`` where none reaches `least`.

    A tie goes to the kind that stands first in `order`. Of the text only head and tail are read.
    """
    head = (
        text
        if len(text) <= _HEAD_CHARACTERS + _TAIL_CHARACTERS
        else text[:_HEAD_CHARACTERS] + "\n" + text[-_TAIL_CHARACTERS:]
    )
    places = {"title": title, "text": head, "section": section, "source": source, "number": number}
    scores: dict[str, int] = {}
    reasons: dict[str, list[str]] = {}
    for rule in rules:
        words = places.get(rule["where"], "")
        if words and rule["pattern"].search(words):
            kind = rule["kind"]
            scores[kind] = scores.get(kind, 0) + rule["score"]
            reasons.setdefault(kind, []).append(rule["reason"])
    best = max(scores, key=lambda k: (scores[k], -order.index(k) if k in order else -99), default="")
    if not best or scores[best] < least:
        return ("other", ()) if text or title else ("", ())
    return cast("Kind", best), tuple(reasons[best])
