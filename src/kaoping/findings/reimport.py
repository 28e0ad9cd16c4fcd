"""What a list given again changes: created, left, closed, reopened."""

from collections.abc import Iterable
from dataclasses import dataclass

from .records import Finding, Suspect, Voice


@dataclass(frozen=True, slots=True)
class Reimport:
    """
    Ids, sorted. `created` are new. `left` stand as they stood, with whatever was ruled. `closed` are no
    longer told by anyone and were never ruled on. `reopened` had been closed and are told again.
    """

    created: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()


def reimported(
    before: Iterable[Finding],
    after: Iterable[Suspect],
    *,
    closed: Iterable[str] = (),
    source: tuple[Voice, str] | None = None,
) -> Reimport:
    """
    Compare what stood with what stands after a list was given again; the same list twice changes nothing.

    What a person or a machine has ruled on is never closed by a list that leaves it out: whether it was put
    right is for a look back to say. An id that another has taken in (`also`) is that other.

    Args:
        before: Findings that stood before, those closed included.
        after: Suspects of now, joined.
        closed: Ids of `before` that an earlier import had closed.
        source: Voice and name of the only source that was given again: what others saw too is not closed.
            None: everything was given again.
    """
    was_closed = set(closed)
    known = {one.id: one for one in before}
    told: set[str] = set()
    created, left, reopened = set(), set(), set()
    for one in after:
        ids = {one.id, *one.also}
        earlier = ids & known.keys()
        told |= ids
        if not earlier:
            created.add(one.id)
        elif earlier <= was_closed:
            reopened |= earlier
        else:
            left |= earlier - was_closed
    gone = {id_ for id_ in known.keys() - told - was_closed if _may_close(known[id_], source)}
    left |= known.keys() - told - was_closed - gone
    return Reimport(*(tuple(sorted(ids)) for ids in (created, left, gone, reopened)))


def _may_close(one: Finding, source: tuple[Voice, str] | None) -> bool:
    if one.decision is not None:
        return False
    return source is None or all((w.voice, w.name) == source for w in one.suspect.witnesses)
