"""The worker's part of one-click archiving: the oldest page that somebody asked for, opened and kept."""

import logging
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from ..pages.terms import is_over
from .looking import DEADLINE_S, Seen, look
from .models import CaptureOrder
from .proof import settle_capture

log = logging.getLogger("kaoping.worker")
LEASE = timedelta(seconds=DEADLINE_S + 30)
MOST_TRIES = 3


def capture_next(*, now: datetime | None = None) -> bool:
    """Open and keep the next page asked for. False where none is. One that was cut off is begun anew."""
    order = _taken(now or timezone.now())
    if order is None:
        return False
    settle_capture(order, _seen(order), now=timezone.now())
    return True


def _seen(order: CaptureOrder) -> Seen | None:
    if order.tries > MOST_TRIES:
        return None
    try:
        return look(order.url, round_=order.task.round, with_picture=True)
    except OperationalError:
        raise  # restarted, or full: it is taken up again once its lease is over
    except Exception:
        log.exception("capture failed", extra={"order": str(order.public_id)})
        return None


@transaction.atomic
def _taken(now: datetime) -> CaptureOrder | None:
    waiting = Q(state="queued") | Q(state="running") & is_over("lease_until", LEASE, now=now)
    order = CaptureOrder.objects.select_for_update(no_key=True, of=("self",)).filter(waiting).first()
    if order is None:
        return None
    order.state, order.lease_until, order.tries = "running", now + LEASE, order.tries + 1
    order.save(update_fields=["state", "lease_until", "tries"])
    return CaptureOrder.objects.select_related("task__round", "task__unit", "by").get(pk=order.pk)
