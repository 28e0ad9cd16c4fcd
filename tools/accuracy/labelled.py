"""The labelled pages, where they are at hand (``KAOPING_SHARED``), as captures."""

import csv
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from kaoping.gather import Capture
from kaoping.pages import Page, Reader
from kaoping.pages.charset import decode

SHARED = Path(os.environ.get("KAOPING_SHARED", Path(__file__).resolve().parents[3] / "shared"))
CORPUS = SHARED / "corpus"
SEEN_AT = datetime(2026, 11, 23, tzinfo=UTC)
_ADDRESS = re.compile(rb'<meta[^>]*name="(?i:url)"[^>]*content="(http[^"]+)"')
_TAGS = re.compile(r"<meta\b[^>]*>|<title\b[^>]*>.*?</title\s*>", re.IGNORECASE | re.DOTALL)
Labels = dict[str, str]


def is_present() -> bool:
    """Whether the labelled pages are at hand."""
    return (CORPUS / "articles" / "labels.csv").exists()


def labels(folder: str, name: str = "labels.csv") -> list[Labels]:
    """A table of labels."""
    with (CORPUS / folder / name).open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def body_of(folder: str, file: str) -> bytes:
    """A page as it was saved."""
    return (CORPUS / folder / file).read_bytes()


def without_tags(body: bytes) -> bytes:
    """The page in UTF-8 with every meta and title tag taken away."""
    text = _TAGS.sub("", decode(body).text)
    return ('<meta charset="utf-8">' + text).encode()


def capture(body: bytes, name: str) -> Capture:
    """A page as fetched from the address that its tag names, or from an invented one without a date."""
    tag = _ADDRESS.search(body)
    url = tag.group(1).decode() if tag else f"http://www.muyun.example/a/b/{name}"
    head = (("Content-Type", "text/html"),)
    return Capture(site="x", url=url, status=200, headers=head, body=body, fetched_at=SEEN_AT)


def read_articles(reader: Reader) -> list[tuple[Labels, Page]]:
    """Every labelled article with its labels."""
    return [(b, reader.read(capture(body_of("articles", b["file"]), b["file"]))) for b in labels("articles")]
