"""
Checks of accounts that wait are done by the worker, in a child process; what was seen is laid to the units
as what was seen of a site.
"""

import csv
import logging
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from kaoping.checks import Observation, observation_json, silence
from kaoping.checks.newmedia.wording import IN_PICTURE
from kaoping.errors import RosterError
from kaoping.findings import joined, lay, read_observations
from kaoping.rounds.result_files import COVERAGE, OBSERVATIONS
from kaoping.rounds.run_file import ARCHIVE_FOLDER
from kaoping.rounds.stem import STEM

from ..inspection.demands import RoundDemands
from ..inspection.laying import lay_suspects
from ..pages.terms import is_over
from ..planning.models import Unit
from ..review import models as review
from ..review.scopes import standing
from .media_folder import handed_in_for, write_media_folder
from .media_order import Order, Told
from .models import MediaCoverage, MediaRun
from .readings import keep_readings

log = logging.getLogger("kaoping.worker")
MOST_MINUTES = 60
LEASE = timedelta(minutes=MOST_MINUTES + 10)
CHUNK = 500


def check_next(*, now: datetime | None = None) -> bool:
    """Do the oldest check that waits. False where none does. One whose worker died is begun anew."""
    run = _taken(now or timezone.now())
    if run is None:
        return False
    try:
        told = _done(run)
        state, message = ("failed", told.error) if told.error else ("done", "")
        figures: dict[str, Any] = msgspec.to_builtins(replace(told, rows=()))
    except OperationalError:
        raise  # restarted, or full: it is taken up again once its lease is over
    except Exception:
        log.exception("check of accounts failed", extra={"run": str(run.public_id)})
        state, message, figures = "failed", "程序出错,详情见日志。", {}
    MediaRun.objects.filter(pk=run.pk).update(
        state=state, message=message[:4000], told=figures, done_at=timezone.now(), lease_until=None
    )
    return True


@transaction.atomic
def _taken(now: datetime) -> MediaRun | None:
    waiting = Q(state="queued") | Q(state="running") & is_over("lease_until", LEASE, now=now)
    run = MediaRun.objects.select_for_update(no_key=True).filter(waiting).order_by("at", "id").first()
    if run is None:
        return None
    run.state, run.lease_until = "running", now + LEASE
    run.save(update_fields=["state", "lease_until"])
    return MediaRun.objects.select_related("round").get(pk=run.pk)


def _done(run: MediaRun) -> Told:
    demands = RoundDemands(run.round)
    base = Path(settings.ROUNDS_FOLDER) / str(run.round.public_id) / "media" / str(run.public_id)
    attempt = base / timezone.now().strftime("%Y%m%d%H%M%S%f")
    try:
        accounts = write_media_folder(
            handed_in_for(run.round), [one.name for one in demands.units], attempt / "in"
        )
    except RosterError as error:
        return Told(error=str(error))
    if not accounts:
        return Told(error="本轮的单位没有登记新媒体账号,请先到“计划 · 新媒体账号”登记。")
    order = Order(
        folder=str(attempt / "in"),
        out=str(attempt / "out"),
        today=run.round.today,
        rulebook=str(settings.RULEBOOK_FOLDER or ""),
        rate=float(run.round.settings.get("rate", 1.0)),
        contact=str(getattr(settings, "CONTACT", "")),
        allow_private=bool(getattr(settings, "ALLOW_PRIVATE", False)),
        reads_pictures=run.reads_pictures,
    )
    told = _run(order)
    if not told.error:
        _laid(run, attempt / "out", demands)
        keep_readings(run.round, told.rows, accounts)
    return told


def _run(order: Order) -> Told:
    try:
        _, told = STEM.run(
            "kaoping.web.imports.media_child", msgspec.json.encode(order), timeout_s=MOST_MINUTES * 60
        )
    except subprocess.TimeoutExpired:
        return Told(error="检查超时,没有得出结论;请减少资料后再试。")
    try:
        return msgspec.json.decode(told, type=Told)
    except msgspec.MsgspecError:
        log.warning("check of accounts ended")  # what it said on its error stream stands above
        return Told(error="检查进程意外退出,没有得出结论;可再试一次。")


@transaction.atomic
def _laid(run: MediaRun, out: Path, demands: RoundDemands) -> None:
    """Suspects, observations and coverage together: what this check says is what stands."""
    round_, today = run.round, run.round.today
    seen = [
        _kept(_for_people(one), out)
        for own in _by_account(read_observations(out / OBSERVATIONS))
        for one in silence(own, standing(today), today, unit=own[0].unit, site=own[0].site).kept
    ]
    given = joined(lay(seen, demands.assessed, {}, run=str(run.public_id)))
    laid = lay_suspects(round_, given, veto_rules=demands.veto_rules)
    kept = set(laid.row_of.values())
    machine = review.Suspect.objects.filter(round=round_, check_id__startswith="newmedia.", decided_at=None)
    _step(machine.filter(pk__in=kept, state="gone"), "suspect")
    unseen = [
        row.pk
        for row in machine.filter(state="suspect").exclude(pk__in=kept)
        if all(one["voice"] == "check" for one in row.witnesses)
    ]
    _step(machine.filter(pk__in=unseen), "gone")
    _observations(round_, seen)
    _coverage(round_, out / COVERAGE)


def _for_people(one: Observation) -> Observation:
    """What a machine read in a picture is nobody's fault before a person has looked at the picture."""
    is_read = one.lane == "hint" and one.facts.get("place") == IN_PICTURE
    return replace(one, answer="unsure", lane="person") if is_read else one


def _kept(one: Observation, out: Path) -> Observation:
    """With its evidence as the round's folder has it; a given file lies with the uploads, by its digest."""
    found = one.evidence
    if not found.archive:
        return one
    home = out.parents[3]  # the round's: media, run and attempt lie between
    is_fetched = (out / ARCHIVE_FOLDER / found.archive).is_file()
    place = str((out / ARCHIVE_FOLDER / found.archive).relative_to(home)) if is_fetched else ""
    return replace(one, evidence=replace(found, archive=place))


def _by_account(observations: Any) -> Sequence[list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for one in observations:
        found.setdefault(one.site, []).append(one)
    return list(found.values())


def _step(rows: Any, state: str) -> None:
    rows.update(state=state, version=F("version") + 1)


def _observations(round_: Any, seen: Sequence[Observation]) -> None:
    units = dict(Unit.objects.filter(name__in={one.unit for one in seen}).values_list("name", "pk"))
    rows = []
    for one in seen:
        line = observation_json(one).replace(b"\\u0000", b"\\ufffd")
        rows.append(
            review.Observation(
                round=round_,
                unit_id=units.get(one.unit),
                check_id=one.check[:60],
                answer=one.answer,
                severity=one.severity,
                url=one.url.replace("\0", "\ufffd"),
                seen_at=one.seen_at,
                key=blake2b(line, digest_size=32).hexdigest(),
                body=msgspec.json.decode(line),
            )
        )
    review.Observation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)


def _coverage(round_: Any, path: Path) -> None:
    """What was looked at, unit by unit; the check before said something else of the same."""
    looked: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    why: dict[tuple[str, str], str] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            key = (row["unit"], row["check"])
            looked[key] += int(row["looked_at"])
            missed[key] += int(row["not_checked"])
            if row["why"]:
                why.setdefault(key, row["why"])
    units = dict(Unit.objects.filter(name__in={unit for unit, _ in looked}).values_list("name", "pk"))
    MediaCoverage.objects.filter(round=round_).delete()
    MediaCoverage.objects.bulk_create(
        MediaCoverage(
            round=round_,
            unit_id=units[unit],
            check_id=check,
            looked_at=count,
            not_checked=missed[unit, check],
            why=why.get((unit, check), "")[:300],
        )
        for (unit, check), count in looked.items()
    )
