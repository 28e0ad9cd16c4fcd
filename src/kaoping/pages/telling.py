"""A page told as plain data, for people who want to see what was understood and why."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from .attachments import Attachment, Part
from .page import Link, Page


def told(page: Page) -> dict[str, Any]:
    """
    The page as JSON can hold it: dates in ISO form or null, ``list`` null where no list was recognised.

    `published` is the very value that checks count from. The order of keys is fixed.
    """
    return {
        "url": page.url,
        "kind": page.kind,
        "shape": page.shape,
        "title": page.title,
        "published": _iso(page.published),
        "printed": _iso(page.printed),
        "dates": [asdict(seen) | {"value": _iso(seen.value)} for seen in page.dates],
        "conflicts": list(page.conflicts),
        "source": page.source,
        "document_number": page.document_number,
        "issuer": page.issuer,
        "index_number": page.index_number,
        "main_text": page.text,
        "attachments": _named(page.attachments),
        "images": list(page.images),
        "videos": list(page.videos),
        "links": [asdict(link) for link in page.links],
        "text_links": _named(page.text_links),
        "footer": asdict(page.footer),
        "tags": dict(page.tags),
        "section": page.section,
        "breadcrumb": _named(page.breadcrumb),
        "list": _list(page),
        "related": _named(page.related),
        "mentions": list(page.mentions),
        "kind_reasons": list(page.kind_reasons),
        "notes": list(page.notes),
        "charset": page.charset,
        "needs_rendering": page.needs_rendering,
    }


def told_file(file: Attachment) -> dict[str, Any]:
    """
    A file that is no web page, with the same keys as a page; `main_text` holds what a reader sees of it, and
    ``attachment`` every part: tables as rows of cells, hidden parts by what hides them.
    """
    seen = [words for part in file.parts if not part.is_hidden and (words := _words(part))]
    page = Page(url=file.url, site=file.site, title=file.name, text="\n".join(seen), notes=file.notes)
    keys = ("format", "extension", "state", "is_misnamed", "has_text", "size_bytes", "digest", "author",
            "created", "modified")  # fmt: skip
    parts = [
        {
            "name": p.name,
            "kind": p.kind,
            "hidden": p.hidden,
            "text": p.text,
            "rows": [list(r) for r in p.rows],
        }
        for p in file.parts
    ]
    about = {key: getattr(file, key) for key in keys} | {"parts": parts}
    return told(page) | {"kind": "attachment", "shape": "attachment", "attachment": about}


def _words(part: Part) -> str:
    return part.text or "\n".join("\t".join(row) for row in part.rows)


def _list(page: Page) -> Mapping[str, Any] | None:
    if not page.has_list:
        return None
    items = [{"title": i.title, "url": i.url, "date": _iso(i.published)} for i in page.items]
    return {"items": items, "pager": page.pager, "next": list(page.next_urls)}


def _named(links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"url": link.url, "text": link.text} for link in links]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
