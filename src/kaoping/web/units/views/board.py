"""The office's board of rectification: what is due, overdue, escalated, not reported; returned documents."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ...pages.exports import table_response
from ...pages.paging import page_of
from ...people.gates import permission_required
from ...people.scope import signed_in
from ...planning.models import Round
from .. import mailbox, queries, reminders, sending
from ..actions import returned as actions
from ..causes import causes_counted
from ..forms import UploadForUnitForm, WhoseForm
from ..models import TASK_STATES, Message, RectificationTask, Report, Term
from .answers import done, first_error, refused
from .office import chosen_round

OFFICE = permission_required("units.view_office")
MANAGE = permission_required("units.manage")


@require_GET
@OFFICE
def board(request: HttpRequest) -> HttpResponseBase:
    """Tasks by state and day, the escalation list, those who did not report, the causes."""
    user, today = signed_in(request), queries.today()
    _, choices = chosen_round(request)
    choices = choices.filter(state__in=queries.AFTER_RELEASE)
    round_ = _wanted(request, choices)
    if round_ is None:
        return render(request, "units/board.html", {"round": None})
    rows = RectificationTask.objects.visible_to(user).filter(round=round_)
    shown = _filtered(request, rows, today).select_related("suspect", "unit")
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _exported(request, round_, shown)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("id")))
    context: dict[str, Any] = {
        "round": round_, "rounds": choices[:30], "today": today, "state": request.GET.get("state", ""),
        "states": [(state, words, counts.get(state, 0)) for state, words in TASK_STATES.items()],
        "listing": page_of(shown, request, by="due", descending=False),
        "overdue": queries.overdue_tasks(user, round_, today).count(),
        "escalation": queries.escalation(user, round_, today),
        "duties": queries.duties_of(user, round_, today),
        "causes": causes_counted(round_),
        "term": Term.objects.filter(round=round_).first(),
    }  # fmt: skip
    return render(request, "units/board.html", context)


def _wanted(request: HttpRequest, choices: Any) -> Round | None:
    try:
        wanted = UUID(request.GET.get("round", ""))
    except ValueError:
        wanted = None
    found: Round | None = choices.filter(public_id=wanted).first() if wanted else None
    return found or choices.first()


def _filtered(request: HttpRequest, rows: Any, today: Any) -> Any:
    state = request.GET.get("state", "")
    if state == "overdue":
        return rows.filter(state__in=reminders.OWED, due__lt=today)
    return rows.filter(state=state) if state in TASK_STATES else rows


def _exported(request: HttpRequest, round_: Round, rows: Any) -> HttpResponseBase:
    headings = [
        "单位",
        "指标",
        "问题",
        "网址",
        "状态",
        "期限",
        "期限计算",
        "责任人",
        "原因",
        "复核所见",
        "整改前证据",
        "整改后证据",
    ]
    table = (
        [t.unit.name, t.suspect.indicator, t.suspect.message, t.suspect.url, t.get_state_display(),
         t.due.isoformat(), t.counted, t.owner, t.cause, t.message, t.before_digest, t.after_digest]
        for t in rows.order_by("unit__order", "due", "id").iterator(chunk_size=2000)
    )  # fmt: skip
    return table_response(request, f"{round_.title}整改台账", headings, table)


@require_GET
@OFFICE
def returned(request: HttpRequest) -> HttpResponse:
    """Returned documents: those out of the mailbox wait for somebody to say whose they are."""
    user = signed_in(request)
    rows = Report.objects.visible_to(user).select_related("round", "unit", "by")
    waiting = rows.filter(is_confirmed=False, is_discarded=False)
    rounds = queries.open_rounds(user, queries.AFTER_RELEASE)
    context = {
        "waiting": [(one, _whose(one, rounds)) for one in waiting[:50]],
        "listing": page_of(rows.exclude(pk__in=waiting.values("pk")), request, by="received_at"),
        "upload": UploadForUnitForm(rounds=rounds),
    }
    return render(request, "units/returned.html", context)


def _whose(report: Report, rounds: Any) -> WhoseForm:
    given = {
        "round": report.round.public_id,
        "unit": report.unit.public_id if report.unit else None,
    }
    return WhoseForm(initial=given, rounds=rounds, auto_id=f"{report.public_id}-%s")


BACK = "units:returned"


@require_POST
@MANAGE
def upload(request: HttpRequest) -> HttpResponse:
    """A document that the office received otherwise."""
    user, back = signed_in(request), reverse(BACK)
    rounds = queries.open_rounds(user, queries.AFTER_RELEASE)
    form = UploadForUnitForm(request.POST, request.FILES, rounds=rounds)
    if not form.is_valid():
        return refused(request, first_error(form), back)
    given = form.cleaned_data
    return done(
        request,
        lambda: actions.upload_report(
            content=given["file"].read(), name=given["file"].name, round_=given["round"],
            unit=given["unit"], by=user,
        ),
        f"{given['unit']}的整改报告已登记。",
        back,
    )  # fmt: skip


@require_POST
@MANAGE
def fetch(request: HttpRequest) -> HttpResponse:
    """Look into the mailbox now."""
    brought = mailbox.fetch()
    if brought.error:
        return refused(request, brought.error, reverse(BACK))
    for words in brought.refused:
        messages.warning(request, words)
    messages.success(request, f"收取完毕,新到 {brought.laid} 份文件,请确认单位和轮次。")
    return redirect(BACK)


def _report(request: HttpRequest, public_id: UUID) -> Report:
    rows = Report.objects.visible_to(signed_in(request))
    found: Report = get_object_or_404(rows, public_id=public_id)
    return found


@require_POST
@MANAGE
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say whose a document is."""
    user, back, found = signed_in(request), reverse(BACK), _report(request, public_id)
    form = WhoseForm(request.POST, rounds=queries.open_rounds(user, queries.AFTER_RELEASE))
    if not form.is_valid():
        return refused(request, first_error(form), back)
    given = form.cleaned_data
    return done(
        request,
        lambda: actions.confirm_report(found, by=user, round_=given["round"], unit=given["unit"]),
        f"已登记为{given['unit']}的整改报告。",
        back,
    )


@require_POST
@MANAGE
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """That a document is no report."""
    user, found = signed_in(request), _report(request, public_id)
    return done(request, lambda: actions.discard_report(found, by=user), "已移出待确认。", reverse(BACK))


@require_GET
@OFFICE
def outbox(request: HttpRequest) -> HttpResponse:
    """Reminders: what went out, what did not and why, what is due today."""
    rows = Message.objects.visible_to(signed_in(request)).select_related("unit")
    keys = {one.key: one for one in reminders.due_reminders(queries.today())}
    sent = set(Message.objects.filter(key__in=list(keys)[:900]).values_list("key", flat=True))
    context = {
        "listing": page_of(rows, request, by="at"),
        "due": [one for key, one in keys.items() if key not in sent],
        "lane": sending.lane(),
        "folder": sending.outbox(),
        "rungs": {name: words for name, (_, words) in reminders.RUNGS.items()},
    }
    return render(request, "units/outbox.html", context)


@require_POST
@MANAGE
def remind(request: HttpRequest) -> HttpResponse:
    """Send what is due now, without waiting for the worker."""
    sent, failed = reminders.remind(today=queries.today())
    words = f"已发出 {sent} 条提醒。" + (f"{failed} 条没有发出,原因见下。" if failed else "")
    (messages.warning if failed else messages.success)(request, words)
    return redirect("units:outbox")


@require_POST
@MANAGE
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a failed one once more."""
    user = signed_in(request)
    found = get_object_or_404(Message.objects.visible_to(user), pk=pk)
    held = reminders.resend(found, by=user)
    if held.error:
        return refused(request, held.error, reverse("units:outbox"))
    messages.success(request, "已发出。")
    return redirect("units:outbox")
