"""What the last check of a round saw of each account: kept by the worker, shown at every desk."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..planning.models import Account, Round
from ..review.models import Suspect
from .media_order import AccountTold
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


def accounts_of_round(user: Any, round_: Round) -> Sequence[tuple[Account, MediaReading | None]]:
    """The accounts of a round's units and their parts, each with what the round's last check saw."""
    own = round_.members.values("unit")
    rows = Account.objects.visible_to(user).filter(Q(unit__in=own) | Q(unit__parent__in=own))
    return with_readings(user, rows.select_related("unit").distinct(), round_)


@dataclass(frozen=True, slots=True)
class LaneCount:
    """How many of a round's accounts a lane told of; the accounts of which nothing was seen have ``""``."""

    lane: str
    accounts: int
    posts: int


def lanes_of(rows: Iterable[tuple[Account, MediaReading | None]]) -> Sequence[LaneCount]:
    """By which lanes accounts were read, the most used first, and how many nobody told of at last."""
    accounts: Counter[str] = Counter()
    posts: Counter[str] = Counter()
    for _, reading in rows:
        for lane in (reading.lanes if reading else ()) or ("",):
            accounts[lane] += 1
            posts[lane] += reading.posts if reading else 0
    ordered = sorted(accounts.items(), key=lambda one: (not one[0], -one[1], one[0]))
    return [LaneCount(lane, count, posts[lane]) for lane, count in ordered]


def reading_of_suspect(user: Any, suspect: Suspect) -> tuple[Account, MediaReading | None] | None:
    """The account that a suspect of a check of accounts is about, with what was seen of it."""
    key = suspect.facts.get("account") or suspect.facts.get("name")
    if not suspect.check_id.startswith("newmedia.") or not key:
        return None
    own = Q(unit=suspect.unit) | Q(unit__parent=suspect.unit)
    accounts = list(Account.objects.visible_to(user).filter(own).select_related("unit"))
    # a name that two accounts bear has the id in its key
    named = {str(one): one for one in accounts} | {f"{one}({one.platform_id})": one for one in accounts}
    found = named.get(str(key))
    return with_readings(user, [found], suspect.round)[0] if found else None
