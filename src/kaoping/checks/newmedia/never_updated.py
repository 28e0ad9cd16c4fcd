"""
Account that never published (开通以来从未更新).

Looks at:     an account and all lanes that told of it.
Problem when: a lane that tells all posts told of none, and the account is older than `grace_days`.
Silent:       no such lane told of it; accounts at rest, closed or merged; platforms without posts; accounts
              whose function is service; accounts that were opened within `grace_days`.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.pages.newmedia.account import AccountSeen
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure
from .stale import has_no_posts


@check(
    title="账号从未更新",
    reads=AccountSeen,
    lane="machine",
    severity="严重",
    message="{account}没有一篇推文(据{lanes})",
    basis="国办秘函〔2019〕19号政务新媒体检查指标“内容不更新”;国办发〔2018〕123号关于清理整合的要求",
    remedy="请尽快启用并更新;不再使用的,按规定注销并在报送系统关停。",
    same_fact=("name",),
)
def never_updated(
    account: AccountSeen, rules: Rulebook, *, grace_days: int, silent_kinds: list[str], today: date
) -> Iterator[Observation]:
    if not account.is_running or account.kind in silent_kinds or has_no_posts(account, rules):
        return
    if account.post_count or account.newest is not None or not account.whole_lanes:
        return
    if account.opened is not None and (today - account.opened).days <= grace_days:
        return
    if account.opened is None and account.whole_lanes == ("订阅源",):
        # an empty feed may be the bridge's failure as well
        yield unsure(account.url, why="订阅源是空的,也可能是订阅源本身出错", name=account.site)
        return
    yield problem(account.url, account=account.site, name=account.site, lanes="、".join(account.whole_lanes))
