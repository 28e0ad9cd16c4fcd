"""What a reader carries from page to page: compiled words, and answers that only save time."""

from dataclasses import dataclass, field

from .addresses import Joiner
from .hiding import HidingNames
from .page import Target
from .words import Lexis
from .zones import Zone


@dataclass(slots=True)
class Memory:
    """Nothing in here changes what a page is read as."""

    lexis: Lexis
    joiner: Joiner = field(default_factory=Joiner)
    marks: dict[str, Zone] = field(default_factory=dict)
    styles: HidingNames = field(default_factory=HidingNames)
    # (folder that it leans on, rest of its href, text, title) -> (address, words, target); see `links`
    anchors: dict[tuple[str, str, str, str], tuple[str, str, Target]] = field(default_factory=dict)
