"""Writes of the gathering desk: what people want of the worker. The worker does it when it gets to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from ..audit.actions import record
from ..people.models import User
from ..planning.actions import Refused, advance, refuse_sealed
from ..planning.models import Round, Site
from .models import JOB_STATES, Job

GATHERED_IN = ("gathering", "inspecting", "reviewing")
ENDED = ("done", "incomplete", "failed", "cancelled")
Who = User | str


def sites_of(round_: Round) -> QuerySet[Site]:
    """The sites of the round's units and of their parts, in the fixed order."""
    own = round_.members.values("unit")
    sites = Site.objects.filter(Q(unit__in=own) | Q(unit__parent__in=own), unit__is_closed=False)
    return sites.exclude(state="关停").order_by("unit__order", "unit__name", "name", "pk")


@transaction.atomic
def start_round(
    round_: Round, *, by: Who, limits: Mapping[str, Any], spread_minutes: int = 0, now: datetime | None = None
) -> int:
    """
    Ask for a first look at every site of the round that has none yet. Answers how many.

    Raises:
        Refused: The round is past gathering, or has no site.
    """
    if round_.state == "planned":
        round_ = advance(round_, "start gathering", by=by)
    _refuse_late(round_)
    sites = sites_of(round_)
    if not sites.exists():
        raise Refused("本轮的单位还没有登记网站。请先在“计划 · 网站”中登记或导入。")
    waiting = sites.exclude(pk__in=Job.objects.filter(round=round_, kind="gather").values("site"))
    return ask_for_look(
        round_,
        waiting,
        by=by,
        spread_minutes=spread_minutes,
        limits=limits,
        now=now or timezone.now(),
    )


@transaction.atomic
def look_again(job: Job, *, by: Who) -> Job:
    """
    Ask for another look at the job's site, labelled as such.

    Raises:
        Refused: The round is past gathering, or a look at the site is still under way.
    """
    _refuse_late(job.round)
    open_ = Job.objects.filter(round=job.round, site=job.site, kind="gather").exclude(state__in=ENDED)
    if open_.exists():
        raise Refused("这个网站还有一次采集没有结束。请等它结束,或先取消,再重新采集。")
    ask_for_look(job.round, Site.objects.filter(pk=job.site_id), by=by, limits=job.limits, now=timezone.now())
    return Job.objects.filter(round=job.round, site=job.site, kind="gather").latest("sighting")


def ask_for_look(
    round_: Round,
    sites: Iterable[Site],
    *,
    by: Who,
    now: datetime,
    spread_minutes: int = 0,
    quiet_hours: str = "",
    limits: Mapping[str, Any] | None = None,
) -> int:
    """One more look at each of the sites, each begun `spread_minutes` after the one before."""
    refuse_sealed(round_)
    given = {**round_.settings.get("gather", {}), **(limits or {})}
    if quiet_hours:
        given["quiet_hours"] = quiet_hours
    looks = Job.objects.filter(round=round_, kind="gather").order_by()
    latest = dict(looks.values_list("site").annotate(n=Max("sighting")))
    jobs = [
        Job(
            round=round_,
            site=site,
            sighting=latest.get(site.pk, 0) + 1,
            is_again=site.pk in latest,
            limits=given,
            not_before=now + timedelta(minutes=spread_minutes * number) if spread_minutes else None,
        )
        for number, site in enumerate(sites)
    ]
    Job.objects.bulk_create(jobs)
    record(
        by=by, action="gathering.start", subject=f"round:{round_.public_id}", sites=len(jobs), limits=given
    )
    return len(jobs)


@transaction.atomic
def pause(job: Job, *, by: Who) -> Job:
    """
    Pause a job; one under way ends what it has begun first. Raises `Refused` where it has ended, or the round
    is sealed.
    """
    job = _locked(job)
    refuse_sealed(job.round)
    if job.state == "queued":
        job.state = "paused"
    elif job.state == "running":
        job.wanted = "pause"
    else:
        raise Refused(f"这次采集已是“{JOB_STATES[job.state]}”,不能暂停。")
    return _asked(job, "pause", by)


@transaction.atomic
def go_on(job: Job, *, by: Who) -> Job:
    """
    Go on with a job that was paused, failed, was cancelled or left incomplete, from where it stands.

    Raises:
        Refused: It is under way, or was done whole: that wants another look.
    """
    job = _locked(job)
    _refuse_late(job.round)
    if job.state == "running" and job.wanted == "pause":
        job.wanted = ""
    elif job.state in ("paused", "failed", "cancelled", "incomplete"):
        if job.state == "incomplete":
            job.lap += 1
        job.state, job.wanted, job.not_before, job.ended_at = "queued", "", None, None
        job.counts = {**job.counts, "crashes": 0}
    else:
        raise Refused(f"这次采集已是“{JOB_STATES[job.state]}”,不需要继续。要再看一次请用“再采一次”。")
    return _asked(job, "go_on", by)


@transaction.atomic
def cancel(job: Job, *, by: Who) -> Job:
    """
    Cancel a job; what it has fetched stays in its folder. Raises `Refused` where it has ended, or the round
    is sealed.
    """
    job = _locked(job)
    refuse_sealed(job.round)
    if job.state == "running":
        job.wanted = "cancel"
    elif job.state in ("queued", "paused"):
        job.state, job.ended_at = "cancelled", timezone.now()
    else:
        raise Refused(f"这次采集已是“{JOB_STATES[job.state]}”,不能取消。")
    return _asked(job, "cancel", by)


@transaction.atomic
def pause_round(round_: Round, *, by: Who) -> int:
    """Pause all that waits or is under way. Answers how many jobs."""
    refuse_sealed(round_)
    rows = Job.objects.filter(round=round_)
    count = rows.filter(state="queued").update(state="paused")
    count += rows.filter(state="running", wanted="").update(wanted="pause")
    record(by=by, action="gathering.pause_round", subject=f"round:{round_.public_id}", jobs=count)
    return count


@transaction.atomic
def go_on_round(round_: Round, *, by: Who) -> int:
    """Go on with all that was paused. Answers how many jobs."""
    _refuse_late(round_)
    rows = Job.objects.filter(round=round_)
    count = rows.filter(state="paused").update(state="queued", wanted="", not_before=None)
    count += rows.filter(state="running", wanted="pause").update(wanted="")
    record(by=by, action="gathering.go_on_round", subject=f"round:{round_.public_id}", jobs=count)
    return count


def _refuse_late(round_: Round) -> None:
    if round_.state not in GATHERED_IN:
        raise Refused(
            f"本轮已是“{round_.get_state_display()}”,不能再采集。整改后的复查请用“反馈与整改 · 回头看”。"
            if round_.state != "planned"
            else "本轮还没有开始采集。请先点“开始采集”。"
        )


def _locked(job: Job) -> Job:
    return (
        Job.objects.select_for_update(no_key=True, of=("self",))
        .select_related("round", "site")
        .get(pk=job.pk)
    )


def _asked(job: Job, what: str, by: Who) -> Job:
    # the fields that people own: the worker's are left to the worker
    job.save(update_fields=["state", "wanted", "lap", "not_before", "ended_at", "counts"])
    record(by=by, action=f"gathering.{what}", subject=f"job:{job.public_id}", site=job.site.name)
    return job
