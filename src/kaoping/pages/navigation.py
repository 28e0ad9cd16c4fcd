"""The entries of a site's navigation and what each turned out to be: a list, one page of text, elsewhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .page import Page
from .sectionurls import folded
from .subjects import Section

What = Literal["section", "page", "hub", "home", "outer", "dead", "unseen"]
MOST_ENTRIES = 1500
_LEAST_TEXT = 200  # visible characters of a page that is no article and yet more than a menu


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of an address: its page, or that it failed, or that it lies on another host."""

    page: Page | None = None
    is_failed: bool = False
    is_outer: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """
    An entry (导航入口). `what` it leads to: a section; one page of text and no list (机构职能); a page that
    only leads on; the home page; another host; nothing; or something that nobody saw.
    """

    site: str = ""
    name: str = ""
    url: str = ""
    what: What = "unseen"
    trail: tuple[str, ...] = ()  # names from the home page down, its own last
    title: str = ""  # of a single page
    text_length: int = 0


def entries(
    names: Mapping[str, str],
    found: Sequence[Section],
    look: Callable[[str], Look],
    *,
    site: str,
    home_url: str,
) -> tuple[Entry, ...]:
    """
    The entries, sorted by address, at most 1500.

    Args:
        names: What navigation and trails call each address, as `sections` collects it.
        found: The site's sections.
        look: What the run knows of an address.
    """
    by_url = {s.url: s for s in found}
    made = (
        _entry(url, name, by_url, look, site, home_url) for url, name in list(names.items())[:MOST_ENTRIES]
    )
    return tuple(sorted(made, key=lambda e: e.url))


def _entry(
    url: str, name: str, by_url: Mapping[str, Section], look: Callable[[str], Look], site: str, home_url: str
) -> Entry:
    section = by_url.get(url) or by_url.get(folded(url, by_url))
    if section is not None:
        return Entry(site, name, url, "section", section.path)
    if url == home_url:
        return Entry(site, name, url, "home", ())
    seen = look(url)
    page = seen.page
    if page is None:
        what: What = "outer" if seen.is_outer else "dead" if seen.is_failed else "unseen"
        return Entry(site, name, url, what, (name,))
    trail = _trail(page, name)
    what = _what(page)
    length = (page.text_length or page.visible_length) if what == "page" else 0
    return Entry(site, name, url, what, trail, page.title if what == "page" else "", length)


def _what(page: Page) -> What:
    if page.says_not_found:
        return "dead"
    if page.shape == "article":
        return "page"
    if page.shape == "home":
        return "home"
    if page.needs_rendering or page.shape in {"shell", "frameset", "data"}:
        return "unseen"
    return "page" if not page.items and page.visible_length >= _LEAST_TEXT else "hub"


def _trail(page: Page, name: str) -> tuple[str, ...]:
    steps: Iterable[str] = (step.text for step in page.breadcrumb if step.text)
    path = tuple(steps)
    return path if path and path[-1] == name else (*path, name)
