"""The rows of a section over all its pages: counted and dated without their words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .lightpages import LightPage, day_of, row_days, row_keys
from .page import ListItem, Page

Again = Callable[[str], Page | None]


@dataclass(frozen=True, slots=True)
class Rows:
    """Each row once, in order of appearance: where it stands (page, place on it) and its day's ordinal."""

    pages: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    days: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        return len(self.days)

    @property
    def undated(self) -> int:
        return sum(1 for day in self.days if not day)

    def dates(self, today: date) -> tuple[date, ...]:
        """The days up to `today`, newest first."""
        last = today.toordinal()
        return tuple(d for n in sorted(self.days, reverse=True) if 0 < n <= last and (d := day_of(n)))

    def newest(self, most: int, again: Again) -> tuple[ListItem, ...]:
        """The newest rows in words, undated ones last; equals in order of appearance."""
        order = sorted(range(self.count), key=lambda n: -self.days[n])[:most]
        held: dict[int, tuple[ListItem, ...]] = {}
        for number in sorted({self.places[n][0] for n in order}):
            page = again(self.pages[number])
            held[number] = page.items if page else ()
        items = []
        for n in order:
            number, place = self.places[n]
            if place < len(held[number]):
                items.append(held[number][place])
        return tuple(items)


def rows_of(pages: Iterable[LightPage], again: Again) -> Rows:
    """All rows of `pages`; of a row that stands on several the first that is dated counts, in its order."""
    urls: list[str] = []
    found: dict[int, int] = {}
    places: list[tuple[int, int]] = []
    days: list[int] = []
    for page in pages:
        keys, dated = _kept(page, again)
        urls.append(page.url)
        for place, (key, day) in enumerate(zip(keys, dated, strict=True)):
            before = found.get(key)
            if before is None:
                found[key] = len(days)
                places.append((len(urls) - 1, place))
                days.append(day)
            elif not days[before] and day:
                places[before], days[before] = (len(urls) - 1, place), day
    return Rows(tuple(urls), tuple(places), tuple(days))


def _kept(page: LightPage, again: Again) -> tuple[Sequence[int], Sequence[int]]:
    if page.keys is not None and page.days is not None:
        return page.keys, page.days
    whole = again(page.url) if page.has_items else None
    return (row_keys(whole), row_days(whole)) if whole else ((), ())
