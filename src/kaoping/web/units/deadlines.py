"""Last days in working days, from the office's calendar; never guessed beyond it."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kaoping.errors import LedgerError
from kaoping.ledger import due_date, overdue_workdays
from kaoping.rulebook import Rulebook, load_rulebook

from ..planning.models import Round
from .refusals import Refused

# an office's own terms stand in the round's settings
APPEAL_WORKDAYS = 3
REPORT_WORKDAYS = 6
RECTIFY_WORKDAYS = {"严重": 3, "一般": 6, "疑似": 6, "提示": 10}


@lru_cache(maxsize=2)
def _rules(folder: str) -> Rulebook:
    return load_rulebook(Path(folder) if folder else None)


def rules() -> Rulebook:
    """The office's rulebook, read once."""
    return _rules(str(settings.RULEBOOK_FOLDER or ""))


def counted(start: date, workdays: int) -> tuple[date, str]:
    """
    The last day of a term that begins on the day after `start`, and how it was counted.

    Raises:
        Refused: The calendar does not reach so far.
    """
    try:
        return due_date(start, workdays, rules())
    except LedgerError as error:
        raise Refused(str(error)) from error


def appeal_workdays(round_: Round) -> int:
    """Working days in which units may object to their draft."""
    return int(round_.settings.get("appeal_workdays", APPEAL_WORKDAYS))


def report_workdays(round_: Round) -> int:
    """Working days after the notice in which the report on rectification is due."""
    return int(round_.settings.get("report_workdays", REPORT_WORKDAYS))


def rectify_workdays(round_: Round, severity: str) -> int:
    """Working days in which a finding of this severity has to be put right."""
    said = RECTIFY_WORKDAYS | round_.settings.get("rectify_workdays", {})
    return int(said.get(severity, REPORT_WORKDAYS))


def is_workday(day: date) -> bool:
    """Whether it is one; refused beyond the calendar."""
    return rules().workdays.is_workday(day)


def late_by(due: date, day: date) -> int | None:
    """Working days from the day after `due` to `day`; None beyond the calendar."""
    return overdue_workdays(due, day, rules())
