"""Reads of the imports desk."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ..people.models import User
from ..planning.models import Round
from ..review.models import Suspect
from .models import Batch, Item, Recheck


def items_for(
    user: User,
    *,
    round_: Round | None = None,
    confirmation: str = "",
    batch: Batch | None = None,
    order: Recheck | None = None,
) -> QuerySet[Item]:
    """Imported items that fit, with their unit and suspect."""
    rows: QuerySet[Item] = Item.objects.visible_to(user).select_related("unit", "suspect", "round")
    if round_ is not None:
        rows = rows.filter(round=round_)
    if batch is not None:
        rows = rows.filter(round=batch.round, source=batch.source)
    if order is not None:
        rows = rows.filter(order=order)
    if confirmation:
        rows = rows.filter(confirmation=confirmation)
    return rows


@dataclass(frozen=True, slots=True)
class RecheckStanding:
    """How far a recheck is: items done and still to come, what is opened now, and how many came out how."""

    done: int
    waiting: int
    doing: str
    counts: Mapping[str, int]


def recheck_standing(order: Recheck, user: User) -> RecheckStanding:
    """Where a recheck stands, by the items that `user` may see."""
    own = Item.objects.visible_to(user).filter(order=order).order_by()
    waiting = own.exclude(look="").count()
    doing = own.filter(look="running").first()
    counts = dict(own.filter(look="").values_list("confirmation").annotate(n=Count("pk")))
    url = str(doing.body.get("url", "")) if doing else ""
    return RecheckStanding(max(order.whole - waiting, 0), waiting, url, counts)


def rechecks_at_work(user: User) -> QuerySet[Recheck]:
    """Rechecks that are not through, the latest first."""
    rows: QuerySet[Recheck] = Recheck.objects.visible_to(user)
    return rows.filter(items__look__in=("queued", "running")).distinct()


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
