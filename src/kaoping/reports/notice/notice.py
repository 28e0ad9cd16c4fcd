"""A notice: parts, paragraphs, sentences, each sentence with its sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..publishing.material import Edition


@dataclass(frozen=True, slots=True)
class Sentence:
    """
    One sentence. `sources` name findings by id, ``standing:<unit>``, ``figure:<what>`` or a place in the
    facts file; empty for words that carry no fact. `pattern` is the pattern it was made by.
    """

    text: str
    sources: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that are printed together."""

    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(one.text for one in self.sentences)


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading of the second level, ``""`` for none, and what stands below it; `id` is its category."""

    heading: str
    paragraphs: tuple[Paragraph, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class NoticePart:
    """One of the parts 一 to 四; `id` is situation, problems, causes or demands."""

    id: str
    heading: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """An annex as the notice names it."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Notice:
    """
    A drafted notice. `date` is printed (2022年8月25日) and ``""`` where not known. `remarks` are for who
    drafts, never printed. `whole_words` are not broken between lines of the title. `copies`, `printer` and
    `printed` (a printed day) are the imprint (版记); it is left out where none of them is known.
    """

    edition: Edition
    office: str
    title: str
    number: str
    addressees: tuple[str, ...]
    opening: Paragraph
    parts: tuple[NoticePart, ...]
    annexes: tuple[AnnexLine, ...]
    signature: str
    date: str
    note: str = ""
    is_sealed: bool = False
    whole_words: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    printer: str = ""
    printed: str = ""

    def placed(self) -> Iterator[tuple[str, Sentence]]:
        """Every sentence with the id of the passage or part in which it stands (``""``: the opening)."""
        yield from (("", one) for one in self.opening.sentences)
        for part in self.parts:
            for passage in part.passages:
                for paragraph in passage.paragraphs:
                    yield from ((passage.id or part.id, one) for one in paragraph.sentences)

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, from the opening on."""
        return (sentence for _, sentence in self.placed())
