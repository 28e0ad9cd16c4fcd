"""What a reader carries from page to page: compiled words, and answers that only save time."""

from dataclasses import dataclass, field

from .addresses import Joiner
from .hiding import HidingNames
from .page import Link, Place, Target
from .words import Lexis
from .zones import Zone

# address, words, target, and the link that it makes by the place where it stands
KnownAnchor = tuple[str, str, Target, dict[Place, Link]]


@dataclass(slots=True)
class Memory:
    """Nothing in here changes what a page is read as."""

    lexis: Lexis
    joiner: Joiner = field(default_factory=Joiner)
    marks: dict[str, Zone] = field(default_factory=dict)
    styles: HidingNames = field(default_factory=HidingNames)
    # by folder that it leans on, rest of its href, text, title; see `links`
    anchors: dict[tuple[str, str, str, str], KnownAnchor] = field(default_factory=dict)
