"""How much of an interpretation's text stands in its document, sentence by sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .interpretationwords import CopiedWords
from .words import squeeze

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_SIGNS = re.compile(r"[^0-9A-Za-z一-龥]")
_MOST_SENTENCES = 1500


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text; `start` to `end` are its place. `is_shared`: the other text has it too."""

    text: str
    start: int
    end: int
    is_compared: bool
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """The sentences of both texts; `share` is that of the interpretation's compared ones, 0 to 1."""

    policy: tuple[Sentence, ...] = ()
    interpretation: tuple[Sentence, ...] = ()

    @property
    def compared(self) -> int:
        """How many sentences of the interpretation could be compared."""
        return sum(one.is_compared for one in self.interpretation)

    @property
    def shared(self) -> int:
        """How many of them stand in the document."""
        return sum(one.is_shared for one in self.interpretation)

    @property
    def share(self) -> float:
        """Shared among compared sentences; 0 where none could be compared."""
        return self.shared / self.compared if self.compared else 0.0


def overlap(policy: str, interpretation: str, words: CopiedWords) -> Overlap:
    """
    Compare two texts, of each at most 1500 sentences.

    A sentence is shared when its characters, without numbering and signs, stand in the other text as they
    are, or when `least_alike` of its runs of `shingle` characters do. Short sentences and formulas are not
    compared: whoever writes of the same thing has them too.
    """
    return Overlap(
        policy=tuple(_marked(policy, _Known(interpretation, words), words)),
        interpretation=tuple(_marked(interpretation, _Known(policy, words), words)),
    )


class _Known:
    """A text to look up sentences in."""

    def __init__(self, text: str, words: CopiedWords) -> None:
        bare = [_bare(line, words) for line in _SENTENCE.findall(text)[:_MOST_SENTENCES]]
        self._whole = "\n".join(bare)
        self._size = words.shingle
        self._least = words.least_alike
        self._runs = {run for line in bare for run in _runs(line, self._size)}

    def has(self, bare: str) -> bool:
        if bare in self._whole:
            return True
        runs = _runs(bare, self._size)
        return bool(runs) and sum(run in self._runs for run in runs) >= self._least * len(runs)


def _marked(text: str, other: _Known, words: CopiedWords) -> Iterator[Sentence]:
    for match in list(_SENTENCE.finditer(text))[:_MOST_SENTENCES]:
        sentence = match.group()
        bare = _bare(sentence, words)
        is_compared = len(bare) >= words.least_sentence and not words.formulas.search(sentence)
        yield Sentence(
            sentence, match.start(), match.end(), is_compared, is_compared and other.has(bare)
        )  # fmt: skip


def _bare(sentence: str, words: CopiedWords) -> str:
    return _SIGNS.sub("", words.numbering.sub("", squeeze(sentence)))


def _runs(bare: str, size: int) -> list[str]:
    return [bare[n : n + size] for n in range(max(0, len(bare) - size + 1))]
