"""
Outer link now leads to a bad page (外链失控).

Looks at:     the head of pages on strange hosts to which a site links.
Problem when: the page is a parked domain, or sells gambling or pornography.
Silent:       lottery offices, news and notices about gambling, known hosts, pages that could not be read.
Not its job:  an outer page that is gone; see `upkeep.dead_link`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from kaoping.pages.suspicion import OuterPage
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem
from .garbling import HIJACK
from .planted import LOUD, planted_words
from .scoring import PROBLEM_SCORE, heading_score, text_score

MOST_SHOWN = 6


@check(
    title="站外链接指向不良网站",
    reads=OuterPage,
    lane="person",
    severity="严重",
    message="站外链接{target}现已指向{what}",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“安全、泄密事故等严重问题”(链接反动、暴力、色情等内容)",
    remedy="请立即撤下该链接,并检查其他页面有无同一链接;对外链接要定期巡查。",
)
def bad_external_link(page: OuterPage, rules: Rulebook) -> Iterator[Observation]:
    if page.is_trusted or not page.cited_by:
        return
    what, shown = _parked(page, rules) or _sells(page, rules)
    if not what:
        return
    first, *others = page.cited_by
    yield problem(
        first,
        *others,
        quote=(page.title or page.text)[:60],
        target=page.url,
        lands_on=page.lands_on,
        what=what,
        words="、".join(shown),
        count=page.cited_count,
    )


def _parked(page: OuterPage, rules: Rulebook) -> tuple[str, tuple[str, ...]] | None:
    data = rules.reading(HIJACK)
    if len(page.text) > data["parked_characters"]:
        return None
    patterns = [_compiled(p) for p in data["parked"]]
    if any(p.search(page.title) for p in patterns):
        return "停放或出售的域名", ()
    hits = sum(1 for p in patterns if p.search(page.text))
    return ("停放或出售的域名", ()) if hits >= (1 if len(page.text) < 400 else 2) else None


def _sells(page: OuterPage, rules: Rulebook) -> tuple[str, tuple[str, ...]]:
    in_title, in_text = planted_words(page.title, rules), planted_words(page.text, rules)
    score = heading_score(in_title) + text_score(in_text)
    found = {p.word: p.kind for p in (*in_title, *in_text) if p.kind != "ordinary"}
    data = rules.reading(HIJACK)
    for word in data["bad_page_words"]:
        if word in page.title or word in page.text:
            found.setdefault(word, "")
    is_many = len(found) >= data["least_bad_words"] and not _speaks_of_law(page, rules)
    if score < PROBLEM_SCORE and not is_many:
        return "", ()
    shown = tuple(sorted(found, key=lambda w: (found[w] not in LOUD, w)))[:MOST_SHOWN]
    return f"含有“{'、'.join(shown)}”的不良页面", shown


def _speaks_of_law(page: OuterPage, rules: Rulebook) -> bool:
    """Words of enforcement or of the state lottery stand among bad ones: the page is about them."""
    contexts = [e.wrong for e in rules.lexicon("hijack-brands").entries if e.class_ == "context"]
    return sum(page.text.count(word) for word in contexts) >= 3


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
