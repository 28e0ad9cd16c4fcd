"""The attachments of one site as its checks see them: joins captures, frontier, pages and stored files."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from kaoping.checks.observation import Observation
from kaoping.pages import Attachment
from kaoping.pages.attachments import CitedAttachment

from .attachment_store import AttachmentStore
from .store import PageStore
from .targets import Targets

OVER_NUMBER = "未取附件(超过数量)"
NO_WORDS = "没有可读文字"


class Attachments:
    """Reads the run's state file; holds nothing but where it is."""

    def __init__(
        self, connection: sqlite3.Connection, store: PageStore, files: AttachmentStore, site: str
    ) -> None:
        self._db = connection
        self._store = store
        self._files = files
        self._site = site

    def count(self) -> int:
        """How many files were fetched and looked at."""
        return len(self._files.hashes(self._site))

    def observations(self) -> Iterator[Observation]:
        """What checks of files saw, each with the pages that cite the file."""
        seen = list(self._files.observations(self._site))
        cited = self._store.citing(self._site, {url_hash for url_hash, _ in seen}) if seen else {}
        for url_hash, observation in seen:
            yield replace(observation, pages=tuple(cited[url_hash][1]))

    def cited(self, targets: Targets) -> Iterator[CitedAttachment]:
        """Files that were fetched, and those that could not be, outer ones too, in order of address."""
        known = dict(self._known(targets))
        cited = self._store.citing(self._site, set(known))
        for url_hash, (url, is_outer) in sorted(known.items(), key=lambda row: row[1]):
            count, pages = cited[url_hash]
            if is_outer and not count:
                continue
            file = None if is_outer else self._files.file(url_hash)
            yield CitedAttachment(
                site=self._site,
                url=url,
                text=targets.link_text(url, pages),
                cited_by=tuple(targets.home_first(pages)),
                cited_count=count,
                sights=tuple(targets.sights(url_hash)),
                file=file,
                unfetched="" if file else "下载失败",
                is_outer=is_outer,
            )

    def _known(self, targets: Targets) -> Iterator[tuple[int, tuple[str, bool]]]:
        """By hash, the address and whether it is outside, of files that came or failed."""
        for url_hash in self._files.hashes(self._site) | targets.failing():
            row = targets.known(url_hash)
            if row is not None and row[1] == "attachment":
                yield url_hash, (row[0], row[2])

    def over_number(self) -> list[str]:
        """Files that answer but were not fetched, for the number was reached; in order of address."""
        rows = self._db.execute(
            "SELECT u.hash, u.url FROM urls u JOIN captures c ON c.url_hash=u.hash WHERE u.site=?"
            " AND u.target='attachment' AND c.role='target' AND c.status BETWEEN 200 AND 299"
            " AND NOT EXISTS (SELECT 1 FROM captures f WHERE f.url_hash=u.hash AND f.role='attachment')"
            " GROUP BY u.hash ORDER BY u.url",
            (self._site,),
        )
        return [url for _, url in rows]

    def unread(self) -> dict[str, str]:
        """Files whose words could not be looked at, or not all of them, each with its Chinese reason."""
        unread = {file.url: _why_unread(file) for file in self._files.files(self._site)}
        unread.update(dict.fromkeys(self.over_number(), OVER_NUMBER))
        return {url: why for url, why in unread.items() if why}


def _why_unread(file: Attachment) -> str:
    if file.state == "read" and file.has_text:
        return ""
    return file.notes[0] if file.notes else NO_WORDS
