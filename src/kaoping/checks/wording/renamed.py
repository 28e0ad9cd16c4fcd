"""Names of bodies, laws and divisions that no longer hold on the day of a page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import daachorse

from kaoping.rulebook import Renamed, Rulebook

from ..observation import Lane
from .sentences import Sentence, is_in_quotation, is_in_title, sentence_around
from .slips import Slip

BODIES, LAWS, DIVISIONS = "bodies", "laws", "divisions"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|[\]】〕）)]|[-./]\d)")
_NUMBERED = re.compile(r"(?:令|公告|通告|文件|办公厅|办公室)?[（(〔\[]?(?:第|(?:19|20)\d\d)")
_NAME = re.compile(r"《([^《》\n]{2,40})》")
_CLAUSE = 24
# a text made of old names must not cost more than a page
_MOST_NAMES = 1000
# the new name beside the old one, in brackets, explains it
_NOW = re.compile(r"[（(](?:现|今|已)")


@dataclass(frozen=True, slots=True)
class _Names:
    automaton: Any
    entries: tuple[Renamed, ...]
    past: re.Pattern[str]
    not_past: re.Pattern[str]
    elsewhere: tuple[str, ...]


def renamed_slips(text: str, on: date, rules: Rulebook, grace_days: int) -> Iterator[Slip]:
    """Old names of bodies and divisions in text about the present; `on` is the page's own date."""
    names = _names(rules.version, rules)
    reached = -1
    met = names.automaton.find_overlapping(text)
    for start, end, number in _longest(met)[:_MOST_NAMES]:
        entry = names.entries[number]
        if start < reached or entry.since is None or not _holds_no_more(entry, on, grace_days):
            continue
        if not _is_name(entry, text, start, end, names):
            continue
        reached = end
        sentence = sentence_around(text, start, end)
        if _is_past(sentence, start, end, entry.since, names):
            continue
        reason = f"“{entry.old}”已改为“{entry.new}”,依据{entry.basis}"
        yield _slip(entry, start, end, reason)


def _slip(entry: Renamed, start: int, end: int, reason: str) -> Slip:
    rule, kind = ("division", "行政区划") if entry.is_hint else ("body", "机构名称")
    lane: Lane = "hint" if entry.is_hint else "person"
    return Slip(start, end, entry.old, entry.new, None, rule, kind, lane, reason)


def law_slips(text: str, on: date | None, rules: Rulebook, grace_days: int) -> Iterator[Slip]:
    """Names of laws in 《》 that never were, and repealed ones given as the ground of what is done now."""
    laws = _laws(rules.version, rules)
    words = rules.reading("formulation")
    for found in _NAME.finditer(text):
        entry = laws.get(found.group(1))
        if entry is None:
            continue
        start, end = found.span(1)
        sentence = sentence_around(text, start, end)
        if is_in_quotation(sentence, start, end):
            continue
        if entry.since is None:
            reason = f"没有名为《{entry.old}》的法律法规,疑为《{entry.new}》"
            yield Slip(start, end, entry.old, entry.new, entry.new, "law_name", "法律", "person", reason)
        elif _holds_no_more(entry, on, grace_days) and _is_ground(
            sentence, found.start(), entry.since, words
        ):
            reason = f"《{entry.old}》已于{entry.since}被《{entry.new}》取代"
            yield Slip(start, end, entry.old, entry.new, None, "law_repealed", "法律", "person", reason)


def _holds_no_more(entry: Renamed, on: date | None, grace_days: int) -> bool:
    return entry.since is not None and on is not None and on > entry.since + timedelta(days=grace_days)


def _is_ground(sentence: Sentence, at: int, since: date, words: Mapping[str, Any]) -> bool:
    before = sentence.text[max(sentence.start, at - _CLAUSE) : at]
    if not any(word in before for word in words["grounds"]):
        return False
    if any(word in sentence.words for word in words["acts_past"]):
        return False
    return not _names_year_before(sentence, since)


def _names_year_before(sentence: Sentence, since: date) -> bool:
    years = [int(y) for y in _YEAR.findall(sentence.words)]
    return any(year <= since.year for year in years)


def _is_name(entry: Renamed, text: str, start: int, end: int, names: _Names) -> bool:
    if entry.after and not text.endswith(entry.after, 0, start):
        return False
    if entry.not_after and text.endswith(entry.not_after, 0, start):
        return False
    if entry.not_before and text.startswith(entry.not_before, end):
        return False
    if _NUMBERED.match(text, end):
        return False
    return not any(word in text[max(0, start - 8) : start] for word in names.elsewhere)


def _is_past(sentence: Sentence, start: int, end: int, since: date, names: _Names) -> bool:
    if is_in_title(sentence, start, end) or is_in_quotation(sentence, start, end):
        return True
    if _NOW.match(sentence.text, end):
        return True
    plain = names.not_past.sub("", sentence.words)
    return names.past.search(plain) is not None or _names_year_before(sentence, since)


def _longest(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    return sorted(found, key=lambda m: (m[0], -m[1]))


_BUILT: dict[str, _Names] = {}


def _names(version: str, rules: Rulebook) -> _Names:
    """One automaton a rulebook: its version names its bytes."""
    if version not in _BUILT:
        words = rules.reading("formulation")
        entries = (*rules.names.get(BODIES, ()), *rules.names.get(DIVISIONS, ()))
        _BUILT[version] = _Names(
            automaton=daachorse.CharwiseDoubleArrayAhoCorasick([e.old for e in entries]),
            entries=entries,
            past=_any_of(tuple(words["past"])),
            not_past=_any_of(tuple(words["not_past"])),
            elsewhere=(*words["zones"], *words["abroad"]),
        )
    return _BUILT[version]


_LAWS: dict[str, Mapping[str, Renamed]] = {}


def _laws(version: str, rules: Rulebook) -> Mapping[str, Renamed]:
    if version not in _LAWS:
        _LAWS[version] = {entry.old: entry for entry in rules.names.get(LAWS, ())}
    return _LAWS[version]


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
