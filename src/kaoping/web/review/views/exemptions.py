"""Exceptions: the list, the end of one before its day, and the file for a rulebook."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ...audit.actions import record
from ...pages.paging import page_of
from ...people.gates import permission_required
from ...people.scope import signed_in
from .. import actions
from ..forms import RevokeForm
from ..models import Exemption
from ..scopes import exceptions_file
from .queue import VIEW


@require_GET
@VIEW
def exemptions(request: HttpRequest) -> HttpResponse:
    """All exceptions, the newest first, and whether each still holds."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, refusal: str = "") -> HttpResponse:
    rows = Exemption.objects.visible_to(request.user).select_related("unit", "by", "suspect", "revoked_by")
    context = {
        "listing": page_of(rows, request, by="id"),
        "may_decide": signed_in(request).has_perm("review.confirm_suspect"),
        "today": timezone.localdate(),
        "refusal": refusal,
    }
    return render(request, "review/exemptions.html", context, status=status)


@require_POST
@permission_required("review.confirm_suspect")
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End an exception now."""
    rows = Exemption.objects.visible_to(request.user)
    one = get_object_or_404(rows, public_id=public_id)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, " ".join(map(str, form.errors["reason"])))
    try:
        actions.revoke_exemption(one, by=signed_in(request), reason=form.cleaned_data["reason"])
    except actions.NotPossible as refused:
        return _page(request, 409, str(refused))
    messages.success(request, "例外已撤销,今后再发现会重新列为疑似问题。")
    return redirect("review:exemptions")


@require_GET
@VIEW
def waivers(request: HttpRequest) -> HttpResponse:
    """The exceptions in force as a file for an office's rulebook folder."""
    rows = Exemption.objects.visible_to(request.user).select_related("unit", "by")
    record(by=request.user, action="review.export_exemptions", subject="review")
    text = exceptions_file(rows.filter(revoked_at=None).order_by("id"))
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="reviewed.yaml"'
    return response
