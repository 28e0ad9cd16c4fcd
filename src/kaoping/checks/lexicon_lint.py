"""
The linter of lexicons: runs every entry's own sentences and looks for entries that cannot do what they say.

Entries are plain words, compared character by character by one automaton in linear time: there is no regular
expression that could explode (T20). What looks like one is named, for it would never be met.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kaoping.rulebook import LISTED, TABLE, Entry, Lexicon, Rulebook, plain

from .integrity.planted import BRANDS, planted_words
from .words import WordFinder

Gravity = Literal["错误", "提醒"]
_PATTERN = re.compile(r"\.\*|\.\+|\\[dwsbDWSB]|\[[^\]]*\][*+?{]|\)[*+?{]|\(\?|\{\d+,\d*\}|^\^|\$$")
# what an entry says of a sentence on a day: the words met there
Finding = Callable[[str, date | None], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one entry: `number` counts from 1 in the file's order, `field` is named as in the file."""

    number: int
    field: str
    words: str
    gravity: Gravity = "错误"


def lint_lexicon(lexicon: Lexicon, rules: Rulebook) -> tuple[Fault, ...]:
    """
    The faults of a lexicon, in order of its entries; of a table (``use: table``) only empty entries.

    A lexicon whose words are met through `integrity.tampered` (or a pack of it) is run as that check runs it.

    Args:
        lexicon: One file's own: of a pack what it adds.
        rules: The rulebook, for what a check needs beside the lexicon.
    """
    entries = tuple(lexicon.entries)
    if lexicon.use == TABLE:
        return tuple(f for n, entry in enumerate(entries, 1) for f in _empty(n, entry))
    finding = _finding(lexicon, rules)
    faults = [
        *(f for n, entry in enumerate(entries, 1) for f in _own_faults(n, entry)),
        *(_short(entries) if lexicon.use == LISTED else ()),
        *_repeated(entries),
        *_contradicted(entries),
        *(f for n, entry in enumerate(entries, 1) for f in _said_faults(n, entry, finding)),
    ]
    return tuple(sorted(faults, key=lambda f: f.number))


def _empty(number: int, entry: Entry) -> Iterator[Fault]:
    if not plain(entry.wrong).strip():
        yield Fault(number, "wrong", "是空的(只有空白或看不见的字符),请填写或删去此条")


def _own_faults(number: int, entry: Entry) -> Iterator[Fault]:
    """What one entry shows by itself."""
    wrong, right = plain(entry.wrong), plain(entry.right)
    if not wrong.strip():
        yield from _empty(number, entry)
        return
    if right == wrong:
        yield Fault(number, "right", f"“{entry.right}”与错误写法相同(全角半角、大小写不作区分),请改正")
    if _PATTERN.search(entry.wrong):
        words = f"“{entry.wrong}”像匹配式(正则表达式),词库只按字面比对,请改写成词;有几种写法就写几条"
        yield Fault(number, "wrong", words)
    if entry.valid_from and entry.valid_to and entry.valid_from > entry.valid_to:
        yield Fault(
            number, "valid_to", f"{entry.valid_to} 早于 valid_from 的 {entry.valid_from},此条永不生效"
        )
    for carrier in map(plain, entry.carriers):
        if wrong not in carrier:
            yield Fault(number, "carriers", f"“{carrier}”不含“{entry.wrong}”,不起作用,请改正或删去")
        elif carrier == wrong:
            yield Fault(number, "carriers", f"“{carrier}”就是该词本身,此条永不生效")


def _short(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Words of one character, which stand in many ordinary words."""
    for number, entry in enumerate(entries, 1):
        if len(plain(entry.wrong).strip()) == 1:
            yield Fault(number, "wrong", f"“{entry.wrong}”只有一个字,容易误报,请写成更长的词", "提醒")


def _repeated(entries: Iterable[Entry]) -> Iterator[Fault]:
    """The same word in the same class on common days: one of them is never told."""
    seen: dict[tuple[str, str], list[tuple[int, Entry]]] = {}
    for number, entry in enumerate(entries, 1):
        earlier = seen.setdefault((plain(entry.wrong), entry.class_), [])
        same = next((n for n, other in earlier if _share_days(entry, other)), None)
        if same is not None:
            yield Fault(number, "wrong", f"“{entry.wrong}”与第 {same} 条重复,请只留一条")
        earlier.append((number, entry))


def _contradicted(entries: Iterable[Entry]) -> Iterator[Fault]:
    """A word that is wrong by one entry and right by another's exclusions."""
    carriers: dict[str, int] = {}
    listed = list(entries)
    for number, entry in enumerate(listed, 1):
        for carrier in entry.carriers:
            carriers.setdefault(plain(carrier), number)
    for number, entry in enumerate(listed, 1):
        other = carriers.get(plain(entry.wrong), number)
        if other != number:
            words = f"“{entry.wrong}”在第 {other} 条里列为正常词语(carriers),两条矛盾,请删去一处"
            yield Fault(number, "wrong", words)


def _said_faults(number: int, entry: Entry, finding: Finding) -> Iterator[Fault]:
    """What the entry's sentences, and its own right form, show."""
    word, day = plain(entry.wrong), entry.valid_from or entry.valid_to
    if not word.strip():
        return
    if entry.fires and word not in finding(entry.fires, day):
        yield Fault(
            number, "fires", f"样例句“{entry.fires}”没有报出“{entry.wrong}”,请检查词、前后例外和样例句"
        )
    if entry.silent and word in finding(entry.silent, day):
        yield Fault(number, "silent", f"样例句“{entry.silent}”不该报却报出“{entry.wrong}”,请补充前后例外")
    if entry.right and plain(entry.right) != word and word in finding(entry.right, day):
        words = f"正确写法“{entry.right}”里含有错误写法“{entry.wrong}”,改对了仍会报,请补充前后例外"
        yield Fault(number, "right", words)


def _share_days(one: Entry, other: Entry) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)


def _finding(lexicon: Lexicon, rules: Rulebook) -> Finding:
    if BRANDS in (lexicon.name, lexicon.extends):
        return _planted(lexicon, rules)
    finder = WordFinder(lexicon.entries)
    return lambda sentence, day: {plain(hit.entry.wrong) for hit in finder.find(sentence, on=day)}


def _planted(lexicon: Lexicon, rules: Rulebook) -> Finding:
    lexicons: Mapping[str, Lexicon] = rules.lexicons
    if lexicon.name == BRANDS:
        lexicons = {**lexicons, BRANDS: lexicon}
    held = replace(rules, version=f"{rules.version}+{lexicon.name}", lexicons=lexicons)
    return lambda sentence, _: {plain(planted.word) for planted in planted_words(sentence, held)}
