"""The main menu: one entry per desk that a role has business at."""

from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from ..people.permissions import LOOKS_AFTER_PEOPLE


@dataclass(frozen=True, slots=True)
class Desk:
    """An entry of the menu. Any of `permissions` opens it, none is needed where it names none."""

    title: str
    route: str
    permissions: tuple[str, ...] = ()
    url: str = ""
    is_current: bool = False


DESKS = (
    Desk("工作台", "dashboard:home"),
    Desk("本单位", "units:home", ("units.view_own",)),
    Desk("计划", "planning:home", ("planning.view",)),
    Desk("采集", "gathering:home", ("gathering.view",)),
    Desk("检查", "inspection:home", ("inspection.view",)),
    Desk("复核", "review:queue", ("review.view",)),
    Desk("导入", "imports:home", ("imports.view",)),
    Desk("反馈与整改", "units:office", ("units.view_office",)),
    Desk("通报", "publishing:home", ("publishing.view",)),
    Desk("人员", "people:list", LOOKS_AFTER_PEOPLE),
    Desk("审计", "audit:list", ("audit.view",)),
)


def desks_of(request: HttpRequest) -> tuple[Desk, ...]:
    """Entries for the user's role, in the order of the work."""
    held = (
        desk for desk in DESKS if not desk.permissions or any(map(request.user.has_perm, desk.permissions))
    )
    return tuple(one for desk in held if (one := _placed(desk, request.path)) is not None)


def _placed(desk: Desk, path: str) -> Desk | None:
    try:
        url = reverse(desk.route)
    except NoReverseMatch:
        return None  # a desk that is not built yet
    is_current = path == url if url == "/" else path.startswith(f"/{url.strip('/').split('/')[0]}/")
    return replace(desk, url=url, is_current=is_current)
