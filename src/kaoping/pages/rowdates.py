"""The day that a row of a list prints: in its words, in boxes of its own, or in an attribute."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, chain
from typing import Protocol

from .dates import first_date, iso_date, month_and_day, written_dates
from .markup import Tree
from .words import collapse

_ROW_NODE_CAP = 200
_TITLED_NODE_CAP = 40
_ROW_TEXT_CAP = 400
_SPLIT_DAY = re.compile(
    r"^\W*(?P<d>\d{1,2})\s?日?\s+(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})(?:\s?月)?\W*$"
    r"|^\W*(?P<m2>\d{1,2})\s?[-/.月]\s?(?P<d2>\d{1,2})\s?日?\s+(?P<y2>(?:19|20)\d\d)\s?年?\W*$"
    r"|^\W*(?P<y3>(?:19|20)\d\d)\s?年?\s+(?P<m3>\d{1,2})\s?[-/.月]\s?(?P<d3>\d{1,2})\s?日?\W*$"
    r"|^\W*(?P<y4>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m4>\d{1,2})\s?月?\s+(?P<d4>\d{1,2})\s?日?\W*$"
    r"|^\W*(?P<y5>(?:19|20)\d\d)\s?年?\s+(?P<m5>\d{1,2})\s?月?\s+(?P<d5>\d{1,2})\s?日?\W*$"
    r"|^\W*(?P<d6>\d{1,2})\s?日?\s+(?P<m6>\d{1,2})\s?月\s+(?P<y6>(?:19|20)\d\d)\s?年?\W*$"
)
_BOXED = re.compile(r"^[\W\d年月日]{1,12}$")  # what stands in a date's box
_DIGIT = re.compile(r"[\d一二]")
_TAIL_DAY = re.compile(r"[\[（(【\s]((?:19|20)\d\d\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2})[\]）)】\s]*$")
_DATE_ATTRIBUTES = ("datetime", "data-date", "data-time", "date", "data-pubdate", "pubdate")
_DATED = frozenset(_DATE_ATTRIBUTES)
_TITLE_DAY = re.compile(r"(?:发布|更新|发表|添加|录入)?(?:时间|日期)\s*[:：]?\s*(?=\d)")
_TERM = {"dt": "dd", "dd": "dt"}


class DatedRow(Protocol):
    """The part of a row that is written here."""

    node: int
    day: date | None
    short: tuple[int, int] | None


class Dating:
    """Reads the dates of a page's rows; where digits stand is looked up once: most rows end there."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        search = _DIGIT.search
        flags = [1 if text and search(text) else 0 for text in tree.texts]
        self._digits = [0, *accumulate(flags)]
        self._has_attributes = not _DATED.isdisjoint(chain.from_iterable(tree.attrs))
        self._titled = [
            n for n, v in enumerate(tree.attrs) if v and "title" in v and "20" in (v["title"] or "")
        ]
        for node in self._titled:
            flags[node] = 1
        self._signs = [0, *accumulate(flags)]  # of both: most rows of menus have neither

    def read(self, rows: Iterable[DatedRow]) -> None:
        """Set `day` or `short` of rows."""
        tree, signs, ends = self._tree, self._signs, self._tree.ends
        for row in rows:
            node = row.node
            is_bare = signs[ends[node]] == signs[node] and not self._has_attributes
            if (is_bare and self._is_alone(node)) or not self._is_possible(node):
                continue
            texts = tuple(texts_of(tree, row.node))
            is_short = sum(len(t) for t, _ in texts) <= _ROW_TEXT_CAP
            row.day, short = (_told if is_short else _told.__wrapped__)(texts)
            if row.day is None and self._has_attributes:
                row.day = _attribute_day(tree, row.node)
            if row.day is None and (titled := self._titled_in(row.node)):
                row.day = _titled_day(tree, titled)
            if row.day is None:
                row.short = short

    def _is_alone(self, row: int) -> bool:
        """Whether nothing beside a row could be its date."""
        tree, digits = self._tree, self._digits
        tag, end = tree.tags[row], tree.ends[row]
        if tag == "a":
            after = min(tree.ends[tree.parents[row]], end + 8)
            return end - row <= _ROW_NODE_CAP and digits[after] == digits[end]
        return tag not in _TERM

    def _is_possible(self, row: int) -> bool:
        """Whether a date can stand in the row at all, in words or attributes; most menus end here."""
        tree, digits = self._tree, self._digits
        end = min(tree.ends[row], row + _ROW_NODE_CAP)
        if digits[end] > digits[row] or self._is_titled(row) or tree.tags[row] in _TERM:
            return True
        if tree.tags[row] == "a" and tree.parents[row] >= 0:
            after = min(tree.ends[tree.parents[row]], end + 8)
            return after > end and digits[after] > digits[end]
        return self._has_attributes and any(
            values and not _DATED.isdisjoint(values) for values in tree.attrs[row:end]
        )

    def _is_titled(self, row: int) -> bool:
        if not self._titled:
            return False
        place = bisect_left(self._titled, row)
        return place < len(self._titled) and self._titled[place] < self._tree.ends[row]

    def _titled_in(self, row: int) -> list[int]:
        """The nodes of a row, but for the end of a very long one, whose title may name a day."""
        end = min(self._tree.ends[row], row + _TITLED_NODE_CAP)
        return self._titled[bisect_left(self._titled, row) : bisect_left(self._titled, end)]


@lru_cache(maxsize=4096)  # rows of menus and side lists stand on every page
def _told(texts: tuple[tuple[str, bool], ...]) -> tuple[date | None, tuple[int, int] | None]:
    """The day that a row's texts print; where there is none, month and day alone."""
    outer = [t for t, in_link in texts if not in_link]
    inner = [collapse(t) for t, in_link in texts if in_link]
    outside = collapse(" ".join(outer))[:_ROW_TEXT_CAP]
    day = _split_day(outside) or _boxed_day(outer) or _last_day(outside)
    if day is None:
        day = next((d for t in reversed(inner) if len(t) <= 24 and (d := _last_day(t))), None)
    if day is None:
        day = _boxed_day(inner) or next((d for t in inner if (d := _tail_day(t))), None)
    if day is not None:
        return day, None
    short = [collapse(t) for t, _ in texts]
    return None, next((s for t in reversed(short) if len(t) <= 12 and (s := month_and_day(t))), None)


def texts_of(tree: Tree, row: int) -> list[tuple[str, bool]]:
    """The texts of a row, and whether each lies in a link."""
    if tree.tags[row] == "a" and tree.ends[row] == row + 2:
        text = tree.texts[row + 1]
        return [(text, True)] * (bool(text) and not text.isspace()) + _beside(tree, row)
    found = []
    link_end = row if tree.tags[row] != "a" else tree.ends[row]
    for node in range(row, min(tree.ends[row], row + _ROW_NODE_CAP)):
        if tree.tags[node] == "a":
            link_end = tree.ends[node]
        elif tree.texts[node] and not tree.texts[node].isspace():
            found.append((tree.texts[node], node < link_end))
    if tree.tags[row] == "a":
        found += _beside(tree, row)
    if tree.tags[row] in _TERM:
        found += _described(tree, row)
    return found


def _beside(tree: Tree, row: int) -> list[tuple[str, bool]]:
    """The bare texts after a link that is a row itself, up to the next link (<a>…</a> 2022-08-25 <br>)."""
    found = []
    parent, node = tree.parents[row], tree.ends[row]
    while node < len(tree.tags) and node < tree.ends[row] + 8 and tree.ends[parent] > node:
        if tree.tags[node] in {"a", "br"}:
            break
        if tree.texts[node] and not tree.texts[node].isspace():
            found.append((tree.texts[node][:60], False))
        node += 1
    return found


def _described(tree: Tree, row: int) -> list[tuple[str, bool]]:
    """Of a definition list: the description after a term, or the term before a description."""
    parent, other = tree.parents[row], _TERM[tree.tags[row]]
    node = tree.ends[row]
    if tree.tags[row] == "dd":
        node = row - 1
        while node > parent and tree.parents[node] != parent:
            node = tree.parents[node]
        while node > parent and tree.tags[node] == "-text":
            node -= 1
            while node > parent and tree.parents[node] != parent:
                node = tree.parents[node]
    else:
        while node < tree.ends[parent] and tree.tags[node] == "-text":
            node += 1
    if not parent < node < tree.ends[parent] or tree.tags[node] != other or tree.ends[node] - node > 12:
        return []
    if any(tree.tags[i] == "a" for i in range(node, tree.ends[node])):
        return []  # a row of its own
    return [(t[:60], False) for t in tree.texts[node : tree.ends[node]] if t and not t.isspace()]


def _split_day(text: str) -> date | None:
    """A day printed in two or three boxes: ``25`` and ``2022-08``, ``08-25`` and ``2022``."""
    found = _SPLIT_DAY.match(text) if len(text) < 40 else None
    if found is None:
        return None
    for suffix in ("", "2", "3", "4", "5", "6"):
        if found["y" + suffix]:
            try:
                return date(int(found["y" + suffix]), int(found["m" + suffix]), int(found["d" + suffix]))
            except ValueError:
                return None
    return None


def _boxed_day(texts: Sequence[str]) -> date | None:
    """The day of neighbouring boxes that hold nothing but its parts, whatever words stand around them."""
    boxes = [_BOXED.match(text.strip()) is not None for text in texts]
    for size in (2, 3):
        for start in range(len(texts) - size + 1):
            if all(boxes[start : start + size]) and (
                day := _split_day(" ".join(t.strip() for t in texts[start : start + size]))
            ):
                return day
    return None


def _last_day(text: str) -> date | None:
    """The last date of a row's words outside its link: where a row prints several, its own stands last."""
    days = [w.value for w in written_dates(text)]
    return days[-1] if days else None


def _tail_day(text: str) -> date | None:
    """A day that a link's words end with, set off from its title."""
    found = _TAIL_DAY.search(text[-24:])
    return _last_day(found.group(1)) if found else None


def _attribute_day(tree: Tree, row: int) -> date | None:
    for node in range(row, min(tree.ends[row], row + 40)):
        values = tree.attrs[node]
        for name in _DATE_ATTRIBUTES:
            if (value := values.get(name)) and (day := iso_date(value)):
                return day
    return None


def _titled_day(tree: Tree, titled: Iterable[int]) -> date | None:
    """A day that is all of a node's ``title`` attribute, or that it names as the day of publication."""
    for node in titled:
        value = tree.attr(node, "title")[:_ROW_TEXT_CAP].strip()
        if "20" not in value:
            continue
        if len(value) <= 24 and "20" in value[:3] and (day := iso_date(value)):
            return day
        label = _TITLE_DAY.search(value)
        written = first_date(value[label.end() : label.end() + 24]) if label else None
        if written and written.start == 0:
            return written.value
    return None
