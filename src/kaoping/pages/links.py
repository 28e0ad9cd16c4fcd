"""All addresses on a page, each once, with their words, their place and what they lead to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .addresses import folder_of, host_of
from .hiding import hidden_by
from .markup import Tree
from .memory import KnownAnchor, Memory
from .page import Link, Place, Target
from .words import collapse
from .zones import Zone, Zones

LINK_CAP = 2000
_KNOWN_CAP = 8192  # anchors remembered; a site's menus and feet hold hundreds, the same on every page
_KNOWN_LENGTH = 1000  # characters of an anchor that is worth remembering
_PLACES: Mapping[Zone, Place] = {
    "header": "head",
    "navigation": "navigation",
    "breadcrumb": "breadcrumb",
    "pager": "pager",
    "footer": "footer",
    "side": "other",
    "": "other",
}
_SOURCES: Mapping[str, tuple[str, Target]] = {
    "img": ("src", "image"),
    "iframe": ("src", "frame"),
    "frame": ("src", "frame"),
    "video": ("src", "media"),
    "audio": ("src", "media"),
    "source": ("src", "media"),
    "embed": ("src", "media"),
}
_LAZY = ("data-original", "data-src", "_src", "data-lazy")
_ON_CLICK = re.compile(
    r"""(?:location(?:\.href)?\s*=\s*|window\.open\(\s*|location\.assign\(\s*)['"]([^'"]{1,500})['"]"""
)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\">]+)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def link_of(url: str, text: str, place: Place, target: Target, hidden: str) -> Link:
    """The link as pages bear it; one record serves all pages, for most stand on every page of a site."""
    return Link(url, text, place, target, hidden)


@dataclass(slots=True)
class Linked:
    """
    What the addresses of one page say. The place of `links` may still be told better by the readings of lists
    and text. `anchors` are all <a> that lead somewhere, in document order, as
    (node, url, words), repeated addresses too: lists and relation blocks need them.
    """

    links: list[Link] = field(default_factory=list)
    anchors: list[tuple[int, str, str]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    script_tags: list[int] = field(default_factory=list)
    base: str = ""
    refresh: str = ""
    forms: list[str] = field(default_factory=list)
    is_cut: bool = False


def linked(tree: Tree, url: str, zones: Zones, script_text: str, memory: Memory) -> Linked:
    """Collect the addresses of a page; at most `LINK_CAP` links are kept, the first ones."""
    return _Collector(tree, url, zones, script_text, memory).collect()


class _Collector:
    def __init__(self, tree: Tree, url: str, zones: Zones, script_text: str, memory: Memory) -> None:
        self.tree, self.url, self.zones = tree, url, zones
        self.lexis, self.joiner, self.styles = memory.lexis, memory.joiner, memory.styles
        self.known = memory.anchors
        self.script_text = script_text
        self.found = Linked()
        self.seen: dict[tuple[str, str], int] = {}
        self.folder = folder_of(url)
        self.leans = self.joiner.folders(self.folder)
        self.origins = (f"http://{host_of(url)}/", f"https://{host_of(url)}/")
        self.names: Mapping[str, str] | None = None

    def collect(self) -> Linked:
        tree = self.tree
        wanted = {"a": self._anchor, "area": self._anchor, "option": self._option, "script": self._script,
                  "base": self._base, "meta": self._meta, "form": self._form}  # fmt: skip
        for node in tree.named(*wanted, *_SOURCES):
            tag = tree.tags[node]
            if tag in wanted:
                wanted[tag](node)
            else:
                self._source(node, *_SOURCES[tag])
            if self.found.is_cut:
                break
        return self.found

    def _join(self, href: str) -> str | None:
        return self.joiner.join(self.url, self.folder, href)

    def _add(self, node: int, url: str, text: str, target: Target) -> None:
        found, key = self.found, (url, target)
        place = self.seen.get(key)
        if place is not None:
            self._again(node, place, text)
            return
        if len(found.links) >= LINK_CAP:
            found.is_cut = True
            return
        self.seen[key] = len(found.links)
        hidden = ""
        if target == "page" and not url.startswith(self.origins):
            if self.names is None:
                self.names = self.styles.of(self.tree, self.script_text)
            hidden = hidden_by(self.tree, node, self.names)
        found.links.append(link_of(url, text, _PLACES[self.zones.by_node[node]], target, hidden))

    def _again(self, node: int, place: int, text: str) -> None:
        """A link met before: words for one without, and one that is shown somewhere is not hidden."""
        known = self.found.links[place]
        hidden = known.hidden
        if hidden and self.names is not None:
            hidden = hidden_by(self.tree, node, self.names)
        if (text and not known.text) or hidden != known.hidden:
            words = known.text or text
            self.found.links[place] = link_of(known.url, words, known.place, known.target, hidden)

    def _anchor(self, node: int) -> None:
        tree = self.tree
        values, end = tree.attrs[node], tree.ends[node]
        text = tree.texts[node + 1] if end == node + 2 else "".join(tree.texts[node:end])
        href, title = values.get("href") or "", values.get("title") or ""
        # as `Joiner.lean`, without its calls: most of what a page is read for happens here
        rest = href.lstrip("./")
        above = self.leans.get(href[: len(href) - len(rest)])
        if above is None or ":" in rest or (rest and not rest[0].isalnum()):
            above, rest = self.joiner.lean(self.folder, href)
        key = (above, rest, text, title)
        known = self.known.get(key)
        if known is None:
            known = self._read(node)
            if known is None:
                return
            # not what a click or a picture says, nor an address that leans on the page's own
            is_leaning = not href or href[0] == "?" or href[0].isspace()
            if "onclick" not in values and not is_leaning and (text.strip() or title.strip()):
                self._remember(key, known)
        url, words, target, drawn = known
        found = self.found
        found.anchors.append((node, url, words))
        is_own = target != "page" or url.startswith(self.origins)
        if not is_own or (url, target) in self.seen or len(found.links) >= LINK_CAP:
            self._add(node, url, words, target)
            return
        # the usual case of `_add`, with the link as it was last time
        self.seen[url, target] = len(found.links)
        place = _PLACES[self.zones.by_node[node]]
        link = drawn.get(place)
        if link is None:
            link = drawn[place] = link_of(url, words, place, target, "")
        found.links.append(link)

    def _remember(self, key: tuple[str, str, str, str], known: KnownAnchor) -> None:
        if sum(map(len, key)) < _KNOWN_LENGTH:
            if len(self.known) >= _KNOWN_CAP:
                self.known.clear()
            self.known[key] = known

    def _read(self, node: int) -> KnownAnchor | None:
        """Address, words and target of an anchor, and its links by place; null where it leads nowhere."""
        values = self.tree.attrs[node]
        href = values.get("href") or ""
        url = self._join(href) if href else None
        if url is None and values.get("onclick"):
            click = _ON_CLICK.search(values["onclick"] or "")
            url = self._join(click.group(1)) if click else None
        if url is None:
            return None
        return url, anchor_words(self.tree, node), self.joiner.target(url, self.lexis), {}

    def _option(self, node: int) -> None:
        value = self.tree.attr(node, "value")
        if value.startswith(("http://", "https://")) and (url := self._join(value)):
            self._add(node, url, collapse(self.tree.words(node)), "page")

    def _source(self, node: int, name: str, target: Target) -> None:
        values = self.tree.attrs[node]
        value = values.get(name) or ""
        if not value or (target == "image" and value.startswith("data:")):
            value = next((v for k in _LAZY if (v := values.get(k))), "") or ""
        if value and (url := self._join(value)):
            self._add(node, url, collapse(values.get("alt") or "")[:100], target)

    def _script(self, node: int) -> None:
        source = self.tree.attr(node, "src")
        if not source:
            self.found.script_tags.append(node)
        elif url := self._join(source):
            self.found.scripts.append(url)

    def _base(self, node: int) -> None:
        href = self.tree.attr(node, "href")
        if not self.found.base and href and (url := self._join(href)):
            self.found.base = url
            self.url, self.folder = url, folder_of(url)
            self.leans = self.joiner.folders(self.folder)

    def _meta(self, node: int) -> None:
        if self.tree.attr(node, "http-equiv").lower() == "refresh":
            to = _REFRESH.search(self.tree.attr(node, "content"))
            if to and (url := self._join(to.group(1).strip())):
                self.found.refresh = url

    def _form(self, node: int) -> None:
        action = self.tree.attr(node, "action")
        url = self._join(action) if action else None
        if url is None:
            return
        if not url.startswith(self.origins):
            self.found.forms.append(url)
        if self.tree.attr(node, "method").lower() != "post":
            self.seen.setdefault((url, "form"), -1)


def anchor_words(tree: Tree, node: int) -> str:
    """The words of a link: its text, its title where the text is cut or absent, else its picture's words."""
    text = collapse(tree.words(node))
    title = collapse(tree.attr(node, "title"))
    if title and (not text or (is_cut(text) and len(title) > len(text) - 3)):
        return title[:500]
    if text:
        return text[:500]
    for inner in range(node + 1, min(tree.ends[node], node + 12)):
        if tree.tags[inner] == "img" and (alt := tree.attr(inner, "alt") or tree.attr(inner, "title")):
            return collapse(alt)[:200]
    return ""


def is_cut(text: str) -> bool:
    """A title that the template has shortened."""
    return text.endswith(("…", "...", "..", "。。。", "．．．"))
