"""Pages of the auditor: the trail, one entry, verification, export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from ..pages.exports import table_response
from ..pages.paging import page_of
from ..people.gates import permission_required, reauthenticated
from . import queries
from .actions import record, verify_trail
from .chain import Head
from .forms import FilterForm, VerifyForm
from .models import Anchor, Entry


@require_GET
@permission_required("audit.view")
def entries(request: HttpRequest) -> HttpResponse:
    """The trail, newest first."""
    form = FilterForm(request.GET)
    is_valid = form.is_valid()
    rows = queries.entries(**form.cleaned_data) if is_valid else queries.entries()
    context = {
        "form": form,
        "listing": page_of(rows, request, by="pk"),
        "verify_form": VerifyForm(),
        "anchor": Anchor.objects.last(),
        "last_verified": Entry.objects.filter(action="audit.verify").last(),
    }
    return render(request, "audit/list.html", context, status=200 if is_valid else 422)


@require_GET
@permission_required("audit.view")
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry with all it holds, and whether it fits its digest."""
    found = get_object_or_404(Entry, number=number)
    context = {"entry": found, "is_whole": queries.is_entry_whole(found)}
    return render(request, "audit/entry.html", context)


@require_POST
@permission_required("audit.verify")
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the whole trail; the result is itself an entry, to which this leads."""
    form = VerifyForm(request.POST)
    if not form.is_valid():
        return render(request, "audit/verify.html", {"verify_form": form}, status=422)
    told: tuple[Head, ...] = form.cleaned_data["anchors"]
    _, done = verify_trail(by=request.user, told=told)
    return redirect("audit:entry", number=done.number)


@require_GET
@permission_required("audit.view")
@reauthenticated("导出审计记录")
def export(request: HttpRequest) -> HttpResponseBase:
    """The trail as a table, oldest first, with the digests needed to verify it elsewhere."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return redirect("audit:list")
    rows = queries.entries(**form.cleaned_data)
    asked: dict[str, Any] = {key: value for key, value in form.cleaned_data.items() if value}
    record(by=request.user, action="audit.export", subject="audit", filters=asked)
    return table_response(request, "审计记录", queries.HEADINGS, queries.table(rows))
