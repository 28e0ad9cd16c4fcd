"""Reads of the imports desk."""

from typing import Any

from django.db.models import Count, QuerySet

from ..people.models import User
from ..planning.models import Round
from ..review.models import Suspect
from .models import Batch, Item

UNCONFIRMED = ("pending", "contradicted", "cannot tell")


def items_for(
    user: User, *, round_: Round | None = None, confirmation: str = "", batch: Batch | None = None
) -> QuerySet[Item]:
    """Imported items that fit, with their unit and suspect."""
    rows: QuerySet[Item] = Item.objects.visible_to(user).select_related("unit", "suspect", "round")
    if round_ is not None:
        rows = rows.filter(round=round_)
    if batch is not None:
        rows = rows.filter(round=batch.round, source=batch.source)
    if confirmation:
        rows = rows.filter(confirmation=confirmation)
    return rows


def confirmations(round_: Round, source: str) -> dict[str, int]:
    """How many open items of a platform came out how when looked at again."""
    rows = Item.objects.filter(round=round_, source=source).exclude(state="closed").order_by()
    return dict(rows.values_list("confirmation").annotate(n=Count("pk")))


def only_imported(suspects: Any) -> Any:
    """
    Of these suspects those that rest on an import alone that nobody has seen again: not to be confirmed in
    bulk.
    """
    own = Item.objects.filter(suspect__isnull=False, confirmation__in=UNCONFIRMED)
    again = Item.objects.filter(suspect__isnull=False, confirmation="seen again")
    rows: QuerySet[Suspect] = suspects.filter(pk__in=own.values("suspect"))
    others = [one.pk for one in rows if all(w["voice"] == "monitor" for w in one.witnesses)]
    return rows.filter(pk__in=others).exclude(pk__in=again.values("suspect"))
