"""Reports on rectification and tasks: who owed what, and whether it came."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from kaoping.roster import ReportDuty, SiteEntry, UnitTask

ReportState = Literal["in time", "late", "missing", "not yet due"]
REPORT_WORDS: Mapping[ReportState, str] = {
    "in time": "按时报送",
    "late": "逾期报送",
    "missing": "未报送",
    "not yet due": "未到期",
}
_CHINA = ZoneInfo("Asia/Shanghai")


def report_duties(
    units: Iterable[str],
    received: Mapping[str, Iterable[datetime]],
    *,
    title: str,
    due: date | None,
    counted: str = "",
    sites: Iterable[SiteEntry] = (),
) -> tuple[ReportDuty, ...]:
    """
    One duty for each unit that owes a report, in the order given; the first report that came counts.

    Args:
        received: Instants at which reports came, by unit; their day in China counts.
        sites: The roster of sites, for the address by which a unit's duty is called.
    """
    homes = _homes(sites)
    return tuple(
        ReportDuty(
            unit=unit,
            site=homes.get(unit, ("", ""))[0],
            url=homes.get(unit, ("", ""))[1],
            round=title,
            due=due,
            counted=counted,
            received=min((at.astimezone(_CHINA).date() for at in received.get(unit, ())), default=None),
        )
        for unit in dict.fromkeys(units)
    )


def report_state(duty: ReportDuty, today: date) -> ReportState:
    """Whether a report came in time. Without a last day whatever came was in time."""
    if duty.received is not None:
        return "in time" if duty.due is None or duty.received <= duty.due else "late"
    return "missing" if duty.due is not None and today > duty.due else "not yet due"


def placed_tasks(tasks: Iterable[UnitTask], sites: Iterable[SiteEntry]) -> tuple[UnitTask, ...]:
    """The tasks with site and address of their units, where the roster knows them."""
    homes = _homes(sites)
    return tuple(
        UnitTask(t.unit, *homes.get(t.unit, (t.site, t.url)), t.task, t.claim_by, t.claimed) for t in tasks
    )


def unclaimed_tasks(tasks: Iterable[UnitTask], today: date) -> tuple[UnitTask, ...]:
    """Tasks that nobody had taken on by their last day."""
    return tuple(t for t in tasks if t.claim_by is not None and (t.claimed or today) > t.claim_by)


def _homes(sites: Iterable[SiteEntry]) -> dict[str, tuple[str, str]]:
    homes: dict[str, tuple[str, str]] = {}
    for entry in sites:
        homes.setdefault(entry.unit, (entry.url.split("/")[2], entry.url))
    return homes
