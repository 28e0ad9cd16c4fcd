"""Whether a township's items were copied from another's: same titles but for the name, same day or length."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .disclosurewords import DisclosureWords
from .page import ListItem

Lengths = Callable[[Sequence[str]], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """
    The township that another resembles most. `share` of its own items stand there, `back` of that one's here;
    `titles` are its own titles that do. Titles alone prove nothing: county-wide forms give all the same ones.
    """

    name: str = ""
    share: float = 0.0
    back: float = 0.0
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    nameless: str
    day: date | None
    length: int


class Compared:
    """The townships of one county, each with its newest items."""

    def __init__(
        self, rows: Mapping[str, Sequence[ListItem]], lengths: Lengths, words: DisclosureWords
    ) -> None:
        self._words = words
        self._rows: dict[str, list[_Row]] = {}
        for name, items in rows.items():
            known = lengths([item.url for item in items if item.url])
            self._rows[name] = [
                _Row(i.title, _nameless(i.title, name), i.published, known.get(i.url, 0)) for i in items
            ]

    def of(self, name: str) -> Likeness:
        """Which other township it resembles most; of equals the first in order."""
        best = Likeness()
        for other in self._rows:
            if other == name or not self._rows[name]:
                continue
            shared = self._shared(name, other)
            share = len(shared) / len(self._rows[name])
            if share > best.share:
                back = len(self._shared(other, name)) / len(self._rows[other])
                best = Likeness(other, round(share, 3), round(back, 3), tuple(row.title for row in shared))
        return best

    def _shared(self, name: str, other: str) -> list[_Row]:
        theirs: dict[str, list[_Row]] = {}
        for row in self._rows[other]:
            theirs.setdefault(row.nameless, []).append(row)
        return [
            row
            for row in self._rows[name]
            if any(self._is_copy(row, one, name, other) for one in theirs.get(row.nameless, ()))
        ]

    def _is_copy(self, row: _Row, other: _Row, name: str, theirs: str) -> bool:
        if row.day is not None and row.day == other.day:
            return True
        if min(row.length, other.length) < self._words.copied_least_length:
            return False
        slack = self._words.copied_length_share * max(row.length, other.length)
        return abs(row.length - other.length) <= slack + 4 * abs(len(name) - len(theirs))


def _nameless(title: str, township: str) -> str:
    return title.replace(township, "").replace(township[:-1], "") if len(township) > 2 else title
