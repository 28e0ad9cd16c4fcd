"""The countdown to a higher office's assessment: goals, owners, days, burn-down."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kaoping.errors import KaopingError

from ...pages.charts import Line, TrendChart, trend_chart
from ...people.gates import permission_required
from ...people.scope import signed_in
from .. import queries
from ..actions import countdown as actions
from ..forms import CountdownForm, GoalForm
from ..models import Countdown, Goal

OFFICE = permission_required("units.view_office")
MANAGE = permission_required("units.manage")
MOST_MARKS = 9


@require_GET
@OFFICE
def countdowns(request: HttpRequest) -> HttpResponse:
    """All countdowns, the latest day first."""
    rows = [
        (one, _days(one.day), one.goals.count(), one.goals.exclude(done_at=None).count())
        for one in Countdown.objects.all()[:50]
    ]
    return render(request, "units/countdowns.html", {"rows": rows})


def _days(day: date) -> int:
    return (day - queries.today()).days


@require_http_methods(["GET", "POST"])
@MANAGE
def begin(request: HttpRequest) -> HttpResponse:
    """A new countdown."""
    form, status = CountdownForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = actions.begin(by=signed_in(request), **form.cleaned_data)
            except KaopingError as error:
                form.add_error(None, str(error))
            else:
                return redirect("units:countdown", public_id=made.public_id)
    return render(request, "units/countdown_new.html", {"form": form}, status=status)


@require_GET
@OFFICE
def countdown(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is still open, who sees to it, and whether it goes as planned."""
    found = get_object_or_404(Countdown, public_id=public_id)
    goals = list(found.goals.select_related("unit"))
    today = queries.today()
    marks = _marks(found, today)
    context = {
        "countdown": found,
        "open": [one for one in goals if one.done_at is None],
        "done": [one for one in goals if one.done_at is not None],
        "today": today,
        "left": _days(found.day),
        "late": sum(one.done_at is None and one.due < today for one in goals),
        "ownerless": sum(one.done_at is None and not one.owner and one.unit_id is None for one in goals),
        "chart": burn_down(found, goals, today) if goals else None,
        "table": burn_table(goals, marks, today),
    }
    return render(request, "units/countdown.html", context)


def _marks(found: Countdown, today: date) -> list[date]:
    """Days of the axis, from the first to the sampling day, today among them where it lies between."""
    span = (found.day - found.starts).days
    steps = min(MOST_MARKS - 1, span) or 1
    marks = {found.starts + timedelta(days=round(span * n / steps)) for n in range(steps + 1)}
    if found.starts <= today <= found.day:
        marks.add(today)
    return sorted(marks)


def burn_table(
    goals: Sequence[Goal], marks: Sequence[date], today: date
) -> list[tuple[date, int, int | None]]:
    """By day: how many goals should still be open, and how many were; None for days to come."""
    return [
        (
            mark,
            sum(one.due > mark for one in goals),
            sum(one.done_at is None or one.done_at > mark for one in goals) if mark <= today else None,
        )
        for mark in marks
    ]


def burn_down(found: Countdown, goals: Sequence[Goal], today: date) -> TrendChart:
    """Goals left by the plan and in fact."""
    marks = _marks(found, today)
    rows = burn_table(goals, marks, today)
    lines = (
        Line("计划未完成", tuple(float(planned) for _, planned, _ in rows)),
        Line("实际未完成", tuple(None if real is None else float(real) for _, _, real in rows)),
    )
    return trend_chart(f"{found.title}:未完成项", [f"{mark:%m-%d}" for mark in marks], lines)


@require_http_methods(["GET", "POST"])
@MANAGE
def new_goal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One more goal."""
    return _goal_page(request, get_object_or_404(Countdown, public_id=public_id), None)


@require_http_methods(["GET", "POST"])
@MANAGE
def goal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Owner, day, done or not."""
    found = get_object_or_404(Goal.objects.select_related("countdown"), public_id=public_id)
    return _goal_page(request, found.countdown, found)


def _goal_page(request: HttpRequest, countdown: Countdown, goal: Goal | None) -> HttpResponse:
    initial = None if goal else {"due": countdown.day}
    form, status = GoalForm(request.POST or None, instance=goal, initial=initial), 200
    form.fields["unit"].empty_label = "未定"  # type: ignore[attr-defined]
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.save_goal(countdown, form.cleaned_data, by=signed_in(request), goal=goal)
            except KaopingError as error:
                form.add_error("due", str(error))
            else:
                messages.success(request, "已保存。")
                return redirect("units:countdown", public_id=countdown.public_id)
    context = {"form": form, "countdown": countdown, "goal": goal}
    return render(request, "units/goal.html", context, status=status)
