"""
Lays what people and third parties saw into the round's suspects: the same fact joins the suspect that is
there as one more witness.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from kaoping.findings import Standing, Suspect, Witness, is_told_by_site, joined, meant_by, near

from ..pages.bulk import insert_rows, update_rows
from ..planning.models import Round, Site, Unit
from ..review import models as review

_WITNESSES = msgspec.json.Decoder(tuple[Witness, ...])
_JSON = msgspec.json.Decoder()
_READ = (
    "pk", "version", "last_seen_at", "fact", "system", "indicator", "rule", "url", "object",
    "message", "severity", "lane", "quote",
)  # fmt: skip
_TEXTS = tuple(Cast(column, TextField()) for column in ("witnesses", "facts", "pages"))


@dataclass(slots=True)
class Laid:
    """What laying did. `row_of` has for each given suspect's id the row that holds its fact."""

    created: list[int] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    row_of: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stored:
    """A suspect's row: its record, and what may change in it. `witnesses` is the JSON that stands there."""

    pk: int
    version: int
    last_seen_at: datetime | None
    witnesses: str
    record: Suspect


@transaction.atomic
def lay_suspects(
    round_: Round, given: Iterable[Suspect], *, veto_rules: frozenset[tuple[str, str]] = frozenset()
) -> Laid:
    """
    Lay suspects into the round. Given twice, nothing happens the second time.

    Args:
        given: Of any units of the round.
        veto_rules: System and rule of those that can fail a unit as a whole.
    """
    given = list(given)
    glimpses = {one.fact: one for one in _glimpses(round_, given)}
    found = near([_standing(one) for one in glimpses.values()], given)
    settled = _settled(given, glimpses, found.alone)
    given = [one for one in given if one.id not in settled]
    reached = {glimpses[id_].pk: glimpses[id_] for id_ in found.reached if id_ not in settled}
    known = {one.record.id: one for one in _stored(reached)}
    whole = joined([*(one.record for one in known.values()), *given])
    keys = {witness.key for one in given for witness in one.witnesses}
    fresh: list[Suspect] = []
    changed: list[dict[str, Any]] = []
    for one in whole:
        row = known.get(one.id) or next((known[id_] for id_ in one.also if id_ in known), None)
        if row is None:
            fresh.append(one)
        elif more := _with_witnesses(row, one, keys):
            changed.append(more)
    update_rows(review.Suspect, changed)
    made = _created(round_, fresh, veto_rules)
    rows = {fact: row.pk for fact, row in known.items()}
    places = {**settled, **_places(whole, {**rows, **made})}
    return Laid(list(made.values()), [row["id"] for row in changed], places)


class _Glimpse(msgspec.Struct, frozen=True, gc=False):
    """Of a stored suspect what tells whether it need be read: texts and JSON as they stand there."""

    pk: int
    fact: str
    url: str
    object: str
    check: str
    site: str
    unit: str
    witnesses: str
    facts: str
    pages: str


def _glimpses(round_: Round, given: Iterable[Suspect]) -> Iterator[_Glimpse]:
    """What the round holds about the same units and rules."""
    rules: dict[str, set[str]] = {}
    for one in given:
        rules.setdefault(one.unit, set()).add(one.rule)
    hosts = dict(Site.objects.values_list("pk", "host"))
    for unit, name in Unit.objects.filter(name__in=rules).order_by("pk").values_list("pk", "name"):
        rows = review.Suspect.objects.filter(round=round_, unit=unit, rule__in=rules[name])
        told = rows.values_list("pk", "fact", "url", "object", "check_id", "site", *_TEXTS)
        for pk, fact, url, about, check, site, *texts in told.iterator(2000):
            yield _Glimpse(pk, fact, url, about, check, hosts.get(site, ""), name, *texts)


def _standing(one: _Glimpse) -> Standing:
    check = one.check
    if not check and '"check"' in one.witnesses:  # a check saw it after somebody else had
        check = next((w.name for w in _WITNESSES.decode(one.witnesses) if w.voice == "check"), "")
    is_of_site = is_told_by_site(check, one.object)
    pages = tuple(_JSON.decode(one.pages)) if one.pages != "[]" else ()
    meant = meant_by(one.object, _JSON.decode(one.facts)) if is_of_site else ()
    return Standing(one.fact, one.url, one.object, one.site, pages, meant, is_of_site)


def _settled(
    given: Iterable[Suspect], glimpses: Mapping[str, _Glimpse], alone: frozenset[str]
) -> dict[str, int]:
    """Those that stand there alone with all that is said of them now, by their ids: nothing is left to do."""
    found: dict[str, int] = {}
    lacking: set[str] = set()
    for one in given:
        row = glimpses.get(one.id) if one.id in alone else None
        if row is not None and all(f'"{w.key}"' in row.witnesses for w in one.witnesses):
            found[one.id] = row.pk
        else:
            lacking.add(one.id)
    return {id_: pk for id_, pk in found.items() if id_ not in lacking}


def _stored(wanted: Mapping[int, _Glimpse]) -> Iterator[_Stored]:
    """These rows as records, locked until the transaction ends."""
    locked = review.Suspect.objects.select_for_update(no_key=True).order_by("pk")
    keys = sorted(wanted)
    for some in (keys[start : start + 900] for start in range(0, len(keys), 900)):
        rows = locked.filter(pk__in=some).values_list(*_READ, *_TEXTS)
        for pk, version, last_seen_at, *read in rows.iterator(2000):
            seen = wanted[pk]
            yield _Stored(pk, version, last_seen_at, read[-3], _record(seen.unit, seen.site, *read))


def _record(
    unit: str, site: str, fact: str, system: str, indicator: str, rule: str, url: str, object_: str,
    message: str, severity: str, lane: str, quote: str, witnesses: str, facts: str, pages: str,
) -> Suspect:  # fmt: skip
    return Suspect(
        fact, unit, system, indicator, rule, url, object_, message, severity, lane,
        tuple(_JSON.decode(pages)), quote, _JSON.decode(facts), _WITNESSES.decode(witnesses), site,
    )  # fmt: skip


def _with_witnesses(row: _Stored, one: Suspect, keys: set[str]) -> dict[str, Any] | None:
    """The row with the witnesses that are new; what stood there stays as it was. None where none is."""
    held = {witness.key for witness in row.record.witnesses}
    added = [w for w in one.witnesses if w.key in keys and w.key not in held]
    if not added:
        return None
    return {
        "id": row.pk,
        "witnesses": [*_JSON.decode(row.witnesses), *map(_plain, added)],
        "last_seen_at": max(filter(None, (row.last_seen_at, *(w.seen_at for w in added))), default=None),
        "version": row.version + 1,
    }


def _created(
    round_: Round, fresh: Sequence[Suspect], veto_rules: frozenset[tuple[str, str]]
) -> dict[str, int]:
    """The new rows by the ids of their facts."""
    units = dict(Unit.objects.filter(name__in={one.unit for one in fresh}).values_list("name", "pk"))
    sites = dict(Site.objects.filter(host__in={one.site for one in fresh}).values_list("host", "pk"))
    insert_rows(review.Suspect, [_row(round_, one, units, sites, veto_rules) for one in fresh])
    made: dict[str, int] = {}
    for some in (fresh[start : start + 900] for start in range(0, len(fresh), 900)):
        rows = review.Suspect.objects.filter(round=round_, fact__in=[one.id for one in some])
        made.update(rows.values_list("fact", "pk"))
    return made


def _row(
    round_: Round,
    one: Suspect,
    units: Mapping[str, int],
    sites: Mapping[str, int],
    veto_rules: frozenset[tuple[str, str]],
) -> dict[str, Any]:
    moments: list[datetime] = [w.seen_at for w in one.witnesses if w.seen_at]
    check = next((w.name for w in one.witnesses if w.voice == "check"), "")
    return {
        "round_id": round_.pk,
        "unit_id": units[one.unit],
        "site_id": sites.get(one.site),
        "fact": one.id,
        "system": one.system,
        "indicator": one.indicator,
        "rule": one.rule,
        "url": one.url,
        "object": one.object,
        "message": one.message,
        "quote": one.quote,
        "severity": one.severity,
        "check_id": check[:60],
        # what people saw is for people; what a check saw waits where the check says
        "lane": one.lane if check else "person",
        "is_veto": (one.system, one.rule) in veto_rules,
        "group_key": one.fact or one.id,
        "witnesses": [_plain(witness) for witness in one.witnesses],
        "facts": msgspec.to_builtins(dict(one.facts)),
        "pages": list(one.pages),
        "first_seen_at": min(moments, default=None),
        "last_seen_at": max(moments, default=None),
    }


def _places(whole: Iterable[Suspect], rows: Mapping[str, int]) -> dict[str, int]:
    found = dict(rows)
    for one in whole:
        for id_ in (one.id, *one.also):
            if id_ not in found and one.id in rows:
                found[id_] = rows[one.id]
    return found


def _plain(witness: Witness) -> Any:
    return msgspec.to_builtins(witness)
