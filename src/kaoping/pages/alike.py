"""Documents whose long titles differ from a cited one by a slip, published about the same time."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from .docnames import Name, may_be_one
from .nearest import day_of
from .page import Page

_Dated = tuple[int, str, Name, Page]


@dataclass(slots=True)
class Alike:
    """Dated documents by the figures in their names, each list in order of day."""

    _by_figures: dict[frozenset[str], list[_Dated]] = field(default_factory=dict)

    def add(self, name: Name, page: Page) -> None:
        """Keep a document; one without a date is like nothing."""
        day = day_of(page)
        if day is not None:
            dated = (day.toordinal(), page.url, name, page)
            insort(self._by_figures.setdefault(name.figures, []), dated, key=lambda d: d[:2])

    def to(self, cited: Name, reading: Page, limits: Mapping[str, float]) -> list[Page]:
        """The documents like a cited name: long, of the same figures, and near in time; usually none."""
        day = day_of(reading)
        if day is None or len(cited.core) < limits["least_long_name"]:
            return []
        known, first = self._by_figures.get(cited.figures, []), day.toordinal() - limits["near_days"]
        start = bisect_left(known, first, key=lambda d: d[0])
        end = bisect_right(known, first + 2 * limits["near_days"], key=lambda d: d[0])
        near = known[start:end]
        cores = [name.core for _, _, name, _ in near]
        cutoff = limits["least_likeness"] * 100
        hits = process.extract(cited.core, cores, scorer=fuzz.ratio, score_cutoff=cutoff, limit=8)
        return [near[place][3] for _, _, place in hits if may_be_one(cited, near[place][2])]
