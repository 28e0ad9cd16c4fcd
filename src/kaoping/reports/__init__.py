"""The notice and annexes, score sheets, and the reports of a run; templates/."""

from .html_report import write_report_html
from .material import CheckFacts, Coverage, RunReport, SectionRow, SectionState, SiteReport
from .pages_table import write_pages_table
from .summary import summary_lines
from .workbook import write_report_xlsx

__all__ = [
    "CheckFacts",
    "Coverage",
    "RunReport",
    "SectionRow",
    "SectionState",
    "SiteReport",
    "summary_lines",
    "write_pages_table",
    "write_report_html",
    "write_report_xlsx",
]
