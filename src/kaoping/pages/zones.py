"""Which part of the page a node stands in, by the names that its ancestors bear."""

from collections.abc import Callable
from typing import Literal

from .markup import Tree
from .words import Lexis

Zone = Literal["", "header", "navigation", "breadcrumb", "pager", "footer", "side"]
_BY_TAG: dict[str, Zone] = {"nav": "navigation", "footer": "footer", "header": "header", "aside": "side"}
_UNNAMED = frozenset(
    {"html", "body", "a", "span", "font", "img", "p", "strong", "b", "i", "em", "br", "input"}
)
_SMALL_NODES = {"breadcrumb": 120, "pager": 240}
_CACHE_SIZE = 20_000
_MENU_NODES, _MENUS_ASKED = 5_000, 8


class Zones:
    """Zones of one tree; what a name means is remembered in `cache` across pages of the same reader."""

    def __init__(self, tree: Tree, lexis: Lexis, cache: dict[str, Zone]) -> None:
        self._tree, self._lexis, self._cache = tree, lexis, cache
        self._menus_asked = 0
        self.by_node = self._all()

    def of(self, node: int) -> Zone:
        """The zone of a node. The innermost name decides, but nothing leads out of a footer."""
        return self.by_node[node]

    def _all(self) -> list[Zone]:
        """The zone of every node, and of -1 (above the top) at the end; parents stand before children."""
        tree = self._tree
        found: list[Zone] = []
        for node, (tag, mark, parent) in enumerate(zip(tree.tags, tree.marks, tree.parents, strict=True)):
            zone: Zone = found[parent] if parent >= 0 else ""
            if (mark or tag in _BY_TAG) and zone != "footer":
                zone = self._own(node) or zone
            found.append(zone)
        found.append("")
        return found

    def is_title(self, mark: str) -> bool:
        """Whether a name is one that templates give to titles."""
        key = "\t" + mark
        known = self._cache.get(key)
        if known is None:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            known = self._cache[key] = "header" if self._lexis.title_marks.search(mark) else ""
        return bool(known)

    def _own(self, node: int) -> Zone:
        tag, mark = self._tree.tags[node], self._tree.marks[node]
        zone = _BY_TAG.get(tag, "")
        if not mark or tag in _UNNAMED or tag[0] == "-":
            return zone
        named = self._cache.get(mark)
        if named is None:
            if len(self._cache) >= _CACHE_SIZE:
                self._cache.clear()
            named = self._cache[mark] = self._named(mark)
        size = self._tree.ends[node] - node
        if named and (size > _SMALL_NODES.get(named, size) or size * 3 > len(self._tree.tags) * 2):
            # a name on nearly the whole page is a wrapper's, unless it is a large menu on a short page
            return named if named == "navigation" and self._is_menu(node) else zone
        return named or zone

    def _is_menu(self, node: int) -> bool:
        """Whether nearly all words below a node are those of short links."""
        tree = self._tree
        self._menus_asked += 1
        if self._menus_asked > _MENUS_ASKED or tree.ends[node] - node > _MENU_NODES:
            return False
        total = linked = links = 0
        inside_until = -1
        for at in range(node, tree.ends[node]):
            if tree.tags[at] == "a":
                links += 1
                inside_until = max(inside_until, tree.ends[at])
            if tree.texts[at] and tree.tags[tree.parents[at]] not in ("script", "style"):
                size = len(tree.texts[at].strip())
                total += size
                linked += size if at < inside_until else 0
        return links >= 8 and linked * 4 >= total * 3 and linked <= links * 12

    def _named(self, mark: str) -> Zone:
        lexis = self._lexis
        tests: tuple[tuple[Zone, Callable[[str], object]], ...] = (
            ("footer", lexis.footer_marks.search),
            ("breadcrumb", lexis.breadcrumb_marks.search),
            ("pager", lexis.pager_marks.search),
            ("side", lexis.side_marks.search),
            ("navigation", lexis.navigation_marks.search),
            ("header", lexis.header_marks.search),
        )
        return next((zone for zone, test in tests if test(mark)), "")
