"""Planted words (brands of betting, pornography, forged papers) in one place, and how they stand there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kaoping.rulebook import Rulebook

from ..words import Hit, WordFinder, word_finder
from .unmasking import Masks, Unmasked

BRANDS = "hijack-brands"
LOOK_ALIKES = "look-alikes"
# classes of the lexicon; `brand` names a maker, `slogan` sells without naming, the others are ordinary nouns
PLANTED = ("brand", "slogan", "game", "porn", "papers", "ordinary")
LOUD = frozenset({"brand", "slogan", "porn"})

CONTEXT_AROUND = 40
_REPLACED = re.compile(r"\s*[::]\s*[\w“《]")
_PARTED = re.compile(r"[_|｜]|\s[-–—]\s")
_OPENING, _CLOSING = "“‘「『\"'", "”’」』\"'"
_LONGEST_QUOTATION = 24
_UNBROKEN = re.compile(r"[\w()()·]{2,24}")
_BETWEEN_TAILS = frozenset(" -_|—·*【[((")


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted word: its place in the raw text and what makes it suspicious."""

    word: str
    kind: str
    start: int  # in the raw text
    end: int
    is_masked: bool = False  # seen only after zero-width, look-alike … characters were folded
    has_tail: bool = False  # "官网", "投注" … hangs on it
    is_replacing: bool = (
        False  # a colon follows as in "某体育app官网:2022年…": it took an ordinary word's place
    )
    tail_end: int = 0  # where the tails that hang on it end, in the raw text


def planted_words(raw: str, rules: Rulebook, *, heed_context: bool = True) -> tuple[Planted, ...]:
    """
    Planted words of a text, in order; those that police, market or lottery offices write about are left out.

    Args:
        raw: The text as it stands on the page.
        rules: Its lexicons `hijack-brands` and `look-alikes` are used.
        heed_context: False where the text is no prose (a script).
    """
    finder = word_finder(rules, BRANDS, *PLANTED)
    text = _masks(rules).taken_off(raw)
    hits = finder.find(text.text)
    if not hits:
        return ()
    return tuple(_judged(text, hits, rules, heed_context))


def _judged(text: Unmasked, hits: tuple[Hit, ...], rules: Rulebook, heed_context: bool) -> Iterator[Planted]:
    contexts = word_finder(rules, BRANDS, "context")
    tails = word_finder(rules, BRANDS, "tail")
    companies = word_finder(rules, BRANDS, "company")
    followers = tuple(e.wrong for e in rules.lexicon(BRANDS).entries if e.class_ == "follower")
    for hit in hits:
        if text.text.startswith(followers, hit.end) or _is_inside_word(text.text, hit):
            continue
        end = _tail_end(text.text, hit.end, tails)
        is_replacing = hit.entry.class_ in LOUD and bool(_REPLACED.match(text.text, end))
        is_masked = text.is_masked(hit.start, hit.end)
        # who warns of a brand writes it plainly: no word around excuses one in disguise
        is_shameless = is_replacing or (is_masked and hit.entry.class_ in LOUD)
        if heed_context and (
            _is_quoted(text.text, hit.start, end)
            or _is_company(text.text, end, companies)
            or (not is_shameless and _has_context(text.text, hit.start, end, contexts))
        ):
            continue
        start, stop = text.raw_span(hit.start, hit.end)
        yield Planted(
            word=hit.entry.wrong,
            kind=hit.entry.class_,
            start=start,
            end=stop,
            is_masked=is_masked,
            has_tail=end > hit.end,
            is_replacing=is_replacing,
            tail_end=text.raw_span(hit.start, end)[1],
        )


def _is_company(text: str, end: int, companies: WordFinder) -> bool:
    """Whether the word is part of a company's name: its legal form follows before any mark or blank."""
    behind = _UNBROKEN.match(text, end)
    return behind is not None and bool(companies.find(behind[0]))


def _tail_end(text: str, end: int, tails: WordFinder) -> int:
    """Where the string of tails that hangs on a word ends; `end` where none does."""
    for hit in tails.find(text[end : end + 24]):
        gap = text[end : end + hit.start]
        if set(gap) - _BETWEEN_TAILS:
            break
        return end + hit.end
    return end


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Within one short quotation: a text about the word, not made with it."""
    before = text[max(0, start - _LONGEST_QUOTATION) : start]
    after = text[end : end + _LONGEST_QUOTATION]
    opened = max(map(before.rfind, _OPENING))
    closed = [at for at in map(after.find, _CLOSING) if at >= 0]
    return opened >= 0 and bool(closed) and not any(c in before[opened + 1 :] for c in "”’」』")


def _has_context(text: str, start: int, end: int, contexts: WordFinder) -> bool:
    # what stands in another part of a title says nothing of this one
    before = _PARTED.split(text[max(0, start - CONTEXT_AROUND) : start])[-1]
    after = _PARTED.split(text[end : end + CONTEXT_AROUND])[0]
    return bool(contexts.find(before + text[start:end] + after))


def _is_inside_word(text: str, hit: Hit) -> bool:
    """A Latin name within a longer Latin word or address is not that name."""
    before, after = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1]
    return (_is_latin(text[hit.start]) and _is_latin(before)) or (
        _is_latin(text[hit.end - 1]) and _is_latin(after)
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


# one set of tables per process and rulebook: a version names its bytes, so they are never stale
_MASKS: dict[str, Masks] = {}


def _masks(rules: Rulebook) -> Masks:
    if rules.version not in _MASKS:
        entries = rules.lexicon(LOOK_ALIKES).entries
        _MASKS[rules.version] = Masks(
            {ord(e.wrong): ord(e.right) for e in entries if e.class_ == "look_alike"},
            {ord(e.wrong): ord(e.right) for e in entries if e.class_ != "look_alike"},
        )
    return _MASKS[rules.version]
