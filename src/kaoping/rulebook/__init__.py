"""
Reads and validates the rulebook, ours or an office's own folder.

Files of the data package ``kaoping_rulebook`` become one immutable `Rulebook`: an indicator system, working
days, lexicons and reading data. Nothing wrong in them passes the load.
"""

from .book import Rulebook, load_rulebook, shipped_mistakes, validate_options
from .catalogues import Catalogue, CatalogueNode, Exemption, exemption_for
from .counting import how_counted
from .indicators import Indicator, IndicatorSystem, Veto, VetoClause
from .lexicons import Entry, Lexicon
from .sources import MARK_WORDS, Source
from .workdays import CountedDay, OutsideCalendar, Workdays

__all__ = [
    "MARK_WORDS",
    "Catalogue",
    "CatalogueNode",
    "CountedDay",
    "Entry",
    "Exemption",
    "Indicator",
    "IndicatorSystem",
    "Lexicon",
    "OutsideCalendar",
    "Rulebook",
    "Source",
    "Veto",
    "VetoClause",
    "Workdays",
    "exemption_for",
    "how_counted",
    "load_rulebook",
    "shipped_mistakes",
    "validate_options",
]
