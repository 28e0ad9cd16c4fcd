"""One form of characters for comparing words, with the way back to the text as it stands."""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Characters that are their own normal form; everything else is looked at one by one.
_ODD = re.compile("[^\n !-@\\[-~\u3001-\u3035\u4e00-\u9fff“”‘’—·…]+")
_INVISIBLE = frozenset({"Cf", "Cc", "Cs"})
_KEPT_CONTROLS = "\n\t\r"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")
# a page's title, main text and visible text, in several cuts; of giant texts only the last
_KEPT_TEXTS, _KEPT_GIANTS = 16, 2
_GIANT = 100_000
_LONGEST_FORM = 4


@dataclass(frozen=True, slots=True)
class Normalised:
    """
    `text` is compared; `raw` is what stands on the page. Where characters fell away or grew, `_starts` are
    the places in `text` from which on a raw place is `_shifts` characters further.
    """

    text: str
    raw: str
    _starts: Sequence[int] | None = None
    _shifts: Sequence[int] | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` (not empty) stands in `raw`: from its first to its last character."""
        if self._starts is None:
            return start, end
        return self._raw(start), self._raw(end - 1) + 1

    def _raw(self, place: int) -> int:
        assert self._starts is not None
        assert self._shifts is not None
        at = bisect_right(self._starts, place) - 1
        return place + self._shifts[at] if at >= 0 else place


def normalised(text: str) -> Normalised:
    """
    The text in its normal form: NFKC character by character, small letters, no invisible characters.

    Full width becomes half width, compatibility characters their ordinary ones; zero-width characters,
    joiners, variation selectors and lone surrogates fall away. The last few texts are remembered: every check
    of a page asks for the same ones.
    """
    return _remembered_giant(text) if len(text) > _GIANT else _remembered(text)


def plain(word: str) -> str:
    """The normal form of a word alone; ``""`` where nothing visible is in it."""
    return _ODD.sub(lambda run: "".join(map(_plain, run[0])), word)


def _normalised(text: str) -> Normalised:
    pieces: list[str] = []
    starts, shifts = array("i"), array("i")
    done = length = shift = 0
    for run in _ODD.finditer(text):
        if (even := _even(run[0])) is not None:
            pieces += text[done : run.start()], even
            length += run.end() - done
            done = run.end()
            continue
        first = run.start()
        pieces.append(text[done:first])
        length += first - done
        for place, character in enumerate(run[0], first):
            form = _plain(character)
            pieces.append(form)
            if len(form) == 1 and place - length == shift:
                length += 1
                continue
            for n in range(len(form)):  # every character that one grew into leads back to that one
                starts.append(length + n)
                shifts.append(place - length - n)
            length += len(form)
            starts.append(length)
            shifts.append(shift := place + 1 - length)
        done = run.end()
    pieces.append(text[done:])
    return Normalised("".join(pieces), text, starts or None, shifts or None)


_remembered = lru_cache(maxsize=_KEPT_TEXTS)(_normalised)
_remembered_giant = lru_cache(maxsize=_KEPT_GIANTS)(_normalised)


@lru_cache(maxsize=4096)
def _even(run: str) -> str | None:
    """The form of a run that is as long, character by character; None of another."""
    forms = [_plain(character) for character in run]
    return "".join(forms) if all(len(form) == 1 for form in forms) else None


@lru_cache(maxsize=16_384)
def _plain(character: str) -> str:
    if character in _KEPT_CONTROLS:
        return character
    if unicodedata.category(character) in _INVISIBLE or _SELECTORS.match(character):
        return ""
    form = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).lower())
    return form if len(form) <= _LONGEST_FORM else character  # one Arabic character stands for eighteen
