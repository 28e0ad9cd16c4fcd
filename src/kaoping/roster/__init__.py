"""
Who is assessed: units, sites, accounts, and what they still owe from last round.

So far: the units of a round, their sites, and the reading of lists that people fill in.
"""

from .forms import Form, FormRow, WrongCell, cell, form_rows, listed_faults, made_of, read_form
from .mapping import MappingEntry, read_mapping
from .moments import BEIJING, NotAMoment, beijing, written_day, written_moment
from .openitems import OwedFinding, ReportDuty, UnitTask
from .sites import SiteEntry, read_sites, sites_from_addresses
from .tables import Table, read_tables
from .unit_list import UnitNames, folded_name, read_units, unit_named
from .units import Unit
from .visible import harmless, shown

__all__ = [
    "BEIJING",
    "Form",
    "FormRow",
    "MappingEntry",
    "NotAMoment",
    "OwedFinding",
    "ReportDuty",
    "SiteEntry",
    "Table",
    "Unit",
    "UnitNames",
    "UnitTask",
    "WrongCell",
    "beijing",
    "cell",
    "folded_name",
    "harmless",
    "listed_faults",
    "made_of",
    "form_rows",
    "read_form",
    "read_mapping",
    "read_sites",
    "read_tables",
    "read_units",
    "shown",
    "sites_from_addresses",
    "unit_named",
    "written_day",
    "written_moment",
]
