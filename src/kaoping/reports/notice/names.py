"""Names of units in running text: those of the roster, and what looks like one and is none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kaoping.roster import Unit

from .wording import HAN

# what names of bodies end in; 委 and 办 only where nothing follows that makes another word of them
_ENDINGS = re.compile(
    r"(?:人民政府|管理委员会|管委会|委员会|办公室|街道办事处|街道|开发区|园区|执法局|局|厅|县|区|镇|乡"
    rf"|(?<=[{HAN}]{{2}})委(?![{HAN}])|(?<=[{HAN}]{{2}})办(?![{HAN}])|(?<=[{HAN}]{{2}})中心)"
)
_RUN = re.compile(rf"[{HAN}·]+")
# letters that stand before a name and are no part of it
_JOINTS = frozenset("和与及或由是为中其将请以除如等向在给被从据经对含即但而又也均都有各之的了到时：，")
_PLACES = "省市县区州"
_TAIL = 8
_SHORTEST = 3
_LEVELS = "省县区镇乡"  # of another body than one that is called without its level
_HEAD = 6
_BEFORE = re.compile(rf"[{HAN}]+\Z")
_MASK = "\ufffc"


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit as a text names it; `unit` is its name in the roster."""

    unit: str
    text: str
    at: int


class UnitFinder:
    """
    Finds units by all their names, the longest first.

    `corpus` is everything that the facts say in words: what stands there is no stranger. `general` are words
    that only look like names. `leads` are words that may stand before a name without being part of it.
    """

    def __init__(
        self, units: Iterable[Unit], corpus: str, general: Iterable[str] = (), leads: Iterable[str] = ()
    ) -> None:
        roster = tuple(units)
        self._names = {name: unit.name for unit in roster for name in (*unit.aliases, unit.name) if name}
        self._parents = {unit.name: unit.parent for unit in roster}
        ordered = sorted(self._names, key=lambda name: (-len(name), name))
        self._units = re.compile("|".join(map(re.escape, ordered)) or r"(?!)")
        words = sorted({*general}, key=lambda word: (-len(word), word))
        self._general = frozenset(words)
        self._corpus = corpus
        self._leads = (*self._general, *leads)

    def units_in(self, text: str) -> Iterator[NamedUnit]:
        """Every unit of the roster that the text names, from the left."""
        for found, stranger in self._named(text):
            if not stranger:
                yield NamedUnit(self._names[found.group()], found.group(), found.start())

    def _named(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Names found, each with the longer name of a stranger that it only ends, or ``""``."""
        before: re.Match[str] | None = None
        for found in self._units.finditer(text):
            joint = before.group() + found.group() if before and before.end() == found.start() else ""
            if joint and (joint in self._corpus or self._is_part(before, found)):
                joint = ""
            head = self._foreign_place(text, found.start(), found.group())
            head = head or self._other_level(text, found.start(), found.group())
            yield found, joint or (f"{head}{found.group()}" if head else "")
            before = found

    def _is_part(self, above: re.Match[str] | None, below: re.Match[str]) -> bool:
        owner = self._names[above.group()] if above else ""
        return self._parents.get(self._names[below.group()]) == owner

    def strangers_in(self, text: str) -> Iterator[tuple[int, str]]:
        """What looks like the name of a unit, is in no roster and stands in none of the facts."""
        for found, stranger in self._named(text):
            if stranger:
                yield found.end() - len(stranger), stranger
        masked = self._masked(text)
        for run in _RUN.finditer(masked):
            yield from self._in_run(run, masked, text)

    def doubts_in(self, text: str) -> Iterator[tuple[int, str]]:
        """Names before which stand words that may make another unit of them: 临江 before 教育局."""
        masked = self._masked(text)
        for found, stranger in self._named(text):
            head = self._head(masked, found.start())
            if not stranger and len(head) > 1 and not self._is_led(head, found.group()):
                yield found.start() - len(head), f"{head}{found.group()}"

    def _masked(self, text: str) -> str:
        return self._units.sub(lambda found: _MASK * len(found.group()), text)

    def _head(self, text: str, at: int) -> str:
        """The letters before a name from behind the last one that only joins, six at most."""
        found = _BEFORE.search(text[max(0, at - _HEAD) : at])
        return _behind_joints(found.group()) if found else ""

    def _is_led(self, head: str, name: str) -> bool:
        return head.endswith(self._leads) or f"{head[-2:]}{name}" in self._corpus

    def _other_level(self, text: str, at: int, name: str) -> str:
        """The level that stands before a name and makes another unit of it: 省 before 教育局."""
        head = self._head(text, at)
        if not head or head[-1] not in _LEVELS or self._is_led(head, name):
            return ""
        return head[-1]

    def _in_run(self, run: re.Match[str], masked: str, text: str) -> Iterator[tuple[int, str]]:
        words = run.group()
        for ending in _ENDINGS.finditer(words):
            tail = words[max(0, ending.end() - _TAIL) : ending.end()]
            start = run.start() + ending.end() - len(tail)
            whole = self._with_unit_before(masked, text, start, tail)
            if self._is_known(whole, ending.group()) or _goes_on(words, ending):
                continue
            yield start, whole if whole != tail else _name(tail)

    def _with_unit_before(self, masked: str, text: str, start: int, tail: str) -> str:
        """下陆区 + 教育局 is another unit than either, where nothing stands between them."""
        if masked[start - 1 : start] != _MASK or any(c in _JOINTS for c in tail):
            return tail
        first = start
        while first and masked[first - 1] == _MASK:
            first -= 1
        return text[first:start] + tail

    def _is_known(self, name: str, ending: str) -> bool:
        if len(name) < _SHORTEST:
            return True
        shortest = min(len(name), max(_SHORTEST, len(ending) + 1))
        has_unit = self._units.match(name) is not None
        tails = (name,) if has_unit else (name[-n:] for n in range(shortest, len(name) + 1))
        if any(tail in self._corpus for tail in tails):
            return True
        return any(name.endswith(word) for word in self._general) and not has_unit

    def _foreign_place(self, text: str, at: int, name: str) -> str:
        """The name of another place that stands before a name: 鄂州 before 市教育局."""
        before = text[max(0, at - 4) : at]
        found = re.search(rf"[{HAN}]+$", before)
        if not found:
            return ""
        place = found.group()
        has_place = name[0] in _PLACES or place[-1] in _PLACES
        if not has_place or place[-1] in _JOINTS:
            return ""
        own = max((place.rfind(joint) for joint in _JOINTS), default=-1)
        place = place[own + 1 :]
        head = name[0] if name[0] in _PLACES else ""
        known = any(f"{place[-n:]}{head}" in self._corpus for n in range(2, len(place) + 1))
        return "" if known or len(place) < 2 or place in self._leads else place


def _goes_on(words: str, ending: re.Match[str]) -> bool:
    """Whether a longer ending begins within this one: 县区 before 县区级."""
    return words[ending.end() : ending.end() + 1] in ("级", "域", "面", "长", "势", "直", "市")


def _behind_joints(words: str) -> str:
    cut = max((words.rfind(joint) for joint in _JOINTS), default=-1)
    return words[cut + 1 :]


def _name(tail: str) -> str:
    """The tail from behind the last letter that only joins."""
    name = _behind_joints(tail)
    return name if len(name) > 1 else tail
