"""
The notice and annexes, score sheets, and the reports of a run; templates/.

Writers are loaded when first asked for: whoever writes the table of pages needs no templates.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from .material import (
    CheckFacts,
    Coverage,
    ItemRow,
    RunReport,
    SectionRow,
    SectionState,
    SiteReport,
    TownshipCell,
    TownshipRow,
)

if TYPE_CHECKING:
    from .html_report import write_report_html
    from .pages_table import write_pages_table
    from .summary import summary_lines
    from .workbook import write_report_xlsx

__all__ = [
    "CheckFacts",
    "Coverage",
    "ItemRow",
    "RunReport",
    "SectionRow",
    "SectionState",
    "SiteReport",
    "TownshipCell",
    "TownshipRow",
    "summary_lines",
    "write_pages_table",
    "write_report_html",
    "write_report_xlsx",
]

_LATE = {
    "summary_lines": "summary",
    "write_pages_table": "pages_table",
    "write_report_html": "html_report",
    "write_report_xlsx": "workbook",
}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
