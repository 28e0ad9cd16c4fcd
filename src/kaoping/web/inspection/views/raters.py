"""How far blind raters agree, and a third person's ruling where they do not; looks at accounts by phone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kaoping.errors import KaopingError

from ...evidence.models import Evidence
from ...evidence.uploads import keep_upload
from ...pages.exports import table_response
from ...pages.requests import posted
from ...people.gates import permission_required
from ...people.scope import signed_in
from ...planning.models import Account, Round
from ..actions import VERDICTS, look_at_account, refuse_closed, rule_between
from ..forms import AnswerForm, LookForm
from ..models import AccountLook, Task
from ..raters import Double, agreement_of, doubles_of

ASSIGN = permission_required("inspection.assign")
ANSWER = permission_required("inspection.answer")


@require_GET
@ASSIGN
def agreement(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The figure of agreement, and the questions on which the two differ."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), public_id=public_id)
    doubles = doubles_of(round_, signed_in(request))
    if request.GET.get("format") in ("csv", "xlsx"):
        headings = ("单位", "细则", "检查内容", "检查员一", "结论一", "检查员二", "结论二", "裁定")
        return table_response(request, "双人检查", headings, (_row(one) for one in doubles if one.is_whole))
    context = {
        "round": round_,
        "figure": agreement_of(doubles),
        "differing": [one for one in doubles if one.differs],
        "waiting": sum(not one.is_whole for one in doubles),
    }
    return render(request, "inspection/agreement.html", context)


def _row(one: Double) -> tuple[str, ...]:
    first, second = one.tasks
    words = [VERDICTS.get(a.verdict, "") if a else "" for a in (*one.answers, one.ruling)]
    return (
        first.unit.name,
        first.rule,
        first.question,
        str(first.inspector),
        words[0],
        str(second.inspector),
        words[1],
        words[2],
    )


@require_http_methods(["GET", "POST"])
@ASSIGN
def ruling(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the two saw, side by side, and the third person's answer."""
    task = get_object_or_404(Task.objects.visible_to(request.user), public_id=public_id, is_sampled=True)
    doubles = doubles_of(task.round, signed_in(request))
    double = next((one for one in doubles if task in one.tasks and one.is_whole), None)
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            rule_between(task, form.cleaned_data, by=signed_in(request))
        except KaopingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已裁定。")
            return redirect("inspection:agreement", task.round.public_id)
    status = 422 if request.method == "POST" else 200
    context = {"task": task, "double": double, "form": form}
    return render(request, "inspection/ruling.html", context, status=status)


@require_http_methods(["GET", "POST"])
@ANSWER
def phone(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """An account looked at with a phone in hand: large buttons, pictures by the camera."""
    round_ = get_object_or_404(Round.objects.visible_to(request.user), public_id=public_id)
    account = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    form = LookForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        by, note = signed_in(request), form.cleaned_data["note"]
        try:
            refuse_closed(round_)
            for file in form.cleaned_data["proofs"]:
                about = f"account:{account.pk}"
                content = file.read()
                keep_upload(
                    content=content, name=file.name, round_=round_, unit=account.unit, by=by, url=about
                )
            look_at_account(round_, account, form.seen(), note=note, by=by)
        except KaopingError as error:
            form.add_error("proofs", str(error))
        else:
            messages.success(request, f"“{account.name}”已记录。")
            return redirect("inspection:phone", round_.public_id, account.pk)
    context = {
        "round": round_,
        "account": account,
        "form": form,
        "looks": AccountLook.objects.visible_to(request.user).filter(round=round_, account=account)[:5],
        "pictures": Evidence.objects.visible_to(request.user).filter(
            round=round_, url=f"account:{account.pk}"
        ),
        "others": Account.objects.visible_to(request.user).filter(unit=account.unit).exclude(pk=account.pk),
    }
    return render(request, "inspection/phone.html", context, status=422 if request.method == "POST" else 200)
