"""One map for a unit of several sites: what stands on any of them is disclosed, what lacks is told once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from .addresses import host_of
from .disclosure import DisclosureItem, DisclosureMap
from .places import KnownItem

_ANSWERED = frozenset({"present", "linked_out", "not_applicable"})
_OPEN = frozenset({"missing", "empty", "only_old", "wrong_kind", "unsure", "ask"})


def with_siblings(own: DisclosureMap, siblings: Sequence[DisclosureMap], first_site: str) -> DisclosureMap:
    """
    A site's map, seen together with the unit's other sites.

    Args:
        own: The site's map as drawn from itself alone.
        siblings: The maps of the unit's other sites, in the roster's order.
        first_site: The unit's first site in the roster: there is told what lacks on all.

    An item that another site answers becomes `linked_out` to there; one that another site may answer for all
    that is known is `unsure`. A place of its own that is empty or of the wrong kind stays what it is. Annual
    reports of all sites count together.
    """
    others = [{item.id: item for item in sibling.items} for sibling in siblings]
    items = tuple(_joined(item, others, own.site, first_site) for item in own.items)
    return replace(own, items=items)


def _joined(
    item: DisclosureItem, others: Sequence[Mapping[str, DisclosureItem]], site: str, first_site: str
) -> DisclosureItem:
    found = [other[item.id] for other in others if item.id in other]
    told_at = first_site if site != first_site else ""
    if item.content == "report" and item.state != "missing":
        more = tuple(row for one in found for row in _rows(one))
        return replace(item, documents=(*item.documents, *more), told_at=told_at)
    if item.state not in _OPEN or item.state in ("empty", "wrong_kind"):
        return item
    better = next((one for one in found if one.state in _ANSWERED), None)
    if better is not None:
        why = f"由本单位的另一网站({host_of(better.url) or '已登记'})公开"
        return replace(
            item, state="linked_out", why=why, url=better.url, name=better.name, newest=better.newest
        )
    if item.state == "missing" and any(
        one.state in ("unsure", "ask") and not one.is_conditional for one in found
    ):
        return replace(item, state="unsure", why="本单位的另一网站没有看全")
    return replace(item, told_at=told_at)


def _rows(item: DisclosureItem) -> Iterator[KnownItem]:
    """All rows and documents by which another site answers the item."""
    for place in item.places:
        yield from place.items
    yield from item.documents
