"""What a look back looks at: the confirmed findings of an earlier round as the ledger's open items."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from kaoping.findings import Finding
from kaoping.ledger import OpenItem, OpenItems
from kaoping.roster import SiteEntry

from ..planning.models import Round, Site
from ..publishing.papers import STATUSES
from ..review.models import Suspect
from ..review.records import suspect_of
from ..units.models import RectificationTask
from .models import LookBack, Looked


def folder_of(one: LookBack) -> Path:
    """Where the list, the archive and the outcome of a look back lie."""
    return Path(settings.ROUNDS_FOLDER) / "look-backs" / str(one.public_id)


def open_items_of(round_: Round, today: date) -> OpenItems:
    """All confirmed findings of the round with where they stand, and the sites of its units."""
    own = round_.members.values("unit")
    sites = Site.objects.filter(Q(unit__in=own) | Q(unit__parent__in=own)).select_related("unit")
    entries = tuple(SiteEntry(s.unit.name, s.unit.kind, s.name, s.url, s.code) for s in sites)
    return OpenItems(round_.title, today, tuple(_items(round_)), entries)


def _items(round_: Round) -> Iterator[OpenItem]:
    tasks = {task.suspect_id: task for task in RectificationTask.objects.filter(round=round_)}
    closed = _closed(round_)
    rows = Suspect.objects.filter(round=round_, state="confirmed").select_related("unit", "site")
    for row in rows.order_by("id").iterator(chunk_size=2000):
        record = suspect_of(row)
        base = OpenItem(Finding(record, "confirmed"), round_.title, "open", None)
        item = _standing(base, tasks.get(row.pk))
        yield replace(item, status="verified", was_closed=True) if row.fact in closed else item


def _standing(item: OpenItem, task: RectificationTask | None) -> OpenItem:
    if task is None:
        return item
    return replace(
        item,
        status=STATUSES[task.state],
        due=task.due,
        counted=task.counted,
        claimed_at=task.reported_at,
        was_closed=task.state == "verified",
    )


def _closed(round_: Round) -> frozenset[str]:
    """Findings that an earlier look back saw put right: there again, they have come back."""
    rows = Looked.objects.filter(look_back__source=round_, look_back__state="done")
    latest: dict[str, str] = dict(
        _pairs(rows.order_by("look_back__ended_at", "id").values_list("fact", "outcome"))
    )
    return frozenset(fact for fact, outcome in latest.items() if outcome == "fixed")


def _pairs(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Without looks that could not see: they say nothing of what was before."""
    return ((fact, outcome) for fact, outcome in rows if outcome != "cannot be tested")
