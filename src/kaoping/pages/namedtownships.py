"""Townships that a site names without leading to them: a line of text in place of a link."""

from collections.abc import Iterable, Sequence

from .blocks import Block
from .page import Link
from .words import Lexis

_MOST, _LONGEST = 60, 12


def townships_named(
    shown: Iterable[Block], trail: Sequence[Link], heads: Sequence[str], lexis: Lexis
) -> tuple[str, ...]:
    """Names of townships that stand in lines of their own on a page of township platforms, unlinked."""
    told = [*(step.text for step in trail), *heads[:1]]
    if not any(lexis.township_roots.search(words) for words in told):
        return ()
    short = (block.text.strip() for block in shown if len(block.text) <= _LONGEST and not block.is_linked)
    return tuple(dict.fromkeys(text for text in short if _is_township(text, lexis)))[:_MOST]


def _is_township(text: str, lexis: Lexis) -> bool:
    return bool(lexis.township_names.match(text)) and not lexis.not_townships.match(text)
