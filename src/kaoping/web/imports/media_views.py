"""New media: files of every lane for a round, and the check of its accounts."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError
from kaoping.rounds.picture_reading import can_read_pictures

from ..pages.paging import page_of
from ..people.gates import permission_required
from ..people.scope import signed_in
from ..planning.models import Account, Round
from .actions import OPEN_STATES
from .forms import MediaForm, MediaRunForm
from .media import LANES, ask_media_run, drop_media, keep_media
from .models import MediaFile, MediaRun, Submission

VIEW = permission_required("imports.view")
RUN = permission_required("imports.run")
RUN_STATES = {"queued": "等待", "running": "进行中", "done": "完成", "failed": "未完成"}


@require_GET
@VIEW
def media(request: HttpRequest) -> HttpResponse:
    """What was brought in of new media, the form for more, and the checks of accounts."""
    return _media(request, _form(request))


@require_POST
@RUN
def media_upload(request: HttpRequest) -> HttpResponse:
    """Keep a file of one lane."""
    form = _form(request, request.POST, request.FILES)
    if form.is_valid():
        data, file = form.cleaned_data, form.cleaned_data["file"]
        try:
            kept = keep_media(
                content=file.read(),
                name=file.name,
                lane=data["lane"],
                round_=data["round"],
                account=data["account"],
                mapping=form.mapping(),
                by=signed_in(request),
            )
        except KaopingError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"已收下“{kept.name}”({LANES[kept.lane]})。")
            return redirect("imports:media")
    return _media(request, form, status=422)


@require_POST
@RUN
def media_check(request: HttpRequest) -> HttpResponse:
    """Have the round's accounts checked by the worker."""
    form = MediaRunForm(request.POST, rounds=_rounds(request))
    if not form.is_valid():
        return _media(request, _form(request), status=422)
    try:
        data = form.cleaned_data
        ask_media_run(data["round"], by=signed_in(request), reads_pictures=data["reads_pictures"])
    except KaopingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已安排检查,完成后疑似问题进入“复核”。")
    return redirect("imports:media")


@require_POST
@RUN
def media_drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a file out again."""
    found = get_object_or_404(MediaFile.objects.visible_to(request.user), public_id=public_id)
    try:
        drop_media(found, by=signed_in(request))
    except KaopingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已移除“{found.name}”。")
    return redirect(reverse("imports:media"))


def _rounds(request: HttpRequest) -> QuerySet[Round]:
    seen: QuerySet[Round] = Round.objects.visible_to(request.user)
    return seen.filter(state__in=OPEN_STATES)


def _read_last(round_: Round) -> bool:
    """Whether the round's last check read pictures: the next is asked to do the same."""
    last = MediaRun.objects.filter(round=round_).order_by("-id").first()
    return last is not None and last.reads_pictures


def _form(request: HttpRequest, *given: Any) -> MediaForm:
    accounts = Account.objects.visible_to(request.user).select_related("unit")
    return MediaForm(*given, rounds=_rounds(request), accounts=accounts)


def _media(request: HttpRequest, form: MediaForm, status: int = 200) -> HttpResponse:
    files = MediaFile.objects.visible_to(request.user).select_related("round", "account", "by")
    runs = MediaRun.objects.visible_to(request.user).select_related("round", "by").order_by("-id")[:10]
    context = {
        "form": form,
        "listing": page_of(files.order_by("-id"), request),
        "lanes": LANES,
        "submissions": Submission.objects.visible_to(request.user)
        .select_related("unit", "account", "by")
        .order_by("-taken_at", "-id")[:50],
        "runs": [(run, RUN_STATES[run.state]) for run in runs],
        "rounds": [(one, _read_last(one)) for one in _rounds(request)],
        "can_read_pictures": can_read_pictures(),
    }
    return render(request, "imports/media.html", context, status=status)
