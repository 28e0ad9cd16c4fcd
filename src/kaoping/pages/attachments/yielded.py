"""What a reader has found so far, and the caps that end it."""

from dataclasses import dataclass, field, replace

from .attachment import Part

MOST_CHARS = 2_000_000
MOST_CELLS = 1_000_000
MOST_PARTS = 2_000
TOO_LONG = "文字超过200万字,只读了前面的部分"
TOO_MANY_CELLS = "表格超过100万格,只读了前面的部分"
TOO_MANY_PARTS = "部分超过2000个,只读了前面的部分"


class Full(Exception):
    """A cap is reached: what was read so far is kept. Never leaves this room."""


@dataclass(slots=True)
class Yield:
    """The parts of one file, its notes and its metadata; counts characters and cells over all of them."""

    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)  # author, created, modified
    is_capped: bool = False
    prefix: str = ""  # before the names of parts: the member of a zip
    chars: int = 0
    cells: int = 0

    def note(self, words: str) -> None:
        """Remember a note once."""
        if words not in self.notes:
            self.notes.append(words)

    def cap(self, words: str) -> None:
        """A limit left something out."""
        self.is_capped = True
        self.note(words)

    def room(self, chars: int) -> int:
        """
        Take room for characters; answers how many there is room for. Raises nothing: a reader that gets less
        than it asked for keeps that much and ends with `Full`.
        """
        given = min(chars, MOST_CHARS - self.chars)
        self.chars += given
        if given < chars:
            self.cap(TOO_LONG)
        return given

    def take(self, text: str) -> str:
        """The text, cut to the room that is left; who gets less than was asked for ends with `Full`."""
        return text[: self.room(len(text))]

    def has_cells(self, count: int) -> bool:
        """Whether there is room for so many more cells; takes it."""
        if self.cells + count > MOST_CELLS:
            self.cap(TOO_MANY_CELLS)
            return False
        self.cells += count
        return True

    def add(self, part: Part) -> None:
        """Keep a part unless it is empty. Raises `Full`."""
        length = len(part.text) + sum(len(cell) for row in part.rows for cell in row)
        if not length:
            return
        if len(self.parts) >= MOST_PARTS:
            self.cap(TOO_MANY_PARTS)
            raise Full
        self.parts.append(
            replace(part, name=self.prefix + part.name, length=length, row_count=len(part.rows))
        )

    def add_text(self, name: str, text: str, *, hidden: str = "") -> None:
        """Keep a part of running text, as far as there is room. Raises `Full` where it was cut."""
        kept = self.take(text)
        self.add(Part(name=name, text=kept, hidden=hidden))
        if len(kept) < len(text):
            raise Full

    def add_rows(self, name: str, rows: list[tuple[str, ...]], *, hidden: str = "") -> None:
        """Keep a table without row numbers, as far as there is room. Raises `Full` where it was cut."""
        kept: list[tuple[str, ...]] = []
        for row in rows:
            wanted = sum(map(len, row))
            if not self.has_cells(len(row)) or self.room(wanted) < wanted:
                break
            kept.append(row)
        self.add(Part(name=name, kind="table", rows=tuple(kept), hidden=hidden))
        if len(kept) < len(rows):
            raise Full
