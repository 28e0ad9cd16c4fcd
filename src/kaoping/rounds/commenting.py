"""Hands what was found in a .docx to the child that writes it into a copy as comments."""

from collections.abc import Iterable
from datetime import date

from kaoping.reports.remarks import Remark
from kaoping.rulebook import Rulebook

from .attachment_readers import copy_with_remarks
from .drafts import WHOLE, Draft
from .proofreading import Flaw


def commented_copy(draft: Draft, flaws: Iterable[Flaw], rules: Rulebook, today: date) -> bytes:
    """
    The document with a comment for each flaw; nothing where it cannot be written. What stands in tables,
    boxes, notes or headers is told at the first paragraph, with its place.
    """
    body = next((n for n, part in enumerate(draft.parts) if part.name == WHOLE), -1)
    remarks = [_remark(draft, flaw, body) for flaw in flaws]
    return copy_with_remarks(draft.body, remarks, rules, today) if remarks else draft.body


def _remark(draft: Draft, flaw: Flaw, body: int) -> Remark:
    words = f"[{flaw.severity}]{flaw.title}:{flaw.reason}"
    words += f" 建议:{flaw.suggestion}" if flaw.suggestion else ""
    start = draft.starts[body] if body >= 0 else 0
    if body < 0 or not start <= flaw.start < start + len(draft.parts[body].text):
        return Remark(0, 0, 1, f"({flaw.place})原文:{flaw.quote} {words}")
    line, column = draft.line_of(flaw.start)
    first, _ = draft.line_of(start)
    return Remark(line - first, column - 1, column - 1 + max(1, flaw.end - flaw.start), words)
