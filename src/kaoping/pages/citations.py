"""What the head of an interpretation cites: numbers and titles, each with the part that it plays there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .docnames import Name, NameRules, name_of
from .numbers import NUMBER, cited_numbers
from .words import squeeze

_TITLE = re.compile(r"《((?:[^《》\n]|《[^《》\n]{1,100}》){2,160})》")
_FOLLOWING = re.compile(
    r"^\s?[(（]?[^。;；\n]{0,8}?([一-龥]{1,14}\s?[〔\[［（(【〈]\s?\d{4}\s?[〕\]］）)】〉]\s?第?\s?\d{1,5}\s?号)"
)
_SENTENCE = re.compile(r"[。;；\n]")
_CALLED = re.compile(r"^\s?(?:[(（][^()（）]{0,60}[)）])*\s?[(（]\s?(?:以下|下称|简称)")
_YEAR = re.compile(r"[〔\[［（(【〈]\s?(?:19|20)\d\d\s?[〕\]］）)】〉]")
_BEFORE, _AFTER = 40, 60
_AGENCY, _COUNT = 20, 12


@dataclass(frozen=True, slots=True)
class Citation:
    """
    A document as cited. `number` is a key (see `number_key`) or ``""``. `is_basis`: it is what others
    rest on; `is_made`: the words around say that it was issued, or it gets its short name here.
    `sentence` counts from 0, the title being 0.
    """

    name: Name | None
    number: str = ""
    is_basis: bool = False
    is_made: bool = False
    sentence: int = 0


def number_key(number: str) -> str:
    """A document number that is the same in all brackets, spacings and zeros: ``望政发〔2024〕1号``."""
    found = NUMBER.search(squeeze(number))
    if not found or found["o"] is not None:
        return squeeze(number)
    year = re.search(r"(?:19|20)\d\d", found.group()[len(found["a"]) :])
    return f"{found['a']}〔{year.group() if year else ''}〕{int(re.sub(r'[^0-9]', '', found['n']) or 0)}号"


def citations(title: str, head: str, rules: NameRules) -> list[Citation]:
    """Every citation of the title and the head, in order: titles in 《》 with their numbers, bare numbers."""
    found = [Citation(None, number_key(n), is_made=True) for n in cited_numbers(title)]
    found += _titles(head, rules)
    known = {c.number for c in found if c.number}
    found += [c for c in _bare_numbers(head, rules) if c.number not in known]
    return sorted(found, key=lambda c: c.sentence)


def _titles(head: str, rules: NameRules) -> Iterator[Citation]:
    for match in _TITLE.finditer(head):
        name = name_of(match.group(1), rules)
        after = head[match.end() : match.end() + _AFTER]
        number = _FOLLOWING.match(after)
        if not name.forms and not number:
            continue
        key = number_key((cited_numbers(number.group(1)) or [""])[0]) if number else ""
        is_called = bool(_CALLED.match(after))
        is_basis, is_made = _part(head, match.start(), match.end(), rules)
        yield Citation(
            name if name.forms else None,
            key,
            is_basis=is_basis and not is_called,
            is_made=is_made or is_called,
            sentence=_sentence(head, match.start()),
        )


def _bare_numbers(head: str, rules: NameRules) -> Iterator[Citation]:
    for year in _YEAR.finditer(head):
        # only where a bracketed year stands: the pattern of whole numbers is slow on running text
        match = NUMBER.search(head, max(0, year.start() - _AGENCY), year.end() + _COUNT)
        if match is None or match["o"] is not None:
            continue
        keys = cited_numbers(match.group())
        if keys:
            is_basis, is_made = _part(head, match.start(), match.end(), rules)
            is_basis = is_basis or bool(rules.basis_before.search(match["a"]))
            yield Citation(None, number_key(keys[0]), is_basis, is_made, _sentence(head, match.start()))


def _part(head: str, start: int, end: int, rules: NameRules) -> tuple[bool, bool]:
    """Whether the words around make a citation the grounds of something, or the thing issued."""
    before = _SENTENCE.split(head[max(0, start - _BEFORE) : start])[-1]
    after = _SENTENCE.split(head[end : end + _AFTER])[0]
    # of several titles in a row the words before the first speak for all
    before = re.sub(r"(?:《[^》]*》(?:[(（][^()（）]*[)）])?[、,，和及与]?)+$", "", before)
    basis, made = rules.basis_before.search(before), rules.made_before.search(before)
    if basis and made:
        return basis.start() > made.start(), made.start() >= basis.start()
    return bool(basis), bool(made) or (not basis and bool(rules.made_after.search(after)))


def _sentence(head: str, place: int) -> int:
    return 1 + sum(1 for _ in _SENTENCE.finditer(head, 0, place))
