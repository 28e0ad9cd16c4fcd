"""
Lays what people and third parties saw into the round's suspects: the same fact joins the suspect that is
there as one more witness.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from kaoping.findings import Suspect, Witness, joined

from ..planning.models import Round, Site, Unit
from ..review import models as review
from ..review.records import suspect_of

Group = tuple[str, str]  # unit's name, rule's id


@dataclass(slots=True)
class Laid:
    """What laying did. `row_of` has for each given suspect's id the row that holds its fact."""

    created: list[int] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    row_of: dict[str, int] = field(default_factory=dict)


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
    groups = {(one.unit, one.rule) for one in given}
    rows = _rows_of(round_, groups)
    known = {one.fact: one for one in rows}
    whole = joined([*map(suspect_of, rows), *given])
    keys = {witness.key for one in given for witness in one.witnesses}
    laid = Laid()
    fresh: list[Suspect] = []
    for one in whole:
        row = known.get(one.id) or next((known[id_] for id_ in one.also if id_ in known), None)
        if row is None:
            fresh.append(one)
        elif _with_witnesses(row, one, keys):
            laid.joined.append(row.pk)
    made = _created(round_, fresh, veto_rules)
    laid.created = [row.pk for row in made]
    laid.row_of = _places(whole, {**{f: r.pk for f, r in known.items()}, **{r.fact: r.pk for r in made}})
    return laid


def _rows_of(round_: Round, groups: set[Group]) -> list[review.Suspect]:
    units = {unit for unit, _ in groups}
    rules = {rule for _, rule in groups}
    rows = (
        review.Suspect.objects.select_for_update(of=("self",))
        .filter(round=round_, unit__name__in=units, rule__in=rules)
        .select_related("unit", "site")
        .order_by("pk")
    )
    return [row for row in rows if (row.unit.name, row.rule) in groups]


def _with_witnesses(row: review.Suspect, one: Suspect, keys: set[str]) -> bool:
    """Add the witnesses that are new; what stood there stays as it was."""
    held = {witness["key"] for witness in row.witnesses}
    added = [w for w in one.witnesses if w.key in keys and w.key not in held]
    if not added:
        return False
    row.witnesses = [*row.witnesses, *map(_plain, added)]
    row.last_seen_at = max(filter(None, (row.last_seen_at, *(w.seen_at for w in added))), default=None)
    row.version += 1
    row.save(update_fields=["witnesses", "last_seen_at", "version"])
    return True


def _created(
    round_: Round, fresh: Sequence[Suspect], veto_rules: frozenset[tuple[str, str]]
) -> list[review.Suspect]:
    units = {unit.name: unit for unit in Unit.objects.filter(name__in={one.unit for one in fresh})}
    sites = dict(Site.objects.filter(host__in={one.site for one in fresh}).values_list("host", "pk"))
    return review.Suspect.objects.bulk_create(
        [_row(round_, one, units, sites, veto_rules) for one in fresh], batch_size=500
    )


def _row(
    round_: Round,
    one: Suspect,
    units: Mapping[str, Unit],
    sites: Mapping[str, int],
    veto_rules: frozenset[tuple[str, str]],
) -> review.Suspect:
    moments: list[datetime] = [w.seen_at for w in one.witnesses if w.seen_at]
    check = next((w.name for w in one.witnesses if w.voice == "check"), "")
    return review.Suspect(
        round=round_,
        unit=units[one.unit],
        site_id=sites.get(one.site),
        fact=one.id,
        system=one.system,
        indicator=one.indicator,
        rule=one.rule,
        url=one.url,
        object=one.object,
        message=one.message,
        quote=one.quote,
        severity=one.severity,
        check_id=check[:60],
        # what people saw is for people; what a check saw waits where the check says
        lane=one.lane if check else "person",
        is_veto=(one.system, one.rule) in veto_rules,
        group_key=one.fact or one.id,
        witnesses=[_plain(witness) for witness in one.witnesses],
        facts=msgspec.to_builtins(dict(one.facts)),
        pages=list(one.pages),
        first_seen_at=min(moments, default=None),
        last_seen_at=max(moments, default=None),
    )


def _places(whole: Iterable[Suspect], rows: Mapping[str, int]) -> dict[str, int]:
    found = dict(rows)
    for one in whole:
        for id_ in (one.id, *one.also):
            if id_ not in found and one.id in rows:
                found[id_] = rows[one.id]
    return found


def _plain(witness: Witness) -> Any:
    return msgspec.to_builtins(witness)
