"""The worker's part: takes a look back by a lease, follows its process, keeps what was seen, feeds it."""

import logging
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from kaoping import __version__, roster
from kaoping.errors import KaopingError
from kaoping.ledger import LOOKBACK, OPEN_ITEMS, LookedBack, read_lookback
from kaoping.roster import UnitNames
from kaoping.rounds.run_file import RunPlan
from kaoping.rounds.stem import STEM, Process

from ..audit.actions import record
from ..gathering import turns
from ..gathering.orders import Tick
from ..gathering.plans import rulebook_of
from ..imports.media_folder import handed_in_since, write_media_folder
from ..imports.models import MediaRun
from ..pages.terms import is_over
from ..planning.models import Unit
from .actions import feed
from .child import Order
from .items import folder_of
from .models import LookBack, Looked

log = logging.getLogger("kaoping.worker")
NAME = "采集进程"
LEASE = timedelta(seconds=60)
SHOWN_EVERY_S = 1.0
IDLE_S = 2.0
MOST_TRIES = 3
MAX_MINUTES = 24 * 60.0


def look_back_next(*, stop: threading.Event | None = None, now: datetime | None = None) -> bool:
    """Do the oldest look back that waits, or one whose worker is gone. False where there is none."""
    one = _taken(now or timezone.now())
    if one is None:
        return False
    try:
        words = _followed(one, stop or threading.Event())
        if words is None:
            return True
        if words:
            _ended(one, "failed", words)
        else:
            settle(one)
    except KaopingError as error:
        _ended(one, "failed", str(error))
    except OperationalError:
        raise  # restarted, or full: it is taken up again once its lease is over
    except Exception:
        log.exception("look back failed", extra={"look_back": str(one.public_id)})
        _ended(one, "failed", "程序出错,详情见日志;可点“继续”再试。")
    return True


@transaction.atomic
def _taken(now: datetime) -> LookBack | None:
    waiting = Q(state="queued") | Q(state="running") & is_over("lease_until", LEASE, now=now)
    rows = LookBack.objects.select_for_update(no_key=True, of=("self",)).filter(waiting)
    one = rows.order_by("made_at", "id").first()
    if one is None:
        return None
    if one.is_cancelled:
        LookBack.objects.filter(pk=one.pk).update(state="cancelled", ended_at=now, lease_until=None)
        return None
    one.state, one.lease_until, one.tries = "running", now + LEASE, one.tries + 1
    one.started_at = one.started_at or now
    one.save(update_fields=["state", "lease_until", "tries", "started_at"])
    return one


def _followed(one: LookBack, stop: threading.Event) -> str | None:
    """``""`` where it was done, why it was not, or None where it was ended or is left to another worker."""
    process = STEM.begin("kaoping.web.lookback.child")
    assert process.stdin is not None
    process.stdin.write(msgspec.json.encode(order_of(one)) + b"\n")
    process.stdin.flush()
    ticks = _Ticks(process)
    while process.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(SHOWN_EVERY_S)
        if _shown(one, ticks.last) and not stop.is_set():
            continue
        process.kill()
        process.wait()
        _let_go(one, stop)
        return None
    ticks.join()
    if not (code := process.wait()):
        return ""
    log.warning("look back ended", extra={"code": code, "look_back": str(one.public_id)})
    if ticks.last.error:
        return ticks.last.error
    if one.tries < MOST_TRIES:
        LookBack.objects.filter(pk=one.pk).update(state="queued", lease_until=None)
        return None
    return f"复核进程意外退出(代码 {code}),已试 {one.tries} 次。可查看日志后点“继续”。"


class _Ticks:
    """What the process tells, line by line; `last` is the latest."""

    def __init__(self, process: Process) -> None:
        self.last = Tick()
        self._process = process
        self._thread = threading.Thread(target=self._listen, daemon=True, name="look-back")
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.last = msgspec.json.decode(line, type=Tick)

    def join(self) -> None:
        self._thread.join(5)


def _shown(one: LookBack, tick: Tick) -> bool:
    """Renew the lease and show how far it has come. False where somebody cancelled it."""
    held = LookBack.objects.filter(pk=one.pk, state="running", is_cancelled=False)
    return bool(held.update(progress=asdict(tick), lease_until=timezone.now() + LEASE))


def _let_go(one: LookBack, stop: threading.Event) -> None:
    rows = LookBack.objects.filter(pk=one.pk, state="running")
    if stop.is_set():
        rows.update(state="queued", lease_until=None)
    else:
        rows.update(state="cancelled", lease_until=None, ended_at=timezone.now())


def order_of(one: LookBack) -> Order:
    """What the process is told: the list, how to look, where to write."""
    folder = folder_of(one)
    of = one.target or one.source
    rules = rulebook_of(of) if of else settings.RULEBOOK_FOLDER
    rate = float(of.settings.get("rate", 1.0)) if of else 1.0
    plan = RunPlan(
        sites=(),
        today=one.today,
        max_minutes=MAX_MINUTES,
        rate=rate,
        render="never",
        allow_private=settings.ALLOW_PRIVATE,
        rulebook=str(rules or ""),
        contact=settings.CONTACT,
        views=False,
        run_id=str(one.public_id),
        product_version=__version__,
        command="kaoping serve",
    )
    return Order(str(folder / OPEN_ITEMS), plan, str(folder / "run"), accounts_since(one))


def accounts_since(one: LookBack) -> str:
    """
    Write what came in of accounts since the round's own check of them: the folder, or ``""`` where the look
    back is not at a round of ours, or its accounts were never checked, or are gone.
    """
    checked = MediaRun.objects.filter(round=one.source, state="done").order_by("-done_at").first()
    if one.source is None or checked is None or checked.done_at is None:
        return ""
    own = one.source.members.values("unit")
    units = Unit.objects.filter(Q(pk__in=own) | Q(parent__in=own)).values_list("name", flat=True)
    folder = folder_of(one) / "accounts"
    shutil.rmtree(folder, ignore_errors=True)
    handed = handed_in_since(checked.done_at, one.today)
    return str(folder) if write_media_folder(handed, units, folder) else ""


def settle(one: LookBack) -> None:
    """Keep what the process left; then lay it into the round that waits for it. Raises `LedgerError`."""
    _kept(one)
    _fed(one)


@transaction.atomic
def _kept(one: LookBack) -> None:
    """What was seen, as rows."""
    done = read_lookback(folder_of(one) / "run" / LOOKBACK)
    held = LookBack.objects.select_for_update(no_key=True, of=("self",)).get(pk=one.pk)
    if held.state != "running":
        return
    held.looked.all().delete()
    Looked.objects.bulk_create(_rows(held, done.looked), batch_size=500)
    held.state, held.ended_at, held.lease_until = "done", timezone.now(), None
    held.counts = Counter(own.outcome for own in done.looked)
    held.passed_over = len(done.passed_over)
    held.save(update_fields=["state", "ended_at", "lease_until", "counts", "passed_over"])
    record(by=NAME, action="lookback.done", subject=f"look-back:{held.public_id}", seen=held.counts)


def _fed(one: LookBack) -> None:
    """Into the round that waits for it; why not is told on the page, and somebody can do it by hand."""
    held = LookBack.objects.select_related("target").get(pk=one.pk)
    if held.state != "done" or held.target is None:
        return
    try:
        feed(held, held.target, by=NAME)
    except KaopingError as error:
        LookBack.objects.filter(pk=one.pk).update(message=f"没有计入“{held.target}”:{error}"[:500])


def _rows(one: LookBack, looked: tuple[LookedBack, ...]) -> list[Looked]:
    units = units_by_name(one)
    return [
        Looked(
            look_back=one,
            unit=units(own.item.finding.suspect.unit),
            unit_name=own.item.finding.suspect.unit[:120],
            fact=own.item.id,
            indicator=own.item.finding.suspect.indicator,
            told=own.item.finding.suspect.message,
            outcome=own.outcome,
            message=own.message,
            url=own.after_url,
            before_digest=own.before_digest,
            after_digest=own.after_digest,
            seen_at=own.seen_at,
        )
        for own in looked
    ]


def units_by_name(one: LookBack) -> Callable[[str], Unit | None]:
    """A function from a name of the list, old or new, to the unit that bears it now."""
    rows = {unit.name: unit for unit in Unit.objects.filter(is_closed=False)}
    every = UnitNames(roster.Unit(unit.name, aliases=tuple(unit.aliases)) for unit in rows.values())

    def named(written: str) -> Unit | None:
        found = every.get(written)
        return rows.get(found.name) if found else None

    return named


def _ended(one: LookBack, state: str, message: str) -> None:
    rows = LookBack.objects.filter(pk=one.pk, state="running")
    rows.update(state=state, message=message[:500], ended_at=timezone.now(), lease_until=None)
    record(by=NAME, action=f"lookback.{state}", subject=f"look-back:{one.public_id}", message=message[:500])


def begin(stop: threading.Event) -> threading.Thread:
    """Look backs in a thread of their own: one may take an hour, and nothing else waits for it."""
    return turns.begin(lambda: look_back_next(stop=stop), stop, name="look-backs", idle_s=IDLE_S)
