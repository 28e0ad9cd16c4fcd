"""
Addresses without end, recognised before they are queued.

Three kinds of evidence: the address itself (segments that repeat, too many parameters, years far away); pages
of one pattern that stay the same while each leads to the next; and pages that lead to nothing but more of
their own kind. A pattern is a path with its numbers folded plus the sorted names of its parameters. A long
list whose rows differ, and thousands of articles under one pattern, are none of these.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from xxhash import xxh3_64_intdigest

TRAP = "陷阱"  # every reason below begins so
REPEATED_PATH = "陷阱:重复路径"
CALENDAR = "陷阱:日历"
SESSION = "陷阱:会话编号"
ENDLESS_PAGES = "陷阱:无尽翻页"
ENDLESS_LINKS = "陷阱:无尽链接"
COMBINATIONS = "陷阱:筛选组合"
TOO_DEEP_PATH = "层级过深"
TOO_MANY_PARAMETERS = "陷阱:参数过多"

_MAX_SEGMENTS = 16
_MAX_PARAMETERS = 8
_MAX_REPEATS = 3
_YEARS_AROUND = 2
_SAME_PAGES = 30  # pages of one pattern with one fingerprint, each found on a page of that pattern
_CHAIN_OF_FILES = 10
_FEEDING_LINKS = 3  # new addresses that make a page a feeding one: an article has its neighbours
_BEFORE_SUSPICION = 20  # feeding pages before their links are looked at closely
_MADE_UP_PAGES = 100
_MADE_UP_SHARE = 0.7
_NEW_SHARE = 0.9
_BARREN_COMBINATIONS = 40
_MAX_FINGERPRINTS = 200

_DIGITS = re.compile(r"[0-9]+")
_HEXLIKE = re.compile(r"(?=[^0-9]*[0-9])(?=[^a-f]*[a-f])[0-9a-f]{16,}", re.I)
_YEAR_NAMES = {"year", "y", "yy", "yyyy", "nian", "curyear", "cyear"}
_MONTH_NAMES = {"month", "m", "mm", "mon", "yue", "curmonth", "cmonth"}
_DATE_NAMES = {"date", "day", "ymd", "ym", "yearmonth", "riqi", "curdate", "calendardate", "start"}
_CALENDAR_PATH = re.compile(r"(?:calendar|rili|/events?/|schedule)", re.I).search
_PATH_YEAR = re.compile(r"/((?:19|2[0-9])[0-9]{2})(?:[-/]?(0?[1-9]|1[0-2]))(?:[-/]|/?$)").search
_VALUE_YEAR = re.compile(r"((?:19|2[0-9])[0-9]{2})(?:[-/.年]?[0-9]{1,2}){1,2}日?$").match
_NO_HEX = bytes(c for c in range(256) if chr(c) in "0123456789abcdefABCDEF")


@dataclass(slots=True)
class _Pattern:
    fetched: int = 0
    feeding: int = 0
    made_up: int = 0
    articles: int = 0
    same: Counter[int] = field(default_factory=Counter)
    stopped: str = ""


@dataclass(slots=True)
class _Path:
    """Pages of one path under growing combinations of parameters."""

    seen: set[int] = field(default_factory=set)
    barren: int = 0
    is_stopped: bool = False


def pattern_of(url: str) -> str:
    """The pattern of a normalised address: ``/list/#.html?cid&page``, without its host."""
    path, _, query = url.split("/", 3)[3].partition("?")
    folded = _DIGITS.sub("#", _HEXLIKE.sub("#", path))
    if not query:
        return folded
    return folded + "?" + "&".join(sorted(set(_names(query))))


def body_fingerprint(body: bytes) -> int:
    """Equal for bodies that differ in nothing but numbers and hexadecimal codes."""
    return xxh3_64_intdigest(body.translate(None, _NO_HEX))


def is_next_of(url: str, parent: str) -> bool:
    """Whether an address is of its parent's own pattern, or the parent is that pattern's bare entrance."""
    own, above = pattern_of(url), pattern_of(parent)
    return own == above or ("?" not in above and own.partition("?")[0] == above and "?" in own)


class Traps:
    """The traps of one site. `today` decides what a calendar's far years are."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._patterns: dict[str, _Pattern] = {}
        self._paths: dict[str, _Path] = {}

    def reason_against(self, url: str, parent: str = "") -> str:
        """Why a normalised address should not be queued, in Chinese; "" where nothing speaks against it."""
        path, _, query = url.split("/", 3)[3].partition("?")
        return (
            _reason_in_path(path, self._today.year)
            or (_reason_in_query(path, query, self._today.year) if query else "")
            or self.stopped(url, parent)
        )

    def stopped(self, url: str, parent: str) -> str:
        """Why the pattern of an address, found on the page `parent`, was stopped meanwhile; or ""."""
        known = self._patterns.get(pattern_of(url))
        if known is not None and known.stopped:
            return known.stopped
        return self._reason_in_combination(url, parent) if "?" in url and parent else ""

    def saw(self, url: str, parent: str, fingerprint: int, run: int) -> None:
        """
        A page was fetched.

        Args:
            parent: The address on which it was found, or "".
            fingerprint: Of the page, equal where only numbers differ.
            run: How many pages of its own pattern led to it.
        """
        pattern = self._pattern(url)
        pattern.fetched += 1
        self._count_same(pattern, url, fingerprint, run)
        path = self._paths.setdefault(pattern_of(url).partition("?")[0], _Path())
        if parent and _is_refining(url, parent):
            path.barren += fingerprint in path.seen
            path.is_stopped |= path.barren >= _BARREN_COMBINATIONS
        if len(path.seen) < _MAX_FINGERPRINTS:
            path.seen.add(fingerprint)

    def saw_text(self, url: str, fingerprint: int, *, is_article: bool, run: int) -> None:
        """What reading found: the fingerprint of the visible text (0: none), and whether it is an article."""
        pattern = self._pattern(url)
        if is_article:
            pattern.articles += 1
        elif fingerprint:
            self._count_same(pattern, url, fingerprint, run)

    def saw_links(self, url: str, links: Collection[str], new_own: int, new_other: int) -> None:
        """
        What a page led to.

        Args:
            links: All its addresses, known and new.
            new_own: How many unknown ones were of the page's own pattern.
            new_other: How many unknown pages were of another.
        """
        pattern = self._pattern(url)
        if pattern.stopped or new_other or new_own < _FEEDING_LINKS:
            return
        pattern.feeding += 1
        if pattern.feeding <= _BEFORE_SUSPICION:
            return
        # a real site's pages point at each other; where nearly all is new time after time, it is made up
        own = pattern_of(url)
        all_own = sum(pattern_of(link) == own for link in links)
        pattern.made_up += new_own >= _NEW_SHARE * all_own
        is_endless = pattern.made_up >= _MADE_UP_PAGES and pattern.made_up >= _MADE_UP_SHARE * pattern.feeding
        if is_endless and pattern.articles < pattern.feeding / 2:
            pattern.stopped = ENDLESS_LINKS

    def _pattern(self, url: str) -> _Pattern:
        return self._patterns.setdefault(pattern_of(url), _Pattern())

    def _count_same(self, pattern: _Pattern, url: str, fingerprint: int, run: int) -> None:
        # files may well differ in nothing but a number; only a long chain of them is a trap
        if run < (1 if "?" in url else _CHAIN_OF_FILES):
            return
        if len(pattern.same) >= _MAX_FINGERPRINTS and fingerprint not in pattern.same:
            return
        pattern.same[fingerprint] += 1
        is_endless = pattern.same[fingerprint] >= _SAME_PAGES and pattern.articles < pattern.fetched / 2
        if is_endless and not pattern.stopped:
            pattern.stopped = _kind(url)

    def _reason_in_combination(self, url: str, parent: str) -> str:
        if not _is_refining(url, parent):
            return ""
        known = self._paths.get(pattern_of(url).partition("?")[0])
        return COMBINATIONS if known is not None and known.is_stopped else ""


def _reason_in_path(path: str, year: int) -> str:
    segments = [s for s in path.split("/") if s]
    if len(segments) > _MAX_SEGMENTS:
        return TOO_DEEP_PATH
    if len(segments) >= _MAX_REPEATS and _repeats(segments):
        return REPEATED_PATH
    seen = _PATH_YEAR("/" + path)
    if seen is None:
        return ""
    ahead = int(seen[1]) - year
    # documents lie under the year of their making for ever: only a calendar runs into the past
    is_far = ahead > _YEARS_AROUND or (ahead < -_YEARS_AROUND and _CALENDAR_PATH("/" + path) is not None)
    return CALENDAR if is_far else ""


def _repeats(segments: list[str]) -> bool:
    counts = Counter(segments)
    if any(n >= _MAX_REPEATS and not s.isdigit() for s, n in counts.items()):
        return True
    if len(counts) > len(segments) - 2:
        return False
    # a cycle of several segments: a/b/a/b/a/b
    for size in range(2, len(segments) // _MAX_REPEATS + 1):
        for start in range(len(segments) - _MAX_REPEATS * size + 1):
            unit = segments[start : start + size]
            if all(segments[start + i * size : start + (i + 1) * size] == unit for i in (1, 2)):
                return True
    return False


def _reason_in_query(path: str, query: str, year: int) -> str:
    pairs = [p.partition("=")[::2] for p in query.split("&") if p]
    if len(pairs) > _MAX_PARAMETERS:
        return TOO_MANY_PARAMETERS
    names = Counter(name for name, _ in pairs)
    if any(n >= _MAX_REPEATS for n in names.values()):
        return COMBINATIONS
    values = {name.lower(): value for name, value in pairs}
    shown = _calendar_year(path, values)
    return CALENDAR if shown is not None and abs(shown - year) > _YEARS_AROUND else ""


def _calendar_year(path: str, values: dict[str, str]) -> int | None:
    """The year that a calendar's address shows; None where it is no calendar."""
    for name in _DATE_NAMES & values.keys():
        if seen := _VALUE_YEAR(values[name]):
            return int(seen[1])
    years = [v for n, v in values.items() if n in _YEAR_NAMES and len(v) == 4 and v.isdigit()]
    has_month = bool(_MONTH_NAMES & values.keys())
    return int(years[0]) if years and (has_month or _CALENDAR_PATH("/" + path)) else None


def _is_refining(url: str, parent: str) -> bool:
    """The parent's address with further parameters: a filter added to a filter."""
    path, _, query = url.partition("?")
    above_path, _, above = parent.partition("?")
    return path == above_path and set(above.split("&")) - {""} < set(query.split("&"))


def _kind(url: str) -> str:
    path, _, query = url.partition("?")
    values = dict(p.partition("=")[::2] for p in query.lower().split("&") if p)
    if any(_HEXLIKE.search(v) for v in values.values()):
        return SESSION
    is_calendar = (_YEAR_NAMES | _MONTH_NAMES | _DATE_NAMES) & values.keys() or _CALENDAR_PATH(path)
    return CALENDAR if is_calendar else ENDLESS_PAGES


def _names(query: str) -> list[str]:
    return [pair.partition("=")[0] for pair in query.split("&") if pair]
