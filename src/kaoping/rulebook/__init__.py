"""
Reads and validates the rulebook, ours or an office's own folder.

Files of the data package ``kaoping_rulebook`` become one immutable `Rulebook`: a precheck, indicator systems,
working days, lexicons and reading data. Nothing wrong in them passes the load.
"""

from .book import Rulebook, load_rulebook, shipped_mistakes, validate_options
from .catalogues import Catalogue, CatalogueNode, Exemption, exemption_for
from .counting import how_counted
from .crosswalks import Bond, CarriedLine, Crosswalk, carried_over, crosswalk_draft, read_crosswalk
from .fields import CODE, field_mistakes, fields_in, filled
from .files import STATISTICS
from .lexicon_files import LexiconFile, lexicon_file, lexicon_files
from .lexicon_import import ImportedList, imported_list, is_lexicon_name
from .lexicons import LISTED, TABLE, Entry, Lexicon, lexicon_of
from .names import Renamed
from .normalised import Normalised, normalised, plain
from .notices import NoticeCategory, NoticeDemand, NoticeWording
from .packed import Forms, PackedEntries
from .prechecks import Demand, Precheck, Veto, VetoClause
from .sectionterms import SectionTerm, section_term
from .severities import Place, SeverityTable
from .sources import MARK_WORDS, Source
from .system_compare import system_difference, told_value
from .system_data import digest_of
from .system_files import Systems, load_system, load_systems, read_system_yaml
from .system_lint import WAITING, Remark, figures, lint_system, weight_mistakes
from .system_sheets import read_system_xlsx
from .system_workbook import write_system_xlsx
from .system_writing import system_yaml, write_system_yaml, write_whole
from .systems import (
    Basis,
    Bonus,
    Change,
    Deduction,
    Grade,
    Indicator,
    IndicatorSystem,
    Rule,
    Step,
    VetoCase,
    VetoRule,
)
from .waivers import Waiver
from .workdays import CountedDay, OutsideCalendar, Workdays

__all__ = [
    "Basis",
    "Bonus",
    "Deduction",
    "Grade",
    "Indicator",
    "IndicatorSystem",
    "Rule",
    "Step",
    "VetoCase",
    "VetoRule",
    "Bond",
    "CarriedLine",
    "Change",
    "Crosswalk",
    "Remark",
    "Systems",
    "WAITING",
    "carried_over",
    "crosswalk_draft",
    "digest_of",
    "figures",
    "lint_system",
    "load_system",
    "load_systems",
    "read_crosswalk",
    "read_system_xlsx",
    "read_system_yaml",
    "system_difference",
    "system_yaml",
    "told_value",
    "weight_mistakes",
    "write_system_xlsx",
    "write_system_yaml",
    "write_whole",
    "LISTED",
    "MARK_WORDS",
    "STATISTICS",
    "Catalogue",
    "CatalogueNode",
    "CountedDay",
    "Entry",
    "Exemption",
    "Forms",
    "ImportedList",
    "Demand",
    "Precheck",
    "Lexicon",
    "LexiconFile",
    "CODE",
    "Normalised",
    "NoticeCategory",
    "NoticeDemand",
    "NoticeWording",
    "field_mistakes",
    "fields_in",
    "filled",
    "OutsideCalendar",
    "PackedEntries",
    "Place",
    "TABLE",
    "Renamed",
    "Rulebook",
    "SectionTerm",
    "SeverityTable",
    "Source",
    "Veto",
    "VetoClause",
    "Waiver",
    "Workdays",
    "exemption_for",
    "how_counted",
    "load_rulebook",
    "section_term",
    "imported_list",
    "is_lexicon_name",
    "lexicon_file",
    "lexicon_files",
    "lexicon_of",
    "normalised",
    "plain",
    "shipped_mistakes",
    "validate_options",
]
