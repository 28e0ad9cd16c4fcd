"""What units owed beside their findings: reports on the round before, tasks that they had to claim."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from django.utils import timezone

from kaoping.checks import Check, Observation, judge, load_checks
from kaoping.ledger import placed_tasks, report_duties
from kaoping.roster import BEIJING, ReportDuty, SiteEntry, UnitTask
from kaoping.rulebook import Rulebook

from ..planning.models import Round, Site
from ..units.models import Claim, RectificationTask, Report, Term


def duty_checks() -> list[Check]:
    """The checks that judge reports and tasks."""
    return [check for check in load_checks().values() if {ReportDuty, UnitTask} & set(check.subjects)]


def duty_observations(target: Round, rules: Rulebook) -> Iterator[Observation]:
    """What the checks say of them on the target's day; each laid to its unit."""
    at = datetime.combine(target.today, time(), BEIJING).astimezone(UTC)
    for subject in duties_of(target):
        for check in duty_checks():
            if type(subject) in check.subjects and rules.demand_of(check.id):
                for told in judge(check, subject, rules, today=target.today):
                    yield replace(told, unit=subject.unit, seen_at=at)


def duties_of(target: Round) -> Sequence[ReportDuty | UnitTask]:
    """Duties of the target's units: reports that the round before asked for, tasks of the target's period."""
    own = target.members.values("unit")
    rows = Site.objects.filter(unit__in=own).select_related("unit").order_by("-is_portal", "pk")
    sites = [SiteEntry(s.unit.name, s.unit.kind, s.name, s.url, s.code) for s in rows]
    claims = Claim.objects.filter(unit__in=own, task__claim_by__range=(target.period_from, target.today))
    tasks = [
        UnitTask(
            unit=one.unit.name,
            task=one.task.title,
            claim_by=one.task.claim_by,
            claimed=timezone.localdate(one.claimed_at) if one.claimed_at else None,
        )
        for one in claims.select_related("unit", "task").order_by("pk")
    ]
    return (*_reports(target, sites), *placed_tasks(tasks, sites))


def _reports(target: Round, sites: Sequence[SiteEntry]) -> Sequence[ReportDuty]:
    before = target.previous
    term = Term.objects.filter(round=before).first() if before else None
    if before is None or term is None or term.report_due is None:
        return ()
    owing = RectificationTask.objects.filter(round=before, unit__in=target.members.values("unit"))
    units = owing.order_by("unit__order", "unit__name").values_list("unit__name", flat=True)
    received: dict[str, list[datetime]] = {}
    for report in Report.objects.filter(round=before, is_confirmed=True).select_related("unit"):
        if report.unit:
            received.setdefault(report.unit.name, []).append(report.received_at)
    return report_duties(
        dict.fromkeys(units), received, title=before.title, due=term.report_due,
        counted=term.report_counted, sites=sites,
    )  # fmt: skip
