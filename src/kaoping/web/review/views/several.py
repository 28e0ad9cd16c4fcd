"""Several suspects at once: faults of one template, and what machines have measured twice."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kaoping.errors import KaopingError

from ...pages.paging import page_of
from ...people.gates import permission_required
from ...people.scope import signed_in
from ...planning.models import Round
from .. import actions, bulk, queries
from ..forms import CountForm, GroupForm
from ..models import Suspect
from ..workflow import CLOSED_ROUNDS
from .queue import VIEW, kept_query

DECIDE = permission_required("review.confirm_suspect")
BULK = permission_required("review.confirm_bulk")
MOST_AT_ONCE = 2000  # beyond that a group is no template fault, but a rule that is wrong


def _first(request: HttpRequest, public_id: UUID) -> Suspect:
    rows = Suspect.objects.visible_to(request.user).select_related("unit", "round")
    return get_object_or_404(rows, public_id=public_id)


def _open_members(request: HttpRequest, one: Suspect) -> Any:
    rows = queries.members_of(Suspect.objects.visible_to(request.user), one)
    return rows.filter(state="suspect").order_by("id")


@require_GET
@VIEW
def group(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All faults of the template that this suspect is one of."""
    return _group_page(request, _first(request, public_id), GroupForm())


def _group_page(
    request: HttpRequest, one: Suspect, form: GroupForm, status: int = 200, **more: Any
) -> HttpResponse:
    rows = queries.members_of(Suspect.objects.visible_to(request.user), one).select_related("unit")
    open_ones = list(_open_members(request, one).only("pk")[: MOST_AT_ONCE + 1])
    taken = bulk.decidable(open_ones)
    context = {
        "suspect": one,
        "listing": page_of(rows.defer("facts", "witnesses", "pages"), request, by="id", descending=False),
        "open_count": len(taken),
        "hearsay": len(open_ones) - len(taken),
        "is_too_many": len(open_ones) > MOST_AT_ONCE,
        "most": MOST_AT_ONCE,
        "form": form,
        "may_decide": signed_in(request).has_perm("review.confirm_suspect"),
        "is_closed": one.round.state in CLOSED_ROUNDS,
        "kept": kept_query(request),
        **more,
    }
    return render(request, "review/group.html", context, status=status)


@require_POST
@DECIDE
def decide_group(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One ruling for all open ones of the template, after their number was typed."""
    one = _first(request, public_id)
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _group_page(request, one, form, 422)
    given = form.cleaned_data
    rows = list(_open_members(request, one)[: MOST_AT_ONCE + 1])
    try:
        if len(rows) > MOST_AT_ONCE:
            raise actions.NotPossible(f"一次最多处理 {MOST_AT_ONCE} 条,请先用筛选条件分批处理。")
        done = bulk.decide_group(
            rows,
            verdict=given["verdict"],
            by=signed_in(request),
            expected=given["count"],
            reason=given["reason"],
            until=given["until"],
        )
    except actions.NotPossible as refused:
        return _group_page(request, one, form, 409, refusal=str(refused))
    messages.success(request, f"已一并处理 {done} 条。")
    return redirect(reverse("review:queue") + kept_query(request))


@require_http_methods(["GET", "POST"])
@BULK
def measured(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What machines may confirm now, what is left and why; and the confirmation."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), public_id=public_id)
    form = CountForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            done = bulk.confirm_measured(round_, by=signed_in(request), expected=form.cleaned_data["count"])
        except KaopingError as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"已确认 {done} 条。")
            return redirect("review:measured", public_id=public_id)
    status = 409 if refusal else 422 if form.is_bound else 200
    found = None
    try:
        found = bulk.measured(round_)
    except KaopingError as error:
        refusal, status = f"本轮指标体系读不出来,不能批量确认:{error}", 409
    context = {"round": round_, "found": found, "form": form, "refusal": refusal}
    return render(request, "review/measured.html", context, status=status)
