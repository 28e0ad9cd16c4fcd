"""Pages as other identities saw them, and heads of outer pages, in the run's state file."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from kaoping.archive import IndexRow
from kaoping.checks.observation import Observation
from kaoping.gather import Role, address_hash
from kaoping.pages import Page
from kaoping.pages.hosts import TrustedHosts, trusted_hosts
from kaoping.pages.suspicion import Identity, View
from kaoping.rulebook import Rulebook

from .tasks import VIEW_CHECKS, Outcome

IDENTITIES: dict[Role, Identity] = {
    Role.AGAIN: "again",
    Role.SCREEN: "screen",
    Role.SPIDER: "spider",
    Role.REFERRED: "referred",
    Role.PHONE: "phone",
}
ROLES = {identity: role for role, identity in IDENTITIES.items()}
_ROLE_WORDS = frozenset(role.value for role in IDENTITIES)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the reading child said of one answer."""

    page: Page | None
    observations: tuple[Observation, ...] = ()


class ViewStore:
    """
    Args:
        verification: The words by which a host asks who we are: such an answer is a refusal.
    """

    def __init__(self, connection: sqlite3.Connection, trusted: TrustedHosts, verification: str) -> None:
        self._db = connection
        self._trusted = trusted
        self._asks = re.compile(verification)
        self._pages = msgspec.msgpack.Decoder(Page)
        self._observations = msgspec.msgpack.Decoder(tuple[Observation, ...])

    def put(self, row: IndexRow, outcome: Outcome) -> None:
        """Keep what one view's answer was read as. The caller owns commits."""
        self._db.execute(
            "INSERT OR REPLACE INTO views VALUES (?,?,?,?,?,?,?)",
            (row.seq, row.url_hash, row.site, row.url, row.role, outcome.page, outcome.observations),
        )

    def clear(self) -> None:
        """Forget all views: a replay reads them again."""
        self._db.execute("DELETE FROM views")

    def looked_at(self, site: str) -> list[str]:
        """Addresses of a site that other identities asked for, in order."""
        roles = ",".join(f"'{role.value}'" for role in IDENTITIES)
        query = f"SELECT DISTINCT url FROM captures WHERE site=? AND role IN ({roles}) ORDER BY url"
        return [url for (url,) in self._db.execute(query, (site,))]

    def plain(self, site: str, url: str) -> View | None:
        """The run's own first sight of a page, or None where the page was not read."""
        row = self._db.execute(
            "SELECT p.record, p.observations FROM pages p WHERE p.url_hash=? AND p.unreadable=''",
            (address_hash(url),),
        ).fetchone()
        return self._view("plain", site, 200, "", "", *row) if row else None

    def others(self, site: str, url: str) -> Iterator[View]:
        """How other identities saw a page, in the order in which they asked."""
        roles = ",".join(f"'{role.value}'" for role in IDENTITIES)
        for role, status, failure, location, record, observations in self._db.execute(
            "SELECT c.role, c.status, c.failure, c.location, v.record, v.observations FROM captures c"
            f" LEFT JOIN views v ON v.seq=c.seq WHERE c.url_hash=? AND c.role IN ({roles}) ORDER BY c.seq",
            (address_hash(url),),
        ):
            identity = IDENTITIES[Role(role)]
            yield self._view(
                identity, site, status, failure, location or "", record or b"", observations or b""
            )

    def _view(
        self, identity: Identity, site: str, status: int | None, failure: str, location: str,
        record: bytes, observations: bytes,
    ) -> View:  # fmt: skip
        is_stranger = self._trusted.is_stranger
        sent = location if location and is_stranger(location, site) else ""
        if not record:
            is_refused = not sent and (bool(failure) or not location)
            return View(identity, status, failure, sent, is_refused=is_refused)
        page = self._pages.decode(record)
        seen = self._observations.decode(observations) if observations else ()
        planted = [o for o in seen if o.check in VIEW_CHECKS]
        words = [w for o in planted for w in str(o.facts.get("words", "")).split("、") if w]
        return View(
            identity=identity,
            status=status,
            failure=failure,
            location=sent,
            title=next(iter(page.head_titles), page.title),
            hosts=tuple(h for h in page.foreign_hosts if is_stranger(f"http://{h}/", site)),
            words=tuple(dict.fromkeys(words)),
            sends_to=tuple(u for u in (page.refresh, *page.sends_to) if u and is_stranger(u, site)),
            quote=next((o.quote for o in planted), ""),
            is_refused=page.visible_length < 600 and bool(self._asks.search(" ".join(page.head_titles)))
            and not words,
        )  # fmt: skip


def view_store(connection: sqlite3.Connection, rules: Rulebook) -> ViewStore:
    """The store under a rulebook."""
    words = rules.reading("identities")["verification_words"]
    return ViewStore(connection, trusted_hosts(rules), words)


def is_view(row: IndexRow) -> bool:
    """Whether a stored capture is a view by another identity."""
    return row.role in _ROLE_WORDS
