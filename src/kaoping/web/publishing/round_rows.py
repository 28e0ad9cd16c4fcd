"""A round's rows as the records of `kaoping.rounds`, for what is made of a round read from its folder."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kaoping.errors import LedgerError
from kaoping.findings.bulk import Bulk
from kaoping.ledger import LookedBack
from kaoping.roster import SiteEntry
from kaoping.rounds.owed import Owed, last_days
from kaoping.rounds.previous_round import RoundHead
from kaoping.rounds.round_file import Deadlines, Group, Span, Weighted
from kaoping.rounds.round_file import Round as WrittenRound
from kaoping.rounds.round_files import RoundFiles
from kaoping.rounds.round_material import RoundMaterial
from kaoping.rulebook import Rulebook, load_rulebook
from kaoping.scoring import Material

from ..gathering.models import Coverage
from ..inspection.models import Answer
from ..planning.models import Round, Site
from .papers import Papers, ledger_of
from .rows import material_of

REPORT_WORKDAYS = 6  # where the round's settings say nothing


@lru_cache(maxsize=2)
def _rules(folder: str) -> Rulebook:
    return load_rulebook(Path(folder) if folder else None)


def office_rules() -> Rulebook:
    """The office's rulebook, read once."""
    return _rules(str(settings.RULEBOOK_FOLDER or ""))


def written_round(papers: Papers) -> WrittenRound:
    """The round as ``round.yaml`` would say it."""
    round_ = papers.round
    period = Span(round_.period_from, round_.period_to)
    return WrittenRound(
        folder=Path(),
        title=round_.title,
        office=round_.office,
        period=period,
        checked=period,
        today=round_.today,
        groups=tuple(_group(group, papers.weights[group]) for group in papers.group_names),
        notice_date=round_.notice_date,
        seed=round_.seed,
        deadlines=Deadlines(report_workdays=report_workdays(round_) if round_.notice_date else None),
        progress_percent=Decimal(str(round_.settings.get("progress_percent", 5))),
        progress_ranks=int(round_.settings.get("progress_ranks", 3)),
    )


def report_workdays(round_: Round) -> int:
    """Working days after the notice in which units report."""
    return int(round_.settings.get("report_workdays", REPORT_WORKDAYS))


def _group(name: str, weights: Mapping[str, Decimal]) -> Group:
    whole = sum(weights.values(), Decimal(0))
    return Group(name, (), tuple(Weighted(system, weight / whole) for system, weight in weights.items()))


def round_material(papers: Papers, scoring: Material | None = None) -> RoundMaterial:
    """The round with all that was seen and ruled, as it would have been read from a folder."""
    one = written_round(papers)
    ledger = ledger_of(papers)
    scoring = scoring or material_of(papers.round)
    return RoundMaterial(
        one=one,
        head=round_head(papers, one),
        systems=papers.systems,
        sites=tuple(sites_of(papers)),
        scoring=scoring,
        bulk=Bulk(),
        owed=Owed(looked_back=(*ledger.looked_back.values(), *_looked_back(papers.round))),
        items=ledger.items,
        inputs=(),
        remarks=(),
    )


def _looked_back(round_: Round) -> Iterable[LookedBack]:
    """What look backs that were fed into this round saw of earlier findings."""
    from ..lookback.feeding import looked_of

    for one in round_.look_backs.exclude(fed_at=None).order_by("fed_at", "pk"):
        yield from looked_of(one)


def round_head(papers: Papers, one: WrittenRound) -> RoundHead:
    """What later rounds read of this one; a last day beyond the calendar is left out."""
    return RoundHead(
        title=one.title,
        office=one.office,
        period=(one.period.first, one.period.last),
        today=one.today,
        systems={name: system.digest for name, system in sorted(papers.systems.items())},
        notice_date=one.notice_date,
        **dict(zip(("report_due", "report_counted"), _report_due(one), strict=True)),  # type: ignore[arg-type]
    )


def _report_due(one: WrittenRound) -> tuple[date | None, str]:
    try:
        return last_days(one.notice_date, one.deadlines, office_rules())[1]
    except LedgerError:
        return None, ""


def sites_of(papers: Papers) -> Iterable[SiteEntry]:
    """The sites of the round's units."""
    for site in Site.objects.filter(unit__name__in=papers.groups).select_related("unit"):
        yield SiteEntry(site.unit.name, site.unit.kind, site.name, site.url, site.code)


def used_ways(round_: Round) -> RoundFiles:
    """By which ways the round was looked at, as the folder's files would show it; the paths lead nowhere."""
    ways = {
        "observations": Coverage.objects.filter(round=round_).exists(),
        "answers": Answer.objects.filter(task__round=round_, is_draft=False).exists(),
        "monitors": any(
            witness.get("voice") == "monitor"
            for witnesses in round_.suspects.values_list("witnesses", flat=True).iterator()
            for witness in witnesses
        ),
    }
    given = {name: (Path(name),) if is_used else () for name, is_used in ways.items()}
    return RoundFiles(
        units=Path("units.csv"),
        sites=None,
        contacts=None,
        coverage=(),
        inspections=(),
        decisions=(),
        reports=None,
        claims=None,
        tasks=None,
        events=None,
        **given,
    )
