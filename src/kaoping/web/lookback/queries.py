"""Reads of this desk: always through the rows that the user may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from ..planning.models import Round
from ..review.models import Suspect
from .actions import EARLIER, FED_IN
from .models import OUTCOMES, LookBack, Looked

MOST_YEARS = 12


@dataclass(slots=True)
class UnitLine:
    """One unit's findings by class."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All that were looked at."""
        return sum(self.counts.values())

    @property
    def shares(self) -> list[int]:
        """In the order of the classes."""
        return [self.counts[outcome] for outcome in OUTCOMES]

    @property
    def fixed(self) -> int:
        """Put right."""
        return self.counts["fixed"]


def unit_lines(user: Any, one: LookBack) -> list[UnitLine]:
    """The five classes of each unit, in the order of the register; unknown units last."""
    return list(_lines(Looked.objects.visible_to(user).filter(look_back=one)).values())


def _lines(rows: QuerySet[Looked]) -> dict[str, UnitLine]:
    told = rows.order_by("unit__order", "unit__name", "unit_name")
    found: dict[str, UnitLine] = {}
    for row in told.values("unit__name", "unit_name", "outcome").annotate(n=Count("id")):
        name = row["unit__name"] or row["unit_name"]
        found.setdefault(name, UnitLine(name)).counts[row["outcome"]] += row["n"]
    return found


def earlier_rounds(user: Any) -> list[tuple[Round, int, LookBack | None]]:
    """Rounds that can be looked back at: with how many confirmed findings, and the latest look back."""
    rows = Round.objects.visible_to(user).filter(state__in=EARLIER)
    found = list(rows[:30])
    confirmed = Suspect.objects.visible_to(user).filter(round__in=found, state="confirmed")
    counts = Counter(confirmed.values_list("round", flat=True))
    latest = {
        one.source_id: one
        for one in LookBack.objects.visible_to(user).filter(source__in=found).order_by("made_at", "id")
    }
    return [(round_, counts[round_.pk], latest.get(round_.pk)) for round_ in found]


def open_targets(user: Any) -> QuerySet[Round]:
    """Rounds into which what is seen can go."""
    return Round.objects.visible_to(user).filter(state__in=FED_IN)


def target_of(user: Any, source: Round) -> Round | None:
    """The round that follows on this one, or else the only one that is open."""
    targets = open_targets(user)
    followers = targets.filter(previous=source)
    return followers.first() or (targets.get() if targets.count() == 1 else None)


@dataclass(frozen=True, slots=True)
class Years:
    """The look backs as columns, and each unit's classes in each (None: nothing of it was looked at)."""

    columns: list[LookBack]
    rows: list[tuple[str, list[UnitLine | None]]]
    sums: list[UnitLine]


def years_of(user: Any) -> Years:
    """The latest look backs that are done, the oldest first."""
    done = LookBack.objects.visible_to(user).filter(state="done").order_by("-today", "-id")[:MOST_YEARS]
    columns = list(reversed(done))
    told = [_lines(Looked.objects.visible_to(user).filter(look_back=one)) for one in columns]
    names = dict.fromkeys(name for own in told for name in own)
    sums = [_sum(own.values()) for own in told]
    return Years(columns, [(name, [own.get(name) for own in told]) for name in names], sums)


def _sum(lines: Iterable[UnitLine]) -> UnitLine:
    whole = UnitLine("合计")
    for line in lines:
        whole.counts.update(line.counts)
    return whole
