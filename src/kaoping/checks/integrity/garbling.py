"""Signs of a counterfeit copy in plain text: residue between characters, converted script, inserted words."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kaoping.rulebook import Rulebook

HIJACK = "hijack"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# letters of scripts that have no place inside a Chinese word; not kana, Greek, signs, minority scripts
_ODD_LETTERS = (
    "\u0080-\u009f\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0250-\u02af\u0400-\u04ff\u0530-\u06ff\u0900-\u0eff"
    "\u10a0-\u11ff\u1200-\u137f\u1780-\u17ff\u1e00-\u1eff\u2500-\u259f\uac00-\ud7af\uff61-\uff9f\ufffd"
)
_UTF8_IN_GBK = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2,}")
_UTF8_IN_LATIN = re.compile("(?:[\u00e4-\u00e9][^\u3400-\u9fff\\s]{1,2}){2,}")
_NOT_ASCII = re.compile("[^\x00-\x7f]{3,}")
_SPACE = "[ \t\u3000]{0,2}"


@dataclass(frozen=True, slots=True)
class Garbling:
    """One kind of sign with the places where it shows, each as (start, end) in the text."""

    kind: str
    reason: str
    places: tuple[tuple[int, int], ...]
    suggestion: str = ""


class Garblings:
    """The rulebook's patterns, compiled once; see `garblings`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        toned, syllable = data["toned"], data["pinyin"]
        self._toned = re.compile(f"[a-zü{toned}]{{0,5}}[{toned}][a-zü{toned}]{{0,5}}")
        wrapped = rf"{_SPACE}[(（\[【]?((?:{syllable}){_SPACE}){{1,3}}[)）\]】]?{_SPACE}"
        self._pinyin = re.compile(rf"(?<=[{_HAN}])(?=[^{_HAN}]{{2}}){wrapped}(?=[{_HAN}，。、；：]|$)")
        self._letters = re.compile(rf"(?:[{_HAN}]{_SPACE}[A-Za-z]{_SPACE}){{4,}}(?=[{_HAN}])")
        self._odd = re.compile(rf"(?<=[{_HAN}]){_SPACE}[{_ODD_LETTERS}]{{1,8}}{_SPACE}(?=[{_HAN}，。、])")
        self._has_odd = re.compile(f"[{_ODD_LETTERS}]")
        self._talk = re.compile(data["pinyin_talk"])
        self._abroad = re.compile(data["abroad_talk"])
        self._traditional = frozenset(data["traditional"])
        self._official = re.compile(data["official_traditional"])
        self._data = data
        words, nouns = "|".join(data["inserted"]), "|".join(map(re.escape, data["insertable"]))
        self._inserted = re.compile(rf"({words})(?=({nouns}))")
        self._before = tuple(data["before_inserted"])

    def find(self, text: str) -> Iterator[Garbling]:
        """Every kind of sign that the text shows, each once."""
        kinds: tuple[Callable[[str], Iterator[Garbling]], ...] = (
            self._residue, self._strange, self._mojibake, self._insertions, self._converted,
        )  # fmt: skip
        for kind in kinds:
            yield from kind(text)

    def _residue(self, text: str) -> Iterator[Garbling]:
        if not re.search("[a-z\u00e0-\u01dc]", text):
            return
        found = [m.span() for m in self._pinyin.finditer(text) if len(m[0].strip()) > 1]
        words = {text[a:b].strip() for a, b in found}
        least = self._data["least_syllables"]
        if len(words) < least:
            found = [m.span() for m in self._toned.finditer(text) if _touches_han(text, *m.span())]
            words = {text[a:b] for a, b in found}
        places = self._dense(found, least) if len(words) >= least else ()
        if not places:
            places = tuple(m.span() for m in self._letters.finditer(text))
        if places and not self._talk.search(text):
            yield Garbling("pinyin", "汉字之间夹有拼音或字母", places)

    def _strange(self, text: str) -> Iterator[Garbling]:
        if not self._has_odd.search(text):
            return
        found = [m.span() for m in self._odd.finditer(text)]
        found = [(a, b) for a, b in found if not self._toned.fullmatch(text[a:b].strip())]
        if places := self._dense(found, self._data["least_odd"]):
            yield Garbling("odd", "汉字之间夹有其他文字或乱码", places)

    def _mojibake(self, text: str) -> Iterator[Garbling]:
        places = [m.span() for m in _UTF8_IN_LATIN.finditer(text)]
        places += _misread(text)
        if sum(b - a for a, b in places) >= 6:
            yield Garbling("mojibake", "夹有编码错乱产生的乱码", tuple(sorted(places)))

    def _insertions(self, text: str) -> Iterator[Garbling]:
        found = [(m.start(1), m.end(1), m[1], m[2]) for m in self._inserted.finditer(text)]
        if len(found) < 2:
            return
        word, count = Counter(w for *_, w, _ in found).most_common(1)[0]
        own = [(a, b, noun) for a, b, w, noun in found if w == word]
        splitting = [(a, b) for a, b, _ in own if text.endswith(self._before, 0, a)]
        nouns = {noun for *_, noun in own}
        least = self._data["least_inserted"]
        is_many = count >= least and (len(splitting) >= 2 or (len(nouns) >= least and splitting))
        if is_many and (len(splitting) >= least or not self._abroad.search(text)):
            places = tuple((a, b) for a, b, _ in own)
            yield Garbling("inserted", f"普通词语前被插入“{word}”", places, f"删去“{word}”")

    def _converted(self, text: str) -> Iterator[Garbling]:
        odd = sum(map(self._traditional.__contains__, text))
        if odd < 5:
            return
        han = len(re.findall(f"[{_HAN}]", text))
        if han < self._data["least_han"] or odd < han * self._data["traditional_share"]:
            return
        if found := self._official.search(text):
            yield Garbling("converted", "内地公文被整篇转成繁体字", (found.span(),))

    def _dense(self, found: list[tuple[int, int]], least: int) -> tuple[tuple[int, int], ...]:
        """The places, where `least` of them lie within the allowed distance anywhere; else none."""
        within = self._data["within"]
        near = any(b[0] - a[0] <= within for a, b in zip(found, found[least - 1 :], strict=False))
        return tuple(found) if near else ()


def _touches_han(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 2) : start] + text[end : end + 2]
    return any("\u3400" <= c <= "\u9fff" for c in around)


def _misread(text: str) -> list[tuple[int, int]]:
    """Runs of characters that are UTF-8 bytes read as GBK: read the right way they are Chinese again."""
    if not _UTF8_IN_GBK.search(text.encode("gbk", "ignore")):
        return []
    found = []
    for run in _NOT_ASCII.finditer(text):
        raw = b"".join(map(_two_bytes, run[0]))
        for hit in _UTF8_IN_GBK.finditer(raw):
            if hit.start() % 2 == 0 and _is_common(hit[0]):
                start = run.start() + hit.start() // 2
                found.append((start, start + (hit.end() - hit.start() + 1) // 2))
    return found


def _two_bytes(character: str) -> bytes:
    raw = character.encode("gbk", "ignore")
    return raw if len(raw) == 2 else b"??"


def _is_common(raw: bytes) -> bool:
    try:
        return bool(raw.decode().encode("gb2312"))
    except ValueError:
        return False


_KNOWN: dict[str, Garblings] = {}


def garblings(rules: Rulebook) -> Garblings:
    """The patterns of a rulebook, compiled once per process."""
    if rules.version not in _KNOWN:
        _KNOWN[rules.version] = Garblings(rules.reading(HIJACK))
    return _KNOWN[rules.version]
