"""Maps of units that have several sites: what stands on one of them is not missing on another."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from kaoping.pages.disclosure import DisclosureMap
from kaoping.pages.unitmaps import with_siblings
from kaoping.roster import SiteEntry

from .maps import SiteMaps
from .unit_pairs import site_key, unit_key


class UnitMaps:
    """
    Joins the maps of a unit's sites. Sites are one unit's where the roster's unit column says the same; bare
    addresses are never joined. Only the maps of the last unit are remembered.
    """

    def __init__(self, entries: Iterable[SiteEntry]) -> None:
        self._groups: dict[str, list[SiteEntry]] = {}
        for entry in entries:
            self._groups.setdefault(unit_key(entry), []).append(entry)
        self._unit = ""
        self._drawn: dict[str, DisclosureMap] = {}

    def joined(
        self, entry: SiteEntry, maps: SiteMaps, draw: Callable[[SiteEntry], DisclosureMap]
    ) -> SiteMaps:
        """The site's maps, its disclosure seen with that of the unit's other sites; `draw` maps one alone."""
        unit = unit_key(entry)
        group = self._groups.get(unit, [])
        if len(group) < 2 or not unit.startswith("unit:"):
            return maps
        if self._unit != unit:
            self._unit, self._drawn = unit, {}
        self._drawn[site_key(entry)] = maps.disclosure
        for other in group:
            if site_key(other) not in self._drawn:
                self._drawn[site_key(other)] = draw(other)
        keys = dict.fromkeys(site_key(other) for other in group)
        siblings = [self._drawn[key] for key in keys if key != site_key(entry)]
        return replace(maps, disclosure=with_siblings(maps.disclosure, siblings, next(iter(keys))))
