"""
Account not updated (账号未更新).

Looks at:     the days on which an account published, out of every lane that told of it.
Problem when: its newest post lies more than `window_days` before the day of judgement. Says how many days
              beyond the window the last `period_days` hold in all, and the longest gap.
Unsure when:  only forwarded or saved articles told of it, which need not be its newest; or its posts bear no
              date that can be believed.
Not checked:  no lane told of its posts.
Silent:       accounts at rest, closed or merged; platforms without posts; accounts whose function is service;
              accounts younger than the window.
Not its job:  an account without any post; see `newmedia.never_updated`.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from kaoping.pages.newmedia.account import AccountSeen
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem, unsure


@check(
    title="账号未更新",
    reads=AccountSeen,
    lane="machine",
    severity="严重",
    message="{account}最近发布于{newest},距监测点已{days}天,超过{window_days}天未更新"
    "(近{period_days}天最长间断{longest_gap}天,累计断更{broken_days}天;据{lanes})",
    basis="国办秘函〔2019〕19号政务新媒体检查指标“内容不更新”(监测点前2周)",
    remedy="请立即恢复更新;确实无力维护的,按规定公告、注销并在报送系统关停。",
    same_fact=("name",),
)
def stale(
    account: AccountSeen,
    rules: Rulebook,
    *,
    window_days: int,
    period_days: int,
    silent_kinds: list[str],
    today: date,
) -> Iterator[Observation]:
    if not account.is_running or account.kind in silent_kinds or has_no_posts(account, rules):
        return
    newest = account.newest
    if newest is not None and (today - newest).days <= window_days:
        return
    if account.opened is not None and (today - account.opened).days <= window_days:
        return
    if not account.post_count and newest is None:
        if not account.whole_lanes:
            yield not_checked(account.url, why="没有取得该账号的推文数据", name=account.site)
        return
    if newest is None:
        why = account.doubts[0] if account.doubts else "推文没有可信的发布日期"
        yield unsure(account.url, why=why, name=account.site, lanes="、".join(account.lanes))
        return
    if not account.whole_lanes:
        why = f"只有{'、'.join(account.lanes)},看到的最新一篇为{newest},不能断定之后没有更新"
        yield unsure(account.url, why=why, name=account.site, newest=newest)
        return
    if account.undated_count and account.doubts:
        why = f"有{account.undated_count}篇推文日期不可信({account.doubts[0]})"
        yield unsure(account.url, why=why, name=account.site, newest=newest)
        return
    longest, from_, to, broken = _gaps(account, today, window_days, period_days)
    yield problem(
        account.url,
        account=account.site,
        name=account.site,
        newest=newest,
        days=(today - newest).days,
        window_days=window_days,
        period_days=period_days,
        longest_gap=longest,
        gap_from=from_,
        gap_to=to,
        broken_days=broken,
        lanes="、".join(account.whole_lanes),
    )


def has_no_posts(account: AccountSeen, rules: Rulebook) -> bool:
    """Whether its platform knows no posts (小程序, 客户端)."""
    return account.platform in rules.reading("newmedia")["without_posts"]


def _gaps(
    account: AccountSeen, today: date, window_days: int, period_days: int
) -> tuple[int, date | None, date | None, int]:
    """The longest gap with its days, and how many days beyond the window all gaps of the period hold."""
    since = min(today - timedelta(days=period_days), account.newest or today)
    gaps = list(account.gaps(today, since))
    longest, from_, to = max(gaps, default=(0, None, None), key=lambda gap: gap[0])
    return longest, from_, to, sum(max(0, days - window_days) for days, _, _ in gaps)
