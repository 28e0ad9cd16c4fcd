"""Personal data in running text: some numbers count by themselves, some beside a word or in a list."""

from collections.abc import Iterator, Sequence

from kaoping.pages.attachments.attachment import Part
from kaoping.pages.personal import Number, find
from kaoping.pages.personal.numbers import is_credit_code

from .columns import Limits
from .leaks import Leak, Place, leak_of, quoted
from .vocabulary import Vocabulary

_BESIDE = 24  # characters before a number in which its word stands
_BESIDE_OLD = 12


def text_leaks(
    parts: Sequence[Part], about: str, words: Vocabulary, limits: Limits, secret: bytes
) -> Iterator[Leak]:
    """
    The leaks of the texts of one page or file, one for each kind and each way of being hidden: the pages of
    a paper are one text to a reader.
    """
    for hidden in dict.fromkeys(part.hidden for part in parts):
        own = [part for part in parts if part.hidden == hidden and part.text]
        found: dict[str, list[tuple[Part, Number]]] = {}
        for part in own:
            for number in find(part.text):
                if _counts(part.text, number, words):
                    found.setdefault(number.kind, []).append((part, number))
        mobiles = found.pop("mobile", [])
        listed = _in_lists(mobiles, about, words, is_of_people="identity" in found)
        if len({n.digits for _, n in listed}) >= limits.list_rows:
            found["mobile"] = listed
        for kind, hits in found.items():
            part, first = hits[0]
            place = Place(part.name, span=(first.start, first.end), hidden=hidden)
            numbers = [n for _, n in hits]
            yield leak_of(kind, place, numbers, len(hits), quoted(part.text, first), secret)


def _counts(text: str, number: Number, words: Vocabulary) -> bool:
    before = text[max(0, number.start - _BESIDE) : number.start].rpartition("\n\n")[2]
    match number.kind:
        case "identity":
            other = words.not_personal.search(before) and not words.identity.search(before)
            return not other or not is_credit_code(number.digits)
        case "old_identity":
            return words.identity.search(before[-_BESIDE_OLD:]) is not None
        case "card":
            return words.card.search(before) is not None
        case _:
            return True


def _in_lists(
    mobiles: list[tuple[Part, Number]], about: str, words: Vocabulary, *, is_of_people: bool
) -> list[tuple[Part, Number]]:
    """The mobiles that stand behind a name, a line each, with no word of duty in the line or the title."""
    if words.duty_titles.search(about):
        return []
    found = []
    for part, number in mobiles:
        start = part.text.rfind("\n", 0, number.start) + 1
        end = part.text.find("\n", number.end)
        line = part.text[start : min(number.end + 40, len(part.text) if end < 0 else end)]
        if words.duty.search(line[-200:]) or len(line) > 80:
            continue
        if is_of_people or words.name.search(line[: number.start - start]):
            found.append((part, number))
    return found
