"""Documents that answer an item wherever they stand, and the unit's own word that there is nothing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from kaoping.rulebook import CatalogueNode

from .disclosurewords import DisclosureWords
from .glimpse import Glimpse
from .places import KnownItem

_CAP, _REPORT_CAP = 20, 200  # a portal keeps the reports of all departments, and ours is one of them


class Documents:
    """Gathers documents while the site's pages pass by; the newest are kept."""

    def __init__(self, nodes: Iterable[CatalogueNode], words: DisclosureWords) -> None:
        every = list(nodes)
        told = [node for node in every if node.titles and "document" in node.evidence]
        self._patterns = [(node.id, re.compile("|".join(f"(?:{t})" for t in node.titles))) for node in told]
        self._caps = {node.id: _REPORT_CAP if node.content == "report" else _CAP for node in told}
        self._denials = [(node.id, _denial(node, words)) for node in every if node.conditional]
        self._denies = re.compile(words.own_explanation.partition("[^")[0])
        self._found: dict[str, list[KnownItem]] = defaultdict(list)
        self._explained: dict[str, KnownItem] = {}

    def see(self, page: Glimpse) -> None:
        """Note the page if it is a document whose title fits an item, or says that there is nothing."""
        if page.shape != "article" or page.kind == "news":
            return
        one = KnownItem(page.title, page.url, page.published, page.kind)
        for id_, pattern in self._patterns:
            if pattern.search(page.title):
                self._found[id_].append(one)
                if len(self._found[id_]) > 20 * self._caps[id_]:
                    self._found[id_] = _newest(self._found[id_], self._caps[id_])
        if self._denies.search(page.title):
            for id_, pattern in self._denials:
                if pattern.search(page.title):
                    self._explained.setdefault(id_, one)

    def found(self) -> dict[str, tuple[KnownItem, ...]]:
        """By item, newest first, undated last; at most 20 each, of annual reports 200."""
        return {id_: tuple(_newest(items, self._caps[id_])) for id_, items in self._found.items()}

    def explained(self) -> Mapping[str, KnownItem]:
        """By item, the first document by address that says the unit has nothing of the kind."""
        return dict(self._explained)


def _denial(node: CatalogueNode, words: DisclosureWords) -> re.Pattern[str]:
    names = sorted({node.name, *node.synonyms}, key=lambda n: (-len(n), n))
    return re.compile(words.own_explanation.replace("{}", "|".join(map(re.escape, names))))


def _newest(items: Iterable[KnownItem], most: int) -> list[KnownItem]:
    ordered = sorted(items, key=lambda i: i.url)
    return sorted(ordered, key=lambda i: i.published or date.min, reverse=True)[:most]
