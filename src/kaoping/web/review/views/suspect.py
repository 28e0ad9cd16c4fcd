"""One suspect: seen beside its archived page, ruled on, ruled on by a second person."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ...evidence.proofs import proofs_of
from ...evidence.reading import text_of
from ...imports.readings import reading_of_suspect
from ...people.gates import permission_required
from ...people.scope import signed_in
from .. import actions, queries
from ..demands import demand_of
from ..forms import DecisionForm, ExemptForm, ReasonForm
from ..models import Suspect
from ..workflow import CLOSED_ROUNDS, OPEN, needs_second
from .queue import VIEW, filter_of, kept_query, rows_under

DECIDE = permission_required("review.confirm_suspect")
SECOND = permission_required("review.second")
_DONE = {
    "confirmed": "已确认",
    "dismissed": "已排除",
    "exempted": "已豁免",
    "second": "已提交,等待第二人复核",
    "suspect": "已退回待复核",
}


def _suspect(request: HttpRequest, public_id: UUID) -> Suspect:
    rows = Suspect.objects.visible_to(request.user).select_related("unit", "site", "round")
    return get_object_or_404(rows, public_id=public_id)


@require_GET
@VIEW
def suspect(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Facts on the left, the archived page on the right."""
    return _page(request, _suspect(request, public_id))


def _page(request: HttpRequest, one: Suspect, status: int = 200, **more: Any) -> HttpResponse:
    proofs = proofs_of(one)
    last = queries.last_decision(one)
    rows = rows_under(request, filter_of(request))
    context = {
        "suspect": one,
        "demand": demand_of(one),
        "proofs": proofs,
        "reading": text_of(one, proofs[0]) if proofs else None,
        "history": queries.history_of(one),
        "about": reading_of_suspect(request.user, one),
        "last": last,
        "may_decide": signed_in(request).has_perm("review.confirm_suspect"),
        "is_first_person": last is not None and last.by_id == signed_in(request).pk,
        "others": queries.members_of(Suspect.objects.visible_to(request.user), one)
        .exclude(pk=one.pk)
        .count(),
        "is_open": one.state in OPEN,
        "is_closed": one.round.state in CLOSED_ROUNDS,
        "is_double": needs_second(is_veto=one.is_veto, severity=one.severity),
        "following": queries.neighbour(rows, one),
        "preceding": queries.neighbour(rows, one, is_backward=True),
        "kept": kept_query(request),
        **_forms(one),
        **more,
    }
    return render(request, "review/suspect.html", context, status=status)


def _forms(one: Suspect) -> dict[str, Any]:
    start = {"version": one.version}
    return {
        "confirm_form": DecisionForm(initial=start, auto_id="confirm_%s"),
        "dismiss_form": ReasonForm(initial=start, auto_id="dismiss_%s"),
        "exempt_form": ExemptForm(initial=start, auto_id="exempt_%s"),
        "reopen_form": ReasonForm(initial=start, auto_id="reopen_%s"),
        "agree_form": DecisionForm(initial=start, auto_id="agree_%s"),
        "disagree_form": ReasonForm(initial=start, auto_id="disagree_%s"),
    }


def _ruling(
    name: str, kind: type[DecisionForm], act: Callable[..., Suspect], guard: Callable[..., Any]
) -> Callable[..., HttpResponse]:
    """A view that makes one ruling and goes on to the next suspect in the queue."""

    @require_POST
    @guard
    def view(request: HttpRequest, public_id: UUID) -> HttpResponse:
        one = _suspect(request, public_id)
        form = kind(request.POST, auto_id=f"{name}_%s")
        if not form.is_valid():
            return _page(request, one, 422, **{f"{name}_form": form, "opened": name})
        following = queries.neighbour(rows_under(request, filter_of(request)), one)
        try:
            ruled = act(one, by=signed_in(request), **form.cleaned_data)
        except actions.DecidedMeanwhile as other:
            return _too_late(request, other)
        except actions.NotPossible as refused:
            return _page(request, one, 409, refusal=str(refused))
        messages.success(request, f"{_DONE[ruled.state]}:{ruled.unit},{ruled.message[:40]}")
        return redirect(_after(request, following))

    view.__name__ = name
    view.__doc__ = f"The ruling `{name}`."
    return cast("Callable[..., HttpResponse]", view)


def _after(request: HttpRequest, following: Suspect | None) -> str:
    where = reverse("review:suspect", args=[following.public_id]) if following else reverse("review:queue")
    return where + kept_query(request)


def _too_late(request: HttpRequest, other: actions.DecidedMeanwhile) -> HttpResponse:
    """Somebody was quicker: who, what and why, before anything else is done."""
    context = {
        "suspect": other.suspect,
        "last": queries.last_decision(other.suspect),
        "reason": request.POST.get("reason", "")[:500],
        "refusal": str(other),
        "kept": kept_query(request),
    }
    return render(request, "review/decided_meanwhile.html", context, status=409)


confirm = _ruling("confirm", DecisionForm, actions.confirm_suspect, DECIDE)
dismiss = _ruling("dismiss", ReasonForm, actions.dismiss_suspect, DECIDE)
exempt = _ruling("exempt", ExemptForm, actions.exempt_suspect, DECIDE)
reopen = _ruling("reopen", ReasonForm, actions.reopen_suspect, DECIDE)
agree = _ruling("agree", DecisionForm, actions.agree, SECOND)
disagree = _ruling("disagree", ReasonForm, actions.disagree, SECOND)
