"""Rectification: deadlines, reports received, look-back, what is carried over."""

from .deadlines import due_date, overdue_workdays
from .duties import REPORT_WORDS, ReportState, placed_tasks, report_duties, report_state, unclaimed_tasks
from .files import (
    LOOKBACK,
    OPEN_ITEMS,
    Lookback,
    OpenItems,
    read_events,
    read_lookback,
    read_open_items,
    write_events,
    write_lookback,
    write_open_items,
)
from .intake import read_claims, read_reports, read_tasks
from .looking_back import Sighting, looked_back, outcome_of, owed_finding, tally
from .openitems import after_events, due_items, item_order, lookback_events, open_items
from .records import LOOKBACK_WORDS, STATUS_WORDS, Event, LookbackClass, LookedBack, OpenItem, Status
from .sameness import is_same, meant, same_as
from .transitions import EVENT_WORDS, TRANSITIONS, Life, advance, life_of

__all__ = [
    "EVENT_WORDS",
    "LOOKBACK",
    "LOOKBACK_WORDS",
    "OPEN_ITEMS",
    "REPORT_WORDS",
    "STATUS_WORDS",
    "TRANSITIONS",
    "Event",
    "Life",
    "Lookback",
    "LookbackClass",
    "LookedBack",
    "OpenItem",
    "OpenItems",
    "ReportState",
    "Sighting",
    "Status",
    "advance",
    "after_events",
    "due_date",
    "due_items",
    "is_same",
    "item_order",
    "life_of",
    "lookback_events",
    "looked_back",
    "meant",
    "open_items",
    "outcome_of",
    "overdue_workdays",
    "owed_finding",
    "placed_tasks",
    "read_claims",
    "read_events",
    "read_lookback",
    "read_open_items",
    "read_reports",
    "read_tasks",
    "report_duties",
    "report_state",
    "same_as",
    "tally",
    "unclaimed_tasks",
    "write_events",
    "write_lookback",
    "write_open_items",
]
