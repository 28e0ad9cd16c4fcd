"""
The rows of `pages.parquet`, read from the state file's own records.

Of a record only the fields of the table are read, and nothing is imported that understands pages: the process
that writes the table would spend three times longer on loading readings and checks than on its work.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec


@dataclass(frozen=True, slots=True)
class _Dated:
    value: date | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """Of a stored `Page` what the table bears, under the same names."""

    url: str = ""
    title: str = ""
    published: date | None = None
    dates: tuple[_Dated, ...] = ()
    section: str = ""
    kind: str = ""
    shape: str = ""
    text_length: int = 0
    digest: str = ""
    status: int = 200
    charset: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    length: int = 0


@dataclass(frozen=True, slots=True)
class _File:
    """The same of a stored `Attachment`."""

    url: str = ""
    name: str = ""
    parts: tuple[_Part, ...] = ()
    digest: str = ""


def table_rows(connection: sqlite3.Connection, sites: Iterable[str]) -> Iterator[Mapping[str, object]]:
    """A row for every page understood (no data answers), site by site in order of address, then its files."""
    keys = sorted(sites)
    for site in keys:
        yield from _page_rows(connection, site)
    for site in keys:
        yield from _file_rows(connection, site)


def _page_rows(connection: sqlite3.Connection, site: str) -> Iterator[Mapping[str, object]]:
    decoder = msgspec.msgpack.Decoder(_Page)
    for record, captured_at in connection.execute(
        "SELECT p.record, c.fetched_at FROM pages p JOIN captures c ON c.seq=p.seq WHERE p.site=?"
        " AND p.unreadable='' AND p.shape<>'data' ORDER BY p.url",
        (site,),
    ):
        page = decoder.decode(record)
        certain = next((d.where for d in page.dates if d.value and d.value == page.published), "")
        yield {
            "site": site,
            "url": page.url,
            "title": page.title,
            "published": page.published,
            "published_where": certain,
            "section": page.section,
            "kind": page.kind,
            "shape": page.shape,
            "text_length": page.text_length,
            "digest": page.digest,
            "status": page.status,
            "charset": page.charset,
            "captured_at": captured_at,
        }


def _file_rows(connection: sqlite3.Connection, site: str) -> Iterator[Mapping[str, object]]:
    decoder = msgspec.msgpack.Decoder(_File)
    for record, status, captured_at in connection.execute(
        "SELECT a.record, c.status, c.fetched_at FROM attachments a JOIN captures c ON c.seq=a.seq"
        " WHERE a.site=? ORDER BY a.url",
        (site,),
    ):
        file = decoder.decode(record)
        yield {
            "site": site,
            "url": file.url,
            "title": file.name,
            "kind": "attachment",
            "shape": "attachment",
            "text_length": sum(part.length for part in file.parts),
            "digest": file.digest,
            "status": status,
            "captured_at": captured_at,
        }
