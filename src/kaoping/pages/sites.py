"""A site as a whole: its home page, what lies one step below, its footer."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from .page import FindErrors, Footer, Page
from .subjects import Sight, Site

_BLOCKING = frozenset({401, 403, 405, 412, 418, 429, 451})
_KNOWN_SHARE = 0.8
_MOST_PARTS = 4
_MENU_WORD = 8  # characters: shorter rows of a home page are entries to sections
_PARTS = ("sponsor", "contact", "site_code", "icp", "police", "sitemap")


def site_reading(
    *, site: str, home: Page | None, home_url: str, today: date, unit: str = "", unit_kind: str = "",
    name: str = "", registered_code: str = "", home_unseen: str = "", probes: Iterable[Sight] = (),
    second_level: Iterable[Page] = (), pages_seen: int = 0,
) -> Site:  # fmt: skip
    """
    Everything that checks look at in a whole site.

    Args:
        home: The home page as last read, drawn by a browser where one was at hand.
        second_level: Pages one step below the home page. Of an entrance, a frameset or a shell they also
            stand in for the footer.
        today: Dates after it are slips and count for nothing.
    """
    sights = tuple(probes)
    below = [p for p in second_level if home is None or p.url != home.url]
    is_entrance = home is not None and home.shape in {"entrance", "frameset"}
    footer = home.footer if home else Footer()
    is_complete = all(getattr(footer, part) for part in _PARTS)
    if home is not None and not is_complete and (is_entrance or home.needs_rendering):
        footer = _completed(footer, below)
    drawn = [p for p in below if p.shape == "data" and p.footer.site_code + p.footer.sponsor + p.footer.icp]
    if home is not None and home.has_scripted_footer and not is_complete:
        footer = _completed(footer, drawn)
    still_lacks = not all(getattr(footer, part) for part in _PARTS)
    return Site(
        site=site,
        unit=unit,
        unit_kind=unit_kind,
        name=name,
        registered_code=registered_code,
        home=home,
        home_url=home_url,
        home_unseen=home_unseen,
        probes=sights,
        is_blocked=home is None and bool(sights) and all(s.status in _BLOCKING for s in sights),
        is_home_entrance=is_entrance,
        home_newest=_newest([home], today) if home else None,
        second_newest=_newest(below, today),
        footer=footer,
        footer_by_script=still_lacks
        and not drawn
        and home is not None
        and not home.is_rendered
        and _may_come_by_script(home),
        pages_seen=pages_seen,
        find_errors=_entrance(home, below),
        has_static_footer=home is not None and _printed(home) >= _MOST_PARTS,
        has_search=home is None or home.has_search or _most_search(below),
    )


def _printed(home: Page) -> int:
    return sum(bool(getattr(home.footer, part)) for part in _PARTS)


def _entrance(home: Page | None, below: Iterable[Page]) -> FindErrors:
    """The entrance of the home page, else of its footer's script, or of pages below a splash."""
    if home is None or home.find_errors.told:
        return home.find_errors if home else FindErrors()
    is_bare = home.shape in {"entrance", "frameset"} or bool(home.needs_rendering)
    return next(
        (p.find_errors for p in below if p.find_errors.told and (is_bare or p.shape == "data")),
        home.find_errors,
    )


def _most_search(below: Iterable[Page]) -> bool:
    """Whether at least half of the sections' pages, and not one alone, have a search: their head has it."""
    sections = [p.has_search for p in below if p.shape == "section"]
    return len(sections) > 1 and sum(sections) * 2 >= len(sections)


def dated_by_targets(home: Page, published: Callable[[str], date | None]) -> Page:
    """
    The home page with a day for rows that print none, or only month and day: the day of publication of the
    article that the row leads to.

    Where the home page prints no day at all, the articles speak for it only if at least `_KNOWN_SHARE` of the
    rows that look like articles could be asked: else a fresh one may be among those that were not read.

    Args:
        published: Of an address, the day of the article that was read there, or None.
    """
    undated = [item for item in home.items if item.published is None and len(item.title) > _MENU_WORD]
    days = {item.url: day for item in undated if (day := published(item.url))}
    is_printed = any(item.published for item in home.items)
    if not days or (not is_printed and len(days) < _KNOWN_SHARE * len(undated)):
        return home
    items = (replace(i, published=i.published or days.get(i.url)) for i in home.items)
    return replace(home, items=tuple(items))


def _newest(pages: Iterable[Page], today: date) -> date | None:
    days = [i.published for p in pages for i in p.items if i.published and i.published <= today]
    days += [p.published for p in pages if p.published and p.published <= today]
    return max(days, default=None)


def _completed(footer: Footer, below: Iterable[Page]) -> Footer:
    """The footer with the parts that pages below print: an entrance often has none of its own."""
    for page in below:
        lacking = {
            p: getattr(page.footer, p) for p in _PARTS if not getattr(footer, p) and getattr(page.footer, p)
        }
        footer = replace(footer, **lacking)
    return footer


def _may_come_by_script(home: Page) -> bool:
    """A footer that stands in the markup with most of its parts is not drawn, whatever else scripts draw."""
    printed = _printed(home)
    if printed >= _MOST_PARTS:
        return False
    return home.has_scripted_footer or bool(home.needs_rendering) or (not printed and bool(home.scripts))
