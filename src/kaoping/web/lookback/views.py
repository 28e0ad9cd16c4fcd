"""Pages of look backs: chosen from earlier rounds, followed, told by unit and over the years."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError

from ..audit.actions import record
from ..pages.exports import table_response
from ..pages.paging import page_of
from ..people.gates import permission_required
from ..people.scope import signed_in
from ..planning.models import Round
from ..units.views.answers import done, first_error, refused, status_of
from . import actions, queries
from .forms import ListForm, TargetForm
from .models import OUTCOMES, LookBack, Looked

OFFICE = permission_required("units.view_office")
MANAGE = permission_required("units.manage")
HEADINGS = (
    "单位", "指标", "前期问题", "结论", "本次所见", "网址", "复核时间", "整改前证据", "本次证据",
)  # fmt: skip


@require_GET
@OFFICE
def home(request: HttpRequest) -> HttpResponse:
    """The earlier rounds, each with one button; another office's list; what was looked back at."""
    user = signed_in(request)
    targets = queries.open_targets(user)
    rounds = [
        (round_, count, latest, TargetForm(
            rounds=targets, auto_id=f"{round_.public_id}-%s",
            initial={"target": found.public_id if (found := queries.target_of(user, round_)) else None},
        ))
        for round_, count, latest in queries.earlier_rounds(user)
    ]  # fmt: skip
    rows = LookBack.objects.visible_to(user).select_related("source", "target", "made_by")
    context = {
        "rounds": rounds,
        "listing": page_of(rows, request, by="made_at"),
        "list": ListForm(rounds=targets),
    }
    return render(request, "lookback/home.html", context)


@require_POST
@MANAGE
def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Look back at an earlier round."""
    user = signed_in(request)
    source = get_object_or_404(Round.objects.visible_to(user), public_id=public_id)
    form = TargetForm(request.POST, rounds=queries.open_targets(user))
    if not form.is_valid():
        return refused(request, first_error(form), reverse("lookback:home"))
    try:
        made = actions.begin_look_back(source, target=form.cleaned_data["target"], by=user)
    except KaopingError as error:
        return refused(request, str(error), reverse("lookback:home"), status_of(error))
    messages.success(request, f"已开始,共 {made.items} 个问题。")
    return redirect("lookback:look_back", public_id=made.public_id)


@require_POST
@MANAGE
def take(request: HttpRequest) -> HttpResponse:
    """Look back at a list that another office handed on."""
    user = signed_in(request)
    form = ListForm(request.POST, request.FILES, rounds=queries.open_targets(user))
    if not form.is_valid():
        return refused(request, first_error(form), reverse("lookback:home"))
    file, target = form.cleaned_data["file"], form.cleaned_data["target"]
    try:
        made = actions.begin_from_list(content=file.read(), name=file.name, target=target, by=user)
    except KaopingError as error:
        return refused(request, str(error), reverse("lookback:home"), status_of(error))
    messages.success(request, f"清单已接收,共 {made.items} 个问题,已开始。")
    return redirect("lookback:look_back", public_id=made.public_id)


def _found(request: HttpRequest, public_id: UUID) -> LookBack:
    rows = LookBack.objects.visible_to(signed_in(request)).select_related("source", "target", "made_by")
    found: LookBack = get_object_or_404(rows, public_id=public_id)
    return found


@require_GET
@OFFICE
def look_back(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """How far it has come; then the five classes by unit, and finding by finding."""
    user, one = signed_in(request), _found(request, public_id)
    if request.headers.get("X-Kaoping-Poll"):
        response = render(request, "lookback/progress.html", {"one": one})
        if not one.is_active:
            response.headers["HX-Refresh"] = "true"  # there is more to show than the progress
        return response
    outcome, unit = request.GET.get("outcome", ""), request.GET.get("unit", "")
    rows = Looked.objects.visible_to(user).filter(look_back=one).select_related("unit")
    if outcome in OUTCOMES:
        rows = rows.filter(outcome=outcome)
    if unit:
        rows = rows.filter(unit__name=unit) | rows.filter(unit=None, unit_name=unit)
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _exported(request, one, rows)
    context = {
        "one": one,
        "lines": queries.unit_lines(user, one),
        "listing": page_of(rows, request, descending=False),
        "outcomes": list(OUTCOMES.values()),
        "outcome": outcome,
        "unit": unit,
        "form": TargetForm(rounds=queries.open_targets(user)),
    }
    return render(request, "lookback/look_back.html", context)


def _exported(request: HttpRequest, one: LookBack, rows: QuerySet[Looked]) -> HttpResponseBase:
    record(by=signed_in(request), action="lookback.export", subject=f"look-back:{one.public_id}")
    table = (
        [r.unit.name if r.unit else r.unit_name, r.indicator, r.told, r.outcome_words, r.message, r.url,
         r.seen_at.isoformat() if r.seen_at else "", r.before_digest, r.after_digest]
        for r in rows.order_by("unit_name", "id").iterator(chunk_size=2000)
    )  # fmt: skip
    return table_response(request, one.title, HEADINGS, table)


@require_POST
@MANAGE
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End it."""
    one, user = _found(request, public_id), signed_in(request)
    return done(request, lambda: actions.cancel(one, by=user), "已要求取消。", _page(one))


@require_POST
@MANAGE
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go on with one that failed or was cancelled."""
    one, user = _found(request, public_id), signed_in(request)
    return done(request, lambda: actions.go_on(one, by=user), "已重新排队,将从停下的地方继续。", _page(one))


@require_POST
@MANAGE
def feed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lay what was seen into a round."""
    one, user = _found(request, public_id), signed_in(request)
    form = TargetForm(request.POST, rounds=queries.open_targets(user))
    target = form.cleaned_data["target"] if form.is_valid() else None
    if target is None:
        return refused(request, "请选择要计入的轮次。", _page(one))
    return done(request, lambda: actions.feed(one, target, by=user), "已计入,结果见下。", _page(one))


def _page(one: LookBack) -> str:
    return reverse("lookback:look_back", kwargs={"public_id": one.public_id})


@require_GET
@OFFICE
def years(request: HttpRequest) -> HttpResponse:
    """The five classes per unit over the look backs of the years."""
    context = {"years": queries.years_of(signed_in(request)), "outcomes": list(OUTCOMES.values())}
    return render(request, "lookback/years.html", context)
