"""What the last check of a round saw of each account: kept by the worker, shown at every desk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..planning.models import Account, Round
from .media_child import AccountTold
from .models import MediaReading


@transaction.atomic
def keep_readings(round_: Round, rows: Iterable[AccountTold], accounts: Mapping[str, int]) -> None:
    """Replace the round's readings; `accounts` are the registered ones by their keys."""
    now = timezone.now()
    MediaReading.objects.filter(round=round_).delete()
    MediaReading.objects.bulk_create(
        MediaReading(
            round=round_,
            account_id=accounts[row.key],
            at=now,
            **{key: value for key, value in asdict(row).items() if key != "key"},
        )
        for row in rows
    )


def with_readings(
    user: Any, accounts: Iterable[Account], round_: Round | None = None
) -> Sequence[tuple[Account, MediaReading | None]]:
    """Each account with its newest reading that this person may see, of any round or of this one."""
    listed = list(accounts)
    rows = MediaReading.objects.visible_to(user).filter(account__in=[one.pk for one in listed])
    if round_ is not None:
        rows = rows.filter(round=round_)
    latest = {one.account_id: one for one in rows.select_related("round").order_by("at", "id")}
    return [(one, latest.get(one.pk)) for one in listed]
