"""Of several interpretations of one document, the one by which its promptness is judged."""

from collections.abc import Iterable
from datetime import date

from kaoping.pages.subjects import PolicyPair


def earliest_pairs(pairs: Iterable[PolicyPair]) -> tuple[PolicyPair, ...]:
    """
    One pair per policy document: that of its first interpretation, sorted by the document's address.

    `interpretation.late` counts to the first interpretation alone (a picture may follow weeks later). An
    undated one is taken only where no other is dated.
    """
    first: dict[str, PolicyPair] = {}
    for pair in pairs:
        known = first.get(pair.policy.url)
        if known is None or _order(pair) < _order(known):
            first[pair.policy.url] = pair
    return tuple(first[url] for url in sorted(first))


def _order(pair: PolicyPair) -> tuple[date, str]:
    return pair.interpretation.published or date.max, pair.interpretation.url
