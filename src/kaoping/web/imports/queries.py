"""Reads of the imports desk."""

from django.db.models import Count, QuerySet

from ..people.models import User
from ..planning.models import Round
from ..review.models import Suspect
from .models import Batch, Item


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


def only_imported(suspects: QuerySet[Suspect]) -> QuerySet[Suspect]:
    """
    Of these suspects, which are not sliced, those that a third party alone told of and that our machine has
    not seen again: never confirmed in bulk.
    """
    again = Item.objects.filter(suspect__isnull=False, confirmation="seen again")
    witnesses = suspects.order_by().values_list("pk", "witnesses")
    told = [pk for pk, given in witnesses if given and all(one["voice"] == "monitor" for one in given)]
    return suspects.filter(pk__in=told).exclude(pk__in=again.values("suspect"))
