"""
Account without an entrance to service (缺少办事服务功能).

Looks at:     an account's menu, and what an inspector answered on the telephone.
Problem when: no entry of the menu leads to service, or (where `apps` names any) none leads to the province's
              service application.
Not checked:  neither menu nor telephone told anything.
Silent:       units without service for the public; accounts at rest, closed or merged; platforms without a
              menu; applications and mini programs, which are the service.
"""

from collections.abc import Iterator

from kaoping.pages.newmedia.account import AccountSeen
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem
from .entrances import READING, applications, entrances, shown
from .stale import has_no_posts


@check(
    title="账号缺少办事服务功能",
    reads=AccountSeen,
    lane="person",
    message="{account}{lacking}(菜单:{menu})",
    basis="国办发〔2018〕123号关于强化政务新媒体办事服务功能的要求;是否须接入省级服务以本地方案为准",
    remedy="请在菜单中设置可用的办事服务入口,并按要求接入省级政务服务移动端。",
    same_fact=("name", "item"),
)
def no_service(account: AccountSeen, rules: Rulebook, *, apps: list[str]) -> Iterator[Observation]:
    words = rules.reading(READING)
    if not account.is_running or has_no_posts(account, rules) or account.has_service is False:
        return
    if account.platform in words["without_menu"]:
        return
    phone = account.phone
    if not account.has_menu_seen and phone.has_service is None:
        yield not_checked(account.url, why="没有菜单数据,也没有手机核查", name=account.site)
        return
    has_app = bool(phone.has_app) or any(not i.is_dead for i in applications(account.menu, apps))
    entries = [i for i in entrances(account.menu, rules, to="service") if not i.is_dead]
    has_service = phone.has_service if phone.has_service is not None else bool(entries) or has_app
    if not has_service:
        lacking, kind = "没有办事服务入口", "没有办事入口"
    elif apps and not has_app and not (phone.has_app is None and not account.has_menu_seen):
        lacking, kind = f"办事服务没有接入{'、'.join(apps)}", "没有接入省级服务"
    else:
        return
    yield problem(
        account.url,
        account=account.site,
        name=account.site,
        item=kind,
        lacking=lacking,
        menu=shown(account.menu) or "无",
    )
