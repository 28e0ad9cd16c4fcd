"""Whose a document is: the unit's own, or one of a higher level that its site only passes on."""

from collections.abc import Sequence

from .docnames import NameRules
from .page import Page


class Owners:
    """
    Tells passed-on documents by the organ that their title, issuer or source names.

    A site most of whose documents bear such an organ's name is that organ's own (a ministry's, a
    province's): there nothing counts as passed on by it.
    """

    def __init__(self, policies: Sequence[Page], rules: NameRules) -> None:
        self._rules = rules
        organs = [self._superior(p) for p in policies]
        self._own = frozenset(o for o in set(organs) if o and organs.count(o) * 2 > len(organs))

    def is_reposted(self, policy: Page) -> bool:
        """Whether the document is a higher level's, as far as can be read."""
        organ = self._superior(policy)
        return bool(organ) and organ not in self._own

    def is_strange(self, policy: Page, place: str, reading: Page, reasons: Sequence[str]) -> bool:
        """
        Whether an interpretation that a higher level wrote only bears the name of a document of the unit's
        own: the state's 《养老服务条例》 beside the city's. A link, a number or the `place` in the title says
        otherwise.
        """
        if not self._rules.superiors.match(reading.source) or any(
            "链接" in r or "文号" in r for r in reasons
        ):
            return False
        if place and place in reading.title:
            return False
        return not self._superior(policy) and not self._own

    def _superior(self, policy: Page) -> str:
        for words in (policy.title.lstrip("《【"), policy.issuer):
            found = self._rules.superiors.match(words) or self._rules.province.match(words)
            if found:
                return "国家" if found.re is self._rules.superiors else found.group(1)
        return ""
