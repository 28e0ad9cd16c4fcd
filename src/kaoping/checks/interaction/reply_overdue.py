"""
Message answered late or not at all (留言答复超期).

Looks at:     published messages that were asked within `lookback_months`, with both their days.
Problem when: more than `reply_workdays` working days passed up to the answer, or a message has waited longer
              than `unanswered_months`. One observation a message.
Unsure when:  a day is missing or contradicts another, or no word says whether there was an answer: all such
              messages of a site are one observation.
Not its job:  petition and discipline boards, surveys, interviews, reports of errors: others' terms apply.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from kaoping.pages.interaction import InteractionReading
from kaoping.pages.replies import Replies, Reply, measure
from kaoping.rulebook import Rulebook, how_counted

from ..declaration import check
from ..observation import Observation, problem, unsure

MOST_TOLD = 50
MOST_PAGES = 20


@check(
    title="留言答复超期",
    reads=InteractionReading,
    lane="machine",
    message="留言“{item}”{what}",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“互动回应差”:前1年内超过3个月未回应有效留言;"
    "答复期限为本软件建议值,以本地规定为准",
    remedy="请尽快答复所列留言并公开答复内容和时间,建立留言办理台账,临期提醒。",
)
def reply_overdue(
    reading: InteractionReading,
    rules: Rulebook,
    *,
    today: date,
    reply_workdays: int,
    unanswered_months: int,
    lookback_months: int,
) -> Iterator[Observation]:
    replies = measure(
        reading.messages, rules.workdays, today=today, reply_workdays=reply_workdays,
        unanswered_months=unanswered_months, lookback_months=lookback_months,
    )  # fmt: skip
    told = _told(replies)
    for reply in replies.of("late", "long_open"):
        yield _overdue(reply, rules, reply_workdays, unanswered_months, told)
        told = {key: value for key, value in told.items() if key != "replies"}
    if unknown := replies.of("unknown"):
        yield _unknown(unknown, told)


def _overdue(
    reply: Reply, rules: Rulebook, reply_workdays: int, unanswered_months: int, told: dict[str, Any]
) -> Observation:
    message = reply.message
    assert message.asked is not None
    if reply.workdays is not None and message.answered is not None:
        what = f"第{reply.workdays}个工作日才答复,超过{reply_workdays}个工作日"
        what += f"({message.asked}来信,{message.answered}答复)"
        counted = how_counted(rules.workdays, message.asked, message.answered, reply_workdays)
    else:
        what = f"超过{unanswered_months}个月没有答复({message.asked}来信,已{reply.days_open}天)"
        counted = f"自来信之日起按日历计{reply.days_open}天"
    return problem(
        message.url,
        item=message.title,
        kind="late" if reply.workdays is not None else "unanswered",
        what=what,
        asked=message.asked,
        answered=message.answered,
        workdays=reply.workdays,
        days_open=reply.days_open,
        limit=reply_workdays if reply.workdays is not None else unanswered_months,
        counted=counted,
        **told,
    )


def _unknown(unknown: tuple[Reply, ...], told: dict[str, Any]) -> Observation:
    reasons = list(dict.fromkeys(reply.why for reply in unknown))
    urls = [reply.message.url for reply in unknown[:MOST_PAGES]]
    why = f"{len(unknown)}条留言无法计算答复时间({'、'.join(reasons[:4])})"
    is_open = any(reply.message.state != "answered" for reply in unknown)
    kind = "unanswered" if is_open else "late"
    return unsure(urls[0], *urls[1:], why=why, count=len(unknown), kind=kind, **told)


def _told(replies: Replies) -> dict[str, Any]:
    """The figures of the whole site; the list of replies goes with its first observation."""
    listed = [
        {"url": m.url, "asked": m.asked, "answered": m.answered, "workdays": reply.workdays}
        for reply in replies.of("late", "long_open", "in_time", "open")[:MOST_TOLD]
        for m in (reply.message,)
    ]
    return {
        "measured": len(replies.answered),
        "in_time": replies.in_time,
        "median_workdays": replies.median_workdays,
        "replies": listed,
    }
