"""The disclosure map: the places of a site held against a catalogue, item by item."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .matching import Candidate
from .places import KnownItem

ItemState = Literal[
    "present", "empty", "only_old", "wrong_kind", "linked_out", "missing", "not_applicable", "unsure", "ask"
]
STATE_WORDS = {
    "present": "有",
    "empty": "空白",
    "only_old": "仅有旧内容",
    "wrong_kind": "内容不符(以动态代替)",
    "linked_out": "链接到他处",
    "missing": "未发现",
    "not_applicable": "不适用",
    "unsure": "无法判定",
    "ask": "待对应",
}


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """
    One place that answers an item, judged by itself.

    `count` are rows known, with those of places below; `items` the newest with their kinds. `works` is of
    places on other hosts: None where nobody asked. `section_kind` is that of a section, ``""`` for anything
    else; `has_period` says that all its lists are sections whose freshness is judged by their own period.
    """

    name: str = ""
    url: str = ""
    state: ItemState = "present"
    newest: date | None = None
    count: int = 0
    items: tuple[KnownItem, ...] = ()
    why: str = ""
    is_outer: bool = False
    works: bool | None = None
    section_kind: str = ""
    has_period: bool = False


@dataclass(frozen=True, slots=True)
class PartSeen:
    """A required part of a domain (K1 …): present, or missing among what was seen of the domain."""

    id: str = ""
    name: str = ""
    state: ItemState = "missing"
    url: str = ""


@dataclass(frozen=True, slots=True)
class DisclosureItem:
    """
    One item of a catalogue on one site.

    `url`, `name`, `newest`, `count` and `items` are of the place that answers it best; `places` are all that
    do. `why` says in Chinese what a state rests on where it needs saying; `reasons` how the place was found;
    `candidates` are the three likeliest places, also where none was taken. `exemption_expired` is the last
    day of an exemption that no longer holds. `is_conditional` items apply only if `condition` holds, and
    nobody has said so; without a place they are `unsure`, never `missing`.
    """

    id: str = ""
    item: str = ""
    catalogue: str = ""
    group: str = ""
    content: str = "list"
    basis: str = ""
    mark: str = "unverified"
    months: int | None = None
    workdays: int | None = None
    state: ItemState = "missing"
    why: str = ""
    url: str = ""
    name: str = ""
    newest: date | None = None
    count: int = 0
    items: tuple[KnownItem, ...] = ()
    places: tuple[PlaceSeen, ...] = ()
    documents: tuple[KnownItem, ...] = ()
    parts: tuple[PartSeen, ...] = ()
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    is_conditional: bool = False
    condition: str = ""
    exemption_expired: date | None = None
    by_layout: bool = False  # conditional, and missing among all the others of its article
    told_at: str = ""  # another site of the unit, where what both sites lack is told


_NO_ITEM = DisclosureItem()


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """What a check reads: one unit and one item of a catalogue."""

    site: str = ""
    unit: str = ""
    unit_kind: str = ""
    home_url: str = ""
    found: DisclosureItem = _NO_ITEM


@dataclass(frozen=True, slots=True)
class DisclosureMap:
    """All items of all catalogues that apply to one unit, in the catalogues' order."""

    site: str = ""
    unit: str = ""
    unit_kind: str = ""
    home_url: str = ""
    items: tuple[DisclosureItem, ...] = field(default=())
    policy_places: tuple[PlaceSeen, ...] = ()  # sections named after policy that answer no item

    def catalogue_items(self) -> tuple[CatalogueItem, ...]:
        """Each item as the subject of a check."""
        return tuple(
            CatalogueItem(self.site, self.unit, self.unit_kind, self.home_url, item) for item in self.items
        )

    def questions(self) -> tuple[DisclosureItem, ...]:
        """Items that nobody but the office can place."""
        return tuple(item for item in self.items if item.state == "ask")
