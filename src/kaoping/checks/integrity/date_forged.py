"""
Printed date is not the day of publication (疑似倒填日期). A hint for the office, never scored.

Looks at:     all articles of a site with every date that each bears.
Problem when: two or more signs say that an article came later than it prints: the date in its address, its
              number among its neighbours', the list's date, the file's date, a day of which its text speaks
              as past, the year of its document number.
Silent:       a kind of date by which more than `moved_share` of the articles differ, or which many share:
              the site was moved.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from kaoping.pages.suspicion import ArticleTimes, Timeline
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem

KINDS = {"address": "网址中的日期", "listed": "列表中的日期", "modified": "文件修改日期"}
LEAST_SIGNS = 2
NEIGHBOURS = 3
SHARED = 10  # so many articles with one and the same other date came in one move


@check(
    title="疑似倒填发布日期",
    reads=Timeline,
    lane="hint",
    severity="提示",
    message="所印日期{printed}与其他{signs}处迹象不符:{reasons}",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“安全、泄密事故等严重问题”中的弄虚作假(伪造发稿日期)",
    remedy="请核对后台实际发布时间,属误填的改正,属补录的注明原发布日期和补录日期。",
)
def date_forged(
    timeline: Timeline, rules: Rulebook, *, within_days: int, moved_share: float
) -> Iterator[Observation]:
    dated = [a for a in timeline.articles if a.printed]
    slack = timedelta(days=within_days)
    usable = {kind for kind in KINDS if not _is_moved(dated, kind, slack, moved_share)}
    shared = {kind: _shared(dated, kind) for kind in usable}
    out_of_order = _out_of_order(dated, slack)
    for article in dated:
        reasons = [*_later(article, usable, shared, slack), *out_of_order.get(article.url, ())]
        reasons += _told(article)
        if len(reasons) >= LEAST_SIGNS:
            yield problem(
                article.url,
                quote=article.title,
                printed=str(article.printed),
                signs=len(reasons),
                reasons=";".join(reasons),
            )


def _is_moved(dated: Sequence[ArticleTimes], kind: str, slack: timedelta, moved_share: float) -> bool:
    pairs = [(a.printed, other) for a in dated if (other := getattr(a, kind)) and a.printed]
    differing = sum(abs(other - printed) > slack for printed, other in pairs)
    return bool(differing > moved_share * len(pairs))


def _shared(dated: Sequence[ArticleTimes], kind: str) -> frozenset[object]:
    """Days on which so many articles of other dates were written that they came in one move."""
    days = Counter(day for a in dated if (day := getattr(a, kind)) and day != a.printed)
    return frozenset(day for day, n in days.items() if n >= SHARED)


def _later(
    article: ArticleTimes, usable: set[str], shared: dict[str, frozenset[object]], slack: timedelta
) -> Iterator[str]:
    for kind, name in KINDS.items():
        day = getattr(article, kind)
        if (
            kind in usable
            and day
            and article.printed
            and day - article.printed > slack
            and day not in shared[kind]
        ):
            yield f"{name}为{day}"


def _told(article: ArticleTimes) -> Iterator[str]:
    if article.printed is None:
        return
    if article.told and article.told > article.printed:
        yield f"正文提到此后已发生的{article.told}"
    if article.number and article.number > article.printed:
        yield f"文号年份{article.number.year}晚于所印日期"


def _out_of_order(dated: Sequence[ArticleTimes], slack: timedelta) -> dict[str, list[str]]:
    """Articles whose printed date lies far before those of all their neighbours by number."""
    found: dict[str, list[str]] = {}
    numbered = sorted(
        (a for a in dated if a.serial is not None and a.printed),
        key=lambda a: (a.family, a.serial or 0, a.url),
    )
    for _, group in groupby(numbered, key=lambda a: a.family):
        family = list(group)
        for n in range(NEIGHBOURS, len(family) - NEIGHBOURS):
            before = [a.printed for a in family[n - NEIGHBOURS : n] if a.printed]
            behind = [a.printed for a in family[n + 1 : n + 1 + NEIGHBOURS] if a.printed]
            own = family[n].printed
            is_steady = before == sorted(before) and behind == sorted(behind) and before[-1] <= behind[0]
            if own and is_steady and before[0] - own > slack:
                found[family[n].url] = [f"编号相邻的稿件都在{before[0]}之后"]
    return found
