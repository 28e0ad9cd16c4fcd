"""The dashboards: what each role looks at first."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from ..pages.charts import ranking_chart
from ..pages.exports import table_response
from ..people.gates import permission_required
from ..people.scope import signed_in
from ..planning.models import Round
from ..planning.states import STATES
from . import queries

VIEW = permission_required("dashboard.view")


@require_GET
@permission_required()
def home(request: HttpRequest) -> HttpResponse:
    """The first page of every role."""
    user = signed_in(request)
    if user.has_perm("dashboard.view"):
        return _office(request)
    if user.has_perm("dashboard.view_own"):
        return _unit(request)
    return render(request, "dashboard/system.html", {"workers": queries.workers()})


def _office(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    round_ = queries.current_round(user, _round_id(request))
    context: dict[str, Any] = {"round": round_, "rounds": Round.objects.visible_to(user)[:20]}
    if round_ is not None:
        rows = queries.snapshots(user, round_)
        context |= {
            "stages": _stages(round_),
            "queues": queries.queues(user, round_),
            "jobs": queries.job_words(queries.jobs_by_state(user, round_)),
            "late": queries.late_jobs(user),
            "workers": queries.workers(),
            "ranking": queries.ranking(rows),
            "worst": queries.worst_items(rows),
            "trend": queries.trend(user, round_),
            "by_indicator": queries.suspects_by_indicator(user, round_),
        }
    return render(request, "dashboard/office.html", context)


def _unit(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    round_ = queries.current_round(user, _round_id(request))
    context: dict[str, Any] = {"round": round_, "rounds": Round.objects.visible_to(user)[:20]}
    if round_ is not None:
        rows = [row for row in queries.snapshots(user, round_) if row.unit_id == user.unit_id]
        # ranks are told with the release, not with the draft
        is_released = round_.state in {"released", "rectifying", "sealed"}
        context |= {
            "stages": _stages(round_),
            "sheet": rows[0] if rows else None,
            "is_released": is_released,
            "trend": queries.trend(user, round_, [user.unit_id or 0]),
            "worst": queries.worst_items(rows),
        }
    return render(request, "dashboard/unit.html", context)


def _round_id(request: HttpRequest) -> str:
    written = request.GET.get("round", "")
    return written if len(written) == 36 and written.count("-") == 4 else ""


def _stages(round_: Round) -> list[tuple[str, bool, bool]]:
    now = list(STATES).index(round_.state)
    return [(words, number < now, number == now) for number, words in enumerate(STATES.values())]


@require_GET
@VIEW
def matrix(request: HttpRequest) -> HttpResponseBase:
    """Units × indicators as a heat table; ``level`` 2 shows single indicators."""
    user = signed_in(request)
    round_ = queries.current_round(user, _round_id(request))
    if round_ is None:
        raise Http404
    level = 2 if request.GET.get("level") == "2" else 1
    told = queries.matrices(queries.snapshots(user, round_), level=level)
    if request.GET.get("format") in {"csv", "xlsx"}:
        chosen = next(
            (one for one in told if one.group == request.GET.get("group", "")), told[0] if told else None
        )
        if chosen is None:
            raise Http404
        headings = ["单位", *(title for _, title in chosen.heads)]
        table = ([row.unit.name, *(cell.points for cell in cells)] for row, cells in chosen.rows)
        return table_response(request, f"{chosen.group}指标矩阵", headings, table)
    return render(request, "dashboard/matrix.html", {"round": round_, "matrices": told, "level": level})


@require_GET
@VIEW
def ranking_picture(request: HttpRequest) -> HttpResponse:
    """A group's ranking as a picture (SVG) to put into a paper."""
    user = signed_in(request)
    round_ = queries.current_round(user, _round_id(request))
    charts = queries.ranking(queries.snapshots(user, round_)) if round_ else []
    wanted = request.GET.get("group", "")
    chosen = next((one.chart for one in charts if wanted in ("", one.group)), ranking_chart("暂无得分", []))
    response = HttpResponse(
        render_to_string("charts/ranking_picture.svg", {"chart": chosen}), content_type="image/svg+xml"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="ranking.svg"'
    return response
