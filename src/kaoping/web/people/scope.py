"""
Who may see which rows: the one gate through which every page, export and answer gets its data.

A model that holds anything of a unit has a manager made of `Scoped` and says in `unit_path` how a row leads
to its unit, in `round_path` how it leads to its round, and in `shown_from` from which state of the round on
the unit may see it. Office roles see all rows that their role is for; a unit's people see their unit's and
its parts', and only what has been released to them; nobody else sees anything.
"""

from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from django.db import models
from django.db.models import Q
from django.http import HttpRequest

if TYPE_CHECKING:
    from .models import User

M = TypeVar("M", bound=models.Model, covariant=True)


class Scoped(models.QuerySet[M]):
    """A query that knows its scope. Set the three paths in a subclass; ``""`` means: has none."""

    unit_path = "unit"
    round_path = "round"
    shown_from = "drafted"
    hidden_from: tuple[str, ...] = ("system_admin",)  # roles that have no business with such rows

    def visible_to(self, user: Any) -> Self:
        """Rows that `user` may see: one answer for lists, counts, charts, exports and single objects."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        if user.role in self.hidden_from:
            return self.none()
        if not user.is_of_unit:
            return self
        return self._of_unit(user)

    def _of_unit(self, user: "User") -> Self:
        from ..planning.states import states_from

        if user.unit_id is None or not self.unit_path:
            return self.none()
        own = Q(**{self.unit_path: user.unit_id}) | Q(**{f"{self.unit_path}__parent": user.unit_id})
        if self.round_path and self.shown_from:
            own &= Q(**{f"{self.round_path}__state__in": states_from(self.shown_from)})
        return self.filter(own)


def signed_in(request: HttpRequest) -> "User":
    """The person who asks. Views that call it let nobody in who is not signed in."""
    return cast("User", request.user)
