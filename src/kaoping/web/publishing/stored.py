"""Scores as they were kept, as the records of `kaoping.scoring`; and how they differ from what holds now."""

import hashlib
from dataclasses import replace

import msgspec
from django.db.models import QuerySet

from kaoping.scoring import Scores, ScoreSheet, Standing, score_round

from ..planning.models import Round
from .models import ScoreSnapshot
from .rows import material_of, plain_data


def latest(round_: Round) -> QuerySet[ScoreSnapshot]:
    """The newest sheets of a round in the order of the roster."""
    rows = ScoreSnapshot.objects.filter(round=round_, is_latest=True)
    return rows.select_related("unit").order_by("unit__order", "unit__name", "pk")


def sheet_of(row: ScoreSnapshot) -> ScoreSheet:
    """The kept sheet as it was computed, under the name that its unit bears now."""
    return replace(msgspec.convert(row.sheet, ScoreSheet, strict=False), unit=row.unit.name)


def standing_of(row: ScoreSnapshot) -> Standing:
    """The kept standing of the row's unit, under the name that it bears now."""
    return replace(msgspec.convert(row.standing, Standing, strict=False), unit=row.unit.name)


def stored_scores(round_: Round) -> Scores:
    """All sheets and standings as they were kept; standings by group and rank, each unit once."""
    rows = list(latest(round_))
    standings: dict[str, Standing] = {}
    for row in rows:
        standings.setdefault(row.unit.name, standing_of(row))
    groups = {group: n for n, group in enumerate(dict.fromkeys(row.group for row in rows))}
    ranked = sorted(standings.values(), key=lambda one: (groups[one.group], one.rank is None, one.rank or 0))
    return Scores(tuple(sheet_of(row) for row in rows), tuple(ranked))


def differing_units(round_: Round) -> tuple[str, ...]:
    """
    Units whose kept sheet or standing is not what is computed from the decisions in force: the score is a
    function of findings and rules, so there is none unless something was decided, or tampered with, since.

    Raises:
        ScoringError: The round cannot be scored as it stands.
    """
    kept, fresh = stored_scores(round_), score_round(material_of(round_))
    before = {(one.unit, one.system): plain_data(one) for one in kept.sheets}
    after = {(one.unit, one.system): plain_data(one) for one in fresh.sheets}
    ranks = {one.unit: plain_data(one) for one in kept.standings}
    now = {one.unit: plain_data(one) for one in fresh.standings}
    changed = {
        unit for unit, system in before.keys() | after.keys() if _differ(before, after, (unit, system))
    }
    changed |= {unit for unit in ranks.keys() | now.keys() if ranks.get(unit) != now.get(unit)}
    return tuple(sorted(changed))


def _differ(one: dict, other: dict, key: tuple[str, str]) -> bool:  # type: ignore[type-arg]
    return bool(one.get(key) != other.get(key))


def scores_digest(round_: Round) -> str:
    """SHA-256 over all kept sheets and standings: the same for the same scores."""
    told = [[row.unit.name, row.system, row.sheet, row.standing] for row in latest(round_)]
    return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()
