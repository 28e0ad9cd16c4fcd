"""
Who is assessed: units, sites, accounts, and what they still owe from last round.

So far: the sites, out of a sites file or a list of addresses.
"""

from .sites import SiteEntry, read_sites, sites_from_addresses

__all__ = ["SiteEntry", "read_sites", "sites_from_addresses"]
