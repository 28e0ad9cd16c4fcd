"""Rounds and where each stands; a round's scores, sheets and what-ifs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError
from kaoping.scoring import what_if as suppose

from ...pages.paging import page_of
from ...people.scope import signed_in
from ...planning.models import Round
from ...planning.states import states_from
from ..actions import rescore
from ..actions.release import waiting_release
from ..forms import ReasonForm, WhatIfForm
from ..models import Seal
from ..queries import groups_of, own_units, rounds_of, sheets_of
from ..rows import material_of
from .finding import EDIT, VIEW, round_of


@require_GET
@VIEW
def home(request: HttpRequest) -> HttpResponse:
    """The rounds, newest first, and where each stands."""
    listing = page_of(rounds_of(request.user), request, by="made_at")
    return render(request, "publishing/home.html", {"listing": listing})


@require_GET
@VIEW
def scores(request: HttpRequest, public_id: str) -> HttpResponse:
    """The standings of a round, group by group."""
    round_ = round_of(request, public_id)
    return render(request, "publishing/scores.html", _scores(request, round_, ReasonForm()))


def _scores(request: HttpRequest, round_: Round, form: ReasonForm) -> dict[str, Any]:
    return {
        "round": round_,
        "groups": groups_of(request.user, round_),
        "form": form,
        "is_open": round_.state not in states_from("released"),
        "asked": waiting_release(round_),
        "seal": Seal.objects.filter(round=round_).first(),
    }


@require_POST
@EDIT
def compute(request: HttpRequest, public_id: str) -> HttpResponse:
    """Score the round from what is decided now."""
    round_ = round_of(request, public_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            made = rescore(round_, by=signed_in(request), reason=form.cleaned_data["reason"])
        except KaopingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已计算 {len(made.standings)} 个单位的得分和排名。")
            if made.idle:
                words = f"有 {len(made.idle)} 个已确认的问题没有进入任何评分项(不适用或已在别处扣分)。"
                messages.info(request, words)
            return redirect("publishing:scores", round_.public_id)
    return render(request, "publishing/scores.html", _scores(request, round_, form), status=422)


@require_GET
@VIEW
def sheet(request: HttpRequest, public_id: str, unit_id: str) -> HttpResponse:
    """One unit's sheet: every loss with its findings and their evidence."""
    round_ = round_of(request, public_id)
    unit = get_object_or_404(own_units(request.user, round_), public_id=unit_id)
    context = {"round": round_, "unit": unit, "sheets": sheets_of(request.user, round_, unit)}
    return render(request, "publishing/sheet.html", context)


@require_GET
@VIEW
def what_if(request: HttpRequest, public_id: str) -> HttpResponse:
    """The round scored once more with what is supposed; nothing is kept."""
    round_ = round_of(request, public_id)
    is_asked = "suppose" in request.GET
    form = WhatIfForm(request.GET if is_asked else None, round_=round_, user=request.user)
    context: dict[str, Any] = {"round": round_, "form": form}
    if is_asked and form.is_valid():
        try:
            context["outcome"] = suppose(material_of(round_), form.changes())
        except KaopingError as error:
            form.add_error(None, str(error))
    status = 422 if is_asked and form.errors else 200
    return render(request, "publishing/what_if.html", context, status=status)
