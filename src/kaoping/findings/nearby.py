"""Which of many stored suspects a few new ones may concern: all others need not be read to join these."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from .identity import address_key, host_key, words_key
from .joining import is_site_wide_suspect, meant_words
from .laying import is_site_wide
from .records import Suspect

_About = tuple[str, str]  # host, words
_MANY = ""


class Standing(msgspec.Struct, frozen=True, gc=False):  # hundreds of thousands are made for one list
    """
    What tells where a stored suspect stands: far less than all of it. `meant` are the words by which one is
    found that its site alone tells (`is_told_by_site`), as they were written; of others they are not asked.
    """

    id: str
    url: str
    object: str
    site: str
    pages: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()
    is_of_site: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """
    `reached` are ids of stored suspects without which `joined` could come to another answer about the given.
    `alone` are ids of given ones that nothing but a stored suspect of the same id could join.
    """

    reached: frozenset[str]
    alone: frozenset[str]


def is_told_by_site(check: str, object_: str) -> bool:
    """Whether a suspect that this check saw is the same on whichever page of its site it was met."""
    return is_site_wide(check) or (bool(check) and "://" in object_)


def meant_by(object_: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """What a suspect may be called by others: its object, and what its facts name."""
    return tuple(meant_words(object_, facts))


def near(stored: Iterable[Standing], given: Iterable[Suspect]) -> Near:
    """
    Find those that may be joined.

    `joined` brings together what has one id, one address, or one site and one meaning. So what shares none of
    these with the given, nor with anything that does, changes nothing about them.

    Args:
        stored: Of the given ones' units and rules, each id once.
        given: As `kaoping.findings.joined` takes them.
    """
    nodes = [_node(_standing(one)) for one in given]
    wanted: set[str] = set()
    meant: set[_About] = set()
    told = {about for one in nodes for about in one.told}
    for one in nodes:
        wanted.update(one.places)
        meant.update(one.about)
    reached: list[_Node] = []
    waiting = [_node(one, is_asked=bool(told)) for one in stored]
    while True:
        rest: list[_Node] = []
        found: list[_Node] = []
        for one in waiting:
            is_near = not (
                wanted.isdisjoint(one.places) and meant.isdisjoint(one.told) and told.isdisjoint(one.about)
            )
            (found if is_near else rest).append(one)
        if not found:
            break
        reached += found
        waiting = rest
        for one in found:
            one.about = one.about or _about(one.standing)
            wanted.update(one.places)
            meant.update(one.about)
    return Near(frozenset(one.standing.id for one in reached), _alone(nodes, reached))


class _Node(msgspec.Struct, gc=False):
    """`places`: id and addresses; `about`: what it seeks on its site; `told`: by what it is found there."""

    standing: Standing
    places: tuple[str, ...]
    about: tuple[_About, ...]
    told: tuple[_About, ...]


def _node(one: Standing, *, is_asked: bool = True) -> _Node:
    pages = (one.url, *one.pages) if one.pages else (one.url,)
    places = (one.id, *[address_key(page) for page in pages if page])
    told: tuple[_About, ...] = ()
    if one.is_of_site:
        host = host_key(one.site)
        told = tuple([(host, key) for words in one.meant if words and (key := words_key(words))])
    return _Node(one, places, _about(one) if is_asked else (), told)


def _about(one: Standing) -> tuple[_About, ...]:
    words = words_key(one.object) if one.object else ""
    return ((host_key(one.site), words),) if words else ()


def _standing(one: Suspect) -> Standing:
    is_of_site = is_site_wide_suspect(one)
    return Standing(
        one.id, one.url, one.object, one.site, one.pages,
        meant_by(one.object, one.facts) if is_of_site else (), is_of_site,
    )  # fmt: skip


def _alone(given: Iterable[_Node], reached: Iterable[_Node]) -> frozenset[str]:
    """Ids whose places and meaning no other id has."""
    nodes = [*given, *reached]
    places: dict[str, str] = {}
    told: dict[_About, str] = {}
    about: dict[_About, str] = {}
    for one in nodes:
        own = one.standing.id
        for place in one.places:
            if places.setdefault(place, own) != own:
                places[place] = _MANY
        for known, keys in ((told, one.told), (about, one.about)):
            for key in keys:
                if known.setdefault(key, own) != own:
                    known[key] = _MANY
    met = {one.standing.id for one in nodes if _is_met(one, places, told, about)}
    return frozenset(one.standing.id for one in given if one.standing.id not in met)


def _is_met(
    one: _Node, places: Mapping[str, str], told: Mapping[_About, str], about: Mapping[_About, str]
) -> bool:
    own = one.standing.id
    return (
        any(places[place] != own for place in one.places)
        or any(about.get(key, own) != own for key in one.told)
        or any(told.get(key, own) != own for key in one.about)
    )
