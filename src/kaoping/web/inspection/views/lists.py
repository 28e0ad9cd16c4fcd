"""The desk's first page, the check list of a unit, and its pack for work without a network."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError

from ...imports.readings import with_readings
from ...people.gates import permission_required
from ...people.scope import signed_in
from ...planning.models import Account, Assignment, Round, Unit
from ..actions import make_tasks
from ..forms import PackForm
from ..models import Task
from ..pack import WrongRow, pack, take_pack
from ..queries import papers_of, rounds_at_work, unit_lists

VIEW = permission_required("inspection.view")
ANSWER = permission_required("inspection.answer")
ASSIGN = permission_required("inspection.assign")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@VIEW
def home(request: HttpRequest) -> HttpResponse:
    """Rounds at work, and per unit how far its check list is filled in."""
    user, whose = signed_in(request), request.GET.get("whose", "")
    shown = []
    for one in rounds_at_work(user):
        units = unit_lists(one, user, whose=whose)
        tasks = Task.objects.filter(round=one)
        shown.append(
            {
                "round": one,
                "units": units,
                "done": sum(unit["done"] for unit in units),
                "n": sum(unit["n"] for unit in units),
                "has_tasks": tasks.exists(),
                "has_doubles": tasks.filter(rater=2).exists(),
                "is_assigned": Assignment.objects.filter(round=one).exists(),
            }
        )
    return render(request, "inspection/home.html", {"rounds": shown, "whose": whose})


@require_POST
@ASSIGN
def tasks(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make the round's tasks; a second time only what is missing."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), public_id=public_id)
    try:
        counts = make_tasks(round_, by=signed_in(request))
    except KaopingError as error:
        messages.error(request, str(error))
    else:
        told = f"新建 {counts['made']},改派 {counts['moved']},原有 {counts['kept']}"
        messages.success(request, f"检查任务已生成:{told}。")
    return redirect("inspection:home")


@require_GET
@VIEW
def unit(request: HttpRequest, public_id: str, unit_id: str) -> HttpResponse:
    """The check list of one unit, which can be printed."""
    round_, found = _both(request, public_id, unit_id)
    user = signed_in(request)
    papers = papers_of(round_, found, user)
    if only := request.GET.get("only", ""):
        papers = [one for one in papers if (one.answer is None) == (only == "open")]
    accounts = with_readings(user, Account.objects.visible_to(user).filter(unit=found), round_)
    context = {"round": round_, "unit": found, "papers": papers, "accounts": accounts, "only": only}
    return render(request, "inspection/unit.html", {**context, "form": PackForm()})


@require_GET
@ANSWER
def download(request: HttpRequest, public_id: str, unit_id: str) -> HttpResponse:
    """One's own questions about a unit as a workbook."""
    round_, found = _both(request, public_id, unit_id)
    own = [one for one in papers_of(round_, found, signed_in(request)) if one.task.inspector == request.user]
    content = pack(round_, found, [(one.task, one.answer) for one in own])
    name = quote(f"检查表-{found.name}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


@require_POST
@ANSWER
def returned(request: HttpRequest, public_id: str, unit_id: str) -> HttpResponse:
    """A pack that was filled in: all of it is taken, or nothing and each fault is told."""
    round_, found = _both(request, public_id, unit_id)
    form = PackForm(request.POST, request.FILES)
    wrong: tuple[WrongRow, ...] = ()
    if form.is_valid():
        file, by = form.cleaned_data["file"], signed_in(request)
        try:
            done = take_pack(file.read(), file.name, round_=round_, unit=found, by=by)
        except KaopingError as error:
            form.add_error("file", str(error))
        else:
            if not (wrong := done.wrong):
                told = f"交答案 {done.answered} 项,未变 {done.same} 项,未填 {done.empty} 项"
                messages.success(request, f"检查表已导入:{told}。")
                return redirect("inspection:unit", round_.public_id, found.public_id)
    context = {"round": round_, "unit": found, "form": form, "wrong": wrong}
    return render(request, "inspection/returned.html", context, status=422)


def _both(request: HttpRequest, public_id: str, unit_id: str) -> tuple[Round, Unit]:
    round_ = get_object_or_404(Round.objects.visible_to(request.user), public_id=public_id)
    return round_, get_object_or_404(Unit.objects.visible_to(request.user), public_id=unit_id)
