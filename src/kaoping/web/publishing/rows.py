"""Rows of the database as the records that scoring takes, and scores as rows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from kaoping import roster
from kaoping.findings import Decision, Finding, Looked
from kaoping.rulebook import IndicatorSystem
from kaoping.scoring import Material, Progress, Standing

from ..gathering.models import Coverage
from ..imports.models import MediaCoverage
from ..inspection.models import Answer
from ..lookback.coverage import ledger_looks
from ..planning.models import Member, Round, SystemVersion, Unit
from ..planning.system_files import system_of_version
from ..review import models as review
from ..review.records import suspect_of
from .models import ScoreSnapshot

FINDING_STATES = {"second": "suspect", "gone": "dismissed"}


@lru_cache(maxsize=16)
def _system(key: int, digest: str) -> IndicatorSystem:
    # a version never changes: its digest is part of the key only to say so
    return system_of_version(SystemVersion.objects.get(pk=key))


def systems_of(round_: Round) -> dict[str, IndicatorSystem]:
    """The round's systems by name."""
    versions = SystemVersion.objects.filter(pk__in=round_.members.values("system")).defer("text", "remarks")
    return {version.name: _system(version.pk, version.digest) for version in versions}


def material_of(round_: Round) -> Material:
    """All that the round is scored from, as it stands in the database now."""
    members = list(Member.objects.filter(round=round_).select_related("unit__parent", "system"))
    return Material(
        units=units_of(members),
        systems=systems_of(round_),
        weights=weights_of(round_, members),
        findings=tuple(findings_of(round_)),
        looked=(*_coverage(round_), *_answers(round_), *ledger_looks(round_)),
        previous=standings_of(round_.previous) if round_.previous else (),
        progress=_progress(round_.settings),
    )


def units_of(members: Iterable[Member]) -> tuple[roster.Unit, ...]:
    """The round's units, and the parts below them."""
    groups = {member.unit: member.group for member in members}
    parts = Unit.objects.filter(parent__in=[unit.pk for unit in groups], is_closed=False).select_related(
        "parent"
    )
    told = [_unit(unit, group) for unit, group in groups.items()]
    return (*told, *(_unit(part, "") for part in parts if part not in groups))


def _unit(unit: Unit, group: str) -> roster.Unit:
    return roster.Unit(
        name=unit.name,
        kind=unit.kind,
        group=group,
        parent=unit.parent.name if unit.parent and not group else "",
        weight=f"{unit.weight.normalize():f}",
        aliases=tuple(unit.aliases),
        traits=tuple(unit.traits),
        order=unit.order,
    )


def weights_of(round_: Round, members: Iterable[Member]) -> dict[str, dict[str, Decimal]]:
    """Per group the weights of its systems: as the round says, or evenly."""
    named: dict[str, dict[str, None]] = {}
    for member in members:
        named.setdefault(member.group, {})[member.system.name] = None
    said: Mapping[str, Mapping[str, str]] = round_.settings.get("weights", {})
    return {
        group: {name: Decimal(said[group][name]) for name in names}
        if group in said
        else {name: Decimal(100) / len(names) for name in names}
        for group, names in named.items()
    }


def _progress(settings: Mapping[str, Any]) -> Progress:
    percent, ranks = settings.get("progress_percent", "5"), settings.get("progress_ranks", 3)
    return Progress(Decimal(str(percent)), int(ranks))


def findings_of(round_: Round) -> Iterable[Finding]:
    """Every suspect with the decision in force."""
    rows = review.Suspect.objects.filter(round=round_).select_related("unit", "site")
    decisions: dict[int, review.Decision] = {}
    for decision in (
        review.Decision.objects.filter(suspect__round=round_).select_related("by").order_by("at", "id")
    ):
        decisions[decision.suspect_id] = decision
    for row in rows.iterator(chunk_size=2000):
        suspect = suspect_of(row)
        state: Any = FINDING_STATES.get(row.state, row.state)
        yield Finding(suspect, state, _decision(suspect.id, decisions.get(row.pk)))


def _decision(fact: str, row: review.Decision | None) -> Decision | None:
    if row is None:
        return None
    verdict: Any = row.verdict
    by = row.by.username if row.by else ""
    return Decision(fact, verdict, by, row.at, row.reason, row.until)


def _coverage(round_: Round) -> Iterable[Looked]:
    for row in Coverage.objects.filter(round=round_, job__sighting=1).select_related("unit"):
        yield Looked(row.unit.name, row.check_id, row.looked_at, row.not_checked, row.why)
    for media in MediaCoverage.objects.filter(round=round_).select_related("unit"):
        yield Looked(media.unit.name, media.check_id, media.looked_at, media.not_checked, media.why)


def _answers(round_: Round) -> Iterable[Looked]:
    """The latest answer of the first rater to each task; what was found wrong came in as a suspect."""
    latest: dict[int, Answer] = {}
    answers = Answer.objects.filter(task__round=round_, task__rater=1, is_draft=False)
    for answer in answers.select_related("task__unit").order_by("at", "id"):
        latest[answer.task_id] = answer
    words = {"met": "met", "not_applicable": "not_applicable"}
    for answer in latest.values():
        unseen = int(answer.verdict == "cannot_tell")
        yield Looked(
            answer.task.unit.name, answer.task.rule, 1, unseen, answer.note, words.get(answer.verdict, "")
        )


def standings_of(round_: Round) -> tuple[Standing, ...]:
    """The stored standings of a round, one a unit."""
    rows = ScoreSnapshot.objects.filter(round=round_, is_latest=True).select_related("unit")
    # by the names of today: a unit that was renamed since is still compared with itself
    found = {
        row.unit_id: replace(msgspec.convert(row.standing, Standing, strict=False), unit=row.unit.name)
        for row in rows
    }
    return tuple(found.values())


def plain_data(record: Any) -> Any:
    """A record of scores as JSON data: points as strings, instants in UTC."""
    return msgspec.json.decode(msgspec.json.encode(record))


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
