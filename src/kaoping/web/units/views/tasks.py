"""One rectification task, for its unit and for the office, and what either does with it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError

from ...evidence.models import Evidence
from ...people.gates import permission_required
from ...people.scope import signed_in
from .. import queries
from ..actions import tasks as actions
from ..forms import ExtensionForm, ExtensionRulingForm, JudgeForm, OwnerForm, PlanForm, ReportForm
from ..models import Extension, RectificationTask
from ..states import TASKS
from .answers import done, first_error, refused, status_of

REPORT = permission_required("units.report")
MANAGE = permission_required("units.manage")


@require_GET
@permission_required("units.view_own", "units.view_office")
def task(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is to be put right, by when, and all that happened to it."""
    return _page(request, _found(request, public_id))


def _found(request: HttpRequest, public_id: UUID) -> RectificationTask:
    rows = RectificationTask.objects.visible_to(signed_in(request)).select_related("round", "unit", "suspect")
    found: RectificationTask = get_object_or_404(rows, public_id=public_id)
    return found


def _page(
    request: HttpRequest, task: RectificationTask, status: int = 200, **bound: forms.Form
) -> HttpResponse:
    user = signed_in(request)
    given = {"cause": task.cause, "plan": task.plan, "words": task.report}
    context: dict[str, Any] = {
        "task": task,
        "steps": queries.steps_of(user, task),
        "proof": Evidence.objects.visible_to(user).filter(suspect=task.suspect).order_by("taken_at"),
        "extensions": Extension.objects.visible_to(user).filter(task=task),
        "owner": OwnerForm(initial={"owner": task.owner}),
        "plan": PlanForm(initial=given),
        "report": ReportForm(initial=given),
        "extension": ExtensionForm(),
        "ruling": ExtensionRulingForm(),
        "judge": JudgeForm(),
        "may": {act for (state, act) in TASKS if state == task.state},
        "today": queries.today(),
    }
    return render(request, "units/task.html", context | bound, status=status)


def _act(
    request: HttpRequest, public_id: UUID, name: str, form: forms.Form, act: Any, words: str
) -> HttpResponse:
    """One form of the task's page: done, or the page again with what was typed and why not."""
    found = _found(request, public_id)
    if not form.is_valid():
        return _page(request, found, 422, **{name: form})
    try:
        act(found, by=signed_in(request), **form.cleaned_data)
    except KaopingError as error:
        form.add_error(None, str(error))
        return _page(request, _found(request, public_id), status_of(error), **{name: form})
    messages.success(request, words)
    return redirect("units:task", public_id=public_id)


@require_POST
@REPORT
def claim(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name who sees to it."""
    return _act(request, public_id, "owner", OwnerForm(request.POST), actions.claim, "已认领。")


@require_POST
@REPORT
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How it will be put right."""
    return _act(request, public_id, "plan", PlanForm(request.POST), _plan, "整改计划已保存。")


def _plan(task: RectificationTask, *, cause: Any, **given: Any) -> None:
    actions.set_plan(task, cause=cause.name, **given)


@require_POST
@REPORT
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """That it is put right: the machine looks at once."""
    form = ReportForm(request.POST, request.FILES)
    return _act(request, public_id, "report", form, _report, "已报送,系统正在重新访问页面复核。")


def _report(task: RectificationTask, *, cause: Any, **given: Any) -> None:
    actions.report(task, cause=cause.name, **given)


@require_POST
@REPORT
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a report back."""
    found, back = _found(request, public_id), reverse("units:task", kwargs={"public_id": public_id})
    return done(request, lambda: actions.withdraw(found, by=signed_in(request)), "已撤回报送。", back)


@require_POST
@REPORT
def extend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for a later day."""
    form = ExtensionForm(request.POST)
    return _act(request, public_id, "extension", form, actions.ask_extension, "延期申请已提交。")


@require_POST
@MANAGE
def rule_extension(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Yes or no to a later day."""
    user = signed_in(request)
    rows = Extension.objects.visible_to(user).select_related("task")
    found = get_object_or_404(rows, public_id=public_id)
    back = reverse("units:task", kwargs={"public_id": found.task.public_id})
    form = ExtensionRulingForm(request.POST)
    if not form.is_valid():
        return refused(request, first_error(form), back)
    return done(
        request, lambda: actions.rule_extension(found, by=user, **form.cleaned_data), "延期申请已批复。", back
    )


@require_POST
@MANAGE
def judge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a person saw where the machine could not tell."""
    return _act(request, public_id, "judge", JudgeForm(request.POST), actions.judge, "结论已保存。")


@require_POST
@MANAGE
def look_again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Have the machine look once more."""
    found, back = _found(request, public_id), reverse("units:task", kwargs={"public_id": public_id})
    return done(request, lambda: actions.look_again(found, by=signed_in(request)), "已排队复核。", back)
