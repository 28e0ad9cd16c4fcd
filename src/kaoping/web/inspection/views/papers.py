"""One question: what the machine found, the page and its copies, the answer with its proof."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError

from ...evidence.models import Evidence
from ...evidence.store import path_of
from ...gathering.queries import workers_heard
from ...people.gates import permission_required
from ...people.models import User
from ...people.scope import signed_in
from ..actions import FIELDS, OPEN_STATES, Refused, hand_in, keep_draft, last_answer
from ..forms import AnswerForm, CaptureForm, DraftForm, ProofForm
from ..models import Answer, CaptureOrder, Task
from ..proof import add_files, ask_for_capture
from ..queries import next_task, observations_beside, suspects_beside

VIEW = permission_required("inspection.view")
ANSWER = permission_required("inspection.answer")


@require_GET
@VIEW
def task(request: HttpRequest, public_id: str) -> HttpResponse:
    """The question with everything at hand."""
    return _page(request, _task(request, public_id))


@require_POST
@ANSWER
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand an answer in, then on to the next question of the unit."""
    found = _task(request, public_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        hand_in(found, form.cleaned_data, by=signed_in(request))
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, found, form=form, status=422)
    messages.success(request, f"{found.rule} 已交。")
    if "next" in request.POST and (following := next_task(found, signed_in(request))):
        return redirect(f"{_address(following)}?sent={found.public_id}")
    return redirect(f"{_address(found)}?sent={found.public_id}")


@require_POST
@ANSWER
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep what was typed so far: asked for while typing; by a button where there is no JavaScript."""
    found = _task(request, public_id)
    form = DraftForm(request.POST)
    if not form.is_valid() or found.inspector_id != signed_in(request).pk:
        return HttpResponse("没有保存:内容过长,或不是您的检查项。", status=422)
    try:
        keep_draft(found, form.cleaned_data, by=signed_in(request))
    except Refused as error:
        return HttpResponse(f"没有保存:{error}", status=409)
    if request.headers.get("HX-Request"):
        return HttpResponse("草稿已保存")
    messages.success(request, "草稿已保存,还没有交。")
    return redirect("inspection:task", found.public_id)


@require_POST
@ANSWER
def upload(request: HttpRequest, public_id: str) -> HttpResponse:
    """Files as proof, chosen or pasted."""
    found = _task(request, public_id)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = add_files(found, form.cleaned_data["proofs"], by=signed_in(request))
        except KaopingError as error:
            form.add_error("proofs", str(error))
        else:
            messages.success(request, f"已保存佐证 {len(made)} 个。")
            return redirect("inspection:task", found.public_id)
    return _page(request, found, proof=form, status=422)


@require_POST
@ANSWER
def capture(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have a page archived and pictured at this moment, by the worker."""
    found = _task(request, public_id)
    form = CaptureForm(request.POST)
    if form.is_valid():
        try:
            ask_for_capture(found, form.cleaned_data["url"], by=signed_in(request))
        except KaopingError as error:
            form.add_error("url", str(error))
        else:
            return redirect(f"{_address(found)}#proofs")
    return _page(request, found, capture=form, status=422)


@require_GET
@VIEW
def captures(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far the pages are that were asked for; asked for by htmx, the part that changes."""
    found = _task(request, public_id)
    context = {"task": found, "is_still": "still" in request.GET} | _proofs(found, signed_in(request))
    is_part = "X-Kaoping-Poll" in request.headers
    return render(request, "inspection/proofs.html" if is_part else "inspection/captures.html", context)


@require_GET
@VIEW
def proof(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """An uploaded file, always as a download: nothing of it is shown in a page of ours."""
    seen = Evidence.objects.visible_to(request.user).filter(task__in=Task.objects.visible_to(request.user))
    found = get_object_or_404(seen, public_id=public_id)
    path = path_of(found.digest)
    if found.archive or not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _task(request: HttpRequest, public_id: str) -> Task:
    seen = Task.objects.visible_to(request.user).select_related("round", "unit", "inspector", "account")
    return get_object_or_404(seen, public_id=public_id)


def _page(request: HttpRequest, found: Task, *, status: int = 200, **forms: Any) -> HttpResponse:
    user = signed_in(request)
    last = last_answer(found)
    own_draft = Answer.objects.filter(task=found, by=user, is_draft=True).first()
    basis = own_draft or last
    initial = {name: getattr(basis, name) for name in FIELDS} if basis else {}
    suspects = suspects_beside(found, user)
    if not initial.get("url") and suspects:
        initial["url"] = suspects[0].url
    is_own = found.inspector_id == user.pk
    context = {
        "task": found,
        "form": forms.get("form") or AnswerForm(initial=initial),
        "proof_form": forms.get("proof") or ProofForm(),
        "capture_form": forms.get("capture") or CaptureForm(initial={"url": initial.get("url", "")}),
        "last": last,
        "draft": own_draft,
        "history": found.answers.filter(is_draft=False).select_related("by").order_by("-at", "-id"),
        "suspects": suspects,
        "observations": observations_beside(found, user),
        "may_answer": is_own and user.has_perm("inspection.answer") and found.round.state in OPEN_STATES,
        "is_own": is_own,
        "sent": request.GET.get("sent", "")[:40],
    } | _proofs(found, user)
    return render(request, "inspection/task.html", context, status=status)


def _proofs(found: Task, user: User) -> dict[str, Any]:
    """The proofs of a task, with the pages that are still to come or did not come."""
    orders = list(CaptureOrder.objects.visible_to(user).filter(task=found).order_by("-asked_at", "-id")[:5])
    is_active = any(one.is_active for one in orders)
    return {
        "proofs": Evidence.objects.visible_to(user).filter(task=found).order_by("-taken_at"),
        "orders": orders,
        "is_active": is_active,
        "has_nobody": is_active and not workers_heard(timezone.now()),
    }


def _address(found: Task) -> str:
    return reverse("inspection:task", args=[found.public_id])
