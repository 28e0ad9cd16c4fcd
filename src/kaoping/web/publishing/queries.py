"""Reads of the publishing desk: always through the rows that the user may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kaoping.reports.publishing.discretion import words_of
from kaoping.rulebook import IndicatorSystem
from kaoping.scoring import Standing, Weights

from ..planning.models import Round, Unit
from ..planning.states import states_from
from ..review.models import Suspect
from ..units.models import Appeal
from .models import Release, ScoreSnapshot
from .rows import systems_of, weights_of
from .stored import standing_of

STATE_WORDS = {
    "pass": ("符合", "ok"),
    "fail": ("扣分", "bad"),
    "not_applicable": ("不适用", "mute"),
    "not_checked": ("待核", "warn"),
    "error": ("规则有误", "bad"),
}
MOST_FINDINGS = 100  # of one loss, shown on a page


def rounds_of(user: Any) -> QuerySet[Round]:
    """The rounds with how many units are scored, how many only provisionally, and who asked for release."""
    waiting = Release.objects.filter(round=OuterRef("pk"), agreed_at=None, is_withdrawn=False)
    newest = Q(scores__is_latest=True)
    return (
        Round.objects.visible_to(user)
        .select_related("seal")
        .annotate(
            scored=Count("scores__unit", filter=newest, distinct=True),
            provisional=Count(
                "scores__unit", filter=newest & ~Q(scores__low=F("scores__high")), distinct=True
            ),
            is_asked=Exists(waiting),
        )
    )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit's place with the page of its sheet. `is_tied`: another unit bears the same rank."""

    unit: Unit
    standing: Standing
    is_tied: bool

    @property
    def is_provisional(self) -> bool:
        return self.standing.low != self.standing.high


@dataclass(frozen=True, slots=True)
class Group:
    """A group's standings in their order."""

    name: str
    rows: Sequence[Ranked]


def groups_of(user: Any, round_: Round) -> list[Group]:
    """The standings as they are kept, group by group."""
    rows = ScoreSnapshot.objects.visible_to(user).filter(round=round_, is_latest=True)
    found: dict[str, dict[int, tuple[Unit, Standing]]] = {}
    for row in rows.select_related("unit").order_by("unit__order", "unit__name", "pk"):
        found.setdefault(row.group, {}).setdefault(row.unit_id, (row.unit, standing_of(row)))
    return [Group(name, _ranked(own.values())) for name, own in found.items()]


def _ranked(rows: Iterable[tuple[Unit, Standing]]) -> list[Ranked]:
    listed = list(rows)
    ranks = [standing.rank for _, standing in listed]
    told = [Ranked(u, one, one.rank is not None and ranks.count(one.rank) > 1) for u, one in listed]
    return sorted(told, key=lambda one: (one.standing.rank is None, one.standing.rank or 0, one.unit.order))


@dataclass(frozen=True, slots=True)
class Loss:
    """What one rule took, and the findings behind it; `more` are those that are not listed."""

    when: str
    points: Decimal
    how: str
    findings: Sequence[Suspect]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet as it is shown."""

    line: Mapping[str, Any]
    state: str
    kind: str
    lost: Decimal
    why: str
    losses: Sequence[Loss]

    @property
    def is_open(self) -> bool:
        return Decimal(self.line["low"]) != Decimal(self.line["high"])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A unit's sheet under one system."""

    row: ScoreSnapshot
    title: str
    lines: Sequence[Line]
    bonus: Sequence[Line]
    vetoes: Sequence[Loss]


def sheets_of(user: Any, round_: Round, unit: Unit, *, is_public: bool = False) -> list[Sheet]:
    """
    The unit's newest sheets, line by line, each loss with its findings.

    Args:
        is_public: Whether it is told to the unit: nothing of suspects, no reviewer's words.
    """
    suspects = Suspect.objects.visible_to(user).filter(round=round_)
    own = {one.fact: one for one in suspects.filter(Q(unit=unit) | Q(unit__parent=unit)).order_by("id")}
    rows = ScoreSnapshot.objects.visible_to(user).filter(round=round_, unit=unit, is_latest=True)
    titles = {name: system.title for name, system in systems_of(round_).items()}
    return [_sheet(row, titles, own, is_public) for row in rows.select_related("unit").order_by("pk")]


def _sheet(
    row: ScoreSnapshot, titles: Mapping[str, str], own: Mapping[str, Suspect], is_public: bool
) -> Sheet:
    told = row.sheet
    vetoes = [
        Loss(f"{one['id']} {one['title']}", Decimal(0), one["why"], *_findings(one["findings"], own))
        for one in told["vetoes"]
        if one["is_certain"] or not is_public
    ]
    return Sheet(
        row,
        titles.get(row.system, row.system),
        [_line(one, own, is_public) for one in told["lines"]],
        [_line(one, own, is_public) for one in told["bonus_lines"]],
        vetoes,
    )


def _line(line: Mapping[str, Any], own: Mapping[str, Suspect], is_public: bool) -> Line:
    state, kind = STATE_WORDS[line["state"]]
    lost = (
        Decimal(0) if line["state"] == "not_applicable" else Decimal(line["full"]) - Decimal(line["points"])
    )
    losses = [
        Loss(one["when"], Decimal(one["points"]), one["how"], *_findings(one["findings"], own))
        for one in line["losses"]
    ]
    return Line(line, state, kind, lost, words_of(line["why"], is_public), losses)


def _findings(ids: Sequence[str], own: Mapping[str, Suspect]) -> tuple[list[Suspect], int]:
    named = [own[one] for one in ids if one in own]
    return named[:MOST_FINDINGS], max(0, len(ids) - MOST_FINDINGS)


def own_units(user: Any, round_: Round) -> QuerySet[Unit]:
    """Of the units that the user may see, those that are scored in the round."""
    return Unit.objects.visible_to(user).filter(memberships__round=round_).distinct()


def shows_rank(round_: Round) -> bool:
    """Whether units are told their rank."""
    return round_.state in states_from("released")


def weights_by_group(round_: Round) -> Weights:
    """The weights of the groups that are scored under several systems."""
    members = round_.members.select_related("unit", "system").order_by("unit__order")
    return {group: own for group, own in weights_of(round_, members).items() if len(own) > 1}


def open_appeals(user: Any, round_: Round) -> list[Appeal]:
    """Appeals about a finding that nobody has ruled on."""
    rows = Appeal.objects.visible_to(user).filter(round=round_, state="open", suspect__isnull=False)
    return list(rows.select_related("unit", "suspect").order_by("unit__order", "pk"))


def system_titles(systems: Mapping[str, IndicatorSystem]) -> list[tuple[str, str]]:
    """Name and title of the round's systems."""
    return [(name, system.title) for name, system in systems.items()]
