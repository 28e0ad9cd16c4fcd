"""Reads of the planning desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from ..people.models import Role, User
from .models import Account, Member, Round, Site, SystemVersion, Unit


def units_for(user: Any, *, words: str = "", group: str = "") -> QuerySet[Unit]:
    """Units in the fixed order, with how many sites and accounts each has."""
    rows = Unit.objects.visible_to(user).select_related("parent")
    if words:
        # aliases lie in the database as escaped JSON: no query finds Chinese in them
        known = rows.values_list("pk", "name", "aliases")
        named = [pk for pk, name, aliases in known if any(words in one for one in (name, *aliases))]
        rows = rows.filter(pk__in=named)
    if group:
        rows = rows.filter(group=group)
    return rows.annotate(
        site_count=Count("sites", distinct=True), account_count=Count("accounts", distinct=True)
    )


def groups() -> list[str]:
    """Groups in use, in the order of their first unit."""
    names = Unit.objects.exclude(group="").order_by("order", "name").values_list("group", flat=True)
    return list(dict.fromkeys(names))


def drifted_sites(user: Any) -> QuerySet[Site]:
    """Sites that were last seen to differ from the register."""
    return Site.objects.visible_to(user).exclude(drift=[]).select_related("unit")


def drifted_accounts(user: Any) -> QuerySet[Account]:
    """Accounts that are not in their normal state."""
    return Account.objects.visible_to(user).exclude(state="正常").select_related("unit")


def accounts_for(user: Any, *, words: str = "", state: str = "") -> QuerySet[Account]:
    """Accounts in the order of their units, by words of their name, id or unit and by state."""
    rows = Account.objects.visible_to(user).select_related("unit")
    if words:
        named = Q(name__contains=words) | Q(platform_id__contains=words) | Q(unit__name__contains=words)
        rows = rows.filter(named)
    return rows.filter(state=state) if state else rows


def inspectors() -> list[User]:
    """Active inspectors, by name."""
    return list(User.objects.filter(role=Role.INSPECTOR, is_active=True))


@dataclass(frozen=True, slots=True)
class GroupOf:
    """A group of a round: its system, its units, the sum of their weights."""

    name: str
    system: SystemVersion
    units: Sequence[Unit]


def groups_of(round_: Round) -> list[GroupOf]:
    """The round's groups in order, each with its units."""
    rows = Member.objects.filter(round=round_).select_related("unit", "system")
    found: dict[tuple[str, int], list[Member]] = {}
    for member in rows.order_by("unit__order", "unit__name"):
        found.setdefault((member.group, member.system_id), []).append(member)
    return [GroupOf(group, many[0].system, [one.unit for one in many]) for (group, _), many in found.items()]
