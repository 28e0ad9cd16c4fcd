"""The office's overview of drafts, and what it does with a round; rulings on objections."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError

from ...evidence.models import Evidence
from ...pages.exports import table_response
from ...pages.paging import page_of
from ...people.gates import permission_required
from ...people.scope import signed_in
from ...planning.models import Round, Unit
from ...planning.states import STATES
from .. import queries
from ..actions import rounds
from ..actions.appeals import has_confirmed, rule_appeal
from ..forms import RulingForm
from ..models import APPEAL_STATES, Appeal, Reply, Term
from .answers import done, refused, status_of

OFFICE = permission_required("units.view_office")
MANAGE = permission_required("units.manage")
STEPS: Mapping[str, tuple[Callable[..., Any], str]] = {
    "send": (rounds.send_drafts, "初评结果已发送,各单位现在可以查看和答复。"),
    "open": (rounds.open_appeals, "已进入申诉复核。"),
    "close": (rounds.close_appeals, "申诉已截止。"),
    "rectify": (rounds.start_rectifying, "整改任务已下达。"),
}
# which steps are offered in which state, and their words
OFFERED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "reviewing": (("send", "发送初评反馈"),),
    "drafted": (("open", "进入申诉复核"), ("close", "截止申诉")),
    "appealing": (("close", "截止申诉"),),
    "released": (("rectify", "下达整改任务"),),
}


def chosen_round(request: HttpRequest) -> tuple[Round | None, QuerySet[Round]]:
    """The round that the query names, or the newest; and all to choose from."""
    rows = Round.objects.visible_to(request.user)
    written = request.GET.get("round", "")
    try:
        wanted = UUID(written)
    except ValueError:
        wanted = None
    found = rows.filter(public_id=wanted).first() if wanted else None
    return found or rows.exclude(state="planned").first() or rows.first(), rows


@require_GET
@OFFICE
def office(request: HttpRequest) -> HttpResponseBase:
    """Who has seen, answered, objected, and who is late."""
    user = signed_in(request)
    round_, choices = chosen_round(request)
    if round_ is None:
        return render(request, "units/office.html", {"round": None})
    progress = queries.progress_of(user, round_, queries.today())
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _exported(request, round_, progress)
    term = Term.objects.filter(round=round_).first()
    context = {
        "round": round_, "rounds": choices[:30], "term": term, "progress": progress,
        "steps": _offered(round_, term),
        "stages": _stages(round_),
        "sums": {
            "units": len(progress),
            "seen": sum(one.seen is not None for one in progress),
            "items": sum(one.items for one in progress),
            "answered": sum(one.answered for one in progress),
            "objected": sum(sum(one.appeals.values()) for one in progress),
            "waiting": sum(one.appeals["open"] for one in progress),
            "late": sum(one.is_past for one in progress),
        },
    }  # fmt: skip
    return render(request, "units/office.html", context)


def _exported(request: HttpRequest, round_: Round, progress: list[queries.UnitProgress]) -> HttpResponseBase:
    headings = ["单位", "分组", "查看时间", "问题数", "认可", "说明", "异议", "未答复", "逾期答复"]
    table = (
        [one.unit.name, one.group, one.seen.isoformat() if one.seen else "", one.items, one.kinds["accept"],
         one.kinds["explain"], one.kinds["object"], one.silent, one.late] for one in progress
    )  # fmt: skip
    return table_response(request, f"{round_.title}初评反馈情况", headings, table)


def _offered(round_: Round, term: Term | None) -> list[tuple[str, str]]:
    may_close = term is not None and term.closed_at is None
    return [one for one in OFFERED.get(round_.state, ()) if one[0] != "close" or may_close]


def _stages(round_: Round) -> list[tuple[str, bool, bool]]:
    now = list(STATES).index(round_.state)
    return [(words, number < now, number == now) for number, words in enumerate(STATES.values())]


@require_POST
@MANAGE
def step(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the drafts, go on to ruling, end the time for objections, hand out the tasks."""
    user = signed_in(request)
    round_ = get_object_or_404(Round.objects.visible_to(user), public_id=public_id)
    back = f"{reverse('units:office')}?round={public_id}"
    act, words = STEPS.get(request.POST.get("step", ""), (None, ""))
    if act is None:
        return refused(request, "请从页面上的按钮选择下一步。", back)
    return done(request, lambda: act(round_, by=user), words, back)


@require_GET
@OFFICE
def unit_answers(request: HttpRequest, public_id: UUID, unit_id: UUID) -> HttpResponse:
    """What one unit answered, item by item, with all its earlier answers."""
    user = signed_in(request)
    round_ = get_object_or_404(Round.objects.visible_to(user), public_id=public_id)
    unit = get_object_or_404(Unit.objects.visible_to(user), public_id=unit_id)
    rows = Reply.objects.visible_to(user).filter(round=round_, unit=unit)
    context = {
        "round": round_,
        "unit": unit,
        "items": list(queries.items_of(user, round_, unit).values()),
        "history": page_of(rows.select_related("suspect", "by"), request, by="at"),
    }
    return render(request, "units/unit_answers.html", context)


@require_GET
@OFFICE
def appeals(request: HttpRequest) -> HttpResponse:
    """Objections: those that wait first."""
    user = signed_in(request)
    state = request.GET.get("state", "open")
    rows = Appeal.objects.visible_to(user).select_related("round", "unit", "suspect", "reply")
    if state in APPEAL_STATES:
        rows = rows.filter(state=state)
    context = {
        "listing": page_of(rows, request, by="at", descending=False), "state": state, "states": APPEAL_STATES,
    }  # fmt: skip
    return render(request, "units/appeals.html", context)


def _appeal(request: HttpRequest, public_id: UUID) -> Appeal:
    rows = Appeal.objects.visible_to(signed_in(request))
    rows = rows.select_related("round", "unit", "suspect", "reply__by", "ruled_by")
    found: Appeal = get_object_or_404(rows, public_id=public_id)
    return found


@require_GET
@OFFICE
def appeal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An objection with the proof as it was when it was made, and apart from it what came later."""
    return _appeal_page(request, _appeal(request, public_id), RulingForm())


def _appeal_page(request: HttpRequest, found: Appeal, form: RulingForm, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    proof = Evidence.objects.visible_to(user).filter(suspect=found.suspect).order_by("taken_at")
    counts = [one for one in proof if one.taken_at <= found.at]
    context = {
        "appeal": found,
        "form": form,
        "counts": counts,
        "later": [one for one in proof if one not in counts],
        "has_confirmed": has_confirmed(found, user),
        "decisions": found.suspect.decisions.select_related("by") if found.suspect else [],
    }
    return render(request, "units/appeal.html", context, status=status)


@require_POST
@permission_required("units.rule")
def rule(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Rule on an objection; where it is upheld the round is scored anew."""
    found, form = _appeal(request, public_id), RulingForm(request.POST)
    if not form.is_valid():
        return _appeal_page(request, found, form, 422)
    try:
        rule_appeal(found, by=signed_in(request), **form.cleaned_data)
    except KaopingError as error:
        form.add_error(None, str(error))
        return _appeal_page(request, _appeal(request, public_id), form, status_of(error))
    return redirect("units:appeal", public_id=public_id)
