"""What adding up again came to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """
    Something that does not hold, or that keeps it from being checked. `where` names file and table, `row` the
    row as the program counts it (None: the table as a whole), `column` its heading. `printed` and `readded`
    are figures where there are any. One that `is_grave` makes the command end with 1.
    """

    where: str
    row: int | None
    column: str
    words: str
    printed: str = ""
    readded: str = ""
    is_grave: bool = True

    @property
    def line(self) -> str:
        """One line for a person."""
        place = "".join(
            (f" 第{self.row}行" if self.row is not None else "", f" “{self.column}”" if self.column else "")
        )
        figures = f"(所载{self.printed},应为{self.readded})" if self.printed or self.readded else ""
        return f"{self.where}{place}:{self.words}{figures}"


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was added up, and what was found, file by file."""

    sheets: int
    ranks: int
    flaws: tuple[Flaw, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing grave was found."""
        return not any(flaw.is_grave for flaw in self.flaws)
