"""Words of .pptx slides, their notes and comments; and of .odt, which keeps its text in one XML part."""

import re

from .markup import texts_of
from .packages import Package
from .properties import read_properties
from .yielded import Yield

_SLIDES = (
    (re.compile(r"ppt/slides/slide(\d+)\.xml$", re.I), "第{}张"),
    (re.compile(r"ppt/notesSlides/notesSlide(\d+)\.xml$", re.I), "第{}张备注"),
    (re.compile(r"ppt/comments/[^/]*?(\d+)\.xml$", re.I), "批注{}"),
)


def read_slides(package: Package, found: Yield) -> None:
    """Add a part for each slide with words. Raises `Refused`, `Full`."""
    read_properties(package, found)
    for pattern, words in _SLIDES:
        numbered = [(int(m[1][:9]), name) for name in package.names() if (m := pattern.match(name))]
        for number, member in sorted(numbered):
            text = texts_of(package.chunks(member), frozenset({"t", "text"}), frozenset({"p", "cm"}))
            found.add_text(words.format(number), text)


def read_open_text(package: Package, found: Yield) -> None:
    """Add the text of an OpenDocument text. Raises `Refused`, `Full`."""
    blocks = frozenset({"p", "h"})
    found.add_text("正文", texts_of(package.chunks("content.xml"), blocks, blocks))
