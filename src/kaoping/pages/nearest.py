"""Of documents that bear one name, the one that an interpretation of this day is of."""

from collections.abc import Mapping, Sequence
from datetime import date

from .page import Page


def day_of(page: Page) -> date | None:
    """The day by which documents are told apart: the certain date, else the printed one."""
    return page.published or page.printed


def gap_days(policy: Page, reading: Page) -> int | None:
    """Days from the document to the interpretation, below 0 where that is older; None where a date lacks."""
    first, last = day_of(policy), day_of(reading)
    return (last - first).days if first and last else None


def copies_apart(pages: Sequence[Page]) -> bool:
    """Whether pages of one name show more than one document: their numbers, or without them days, differ."""
    if len(pages) <= 1:
        return False
    numbers = {"".join(p.document_number.split()) for p in pages}
    if len(numbers) == 1 and "" not in numbers:
        return False
    days = {day_of(p) for p in pages}
    written = numbers - {""}
    return len(written) > 1 or len(days) > 1 or None in days


def nearest(pages: Sequence[Page], reading: Page, limits: Mapping[str, float]) -> frozenset[str]:
    """The addresses of the document nearest in time, where no other is nearly as near; else none."""
    gaps = {p.url: gap_days(p, reading) for p in pages}
    known = sorted((abs(gap), url) for url, gap in gaps.items() if gap is not None)
    if len(known) < len(pages) or known[0][0] > limits["near_days"]:
        return frozenset()
    near = [url for days, url in known if days - known[0][0] < limits["apart_days"]]
    chosen = [p for p in pages if p.url in near]
    return frozenset() if copies_apart(chosen) else frozenset(near)
