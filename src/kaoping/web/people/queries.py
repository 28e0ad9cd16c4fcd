"""Reads of people's accounts."""

from django.db.models import Q, QuerySet

from ..planning.models import Unit
from .models import Role, User
from .permissions import MAY_GIVE


def people(
    user: User, *, words: str = "", role: str = "", unit: Unit | None = None, is_active: bool | None = None
) -> QuerySet[User]:
    """Accounts that `user` looks after and that fit; `words` are part of a name."""
    rows: QuerySet[User] = User.objects.visible_to(user).select_related("unit")
    if words:
        rows = rows.filter(Q(username__icontains=words) | Q(name__icontains=words))
    if role:
        rows = rows.filter(role=role)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    return rows


def roles_to_give(user: User) -> list[tuple[str, str]]:
    """Roles that `user` may give to others, with their words, in the order of the table."""
    given = MAY_GIVE.get(user.role, frozenset())
    return [(role.value, role.label) for role in Role if role.value in given]
