"""Rounds: made, filled with units, assigned, sampled, led on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...pages.requests import posted
from ...people.gates import permission_required
from ...people.scope import signed_in
from ..actions import (
    Refused,
    advance,
    assign_inspectors,
    draw_sample,
    save_round,
    schedule_gathering,
    set_members,
)
from ..forms import AssignForm, MembersForm, RoundForm, SampleForm, ScheduleForm
from ..models import Round
from ..queries import groups_of
from ..states import STATES, TRANSITIONS

VIEW = permission_required("planning.view")
EDIT = permission_required("planning.edit_round")
# steps that another desk takes, with its own gate
ELSEWHERE = {"send drafts", "release", "seal", "open appeals", "start rectifying"}
STEP_WORDS = {
    "start gathering": "开始采集",
    "start inspecting": "开始检查",
    "gather again": "退回采集",
    "start reviewing": "开始复核",
    "inspect again": "退回检查",
}


@require_GET
@VIEW
def home(request: HttpRequest) -> HttpResponse:
    """The rounds, newest first, and the ways into the register."""
    return render(request, "planning/home.html", {"rounds": Round.objects.visible_to(request.user)[:100]})


@require_GET
@VIEW
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One round: where it stands, who is in it, who inspects whom, what was drawn."""
    round_ = _found(request, public_id)
    steps = [(s, STEP_WORDS[s]) for (state, s) in TRANSITIONS if state == round_.state and s not in ELSEWHERE]
    order = list(STATES)
    stages = [
        (words, order.index(key) < order.index(round_.state), key == round_.state)
        for key, words in STATES.items()
    ]
    context = {
        "round": round_,
        "stages": stages,
        "steps": steps,
        "groups": groups_of(round_),
        "assignments": round_.assignments.select_related("unit", "inspector").order_by(
            "unit__order", "rater"
        ),
        "samples": round_.samples.order_by("-at"),
        "schedules": round_.schedules.order_by("-starts_at"),
    }
    return render(request, "planning/round.html", context)


@require_http_methods(["GET", "POST"])
@EDIT
def edit(request: HttpRequest, public_id: str | None = None) -> HttpResponse:
    """A new round, or changes to one."""
    round_ = _found(request, public_id) if public_id else Round()
    form = RoundForm(posted(request), instance=round_)
    if request.method == "POST" and form.is_valid():
        days = {key: form.cleaned_data[key] for key in ("report_workdays", "appeal_workdays")}
        values = {key: form.cleaned_data[key] for key in form.Meta.fields}
        try:
            fresh = Round.objects.get(pk=round_.pk) if round_.pk else Round()
            saved = save_round(
                fresh, {**values, "settings": {**fresh.settings, **days}}, by=signed_in(request)
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存。下一步:选择参加的分组和指标体系。")
            return redirect("planning:round", saved.public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "planning/edit_round.html", {"form": form, "round": round_}, status=status)


@require_http_methods(["GET", "POST"])
@EDIT
def members(request: HttpRequest, public_id: str) -> HttpResponse:
    """Which groups take part, each under which system."""
    round_ = _found(request, public_id)
    form = MembersForm(posted(request), round_=round_)

    def act() -> str:
        return f"本轮共 {set_members(round_, form.systems(), by=signed_in(request))} 个单位。"

    return _settle(request, round_, form, act, "选择分组和指标体系")


@require_http_methods(["GET", "POST"])
@EDIT
def assign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who inspects whom."""
    round_ = _found(request, public_id)
    form = AssignForm(posted(request))

    def act() -> str:
        chosen, raters = list(form.cleaned_data["inspectors"]), form.cleaned_data["raters"]
        return f"已分配 {assign_inspectors(round_, chosen, raters=raters, by=signed_in(request))} 项。"

    return _settle(request, round_, form, act, "分配检查员")


@require_http_methods(["GET", "POST"])
@EDIT
def sample(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draw a sample by the published seed."""
    round_ = _found(request, public_id)
    form = SampleForm(posted(request))

    def act() -> str:
        data = form.cleaned_data
        drawn = draw_sample(
            round_,
            what=data["what"],
            population=data["population"],
            size=data["size"],
            by=signed_in(request),
        )
        return f"已抽取:{'、'.join(drawn.drawn)}。"

    return _settle(request, round_, form, act, "抽样")


@require_http_methods(["GET", "POST"])
@EDIT
def schedule(request: HttpRequest, public_id: str) -> HttpResponse:
    """When the sites are gathered."""
    round_ = _found(request, public_id)
    form = ScheduleForm(posted(request))

    def act() -> str:
        schedule_gathering(round_, **form.cleaned_data, by=signed_in(request))
        return "已排定采集时间。"

    return _settle(request, round_, form, act, "排定采集时间")


@require_POST
@EDIT
def step(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead the round into its next state."""
    round_ = _found(request, public_id)
    wanted = request.POST.get("step", "")
    try:
        if wanted in ELSEWHERE:
            raise Refused("这一步请在“通报”或“反馈与整改”中进行。")
        moved = advance(round_, wanted, by=signed_in(request), reason=request.POST.get("reason", "")[:300])
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"本轮进入“{STATES[moved.state]}”阶段。")
    return redirect("planning:round", round_.public_id)


def _found(request: HttpRequest, public_id: str) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user), public_id=public_id)


def _settle(
    request: HttpRequest, round_: Round, form: Form, act: Callable[[], str], title: str
) -> HttpResponse:
    """Show the form; where it was sent and holds, act and go back to the round."""
    if request.method == "POST" and form.is_valid():
        try:
            words = act()
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return redirect("planning:round", round_.public_id)
    context: dict[str, Any] = {"form": form, "round": round_, "title": title}
    return render(request, "planning/settle.html", context, status=422 if request.method == "POST" else 200)
