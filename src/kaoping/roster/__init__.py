"""
Who is assessed: units, sites, accounts, and what they still owe from last round.

So far: the sites, out of a sites file or a list of addresses.
"""

from .mapping import MappingEntry, read_mapping
from .sites import SiteEntry, read_sites, sites_from_addresses
from .tables import Table, read_tables
from .units import Unit

__all__ = [
    "MappingEntry",
    "SiteEntry",
    "Table",
    "Unit",
    "read_mapping",
    "read_sites",
    "read_tables",
    "sites_from_addresses",
]
