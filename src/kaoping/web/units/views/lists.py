"""The office's lists: responsible persons, causes, handed tasks."""

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
from .. import papers, queries
from ..actions import contacts as contact_actions
from ..actions import handed as handed_actions
from ..forms import CauseForm, HandedForm, SheetFileForm
from ..models import Cause, Claim, HandedTask
from .answers import done, first_error, refused, suffix_of, written

OFFICE = permission_required("units.view_office")
MANAGE = permission_required("units.manage")


@require_GET
@OFFICE
def contacts(request: HttpRequest) -> HttpResponse:
    """Who is responsible in each unit, who has not told, whose person left without a successor."""
    user = signed_in(request)
    rows, rounds = queries.contact_states(user), Round.objects.visible_to(user)
    context = {
        "rows": rows,
        "missing": [one for one in rows if one.contact is None and one.gap_since is None],
        "gaps": [one for one in rows if one.gap_since is not None],
        "rounds": rounds[:10],
        "file": SheetFileForm(rounds=rounds),
    }
    return render(request, "units/contacts.html", context)


@require_GET
@MANAGE
def contact_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The filled contact sheet of a round: internal, for it names persons."""
    user = signed_in(request)
    round_ = get_object_or_404(Round.objects.visible_to(user), public_id=public_id)
    write = papers.filled_sheet(user, round_, queries.today())
    return written(write, "责任人联系表(内部)", suffix_of(request))


@require_POST
@MANAGE
def take_sheets(request: HttpRequest) -> HttpResponse:
    """A returned contact sheet of one unit or many."""
    user, back = signed_in(request), reverse("units:contacts")
    form = SheetFileForm(request.POST, request.FILES, rounds=Round.objects.visible_to(user))
    if not form.is_valid():
        return refused(request, first_error(form), back)
    file, round_ = form.cleaned_data["file"], form.cleaned_data["round"]
    given: dict[str, Any] = {"round_": round_, "units": papers.units_of(round_), "by": user}
    return done(
        request,
        lambda: contact_actions.take_sheet(content=file.read(), name=file.name, **given),
        "联系表已导入。",
        back,
    )


@require_http_methods(["GET", "POST"])
@MANAGE
def causes(request: HttpRequest) -> HttpResponse:
    """The list of causes from which units choose."""
    user, form, status = signed_in(request), CauseForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                contact_actions.save_cause(by=user, **form.cleaned_data)
            except KaopingError as error:
                form.add_error("name", str(error))
            else:
                messages.success(request, "已添加。")
                return redirect("units:causes")
    rows = [
        (one, CauseForm(initial={"name": one.name, "order": one.order, "is_offered": one.is_offered},
                        auto_id=f"c{one.pk}-%s"))
        for one in Cause.objects.all()
    ]  # fmt: skip
    return render(request, "units/causes.html", {"form": form, "rows": rows}, status=status)


@require_POST
@MANAGE
def cause(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a cause or offer it no more."""
    user, back = signed_in(request), reverse("units:causes")
    found = get_object_or_404(Cause, pk=pk)
    form = CauseForm(request.POST)
    if not form.is_valid():
        return refused(request, first_error(form), back)
    return done(
        request,
        lambda: contact_actions.save_cause(by=user, cause=found, **form.cleaned_data),
        "已保存。",
        back,
    )


@require_GET
@OFFICE
def handed(request: HttpRequest) -> HttpResponse:
    """Task notices, and the list of the unclaimed."""
    user, today = signed_in(request), queries.today()
    claims = Claim.objects.visible_to(user).select_related("task", "unit")
    rows = HandedTask.objects.visible_to(user).prefetch_related("claims")
    listing = page_of(rows, request)
    context = {
        "listing": listing,
        "today": today,
        "unclaimed": claims.filter(claimed_at=None)[:200],
        "states": {task.pk: _counted(task) for task in listing.rows},
    }
    return render(request, "units/handed_list.html", context)


def _counted(task: HandedTask) -> tuple[int, int, int]:
    claims = list(task.claims.all())
    return (
        len(claims),
        sum(c.claimed_at is not None for c in claims),
        sum(c.done_at is not None for c in claims),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@MANAGE
def hand_out(request: HttpRequest) -> HttpResponse:
    """A new task notice."""
    form, status = HandedForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                handed_actions.hand_out(by=signed_in(request), **form.cleaned_data)
            except KaopingError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "任务已下达。")
                return redirect("units:handed_list")
    return render(request, "units/hand_out.html", {"form": form}, status=status)


@require_GET
@OFFICE
def handed_task(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One task notice: who has taken it on, who is done."""
    user = signed_in(request)
    found = get_object_or_404(HandedTask.objects.visible_to(user), public_id=public_id)
    claims = Claim.objects.visible_to(user).filter(task=found).select_related("unit")
    return render(
        request, "units/handed_task.html", {"task": found, "claims": claims, "today": queries.today()}
    )
