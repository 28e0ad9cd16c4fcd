"""The invented city: its sites, with faults that are known; demo, tests and bench use it."""

from kaoping_toytown.city import City, build_city
from kaoping_toytown.later import Fate
from kaoping_toytown.records import ToySite
from kaoping_toytown.serving import ServedCity, serve
from kaoping_toytown.truth import Decoy, Expected

__all__ = ["City", "Decoy", "Expected", "Fate", "ServedCity", "ToySite", "build_city", "serve"]
