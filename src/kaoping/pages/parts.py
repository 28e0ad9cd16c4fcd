"""The required parts of a domain's sections (政策文件, 对象与标准 …): by sections below, and by titles."""

import re
from collections.abc import Sequence

from kaoping.rulebook import Catalogue, CatalogueNode

from .disclosure import PartSeen, PlaceSeen
from .places import Place
from .placestates import PlaceJudge


def parts_seen(
    node: CatalogueNode, catalogue: Catalogue, taken: Sequence[Place], seen: Sequence[PlaceSeen],
    judge: PlaceJudge,
) -> tuple[PartSeen, ...]:  # fmt: skip
    """Each part that the node requires: present where a section below or a newest title tells it."""
    if not node.parts:
        return ()
    below = [place for one in taken for place in judge.below(one)]
    parts = [part for part in catalogue.parts if part.id in node.parts]
    return tuple(_part(part, below, seen) for part in parts)


def _part(part: CatalogueNode, below: Sequence[Place], seen: Sequence[PlaceSeen]) -> PartSeen:
    names = (part.name, *part.synonyms)
    for place in below:
        if any(name in place.name for name in names):
            return PartSeen(part.id, part.name, "present", place.url)
    patterns = [re.compile(title) for title in part.titles]
    for item in (item for one in seen for item in one.items):
        if any(pattern.search(item.title) for pattern in patterns):
            return PartSeen(part.id, part.name, "present", item.url)
    has_content = any(one.count for one in seen)
    return PartSeen(part.id, part.name, "missing" if has_content else "unsure")
