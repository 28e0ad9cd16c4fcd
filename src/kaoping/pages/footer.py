"""What the foot of a page prints: sponsor, contact, site code, filing numbers, site map."""

import re
from collections.abc import Sequence

from .page import Footer, Link
from .words import Lexis, collapse, squeeze

_APART = "\n|\n"  # no part of a footer reaches over a bar


def footer(text: str, links: Sequence[Link], lexis: Lexis) -> Footer:
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


def sitemap(links: Sequence[Link], lexis: Lexis) -> str:
    """The address of the site map, the last link that is called one, or ``""``."""
    named = (link.url for link in reversed(links) if len(link.text) <= 12 and lexis.says_sitemap[link.text])
    return next(named, "")


def _near(text: str, hint: re.Pattern[str]) -> str:
    """The lines that bear the hint, each with its neighbours; groups of lines are set apart by a bar."""
    ranges: list[list[int]] = []
    for match in hint.finditer(text):
        line = text.rfind("\n", 0, match.start())
        start = text.rfind("\n", 0, max(line, 0)) + 1
        following = text.find("\n", match.end())
        end = text.find("\n", following + 1) if following >= 0 else -1
        end = len(text) if end < 0 else end
        if ranges and start <= ranges[-1][1]:
            ranges[-1][1] = max(end, ranges[-1][1])
        else:
            ranges.append([start, end])
    return _APART.join(text[start:end] for start, end in ranges)


def _first(text: str, name: str, lexis: Lexis) -> str:
    near = _near(text, lexis.footer_hints[name])
    found = lexis.footer[name].search(near) if near else None
    if found is None:
        return ""
    groups = found.groupdict()
    return (groups.get("value") or groups.get("before") or "").strip()
