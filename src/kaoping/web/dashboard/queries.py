"""What the dashboards show: always through the rows that the user may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from ..gathering.leases import lease
from ..gathering.models import JOB_STATES, Job, Worker
from ..inspection.models import Task
from ..pages.charts import Bar, Line, RankingChart, TrendChart, heat, ranking_chart, trend_chart
from ..pages.terms import is_over
from ..planning.models import Round
from ..publishing.models import ScoreSnapshot
from ..review.models import STATES, Suspect

WORST = 12
TREND_ROUNDS = 8


def current_round(user: Any, public_id: str = "") -> Round | None:
    """The round asked for, or the newest that the user may see."""
    rounds = Round.objects.visible_to(user)
    return rounds.filter(public_id=public_id).first() if public_id else rounds.first()


@dataclass(frozen=True, slots=True)
class Queue:
    """A number with its words and where it leads."""

    count: int
    words: str
    route: str
    query: str = ""
    kind: str = ""


def queues(user: Any, round_: Round) -> list[Queue]:
    """The office's open work in this round."""
    states = dict(
        Suspect.objects.visible_to(user)
        .filter(round=round_)
        .order_by()
        .values_list("state")
        .annotate(n=Count("id"))
    )
    open_tasks = Task.objects.visible_to(user).filter(round=round_).exclude(answers__is_draft=False)
    own = open_tasks.filter(inspector=user).count()
    jobs = jobs_by_state(user, round_)
    unseen = jobs.get("incomplete", 0) + jobs.get("failed", 0)
    return [
        Queue(states.get("suspect", 0), "待复核", "review:queue", "state=suspect"),
        Queue(states.get("second", 0), "待第二人复核", "review:queue", "state=second"),
        Queue(states.get("confirmed", 0), "已确认问题", "review:queue", "state=confirmed"),
        Queue(own, "我的待检查项", "inspection:home"),
        Queue(open_tasks.count(), "全部待检查项", "inspection:home"),
        Queue(unseen, "采集不完整", "gathering:home", kind="warn" if unseen else ""),
    ]


def jobs_by_state(user: Any, round_: Round) -> Mapping[str, int]:
    """How many jobs of the round are in each state."""
    rows = Job.objects.visible_to(user).filter(round=round_).order_by()
    return dict(rows.values_list("state").annotate(n=Count("id")))


def job_words(counts: Mapping[str, int]) -> Mapping[str, int]:
    """The same with Chinese names, in order."""
    return {words: counts[state] for state, words in JOB_STATES.items() if counts.get(state)}


def suspect_words(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Suspects by state with Chinese names, in order."""
    return {words: counts[state] for state, words in STATES.items() if counts.get(state)}


def late_jobs(user: Any) -> list[Job]:
    """Running jobs whose worker has not been heard of."""
    left = is_over("lease_until", lease(), now=timezone.now())
    rows = Job.objects.visible_to(user).filter(left, state="running")
    return list(rows.select_related("site", "round")[:20])


def workers() -> list[tuple[Worker, str]]:
    """Worker processes, the latest heard of first, each with the site that it is at."""
    known = list(Worker.objects.order_by("-beat_at")[:20])
    running = Job.objects.filter(state="running", worker__in=[one.name for one in known])
    sites = dict(running.values_list("worker", "site__name"))
    return [(one, sites.get(one.name, "")) for one in known]


def snapshots(user: Any, round_: Round) -> list[ScoreSnapshot]:
    """The latest sheets that the user may see, a unit's first system only."""
    rows = ScoreSnapshot.objects.visible_to(user).filter(round=round_, is_latest=True).select_related("unit")
    seen: set[int] = set()
    kept = []
    for row in rows:
        if row.unit_id not in seen:
            seen.add(row.unit_id)
            kept.append(row)
    return kept


@dataclass(frozen=True, slots=True)
class GroupChart:
    """A group's ranking: the chart and the rows of its table."""

    group: str
    chart: RankingChart
    rows: Sequence[ScoreSnapshot]


def ranking(rows: Sequence[ScoreSnapshot]) -> list[GroupChart]:
    """A chart of each group, the best first; units that a veto stopped stand last with no bar."""
    groups: dict[str, list[ScoreSnapshot]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    charts = []
    for group, own in groups.items():
        own.sort(key=lambda row: (row.rank is None, row.rank or 0, row.unit.order))
        bars = [_bar(row) for row in own]
        full = float(own[0].standing.get("full") or 100)
        charts.append(GroupChart(group, ranking_chart(f"{group}得分", bars, full=full), own))
    return charts


def _bar(row: ScoreSnapshot) -> Bar:
    total = float(row.total) if row.total is not None else 0.0
    words = f"{row.total.normalize():f}" if row.total is not None else "单项否决"
    return Bar(row.unit.name, total, words, float(row.low), float(row.high))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix: what is kept of the points, and how it is coloured."""

    points: str
    full: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units × first-level indicators of one group."""

    group: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[tuple[ScoreSnapshot, Sequence[Cell]]]


def matrices(rows: Sequence[ScoreSnapshot], *, level: int = 1) -> list[Matrix]:
    """A matrix for each group and system, with the indicators of this level in the sheet's order."""
    groups: dict[tuple[str, str], list[ScoreSnapshot]] = {}
    for row in rows:
        groups.setdefault((row.group, row.system), []).append(row)
    return [_matrix(group, own, level) for (group, _), own in groups.items()]


def _matrix(group: str, rows: Sequence[ScoreSnapshot], level: int) -> Matrix:
    heads = {
        line["indicator"]: line["title"]
        for row in rows
        for line in row.sheet["lines"]
        if line["level"] == level
    }
    told = []
    for row in rows:
        lines = {line["indicator"]: line for line in row.sheet["lines"]}
        told.append((row, [_cell(lines.get(key)) for key in heads]))
    return Matrix(group, list(heads.items()), told)


def _cell(line: Mapping[str, Any] | None) -> Cell:
    if line is None or line["state"] == "not_applicable":
        return Cell("—", "", "na", "不适用")
    full, points = Decimal(line["full"]), Decimal(line["points"])
    if line["state"] == "not_checked":
        return Cell("待核", str(full), "pending", "还没有检查")
    kind = heat(full - points, full)
    is_open = Decimal(line["low"]) != Decimal(line["high"])
    return Cell(
        f"{points.normalize():f}",
        f"{full.normalize():f}",
        f"{kind} pending" if is_open else kind,
        line["why"],
    )


def worst_items(rows: Sequence[ScoreSnapshot]) -> list[tuple[str, str, Decimal, int]]:
    """The leaves that cost most over all units: id, title, points lost, units that lost any."""
    lost: dict[tuple[str, str], list[Decimal]] = {}
    for row in rows:
        for line in row.sheet["lines"]:
            if line["is_leaf"] and line["state"] == "fail":
                lost.setdefault((line["indicator"], line["title"]), []).append(
                    Decimal(line["full"]) - Decimal(line["points"])
                )
    ranked = sorted(lost.items(), key=lambda item: -sum(item[1]))
    return [(key, title, sum(points, Decimal(0)), len(points)) for (key, title), points in ranked[:WORST]]


def trend(user: Any, round_: Round, unit_ids: Sequence[int] | None = None) -> TrendChart | None:
    """Totals over this and earlier rounds: the mean of each group, or of the named units each."""
    rounds: list[Round] = []
    one: Round | None = round_
    while one is not None and len(rounds) < TREND_ROUNDS:
        rounds.insert(0, one)
        one = one.previous
    if len(rounds) < 2:
        return None
    rows = ScoreSnapshot.objects.visible_to(user).filter(
        round__in=rounds, is_latest=True, total__isnull=False
    )
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    values: dict[str, dict[int, list[float]]] = {}
    for group, unit, round_id, total in rows.values_list("group", "unit__name", "round_id", "total"):
        label = group if unit_ids is None else unit
        values.setdefault(label, {}).setdefault(round_id, []).append(float(total or 0))
    lines = [
        Line(label, tuple(_mean(own.get(r.pk)) for r in rounds)) for label, own in sorted(values.items())
    ]
    return trend_chart("历轮得分", [r.title[-12:] for r in rounds], lines) if lines else None


def _mean(values: Sequence[float] | None) -> float | None:
    return round(sum(values) / len(values), 2) if values else None


def suspects_by_indicator(user: Any, round_: Round) -> list[tuple[str, int, int]]:
    """Indicator, confirmed and open suspects, those with most first."""
    rows = Suspect.objects.visible_to(user).filter(round=round_).order_by().values_list("indicator")
    counted = rows.annotate(
        sure=Count("id", filter=Q(state="confirmed")),
        open=Count("id", filter=Q(state__in=["suspect", "second"])),
    )
    return sorted(((i, s, o) for i, s, o in counted if s or o), key=lambda row: -(row[1] + row[2]))[:WORST]
