"""
Account without a working way to ask (缺少互动功能).

Looks at:     an account's menu, and what an inspector answered on the telephone.
Problem when: nobody can ask there: no entry of the menu leads to it (or those that do are dead) and messages
              cannot be sent or no person answers.
Unsure when:  the menu has no such entry and nobody tried to send a message.
Not checked:  neither menu nor telephone told anything.
Silent:       an entry of the menu, the inspector's word, or answered messages: one is enough. Accounts at
              rest, closed or merged; applications and mini programs.
"""

from collections.abc import Iterator

from kaoping.pages.newmedia.account import AccountSeen
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem, unsure
from .entrances import READING, entrances, shown
from .stale import has_no_posts


@check(
    title="账号缺少互动功能",
    reads=AccountSeen,
    lane="person",
    severity="严重",
    message="{account}没有有效互动功能:{seen}",
    basis="国办秘函〔2019〕19号政务新媒体检查指标“互动回应差”(未提供有效互动功能)",
    remedy="请在菜单中设置可提交的咨询、投诉或建言入口,或开通留言并安排人员回复。",
    same_fact=("name",),
)
def no_interaction(account: AccountSeen, rules: Rulebook) -> Iterator[Observation]:
    phone = account.phone
    if not account.is_running or has_no_posts(account, rules):
        return
    if phone.can_message or phone.has_interaction:
        return
    has_menu = account.platform not in rules.reading(READING)["without_menu"]
    entries = entrances(account.menu, rules, to="interaction")
    if any(not item.is_dead for item in entries) and phone.has_interaction is None:
        return
    is_menu_known = not has_menu or account.has_menu_seen or phone.has_interaction is not None
    if not is_menu_known or (not has_menu and phone.can_message is None):
        if phone.can_message is False:
            yield unsure(account.url, why="不能留言,菜单没有看到", name=account.site)
        else:
            yield not_checked(account.url, why="没有菜单数据,也没有手机核查", name=account.site)
        return
    if phone.can_message is None:
        why = f"菜单没有互动入口({shown(account.menu) or '无菜单'}),留言能否得到人工回复没有核查"
        yield unsure(account.url, why=why, name=account.site)
        return
    dead = "、".join(item.name for item in entries if item.is_dead)
    seen = f"菜单入口“{dead}”打不开" if dead else "菜单没有互动入口" if has_menu else "该平台没有菜单"
    yield problem(account.url, account=account.site, name=account.site, seen=f"{seen},不能留言或没有人工回复")
