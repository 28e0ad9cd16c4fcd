"""What the foot of a page prints: sponsor, contact, site code, filing numbers, site map."""

from collections.abc import Iterable

from .page import Footer, Link
from .words import Lexis, collapse, squeeze


def footer(text: str, links: Iterable[Link], lexis: Lexis) -> Footer:
    """
    The footer's parts.

    Args:
        text: The words of the page's lower part, blocks joined by newlines.
        links: The page's links, for the site map.
    """
    values = {name: _first(text, name, lexis) for name in lexis.footer}
    return Footer(
        sponsor=squeeze(values.get("sponsor", "")).strip("：:，,。;；"),
        contact=collapse(values.get("contact", "")),
        site_code=values.get("site_code", ""),
        icp=_number(values.get("icp", "")),
        police=_number(values.get("police", "")),
        sitemap=sitemap(links, lexis),
    )


def _number(value: str) -> str:
    """A filing number without blanks and without the colon that some pages put before its digits."""
    return squeeze(value).replace("：", "").replace(":", "")


def sitemap(links: Iterable[Link], lexis: Lexis) -> str:
    """The address of the site map, the last link that is called one, or ``""``."""
    found = ""
    for link in links:
        if len(link.text) <= 12 and lexis.says_sitemap[link.text]:
            found = link.url
    return found


def _first(text: str, name: str, lexis: Lexis) -> str:
    found = lexis.footer[name].search(text)
    if found is None:
        return ""
    groups = found.groupdict()
    return (groups.get("value") or groups.get("before") or "").strip()
