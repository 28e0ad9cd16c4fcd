"""
The chain of the audit trail as plain values: what is hashed, and how a break in it is found.

Each line's digest covers its whole content and the digest before it, so a change, a deletion, an insertion or
a swap shows where it was made. A tail that was cut, or a chain written anew from some line on, is
consistent in itself: only an anchor, a head told earlier to somebody outside, shows it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

START = "0" * 64  # what stands before the first line

CHANGED, MISSING, INSERTED, UNLINKED, CUT, REWRITTEN, UNPROVEN = (
    "内容与校验值不符",
    "缺少记录",
    "多出记录或次序不对",
    "与上一条不衔接",
    "末尾缺少记录",
    "与存档锚点不符",
    "其后缺少记录,此段不能证明未被改写",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the trail. `detail` holds JSON values without fractions; `at` is aware."""

    number: int
    at: datetime
    by: str
    role: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    before: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A line's number and digest, as they were told outside at some moment."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain is broken: somewhere from line `first` to line `last`, both included."""

    kind: str
    first: int
    last: int

    def __str__(self) -> str:
        where = f"第 {self.first} 条" if self.first == self.last else f"第 {self.first} 至 {self.last} 条"
        return f"{where}:{self.kind}"


def digest_of(line: Line) -> str:
    """SHA-256, in hex, over the line's content in one canonical spelling and the digest before it."""
    content = [
        line.number,
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.by,
        line.role,
        line.action,
        line.subject,
        line.detail,
        line.before,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(line: Line) -> Line:
    """The line with its digest."""
    return replace(line, digest=digest_of(line))


def breaks(lines: Iterable[Line], heads: Sequence[Head] = ()) -> Iterator[Break]:
    """
    Every place where the chain is broken, in order.

    Args:
        lines: The whole trail from its first line on, in its stored order; read once.
        heads: Heads told earlier, in any order.
    """
    waiting = sorted(set(heads), key=lambda head: head.number)
    before, good = Line(0, datetime.min.replace(tzinfo=UTC), "", "", "", "", {}, "", START), 0
    for line in lines:
        yield from _breaks_at(line, before)
        while waiting and waiting[0].number <= line.number:
            head = waiting.pop(0)
            if head == Head(line.number, line.digest):
                good = line.number
            else:
                yield Break(REWRITTEN, good + 1, line.number)
        before = line
    if waiting:
        if before.number > good:
            yield Break(UNPROVEN, good + 1, before.number)
        yield Break(CUT, before.number + 1, max(before.number + 1, waiting[-1].number))


def _breaks_at(line: Line, before: Line) -> Iterator[Break]:
    expected = before.number + 1
    if line.number > expected:
        yield Break(MISSING, expected, line.number - 1)
    elif line.number < expected:
        first, last = sorted((line.number, before.number))
        yield Break(INSERTED, first, last)
    if digest_of(line) != line.digest:
        yield Break(CHANGED, line.number, line.number)
    if line.number == expected and line.before != before.digest:
        yield Break(UNLINKED, max(1, before.number), line.number)
