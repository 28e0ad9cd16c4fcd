"""What the office writes of its own laid over what the round gives."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from .facts import CategoryFacts, Cause, GroupFacts, NoticeFacts

_LAID_APART = frozenset({"categories", "causes", "groups", "annexes", "roster", "remarks", "terms"})


def with_own_words(given: NoticeFacts, own: NoticeFacts) -> NoticeFacts:
    """
    The facts of a round with those that the office wrote. What the office wrote wins where it wrote anything;
    its problems stand beside those found, under the heading that it chose.
    """
    said: dict[str, Any] = {
        one.name: getattr(own, one.name)
        for one in fields(NoticeFacts)
        if one.name not in _LAID_APART and getattr(own, one.name)
    }
    titles = {one.number: one for one in own.annexes}
    return replace(
        given,
        **said,
        groups=_groups(given.groups, own.groups),
        categories=_categories(given.categories, own.categories),
        causes=_causes(given.causes, own.causes),
        annexes=tuple(titles.get(one.number, one) for one in given.annexes),
    )


def _groups(given: Iterable[GroupFacts], own: Iterable[GroupFacts]) -> tuple[GroupFacts, ...]:
    """Whom to praise the office may choose; how many there are it may not."""
    chosen = {one.name: one.praised for one in own}
    return tuple(replace(one, praised=chosen.get(one.name) or one.praised) for one in given)


def _causes(counted: tuple[Cause, ...], own: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """The office's words with what was counted under their titles; all counted where it wrote none."""
    by_title = {one.title: one for one in counted}
    return tuple(_worded(one, by_title.get(one.title)) for one in own) or counted


def _worded(own: Cause, counted: Cause | None) -> Cause:
    if counted is None or own.count:
        return own
    return replace(counted, points=own.points, source=own.source)


def _categories(given: tuple[CategoryFacts, ...], own: Iterable[CategoryFacts]) -> tuple[CategoryFacts, ...]:
    found = {one.id: one for one in given}
    for one in own:
        known = found.get(one.id)
        found[one.id] = _merged(known, one) if known else one
    return tuple(found.values())


def _merged(known: CategoryFacts, own: CategoryFacts) -> CategoryFacts:
    return replace(
        own,
        bases=tuple(dict.fromkeys((*own.bases, *known.bases))),
        faults=(*known.faults, *own.faults),
        source=own.source or known.source,
    )
