"""Meetings that bear a number, and the year in which they were held."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .slips import Slip

_CN = "一二三四五六七八九十"
_N = f"([{_CN}]{{1,3}})"
_HELD = "(?:大|次全国代表大会)(?![届类件项批期])"
_CONGRESS = rf"(?:党的|中国共产党第?|中共){_N}{_HELD}"
_PLENUM = rf"(?:党的|中共)?第?{_N}届中?央?委?员?会?{_N}(?:中全会|次全体会议)"
_NPC = rf"第?{_N}届全国(?:人大|人民代表大会|政协)第?{_N}次会议"
_DAY = r"(?<!\d)((?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?"
_BEFORE = r"(?:在北京)?(?P<before>(?:胜利)?(?:召开|举行|闭幕|开幕)的)?"
_AFTER = r"(?P<after>(?:在北京)?(?:胜利)?(?:召开|举行|闭幕|开幕))?"
_DATED = {
    "congress": re.compile(_DAY + _BEFORE + _CONGRESS + _AFTER),
    "plenum": re.compile(_DAY + _BEFORE + _PLENUM + _AFTER),
    "npc": re.compile(_DAY + _BEFORE + _NPC + _AFTER),
}
_BARE_PLENUM = re.compile(rf"(?<![{_CN}]){_N}届{_N}中全会")
_BARE_NPC = re.compile(_NPC)


def meeting_slips(text: str, words: Mapping[str, Any]) -> Iterator[Slip]:
    """Years that do not go with the meeting they stand beside, and meetings that there cannot be."""
    if "届" not in text and "大" not in text:
        return
    for name, pattern in _DATED.items():
        for found in pattern.finditer(text):
            # a year may be that of something else: only where the meeting is said to be held then
            if not (found["before"] or found["after"]):
                continue
            yield from _wrong_year(name, found, text, words)
    yield from _impossible(text, words)
    yield from _wrong_counters(text, words)


def _wrong_year(name: str, found: re.Match[str], text: str, words: Mapping[str, Any]) -> Iterator[Slip]:
    year, _, *written, after = found.groups()
    held = _year(name, [number_of(n) for n in written], words)
    if held is None or held == int(year):
        return
    meeting = text[found.start(3) : found.end()].removesuffix(after or "")
    reason = f"{meeting}于{held}年召开,不是{year}年"
    start, right = found.start(1), str(held)
    yield Slip(start, start + 4, year, right, right, "meeting_year", "会议", "person", reason)


def _impossible(text: str, words: Mapping[str, Any]) -> Iterator[Slip]:
    for found in _BARE_PLENUM.finditer(text):
        term, session = number_of(found.group(1)), number_of(found.group(2))
        held = words["plenums"].get(str(term))
        if held and term <= words["plenums_complete_to"] and session > len(held):
            reason = f"第{found.group(1)}届中央委员会没有{found.group(2)}中全会"
            yield Slip(*found.span(), found.group(), "", None, "meeting", "会议", "person", reason)
    for found in _BARE_NPC.finditer(text):
        if number_of(found.group(2)) > words["npc"]["sessions"] and number_of(found.group(1)) >= 6:
            reason = f"全国人大、全国政协每届只有{words['npc']['sessions']}次会议"
            yield Slip(*found.span(), found.group(), "", None, "meeting", "会议", "person", reason)


def _wrong_counters(text: str, words: Mapping[str, Any]) -> Iterator[Slip]:
    for entry in words["always_wrong"]:
        before, after = entry["wrong"].split("{n}")
        if after not in text:
            continue
        for found in re.finditer(f"{re.escape(before)}([{_CN}]{{1,3}}){re.escape(after)}", text):
            right = entry["right"].replace("{n}", found.group(1))
            yield Slip(*found.span(), found.group(), right, right, "meeting", entry["kind"])


def _year(name: str, numbers: list[int], words: Mapping[str, Any]) -> int | None:
    """The year of a meeting, None where the table does not hold it."""
    if name == "congress":
        held: int | None = words["congresses"].get(str(numbers[0]))
        return held
    term, session = numbers
    if name == "plenum":
        years = words["plenums"].get(str(term), ())
        return int(years[session - 1]) if 0 < session <= len(years) else None
    npc = words["npc"]
    if term < npc["first_term"] or not 0 < session <= npc["sessions"]:
        return None
    return int(npc["first_year"] + 5 * (term - npc["first_term"]) + session - 1)


def number_of(written: str) -> int:
    """一 to 九十九 as a number; 0 where it is none."""
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _CN.find(written) + 1 if len(written) == 1 else 0
    return 10 * ((_CN.find(tens) + 1) if tens else 1) + ((_CN.find(ones) + 1) if ones else 0)
