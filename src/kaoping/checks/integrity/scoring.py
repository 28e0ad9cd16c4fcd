"""How much planted words weigh by their place; 5 accuses, 3 and 4 send a person to look."""

from collections.abc import Sequence

from .planted import LOUD, Planted

PROBLEM_SCORE, UNSURE_SCORE = 5, 3
IN_TITLE = {"brand": 5, "slogan": 5, "porn": 5, "game": 3, "papers": 3, "ordinary": 0}
IN_TEXT = {"brand": 3, "slogan": 3, "porn": 3, "game": 0, "papers": 0, "ordinary": 0}
MASKED = {"brand": 5, "slogan": 5, "porn": 5, "game": 3, "papers": 3, "ordinary": 3}
TAIL, REPLACING, REPEATED, BEHIND_END, SECOND_TITLE, BY_SCRIPT = 2, 2, 2, 4, 2, 6


def heading_score(found: Sequence[Planted], extra: int = 0) -> int:
    """The score of planted words in a title, keywords, or behind the page's end."""
    by_word = {p.word: MASKED[p.kind] if p.is_masked else IN_TITLE[p.kind] for p in found}
    if not any(by_word.values()):
        return 0
    tail = TAIL if any(p.has_tail for p in found) else 0
    return sum(sorted(by_word.values(), reverse=True)[:2]) + tail + extra


def text_score(found: Sequence[Planted]) -> int:
    """A body's score: masks and loud words count, ordinary nouns of gambling say nothing by themselves."""
    masked = {p.word: MASKED[p.kind] for p in found if p.is_masked}
    loud = [p for p in found if p.kind in LOUD and not p.is_masked]
    if not masked and not loud:
        return 0
    score = sum(sorted(masked.values(), reverse=True)[:2])
    if loud:
        score += max(IN_TEXT[p.kind] for p in loud)
        score += TAIL if any(p.has_tail for p in loud) else 0
        score += REPLACING if any(p.is_replacing for p in loud) else 0
        score += REPEATED if len(loud) > 1 else 0
    return score
