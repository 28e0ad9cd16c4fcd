"""Annual reports on open government: which year a title reports on, and whose report it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .disclosure import DisclosureItem
from .places import KnownItem
from .words import Rules, squeeze

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """One report. `year` is the year reported on, None where the title names none."""

    title: str = ""
    url: str = ""
    year: int | None = None
    published: date | None = None


def annual_reports(found: DisclosureItem, unit: str, rules: Rules) -> tuple[AnnualReport, ...]:
    """
    The unit's own annual reports among all that answers the item, each address once, in order of address.

    A portal's section also lists the reports of departments: a title that names another body is not ours.
    """
    words = rules.reading("disclosure")["annual_report"]
    is_report, year = re.compile(words["titles"]), re.compile(words["year"])
    plain = re.compile(words["dropped"])
    known: dict[str, AnnualReport] = {}
    for item in _rows(found):
        title = squeeze(item.title)
        match = is_report.search(title)
        if match and _is_own(title, unit, year, plain):
            known.setdefault(
                item.url or title, AnnualReport(item.title, item.url, _year(title, year), item.published)
            )
    return tuple(known[url] for url in sorted(known))


def due_date(
    unit_kind: str, today: date, deadline: str, government_deadline: str, government_kinds: Sequence[str]
) -> date:
    """
    The day of this year by which last year's report must be out (政府信息公开条例第四十九条).

    Deadlines are given as ``01-31``; of units of unknown kind (``""``) the later one counts.
    """
    is_government = unit_kind in government_kinds or not unit_kind
    return date.fromisoformat(f"{today.year}-{government_deadline if is_government else deadline}")


def _rows(found: DisclosureItem) -> Iterable[KnownItem]:
    for place in found.places:
        yield from place.items
    yield from found.items
    yield from found.documents


def _year(title: str, pattern: re.Pattern[str]) -> int | None:
    match = pattern.search(title)
    return int(match.group(1).translate(_DIGITS)) if match else None


def _is_own(title: str, unit: str, year: re.Pattern[str], dropped: re.Pattern[str]) -> bool:
    """Whether the words before the year name this unit, its place, or nobody."""
    match = year.search(title)
    head = dropped.sub("", title[: match.start()] if match else "")
    name = dropped.sub("", squeeze(unit))
    return not head or not name or head in name or head.endswith(name)
