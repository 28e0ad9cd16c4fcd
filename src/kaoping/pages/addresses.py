"""Addresses on a page made absolute, remembered because navigation repeats on every page."""

import re
from collections.abc import Mapping

from kaoping.gather.addresses import host_of, join

from .page import Target
from .words import Lexis

_UNFETCHABLE = ("javascript:", "mailto:", "tel:", "data:", "about:", "sms:", "weixin:", "vbscript:", "blob:")
_CACHE_SIZE = 50_000
_FOLDER_CACHE_SIZE = 2_000
_STEPS_UP = 8
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,5})$")


class Joiner:
    """
    Joins addresses to their page's, bounded memory.

    What is remembered is keyed by the folder that an address leans on and the rest of it, so ``/a/`` and
    ``../../a/`` of menus serve all pages of a site; addresses that lean on the whole page address
    (``?page=2``) are not remembered.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str | None] = {}
        self._targets: dict[str, Target] = {}
        self._folders: dict[str, Mapping[str, str]] = {}

    def join(self, base: str, folder: str, href: str) -> str | None:
        """The absolute, normalised address, or null for what is not a web address or stays on the page."""
        href = href.strip()
        if not href or href[0] == "#" or len(href) > 4096:
            return None
        if href[0] == "?":
            return join(base, href)
        key = self.lean(folder, href)
        known = self._known
        if key in known:
            return known[key]
        if len(known) >= _CACHE_SIZE:
            known.clear()
        if ":" in href[:12] and href[:12].lower().startswith(_UNFETCHABLE):
            found = None
        else:
            found = join(base, href)
        known[key] = found
        return found

    def lean(self, folder: str, href: str) -> tuple[str, str]:
        """The folder that a stripped address leans on, as far up as it says itself, and its rest."""
        rest = href.lstrip("./")
        above = self.folders(folder).get(href[: len(href) - len(rest)])
        if above is not None and (not rest or rest[0].isalnum()) and ":" not in rest:
            return above, rest
        return ("" if href.startswith(("http://", "https://")) else folder), href

    def folders(self, folder: str) -> Mapping[str, str]:
        """What ``./``, ``../``, ``/`` … before an address mean in a folder."""
        known = self._folders.get(folder)
        if known is None:
            if len(self._folders) >= _FOLDER_CACHE_SIZE:
                self._folders.clear()
            known = self._folders[folder] = _above(folder)
        return known

    def target(self, url: str, lexis: Lexis) -> Target:
        """As `target_of`, remembered."""
        found = self._targets.get(url)
        if found is None:
            if len(self._targets) >= _CACHE_SIZE:
                self._targets.clear()
            found = self._targets[url] = target_of(url, lexis)
        return found


def _above(folder: str) -> Mapping[str, str]:
    root = folder[: folder.find("/", folder.find("//") + 2) + 1]
    found = {"": folder, "./": folder, "/": root}
    for steps in range(1, _STEPS_UP + 1):
        if len(folder) > len(root):
            folder = folder[: folder.rfind("/", 0, -1) + 1]
        found["../" * steps] = folder
    return found


def folder_of(url: str) -> str:
    """The address up to and with its last slash, without query: what relative addresses lean on."""
    path = url.partition("?")[0]
    start = path.find("//") + 2
    cut = path.rfind("/", start)
    return path[: cut + 1] if cut > 0 else path + "/"


def extension_of(url: str) -> str:
    """The file extension of an address's path in lower case, without the dot, or ``""``."""
    path = url.partition("?")[0].partition("#")[0]
    found = _EXTENSION.search(path[path.rfind("/") + 1 :])
    return found.group(1).lower() if found else ""


def target_of(url: str, lexis: Lexis) -> Target:
    """What a followed link leads to as far as its address tells: page, image, attachment or media."""
    extension = extension_of(url)
    if extension in lexis.attachment_ends:
        return "attachment"
    if extension in lexis.media_ends:
        return "media"
    if extension in lexis.image_ends:
        return "image"
    return "attachment" if lexis.attachment_paths.search(url[8:].lower()) else "page"


def path_of(url: str) -> str:
    """Path and query of an absolute address, from its first single slash on."""
    start = url.find("/", url.find("//") + 2)
    return url[start:] if start >= 0 else "/"


__all__ = ["Joiner", "extension_of", "folder_of", "host_of", "path_of", "target_of"]
