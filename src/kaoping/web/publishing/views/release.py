"""The gate before release, and the consent of two persons."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError

from ...people.gates import reauthenticated
from ...people.scope import signed_in
from ...planning.models import Round
from ...planning.states import states_from
from ..actions import agree_release, ask_release, withdraw_release
from ..actions.release import READY, waiting_release
from ..forms import AskForm
from ..gate import blocking, gate_of, warnings
from ..models import Release
from .finding import RELEASE, VIEW, round_of


@require_GET
@VIEW
def gate(request: HttpRequest, public_id: str) -> HttpResponse:
    """The checks of the assessment itself, and who has asked for the release."""
    round_ = round_of(request, public_id)
    return render(request, "publishing/gate.html", _gate(request, round_, AskForm()))


def _gate(request: HttpRequest, round_: Round, form: AskForm) -> dict[str, Any]:
    is_open = round_.state not in states_from("released")
    checks = gate_of(round_) if is_open else ()
    asked = waiting_release(round_)
    earlier = Release.objects.filter(round=round_).exclude(agreed_at=None, is_withdrawn=False)
    return {
        "round": round_,
        "checks": checks,
        "forbidding": blocking(checks),
        "warnings": warnings(checks),
        "form": form,
        "asked": asked,
        "is_open": is_open,
        "is_ready": round_.state in READY,
        "is_own": asked is not None and asked.asked_by_id == signed_in(request).pk,
        "earlier": earlier.select_related("asked_by", "agreed_by", "withdrawn_by"),
    }


@require_POST
@RELEASE
@reauthenticated("申请发布考评结果")
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for the release."""
    round_ = round_of(request, public_id)
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            ask_release(round_, by=signed_in(request), note=form.cleaned_data["note"])
        except KaopingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已提交发布申请,请由另一人同意。")
            return redirect("publishing:gate", round_.public_id)
    return render(request, "publishing/gate.html", _gate(request, round_, form), status=422)


@require_POST
@RELEASE
@reauthenticated("同意发布考评结果")
def agree(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agree to what another person asked for."""
    round_ = round_of(request, public_id)
    try:
        agree_release(round_, by=signed_in(request))
    except KaopingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "本轮结果已发布,各单位可以看到得分和名次。")
    return redirect("publishing:gate", round_.public_id)


@require_POST
@RELEASE
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw what waits for consent."""
    round_ = round_of(request, public_id)
    try:
        withdraw_release(round_, by=signed_in(request), reason=request.POST.get("reason", ""))
    except KaopingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已撤回发布申请。")
    return redirect("publishing:gate", round_.public_id)
