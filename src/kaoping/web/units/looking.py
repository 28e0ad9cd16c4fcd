"""
Reports of rectification are looked at by the machine at once: the finding's pages are fetched again and its
check is run again, in a child process of the worker.
"""

import logging
import subprocess
from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from kaoping import __version__
from kaoping.findings import Decision, Finding
from kaoping.ledger import LOOKBACK, OPEN_ITEMS, OpenItem, OpenItems, read_lookback, write_open_items
from kaoping.roster import SiteEntry
from kaoping.rounds.run_file import RunPlan
from kaoping.rounds.stem import STEM

from ..gathering.plans import round_folder, rulebook_of
from ..pages.terms import is_over
from ..planning.models import Site
from ..review.records import suspect_of
from .actions.tasks import settle
from .looking_child import Order
from .models import RectificationTask
from .states import OUTCOMES

log = logging.getLogger("kaoping.worker")
MOST_MINUTES = 20
LEASE = timedelta(minutes=MOST_MINUTES + 10)
CANNOT = "cannot tell"


def look_at_next(*, now: datetime | None = None) -> bool:
    """Look at the oldest report that waits. False where none does. A look that died is begun anew."""
    task = _taken(now or timezone.now())
    if task is None:
        return False
    try:
        outcome, message, digest = _looked(task)
    except OperationalError:
        raise  # restarted, or full: it is taken up again once its lease is over
    except Exception:
        log.exception("look failed", extra={"task": str(task.public_id)})
        outcome, message, digest = CANNOT, "程序出错,无法复核,详情见日志;请考评办人工复核。", ""
    settle(task, outcome=outcome, message=message, digest=digest, looks=task.looks, now=timezone.now())
    return True


@transaction.atomic
def _taken(now: datetime) -> RectificationTask | None:
    waiting = Q(look="queued") | Q(look="running") & is_over("look_lease", LEASE, now=now)
    rows = RectificationTask.objects.select_for_update(no_key=True, of=("self",)).filter(
        waiting, state="reported", round__state="rectifying"
    )
    task = rows.order_by("reported_at", "id").first()
    if task is None:
        return None
    task.look, task.look_lease, task.looks = "running", now + LEASE, task.looks + 1
    task.save(update_fields=["look", "look_lease", "looks"])
    return RectificationTask.objects.select_related("round", "unit", "suspect__site", "suspect__unit").get(
        pk=task.pk
    )


def _looked(task: RectificationTask) -> tuple[str, str, str]:
    """The task's next state, what was seen in words, and the digest of what came."""
    item = item_of(task)
    if not item.check:
        return CANNOT, "这个问题由人发现,机器不能复核,请考评办人工复核。", ""
    folder = round_folder(task.round) / "looks" / f"{task.public_id}-{task.looks}"
    folder.mkdir(parents=True, exist_ok=True)
    items = folder / OPEN_ITEMS
    today = timezone.localdate()
    write_open_items(OpenItems(task.round.title, today, (item,), _sites(task)), items)
    order = Order(str(items), _plan(task), str(folder / "run"))
    words = _run(order)
    if words:
        return CANNOT, words, ""
    (seen,) = read_lookback(folder / "run" / LOOKBACK).looked
    return OUTCOMES[seen.outcome], seen.message, seen.after_digest


def item_of(task: RectificationTask) -> OpenItem:
    """The task's finding as the ledger has it."""
    row = task.suspect
    decision = row.decisions.filter(verdict="confirm").select_related("by").last()
    record = suspect_of(row)
    ruled = decision and Decision(
        record.id, "confirm", decision.by.username if decision.by else "", decision.at, decision.reason
    )
    return OpenItem(
        finding=Finding(record, "confirmed", ruled or None),
        round=task.round.title,
        status="claimed fixed",
        due=task.due,
        counted=task.counted,
        claimed_at=task.reported_at,
    )


def _sites(task: RectificationTask) -> tuple[SiteEntry, ...]:
    rows = Site.objects.filter(unit=task.unit).select_related("unit")
    return tuple(
        SiteEntry(unit=site.unit.name, unit_kind=site.unit.kind, name=site.name, url=site.url, code=site.code)
        for site in rows
    )


def _plan(task: RectificationTask) -> RunPlan:
    return RunPlan(
        sites=(),
        today=timezone.localdate(),
        max_minutes=MOST_MINUTES,
        rate=float(task.round.settings.get("rate", 1.0)),
        render="never",
        allow_private=settings.ALLOW_PRIVATE,
        rulebook=str(rulebook_of(task.round) or ""),
        contact=settings.CONTACT,
        views=False,
        run_id=f"{task.public_id}-{task.looks}",
        product_version=__version__,
        command="kaoping serve",
    )


def _run(order: Order) -> str:
    """Have the child look; answers why it could not, or ``""``."""
    try:
        code, told = STEM.run(
            "kaoping.web.units.looking_child", msgspec.json.encode(order), timeout_s=MOST_MINUTES * 60 + 300
        )
    except subprocess.TimeoutExpired:
        return "复核超时,没有得出结论;可再次复核。"
    if not code:
        return ""
    log.warning("look ended", extra={"code": code})  # what it said on its error stream stands above
    return told.decode("utf-8", "replace").strip()[:480] or "复核进程意外退出,没有得出结论;可再次复核。"
