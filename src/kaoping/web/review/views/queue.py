"""The queue of suspects: grouped, filtered, searched, taken out as a table."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ...audit.actions import record
from ...pages.exports import table_response
from ...pages.paging import Listing, page_of
from ...people.gates import permission_required, reauthenticated
from ...people.scope import signed_in
from ...planning.models import Round
from .. import queries
from ..forms import FilterForm
from ..models import Suspect

VIEW = permission_required("review.view")
# what a link to a suspect takes along, so that "next" means the next under the same filter
FILTERS = ("words", "state", "unit", "group", "severity", "lane", "indicator", "check", "round", "flat")


def filter_of(request: HttpRequest) -> FilterForm:
    """The filter that the address holds."""
    return FilterForm(request.GET, rounds=Round.objects.visible_to(request.user))


def kept_query(request: HttpRequest) -> str:
    """The filter as it goes on to the next page."""
    kept = request.GET.copy()
    for name in [name for name in kept if name not in FILTERS or not kept[name]]:
        del kept[name]
    return f"?{kept.urlencode()}" if kept else ""


def rows_under(request: HttpRequest, form: FilterForm) -> Any:
    """The suspects that the person may see under his filter."""
    return queries.filtered(Suspect.objects.visible_to(request.user), form.wanted())


@require_GET
@VIEW
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a ruling; one template fault stands once."""
    form = filter_of(request)
    rows = rows_under(request, form)
    is_flat = bool(form.is_valid() and form.cleaned_data["flat"])
    context = {
        "form": form,
        "round": form.round_,
        "listing": _flat(rows, request) if is_flat else _grouped(rows, request),
        "is_flat": is_flat,
        "kept": kept_query(request),
        "may_bulk": signed_in(request).has_perm("review.confirm_bulk"),
        "is_narrowed": any(request.GET.get(name) for name in FILTERS if name != "round"),
    }
    return render(request, "review/queue.html", context, status=200 if form.is_valid() else 422)


def _grouped(rows: Any, request: HttpRequest) -> Listing:
    after, before = (queries.read_cursor(request.GET.get(name, "")) for name in ("after", "before"))
    if after is not None:
        return queries.grouped(rows, after, is_backward=False)
    return queries.grouped(rows, before, is_backward=before is not None)


def _flat(rows: Any, request: HttpRequest) -> Listing:
    lean = rows.select_related("unit").defer("facts", "witnesses", "pages")
    return page_of(lean, request, by="id", descending=False)


@require_GET
@VIEW
@reauthenticated("导出问题清单")
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered list, whole, as CSV or xlsx."""
    form = filter_of(request)
    if not form.is_valid():
        return render(request, "review/queue.html", {"form": form, "kept": ""}, status=422)
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    subject = f"round:{form.round_.public_id}" if form.round_ else "review"
    record(by=request.user, action="review.export", subject=subject, filters=asked)
    return table_response(request, "问题清单", queries.HEADINGS, queries.table(rows_under(request, form)))
