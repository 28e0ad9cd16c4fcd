"""A leak: numbers of one kind in one column or one text, as it may be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from kaoping.pages.personal import Number, keyed
from kaoping.pages.personal.masking import masked, masked_number

Certainty = Literal["problem", "unsure", "hint"]
WORDS = {
    "identity": "身份证号",
    "old_identity": "十五位身份证号",
    "card": "银行卡号",
    "mobile": "手机号",
    "weak": "遮盖不足的身份证号",
    "lost": "疑似身份证号",
    "address": "家庭住址",
}
MOST_SHOWN, MOST_KEYED = 3, 20
_QUOTED_AROUND = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file or page: `part` its name, `row` from 1 (0 in a text), `span` in the part's text."""

    part: str
    column: str = ""
    row: int = 0
    span: tuple[int, int] | None = None
    hidden: str = ""

    @property
    def item(self) -> str:
        """As a reader finds it."""
        named = f"{self.part}{self.column}列" if self.column else self.part
        return f"{named}({self.hidden})" if self.hidden else named


@dataclass(frozen=True, slots=True)
class Leak:
    """What one column or text gives away. `shown` and `quote` are masked, `digests` keyed."""

    kind: str
    place: Place
    rows: int
    shown: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    quote: str = ""
    certainty: Certainty = "problem"
    why: str = ""


def leak_of(kind: str, place: Place, numbers: Sequence[Number], rows: int, quote: str, secret: bytes) -> Leak:
    """The leak of these numbers: at most three masked ones shown, twenty distinct ones keyed, in order."""
    distinct = list({n.digits: n for n in numbers}.values())
    return Leak(
        kind=kind,
        place=place,
        rows=rows,
        shown=tuple(masked_number(n) for n in distinct[:MOST_SHOWN]),
        digests=tuple(sorted(keyed(n.digits, secret) for n in distinct[:MOST_KEYED])),
        quote=quote,
    )


def quoted(text: str, number: Number) -> str:
    """The masked surroundings of a number, its white space made single."""
    words = masked(text[max(0, number.start - 60) : number.end + 60])
    before = min(number.start, 60)
    last = before + number.end - number.start
    return " ".join(words[max(0, before - _QUOTED_AROUND) : last + _QUOTED_AROUND].split())


def quoted_row(cells: Iterable[str]) -> str:
    """A row's cells, masked."""
    return " | ".join(" ".join(masked(cell[:80]).split()) for cell in cells if cell.strip())[:160]
