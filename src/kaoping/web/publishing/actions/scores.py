"""Scores: computed from what is decided, and kept."""

from datetime import datetime

from django.db import transaction

from kaoping.scoring import Scores, ScoreSheet, score_round

from ...audit.actions import record
from ...people.models import User
from ...planning.models import Round, Unit
from ..models import ScoreSnapshot
from ..refusals import held, refuse_published
from ..rows import material_of, now, plain_data


@transaction.atomic
def rescore(round_: Round, *, by: User | str, reason: str) -> Scores:
    """
    Compute all sheets and ranks from what is decided now, and keep them as the latest.

    Raises:
        Refused: The round has been released.
        ScoringError: Weights that do not add up, or a group without a system.
    """
    refuse_published(held(round_))
    scores = score_round(material_of(round_))
    standings = {one.unit: one for one in scores.standings}
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=standings)}
    moment = now()
    former = {
        (row.unit_id, row.system): row for row in ScoreSnapshot.objects.filter(round=round_, is_latest=True)
    }
    ScoreSnapshot.objects.filter(round=round_, is_latest=True).update(is_latest=False)
    ScoreSnapshot.objects.bulk_create(
        ScoreSnapshot(
            round=round_,
            unit=units[sheet.unit],
            system=sheet.system,
            at=_since(former.get((units[sheet.unit].pk, sheet.system)), sheet, moment),
            group=standings[sheet.unit].group,
            total=sheet.total,
            low=sheet.low,
            high=sheet.high,
            rank=standings[sheet.unit].rank,
            grade=standings[sheet.unit].grade,
            sheet=plain_data(sheet),
            standing=plain_data(standings[sheet.unit]),
        )
        for sheet in scores.sheets
    )
    round_.scored_at = moment
    round_.save(update_fields=["scored_at"])
    record(by=by, action="publishing.rescore", subject=round_.title, sheets=len(scores.sheets), reason=reason)
    return scores


def _since(former: ScoreSnapshot | None, sheet: ScoreSheet, moment: datetime) -> datetime:
    """A sheet that says what it said before keeps its time: a new one would tell of another unit's change."""
    return former.at if former and former.sheet == plain_data(sheet) else moment
