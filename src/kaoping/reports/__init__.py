"""
The notice and annexes, score sheets, and the reports of a run; templates/.

All is loaded when first asked for: whoever writes the table of pages needs no templates, nor what reports are
made of.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .html_report import write_report_html
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
    from .pages_table import write_pages_table
    from .publishing.contacts import write_contact_sheet
    from .publishing.file_names import file_name
    from .publishing.ledger_extract import write_ledger_extract
    from .publishing.material import (
        Contact,
        ContactMaterial,
        Edition,
        LedgerMaterial,
        MatrixMaterial,
        RankingMaterial,
        RoundFacts,
        SheetMaterial,
    )
    from .publishing.matrix import write_matrix
    from .publishing.publication import Publication
    from .publishing.ranking import write_ranking
    from .publishing.rectification import (
        RectificationMaterial,
        RectifiedItem,
        write_rectification_report,
    )
    from .publishing.score_sheet import write_score_sheet
    from .summary import summary_lines
    from .verifying.outcome import Flaw, Verified
    from .verifying.verifying import verify_files
    from .workbook import write_report_xlsx

__all__ = [
    "CheckFacts",
    "Contact",
    "ContactMaterial",
    "Edition",
    "Flaw",
    "LedgerMaterial",
    "MatrixMaterial",
    "Publication",
    "RankingMaterial",
    "RectificationMaterial",
    "RectifiedItem",
    "RoundFacts",
    "SheetMaterial",
    "Coverage",
    "ItemRow",
    "RunReport",
    "SectionRow",
    "SectionState",
    "SiteReport",
    "TownshipCell",
    "TownshipRow",
    "Verified",
    "file_name",
    "summary_lines",
    "verify_files",
    "write_contact_sheet",
    "write_ledger_extract",
    "write_matrix",
    "write_pages_table",
    "write_ranking",
    "write_rectification_report",
    "write_report_html",
    "write_report_xlsx",
    "write_score_sheet",
]

_LATE = {
    "CheckFacts": "material",
    "Coverage": "material",
    "ItemRow": "material",
    "RunReport": "material",
    "SectionRow": "material",
    "SectionState": "material",
    "SiteReport": "material",
    "TownshipCell": "material",
    "TownshipRow": "material",
    "Contact": "publishing.material",
    "ContactMaterial": "publishing.material",
    "Edition": "publishing.material",
    "LedgerMaterial": "publishing.material",
    "MatrixMaterial": "publishing.material",
    "RankingMaterial": "publishing.material",
    "RoundFacts": "publishing.material",
    "SheetMaterial": "publishing.material",
    "Publication": "publishing.publication",
    "Flaw": "verifying.outcome",
    "Verified": "verifying.outcome",
    "file_name": "publishing.file_names",
    "verify_files": "verifying.verifying",
    "write_contact_sheet": "publishing.contacts",
    "write_ledger_extract": "publishing.ledger_extract",
    "write_matrix": "publishing.matrix",
    "write_ranking": "publishing.ranking",
    "RectificationMaterial": "publishing.rectification",
    "RectifiedItem": "publishing.rectification",
    "write_rectification_report": "publishing.rectification",
    "write_score_sheet": "publishing.score_sheet",
    "summary_lines": "summary",
    "write_pages_table": "pages_table",
    "write_report_html": "html_report",
    "write_report_xlsx": "workbook",
}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
