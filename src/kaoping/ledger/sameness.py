"""Whether what a check sees now is the same fault as an earlier finding."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from kaoping.checks import Observation
from kaoping.findings import Suspect

# facts that name what is meant on a page or site, the surest first; counts and days change with every look
_NAMING = ("target", "item_id", "item", "township", "hosts", "wrong", "words", "word", "rule", "kind")
_BLANK = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")


def meant(facts: Mapping[str, Any], quote: str) -> tuple[tuple[str, str], ...]:
    """What a fault is about, in a form that stays when figures change; empty where it is the page as such."""
    if target := facts.get("target"):
        return (("target", _plain(str(target))),)
    named = [(name, _plain(_text(facts[name]))) for name in _NAMING if facts.get(name)]
    if not named and quote:
        return (("quote", _plain(quote)),)
    return tuple(named)


def is_same(suspect: Suspect, seen: Observation, check: str) -> bool:
    """
    Whether `seen` is the fault of `suspect`, which `check` had seen.

    It must be of the same check and site. The same words count wherever they moved on the site; what is
    named by its facts counts on the finding's own pages, or, where it belongs to the site as a whole,
    anywhere.
    """
    if seen.check != check or (suspect.site and seen.site != suspect.site):
        return False
    if _is_same_quote(suspect, seen):
        return True
    if meant(suspect.facts, suspect.quote) != meant(seen.facts, seen.quote):
        return False
    return "target" in suspect.facts or _share_page(suspect, seen)


def same_as(suspect: Suspect, check: str, seen: Iterable[Observation]) -> tuple[Observation, ...]:
    """All that are the same fault, in the order given."""
    return tuple(one for one in seen if is_same(suspect, one, check))


def _is_same_quote(suspect: Suspect, seen: Observation) -> bool:
    quote = _plain(suspect.quote)
    if len(quote) < 6 or quote != _plain(seen.quote):
        return False
    return suspect.facts.get("wrong") == seen.facts.get("wrong")


def _share_page(suspect: Suspect, seen: Observation) -> bool:
    return not {suspect.url, *suspect.pages}.isdisjoint((seen.url, *seen.pages))


def _text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _plain(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))
