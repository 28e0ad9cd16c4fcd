"""A remark on a place of a document: what becomes a comment in a copy of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """`text` is said of the words `[start:end]` of paragraph `paragraph`, counted among those with words."""

    paragraph: int
    start: int
    end: int
    text: str
