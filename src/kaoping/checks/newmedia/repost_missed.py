"""
Article that had to be passed on and was not (必转内容未转载).

Looks at:     an article of the office's list of must-repost tasks and an account's posts of those days.
Problem when: none of them has its title (at least `alike`) or links to it, or the first that does came after
              the day on which it was due.
Unsure when:  a post has a title that is something like it (at least `like`), or no lane told all posts.
Silent:       passed on in time, under another title where the text links to the original.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from kaoping.pages.newmedia.account import RepostDuty, Told
from kaoping.pages.newmedia.posts import title_key
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="必转内容未转载",
    reads=RepostDuty,
    lane="person",
    message="{account}{late}转载“{task}”(应于{due}前转载)",
    basis="国办发〔2018〕123号关于及时转载上级政务信息的要求,以本地任务清单为准",
    remedy="请补转,并明确专人按任务清单及时转载。",
    same_fact=("name", "item"),
)
def repost_missed(
    duty: RepostDuty, rules: Rulebook, *, alike: float, like: float, today: date
) -> Iterator[Observation]:
    if duty.due is None or duty.due >= today:
        return
    scored = [(score, told) for told in duty.told if (score := _likeness(duty, told)) >= like]
    done = [told for score, told in scored if score >= alike]
    if any(told.published is None or told.published <= duty.due for told in done):
        return
    facts: dict[str, Any] = {
        "account": duty.site,
        "name": duty.site,
        "item": duty.title,
        "task": duty.title,
        "due": duty.due,
    }
    if done:
        first = min((told for told in done if told.published), key=lambda told: told.published or today)
        yield problem(duty.url, late=f"于{first.published}才", **facts)
    elif scored:
        nearest = max(scored, key=lambda pair: pair[0])[1]
        why = f"“{duty.title}”没有同题推文,“{nearest.title}”与之相近,须核对"
        yield unsure(duty.url, why=why, **facts)
    elif not duty.is_whole:
        yield unsure(duty.url, why=f"没有看到“{duty.title}”,但现有来源不含全部推文", **facts)
    else:
        yield problem(duty.url, late="没有", **facts)


def _likeness(duty: RepostDuty, told: Told) -> float:
    """From 0 to 1: whether a post is the article."""
    if duty.task_url and (duty.task_url == told.url or duty.task_url in told.links):
        return 1.0
    wanted, given = title_key(duty.title), title_key(told.title)
    if not wanted or not given:
        return 0.0
    if wanted in given or (given in wanted and len(given) * 2 >= len(wanted)):
        return 1.0
    return fuzz.ratio(wanted, given) / 100
