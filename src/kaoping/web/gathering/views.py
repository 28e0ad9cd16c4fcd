"""Pages of the gathering desk: the round's visits, one visit, what people want of them, exports."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from ..audit.actions import record
from ..imports.readings import accounts_of_round, lanes_of
from ..pages.exports import table_response
from ..pages.paging import page_of
from ..people.gates import permission_required
from ..people.scope import signed_in
from ..planning.actions import Refused
from ..planning.models import Round
from . import actions, queries
from .forms import FilterForm, StartForm
from .models import Job
from .plans import folder_of
from .visits import HEADINGS, load_chart, rows_of

OFFICE = permission_required("gathering.view")
CONTROL = permission_required("gathering.control")
ANYBODY = permission_required("gathering.view", "units.view_own")
PER_PAGE = 40
MOST_ACCOUNTS = 200


@require_GET
@OFFICE
def home(request: HttpRequest) -> HttpResponse:
    """The visits of a round, with what they could not see; asked for by htmx, the part that changes."""
    round_ = queries.chosen_round(request.user, _uuid(request.GET.get("round", "")))
    context: dict[str, Any] = {"round": round_, "rounds": queries.rounds_to_gather(request.user)}
    if round_ is None:
        return render(request, "gathering/home.html", context)
    form = FilterForm(request.GET)
    is_valid = form.is_valid()
    rows = queries.jobs_of(request.user, round_, **(form.cleaned_data if is_valid else {}))
    standing = queries.standing_of(request.user, round_)
    context |= {
        "form": form,
        "listing": page_of(rows, request, descending=False, per_page=PER_PAGE),
        "standing": standing,
        "can_control": signed_in(request).has_perm("gathering.control"),
        "is_open": round_.state in actions.GATHERED_IN,
    }
    if request.headers.get("X-Kaoping-Poll"):
        return render(request, "gathering/jobs.html", context)
    accounts = accounts_of_round(request.user, round_)
    context |= {
        "accounts": accounts[:MOST_ACCOUNTS],
        "account_count": len(accounts),
        "lanes": lanes_of(accounts),
        "unseen": queries.unseen_by_reason(request.user, round_),
        "start_form": StartForm(),
    }
    return render(request, "gathering/home.html", context, status=200 if is_valid else 422)


@require_GET
@ANYBODY
def job(request: HttpRequest, public_id: str) -> HttpResponse:
    """One visit: how far it has come, the load on the site, what could not be seen."""
    found = _job(request, public_id)
    user = signed_in(request)
    is_office = user.has_perm("gathering.view")
    context = {
        "job": found,
        "is_office": is_office,
        "can_control": user.has_perm("gathering.control"),
        "is_open": found.round.state in actions.GATHERED_IN,
        "groups": queries.unseen_groups(found),
        "chart": load_chart(found.load),
        "unchecked": queries.unchecked(found)[:100] if is_office else (),
        "others": Job.objects.visible_to(user)
        .filter(round=found.round, site=found.site, kind="gather")
        .order_by("sighting"),
    }
    template = "gathering/progress.html" if request.headers.get("X-Kaoping-Poll") else "gathering/job.html"
    return render(request, template, context)


@require_GET
@permission_required("units.view_own")
def own(request: HttpRequest) -> HttpResponse:
    """How a unit's own sites were visited."""
    context = {"listing": page_of(queries.own_jobs(request.user), request)}
    return render(request, "gathering/own.html", context)


@require_POST
@CONTROL
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin the first look at every site of a round."""
    round_ = _round(request, public_id)
    form = StartForm(request.POST)
    if not form.is_valid():
        context = {"round": round_, "start_form": form}
        return render(request, "gathering/start.html", context, status=422)

    def act() -> str:
        count = actions.start_round(
            round_,
            by=signed_in(request),
            limits=form.limits(),
            spread_minutes=form.cleaned_data["spread_minutes"],
        )
        return f"已安排 {count} 个网站,采集进程将依次访问。" if count else "所有网站都已安排过,没有新的。"

    return _done(request, act, round_)


@require_POST
@CONTROL
def pause_round(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pause everything of a round."""
    round_ = _round(request, public_id)

    def act() -> str:
        return f"已要求暂停 {actions.pause_round(round_, by=signed_in(request))} 个网站。"

    return _done(request, act, round_)


@require_POST
@CONTROL
def go_on_round(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go on with everything of a round that was paused."""
    round_ = _round(request, public_id)

    def act() -> str:
        return f"{actions.go_on_round(round_, by=signed_in(request))} 个网站继续采集。"

    return _done(request, act, round_)


@require_POST
@CONTROL
def pause(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pause one visit."""
    return _on_job(request, public_id, actions.pause, "已要求暂停,手头的请求结束后停下。")


@require_POST
@CONTROL
def go_on(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go on with one visit from where it stands."""
    return _on_job(request, public_id, actions.go_on, "已重新排队,将从停下的地方继续。")


@require_POST
@CONTROL
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Cancel one visit."""
    return _on_job(request, public_id, actions.cancel, "已要求取消;取得的页面仍然保留。")


@require_POST
@CONTROL
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another look at the site, labelled as such."""
    return _on_job(request, public_id, actions.look_again, "已安排再采一次;结果会标明是第几次。")


@require_GET
@ANYBODY
def log(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Every request of one visit, as a table."""
    found = _job(request, public_id)
    record(by=request.user, action="gathering.export_log", subject=f"job:{found.public_id}")
    name = f"访问记录-{found.site.name}-第{found.sighting}次"
    return table_response(request, name, HEADINGS, rows_of(folder_of(found)))


@require_GET
@OFFICE
def unseen(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """What could not be seen in a round, site by site, as a table."""
    round_ = _round(request, public_id)
    record(by=request.user, action="gathering.export_unseen", subject=f"round:{round_.public_id}")
    rows = queries.unseen_table(request.user, round_)
    return table_response(request, f"未能看到的内容-{round_.title}", queries.UNSEEN_HEADINGS, rows)


def _job(request: HttpRequest, public_id: str) -> Job:
    rows = Job.objects.visible_to(request.user).select_related("site__unit", "round")
    return get_object_or_404(rows, public_id=public_id)


def _round(request: HttpRequest, public_id: str) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user), public_id=public_id)


def _uuid(written: str) -> str:
    """What may be asked of the database; 404 for what can be no round's name."""
    from uuid import UUID

    try:
        return str(UUID(written)) if written else ""
    except ValueError:
        raise Http404 from None


def _on_job(request: HttpRequest, public_id: str, act: Callable[..., Job], words: str) -> HttpResponse:
    found = _job(request, public_id)
    try:
        after = act(found, by=signed_in(request))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("gathering:job", found.public_id)
    messages.success(request, f"{found.site.name}:{words}")
    return redirect("gathering:job", after.public_id)


def _done(request: HttpRequest, act: Callable[[], str], round_: Round) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refused as error:
        messages.error(request, str(error))
    response = redirect("gathering:home")
    response["Location"] += f"?round={round_.public_id}"
    return response
