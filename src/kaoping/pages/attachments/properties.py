"""Who made an office file and when, as the file itself says."""

from contextlib import suppress

from .attachment import Refused
from .markup import stream_xml
from .packages import Package
from .yielded import Yield

MEMBER = "docProps/core.xml"
MOST_BYTES = 1 << 20
_NAMES = {"creator": "author", "lastModifiedBy": "editor", "created": "created", "modified": "modified"}


def read_properties(package: Package, found: Yield) -> None:
    """Note author and dates of an OOXML package; a broken or missing part is no matter."""
    if not package.has(MEMBER) or package.size_bytes(MEMBER) > MOST_BYTES:
        return
    current = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal current
        current = _NAMES.get(name, "")

    def data(text: str) -> None:
        if current:
            found.about[current] = (found.about.get(current, "") + text.strip())[:200]

    with suppress(Refused):
        stream_xml(package.chunks(MEMBER), start, lambda name: start("", {}), data)
