"""Lists of monitoring platforms: uploaded, matched, previewed, run, looked at again."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kaoping.errors import KaopingError

from ..evidence.opening import opened_tables
from ..gathering.queries import workers_heard
from ..pages.exports import table_response
from ..pages.paging import page_of
from ..pages.requests import posted
from ..people.gates import permission_required
from ..people.scope import signed_in
from ..planning.models import Round
from .actions import OPEN_STATES, NeedsColumns, SameFile, preview, run, save_columns
from .files import headings_of, kept_file
from .forms import ColumnsForm, UploadForm
from .models import Batch, Item, Recheck
from .queries import confirmations, items_for, recheck_standing, rechecks_at_work
from .rechecking import WORDS, ask_for_recheck

VIEW = permission_required("imports.view")
RUN = permission_required("imports.run")
SLICE_S = 4.0
STATES = {"open": "在列", "closed": "平台已消除", "reopened": "再次出现"}


@require_GET
@VIEW
def home(request: HttpRequest) -> HttpResponse:
    """What was brought in, and the form for another file."""
    return _home(request, UploadForm(rounds=_rounds(request)))


@require_POST
@RUN
def upload(request: HttpRequest) -> HttpResponse:
    """Read a file; what it would do is shown before anything is laid to anybody."""
    form = UploadForm(request.POST, request.FILES, rounds=_rounds(request))
    if form.is_valid():
        data, file = form.cleaned_data, form.cleaned_data["file"]
        try:
            batch = preview(
                content=file.read(),
                name=file.name,
                round_=data["round"],
                source=data["source"],
                is_whole=data["is_whole"],
                mapping=data["mapping"],
                by=signed_in(request),
            )
        except SameFile as error:
            messages.info(request, str(error))
            return redirect("imports:batch", error.batch.public_id)
        except NeedsColumns as error:
            messages.warning(request, str(error))
            return redirect("imports:columns", error.batch.public_id)
        except KaopingError as error:
            form.add_error("file", str(error))
        else:
            return redirect("imports:batch", batch.public_id)
    return _home(request, form, status=422)


def _rounds(request: HttpRequest) -> QuerySet[Round]:
    seen: QuerySet[Round] = Round.objects.visible_to(request.user)
    return seen.filter(state__in=OPEN_STATES)


def _home(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    batches = Batch.objects.visible_to(request.user).select_related("round", "by").order_by("-id")
    context = {"listing": page_of(batches, request), "form": form, "has_rounds": _rounds(request).exists()}
    return render(request, "imports/home.html", context, status=status)


@require_http_methods(["GET", "POST"])
@RUN
def columns(request: HttpRequest, public_id: str) -> HttpResponse:
    """Which column is which, for a platform whose headings we do not know; kept for its next files."""
    batch = get_object_or_404(Batch.objects.visible_to(request.user), public_id=public_id)
    path = kept_file(batch.digest)
    if batch.state != "columns" or not path.exists():
        return redirect("imports:batch", batch.public_id)
    content = path.read_bytes()
    headings = headings_of(opened_tables(content, batch.name))
    form = ColumnsForm(posted(request), headings=headings, initial={"name": batch.source})
    if request.method == "POST" and form.is_valid():
        by = signed_in(request)
        name, chosen, values = form.cleaned_data["name"], form.columns(), form.values()
        mapping = save_columns(name=name, columns=chosen, values=values, by=by)
        try:
            made = preview(
                content=content,
                name=batch.name,
                round_=batch.round,
                source=batch.source,
                is_whole=batch.is_whole,
                mapping=mapping,
                by=by,
            )
        except KaopingError as error:
            form.add_error(None, str(error))
        else:
            batch.delete()
            return redirect("imports:batch", made.public_id)
    status = 422 if request.method == "POST" else 200
    context = {"batch": batch, "form": form, "headings": headings}
    return render(request, "imports/columns.html", context, status=status)


@require_GET
@VIEW
def batch(request: HttpRequest, public_id: str) -> HttpResponse:
    """One file: its faults, or how far it is brought in and what that changed."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), public_id=public_id)
    seen = confirmations(found.round, found.source) if found.state == "done" else {}
    context = {
        "batch": found,
        "left": found.groups - found.cursor,
        "confirmations": [(WORDS[key], key, seen.get(key, 0)) for key in WORDS],
        "goes_on": request.GET.get("go") == "1" and found.state == "running",
    }
    return render(request, "imports/batch.html", context)


@require_POST
@RUN
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Bring the file in for some seconds; the page goes on by itself, or by a button."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), public_id=public_id)
    try:
        found = run(found, by=signed_in(request), seconds=SLICE_S)
    except KaopingError as error:
        messages.error(request, str(error))
        return redirect("imports:batch", found.public_id)
    address = reverse("imports:batch", args=[found.public_id])
    return redirect(address if found.state == "done" else f"{address}?go=1")


@require_GET
@VIEW
def items(request: HttpRequest) -> HttpResponseBase:
    """Imported items by how they came out when looked at again."""
    wanted = request.GET.get("confirmation", "")
    of_batch = (
        Batch.objects.visible_to(request.user).filter(public_id__in=_uuid(request.GET.get("batch"))).first()
    )
    order = (
        Recheck.objects.visible_to(request.user).filter(public_id__in=_uuid(request.GET.get("order"))).first()
    )
    confirmation = wanted if wanted in WORDS else ""
    rows = items_for(signed_in(request), confirmation=confirmation, batch=of_batch, order=order)
    if request.GET.get("format") in ("csv", "xlsx"):
        headings = ("平台", "单位", "细则", "问题", "网址", "具体对象", "状态", "复查", "复查所见")
        return table_response(request, "导入的问题", headings, map(_row, rows.order_by("id").iterator(2000)))
    context = {
        "listing": page_of(rows, request),
        "wanted": wanted,
        "words": WORDS,
        "batch": of_batch,
        "order": order,
    }
    context["orders"] = rechecks_at_work(signed_in(request))[:3]
    return render(request, "imports/items.html", context)


def _row(one: Item) -> tuple[str, ...]:
    body = one.body
    told = (STATES.get(one.state, one.state), WORDS.get(one.confirmation, ""), one.recheck)
    return (one.source, one.unit.name, one.rule, body["message"], body["url"], body["object"], *told)


@require_POST
@RUN
def again(request: HttpRequest) -> HttpResponse:
    """Fetch again what the chosen items speak of, or the next ones that wait."""
    chosen = [int(one) for one in request.POST.getlist("item") if one.isdigit()][:200]
    rows = items_for(signed_in(request)).exclude(state="closed").filter(round__state__in=OPEN_STATES)
    if chosen:
        rows = rows.filter(pk__in=chosen)
    else:
        rows = rows.filter(confirmation="pending")
    order = ask_for_recheck(rows.order_by("id"), by=signed_in(request))
    if order is None:
        messages.info(request, "没有待复查的条目,或都已在排队。")
        return redirect(f"{reverse('imports:items')}?confirmation=pending")
    return redirect("imports:progress", order.public_id)


@require_GET
@VIEW
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far a recheck is and how it came out; asked for by htmx, the part that changes."""
    order = get_object_or_404(Recheck.objects.visible_to(request.user), public_id=public_id)
    standing = recheck_standing(order, signed_in(request))
    context = {
        "order": order,
        "standing": standing,
        "counts": [(WORDS[key], key, n) for key, n in standing.counts.items() if key in WORDS],
        "is_still": "still" in request.GET,
        "has_nobody": bool(standing.waiting) and not workers_heard(timezone.now()),
    }
    is_part = "X-Kaoping-Poll" in request.headers
    return render(request, "imports/standing.html" if is_part else "imports/progress.html", context)


def _uuid(written: str | None) -> list[UUID]:
    try:
        return [UUID(written or "")]
    except ValueError:
        return []
