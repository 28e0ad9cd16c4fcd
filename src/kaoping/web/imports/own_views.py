"""A unit's own new-media accounts: what is registered and was seen of them, and what it reports itself."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError

from ..pages.paging import page_of
from ..people.gates import permission_required
from ..people.scope import signed_in
from ..planning.models import Account
from .forms import SubmissionForm
from .models import Submission
from .readings import with_readings
from .submissions import drop_submission, read_submission, take_submission

OWN = permission_required("units.view_own")
REPORT = permission_required("units.report")


def _accounts(request: HttpRequest) -> QuerySet[Account]:
    rows: QuerySet[Account] = Account.objects.visible_to(request.user)
    return rows.select_related("unit")


def _submission(request: HttpRequest, public_id: str) -> Submission:
    rows = Submission.objects.visible_to(request.user).select_related("unit", "account", "by")
    found: Submission = get_object_or_404(rows, public_id=public_id)
    return found


@require_GET
@OWN
def own_accounts(request: HttpRequest) -> HttpResponse:
    """The unit's accounts with what was seen of them, once that is out, and what it handed in."""
    return _page(request, SubmissionForm(accounts=_accounts(request)))


def _page(request: HttpRequest, form: SubmissionForm, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    accounts = with_readings(user, _accounts(request))
    handed = Submission.objects.visible_to(user).select_related("account", "by", "unit")
    context = {
        "form": form,
        "unit": user.unit,
        "accounts": accounts,
        "units": len({one.unit_id for one, _ in accounts}) > 1,
        "listing": page_of(handed, request),
    }
    return render(request, "imports/own_accounts.html", context, status=status)


@require_POST
@REPORT
def submit(request: HttpRequest) -> HttpResponse:
    """Read a file of the unit's own posts; it is shown before it is handed in."""
    user = signed_in(request)
    form = SubmissionForm(request.POST, request.FILES, accounts=_accounts(request))
    if form.is_valid() and user.unit is not None:
        file = form.cleaned_data["file"]
        try:
            read = read_submission(
                content=file.read(),
                name=file.name,
                account=form.cleaned_data["account"],
                unit=user.unit,
                own=_accounts(request),
                by=user,
            )
        except KaopingError as error:
            form.add_error("file", str(error))
        else:
            return redirect("imports:submission", read.public_id)
    return _page(request, form, status=422)


@require_GET
@OWN
def submission(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a file says, or what is wrong in it, row by row."""
    return render(request, "imports/submission.html", {"one": _submission(request, public_id)})


@require_POST
@REPORT
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand it in."""
    one = _submission(request, public_id)
    try:
        take_submission(one, by=signed_in(request))
    except KaopingError as error:
        messages.error(request, str(error))
        return redirect("imports:submission", one.public_id)
    messages.success(request, f"已提交“{one.name}”,考评机关检查账号时采用,来源记为“单位自报”。")
    return redirect("imports:own_accounts")


@require_POST
@REPORT
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it back."""
    one = _submission(request, public_id)
    drop_submission(one, by=signed_in(request))
    messages.success(request, f"已移除“{one.name}”。")
    return redirect("imports:own_accounts")
