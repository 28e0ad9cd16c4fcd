"""
Text of OFD (GB/T 33190-2016), the national layout format: a zip of XML, one Content.xml a page.

A page's text objects are joined into lines by their height on the page, for layout cuts sentences.
"""

import re

from .attachment import Refused
from .markup import attribute, stream_xml
from .packages import Package
from .yielded import MOST_CHARS, Full, Yield

MOST_PAGES = 1_000
_PAGE = re.compile(r".*/Pages/Page_(\d+)/Content\.xml$|.*/Tpls/.*/Content\.xml$", re.I)
_NOTE = re.compile(r".*/Annots/.*\.xml$", re.I)
_ABOUT = {"Author": "author", "CreationDate": "created", "ModDate": "modified"}


def read_ofd(package: Package, found: Yield) -> None:
    """Add a part for each page with words. Raises `Refused`, `Full`."""
    _read_about(package, found)
    pages = sorted((n for n in package.names() if _PAGE.match(n)), key=_order)
    if not pages:
        raise Refused("OFD内没有页面")
    bare = 0
    for number, member in enumerate(pages[:MOST_PAGES], 1):
        text = _words(package, member)
        bare += not text
        found.add_text(f"第{number}页", text)
    for member in sorted(n for n in package.names() if _NOTE.match(n)):
        found.add_text("批注", _words(package, member))
    if bare:
        found.note(
            "扫描件或图片,没有可读文字" if bare == len(pages) else f"{bare}页没有可读文字(扫描件或图片)"
        )
    if len(pages) > MOST_PAGES:
        found.cap(f"共{len(pages)}页,只读了前{MOST_PAGES}页")
        raise Full


def _order(member: str) -> tuple[str, int, str]:
    found = _PAGE.match(member)
    number = int(found[1][:9]) if found and found[1] else -1
    return member.partition("/")[0], number, member


class _Lines:
    """Text objects of one page in the order of the file; one that stands lower begins a new line."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._top, self._height = float("-inf"), 0.0
        self._is_word = False
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "TextObject":
            box = attribute(attributes, "Boundary").split()
            try:
                top, height = float(box[1]), float(box[3])
            except (IndexError, ValueError):
                top, height = self._top + self._height + 1, 1.0
            if abs(top - self._top) > max(height, self._height) / 2:
                self._add("\n")
            self._top, self._height = top, height
        elif name == "TextCode":
            self._is_word = True

    def end(self, name: str) -> None:
        if name == "TextCode":
            self._is_word = False

    def data(self, text: str) -> None:
        if self._is_word:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._length <= MOST_CHARS:  # one more than may be kept: so the cut is told
            self._pieces.append(text)
            self._length += len(text)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in "".join(self._pieces).split("\n") if line.strip())


def _words(package: Package, member: str) -> str:
    lines = _Lines()
    stream_xml(package.chunks(member), lines.start, lines.end, lines.data)
    return lines.text()


def _read_about(package: Package, found: Yield) -> None:
    current = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal current
        current = _ABOUT.get(name, "")

    def data(text: str) -> None:
        if current:
            found.about[current] = (found.about.get(current, "") + text.strip())[:200]

    stream_xml(package.chunks("OFD.xml"), start, lambda name: start("", {}), data)
