"""Which section a section lies in: by its trail, else by its address."""

from collections.abc import Mapping, Sequence

from .lightpages import LightPage
from .subjects import Section


def parents(found: Sequence[Section], known: Mapping[str, LightPage], home_url: str) -> Mapping[str, str]:
    """
    The address of each section's parent among `found`, for those that have one.

    The trail's nearest linked step above it wins; then a section whose trail is this one's without its
    last step; then the section at the nearest folder above in the address. No section is its own ancestor.
    """
    by_url = {s.url: s for s in found}
    by_path = {s.path: s.url for s in reversed(found) if s.path}
    by_folder = {_folder(s.url): s.url for s in reversed(found)}
    above: dict[str, str] = {}
    for section in found:
        trail = known[section.url].trail_urls if section.url in known else ()
        linked = [u for u in trail if u in by_url and u != section.url]
        parent = linked[-1] if linked else by_path.get(section.path[:-1], "")
        parent = parent or _above(section.url, by_folder)
        if parent and parent not in (section.url, home_url) and not _leads_to(parent, section.url, above):
            above[section.url] = parent
    return above


def _folder(url: str) -> str:
    """``…/a/b/index.html`` and ``…/a/b/`` lie in ``…/a/b/``; ``…/a/b.htm`` opens the folder ``…/a/b/``."""
    path = url.partition("?")[0]
    head, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    return f"{head}/" if not stem or stem.startswith(("index", "list", "default")) else f"{head}/{stem}/"


def _above(url: str, by_folder: Mapping[str, str]) -> str:
    if "?" in url:
        return ""
    folder = _folder(url)
    while folder.count("/") > 4:  # http://host/a/ has no section folder above it
        folder = folder[: folder.rstrip("/").rfind("/") + 1]
        if folder in by_folder and by_folder[folder] != url:
            return by_folder[folder]
    return ""


def _leads_to(start: str, goal: str, above: Mapping[str, str]) -> bool:
    for _ in range(20):
        if start == goal:
            return True
        if start not in above:
            return False
        start = above[start]
    return True
