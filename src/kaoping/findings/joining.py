"""The same fact from a check, an inspector and a third party is one suspect with three witnesses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from .identity import address_key, host_key, words_key
from .laying import is_site_wide
from .records import Suspect, Witness

MOST_PAGES = 1000
_LEAST_WORD = 2  # characters: a shorter word stands in every sentence
_LEAST_SENTENCE = 4
_MEANING = ("target", "item", "wrong", "name")  # facts that name what is meant
_GRAVITY = {"严重": 0, "疑似": 1, "一般": 2, "提示": 3}
_RANK = {"check": 0, "ledger": 1, "inspector": 2, "monitor": 3, "unit": 4}
Group = tuple[str, str, str]


def joined(suspects: Iterable[Suspect]) -> tuple[Suspect, ...]:
    """
    One suspect for each fact under each rule, with all its witnesses.

    Those with one id are one. Then what was seen less sharply (by a person, by a third party, by a check that
    was unsure) joins what was seen sharply at the same address under the same rule: with an object, all
    whose object it names; without, the one suspect there, if there is but one. A third party's row with an
    object also joins what a check saw under another rule of the same indicator: one fact, one loss. What
    joined keeps its own id in `also`. The order of what comes in does not matter, nor whether it comes once
    or twice.

    Returns:
        Sorted by unit, system, indicator, rule and id.
    """
    by_id: dict[str, Suspect | list[Suspect]] = {}
    for one in suspects:
        other = by_id.get(one.id)
        if other is None:
            by_id[one.id] = one
        elif isinstance(other, list):
            other.append(one)
        else:
            by_id[one.id] = [other, one]
    whole = [_one(found) if isinstance(found, list) else found for found in by_id.values()]
    by_id.clear()
    vague = [one for one in whole if not _is_sharp(one)]
    if vague:
        whole = _with_vague([one for one in whole if _is_sharp(one)], vague)
    return tuple(sorted(whole, key=_order))


def _order(one: Suspect) -> tuple[str, ...]:
    return one.unit, one.system, one.indicator, one.rule, one.id


def _is_sharp(one: Suspect) -> bool:
    return any(w.voice in ("check", "ledger") and w.answer == "problem" for w in one.witnesses)


def _one(found: Sequence[Suspect]) -> Suspect:
    """Several of one id as one. The sharpest (a check's, on the shortest address) speaks for all."""
    first = min(found, key=_precedence)
    addresses = {page for one in found for page in (one.url, *one.pages) if page} - {first.url}
    pages = sorted(sorted(addresses, key=lambda page: (len(page), page))[:MOST_PAGES])
    machine = any(one.lane == "machine" for one in found)
    return replace(
        first,
        severity=min((one.severity for one in found), key=_gravity),
        lane="machine" if machine else first.lane,
        pages=tuple(pages),
        witnesses=_witnesses(w for one in found for w in one.witnesses),
        also=tuple(sorted({id_ for one in found for id_ in one.also} - {first.id})),
    )


def _gravity(severity: str) -> int:
    return _GRAVITY.get(severity, len(_GRAVITY))


def _precedence(one: Suspect) -> tuple[object, ...]:
    rank = min((_RANK[w.voice] + 10 * (w.answer != "problem") for w in one.witnesses), default=99)
    facts = msgspec.json.encode(dict(one.facts), order="sorted")
    return rank, len(one.url), one.url, one.message, one.quote, one.object, facts, one.site, one.lane


def _witnesses(found: Iterable[Witness]) -> tuple[Witness, ...]:
    """Each saying once, with all the runs by which it came: a run and its replays say one thing."""
    by_key: dict[str, Witness] = {}
    for one in found:
        other = by_key.setdefault(one.key, one)
        if one.runs != other.runs:
            by_key[one.key] = replace(other, runs=tuple(sorted({*one.runs, *other.runs})))
    return tuple(sorted(by_key.values(), key=_witness_order))


def _witness_order(one: Witness) -> tuple[object, ...]:
    return _RANK[one.voice], one.name, one.seen_at.isoformat() if one.seen_at else "", one.key


@dataclass(slots=True)
class _Place:
    """A suspect that vaguer ones may join, with what can be compared of it."""

    suspect: Suspect
    addresses: frozenset[str]
    host: str
    words: frozenset[str]
    quote: str
    is_site_wide: bool
    joining: list[Suspect] = field(default_factory=list)


def _place(one: Suspect) -> _Place:
    words = set(meant_words(one.object, one.facts))
    return _Place(
        suspect=one,
        addresses=frozenset(address_key(page) for page in (one.url, *one.pages) if page),
        host=host_key(one.site),
        words=frozenset(key for word in words if word and (key := words_key(word))),
        quote=words_key(one.quote) if one.quote else "",
        is_site_wide=is_site_wide_suspect(one),
    )


def meant_words(object_: str, facts: Mapping[str, Any]) -> Iterator[str]:
    """The words by which others may mean the same, as they were written."""
    yield object_
    for name in _MEANING:
        if value := facts.get(name):
            yield str(value)


def is_site_wide_suspect(one: Suspect) -> bool:
    """Whether it is told by its site and its words, on whichever page it was met."""
    checks = [w.name for w in one.witnesses if w.voice == "check"]
    return any(map(is_site_wide, checks)) or bool(checks and "://" in one.object)


def _with_vague(sharp: list[Suspect], vague: list[Suspect]) -> list[Suspect]:
    groups: dict[Group, list[Suspect]] = {}
    for one in vague:
        groups.setdefault((one.unit, one.system, one.rule), []).append(one)
    beside: dict[Group, list[_Place]] = {_indicator(one): [] for one in vague if _is_monitors(one)}
    places: dict[Group, list[_Place]] = {group: [] for group in groups}
    kept = []
    for one in sharp:
        group = one.unit, one.system, one.rule
        if group not in places and _indicator(one) not in beside:
            kept.append(one)
            continue
        place = _place(one)
        places.setdefault(group, []).append(place)
        if _indicator(one) in beside:
            beside[_indicator(one)].append(place)
    neighbours = {indicator: _Places(some) for indicator, some in beside.items()}
    for group, own in groups.items():
        _gather(_Places(places[group]), own, neighbours.get(_indicator(own[0])))
    return kept + [_with_joining(place) for some in places.values() for place in some]


def _indicator(one: Suspect) -> Group:
    return one.unit, one.system, one.indicator


def _is_monitors(one: Suspect) -> bool:
    """What a third party saw falls under the rule for third parties, whichever check's it would break."""
    return all(w.voice == "monitor" for w in one.witnesses)


class _Places:
    """The suspects of one unit under one rule, found by address, by what they mean and by earlier ids."""

    def __init__(self, places: list[_Place]) -> None:
        self._all = places
        self._by_address: dict[str, list[_Place]] = {}
        self._by_words: dict[tuple[str, str], list[_Place]] = {}
        self._by_id: dict[str, list[_Place]] = {}
        for place in places:
            self._enter(place)

    def add(self, one: Suspect) -> None:
        """A vague suspect that joins none is one that vaguer ones may join."""
        place = _place(one)
        self._all.append(place)
        self._enter(place)

    def _enter(self, place: _Place) -> None:
        for address in place.addresses:
            self._by_address.setdefault(address, []).append(place)
        wide = {place.host} if place.is_site_wide else frozenset()
        for words in place.words:
            for where in place.addresses | wide:
                self._by_words.setdefault((where, words), []).append(place)
        for id_ in place.suspect.also:
            self._by_id.setdefault(id_, []).append(place)

    def known(self, id_: str) -> list[_Place]:
        """Those that one of this id has joined before."""
        return self._by_id.get(id_, [])

    def at(self, url: str) -> list[_Place]:
        """Those at this address."""
        return self._by_address.get(address_key(url), []) if url else []

    def meaning(self, url: str, site: str, words: str) -> list[_Place]:
        """Those at this address that mean just this; else those of the site that are told by it alone."""
        here = self._by_words.get((address_key(url), words), []) if url else []
        return here or self._by_words.get((host_key(site), words), [])


def _gather(places: _Places, vague: list[Suspect], neighbours: _Places | None) -> None:
    """
    Sharper ones first: words from the shortest on, then those without; so that order does not matter. A
    third party's row that names what it means also joins what a check saw under a rule beside its own.
    """
    keyed = [(words_key(one.object) if one.object else "", one) for one in vague]
    for words, one in sorted(keyed, key=lambda pair: (not pair[0], len(pair[0]), pair[0], pair[1].id)):
        found = places.known(one.id) or list(_joined_by(one, words, places))
        if not found and neighbours is not None and words and _is_monitors(one):
            found = list(_joined_by(one, words, neighbours))
        if found:
            for place in found:
                place.joining.append(one)
        else:
            places.add(one)


def _joined_by(one: Suspect, words: str, places: _Places) -> Iterator[_Place]:
    near = places.at(one.url)
    if not words:
        yield from near if len(near) == 1 else ()
        return
    same = places.meaning(one.url, one.site, words)
    yield from same or [place for place in near if _is_about(words, place)]


def _is_about(words: str, place: _Place) -> bool:
    """Whether a sentence names the word that is meant, or is the sentence in which it stands."""
    if any(len(word) >= _LEAST_WORD and word in words for word in place.words):
        return True
    if min(len(words), len(place.quote)) < _LEAST_SENTENCE:
        return False
    return words in place.quote or place.quote in words


def _with_joining(place: _Place) -> Suspect:
    one = place.suspect
    if not place.joining:
        return one
    also = {id_ for other in place.joining for id_ in (other.id, *other.also)} | set(one.also)
    return replace(
        one,
        witnesses=_witnesses(w for other in (one, *place.joining) for w in other.witnesses),
        also=tuple(sorted(also - {one.id})),
    )
