"""A unit's first page, its draft, its rulings and its messages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kaoping.errors import KaopingError

from ...evidence.models import Evidence
from ...evidence.store import path_of
from ...pages.paging import page_of
from ...people.gates import permission_required
from ...people.scope import signed_in
from ...planning.models import Round
from ...review.models import Suspect
from .. import queries
from ..actions.replies import accept_all, withdraw_appeal
from ..actions.replies import answer as reply_to
from ..actions.rounds import mark_seen
from ..forms import ReplyForm
from ..models import Appeal, Message, RectificationTask, Term
from ..states import ANSWERED_IN
from .answers import attachment, done, own_unit, refused, status_of

OWN = permission_required("units.view_own")


@require_GET
@OWN
def home(request: HttpRequest) -> HttpResponse:
    """What the unit owes, by when and how that was counted."""
    user, unit = signed_in(request), own_unit(request)
    rounds = list(Round.objects.visible_to(user)[:20])
    context = {
        "unit": unit,
        "owed": queries.owed_by(user, unit, queries.today()),
        "rounds": [(one, one.state in queries.AFTER_RELEASE) for one in rounds],
        "letters": Message.objects.visible_to(user).filter(unit=unit)[:5],
    }
    return render(request, "units/home.html", context)


@require_GET
@OWN
def sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The unit's sheet, line by line with findings, proof and answers. Opening it marks it as seen."""
    user, unit = signed_in(request), own_unit(request)
    round_ = get_object_or_404(Round.objects.visible_to(user), public_id=public_id)
    mark_seen(round_, by=user)
    items = queries.items_of(user, round_, unit)
    term = Term.objects.filter(round=round_).first()
    context = {
        "round": round_,
        "unit": unit,
        "sheets": queries.sheets_of(user, round_, unit),
        "term": term,
        "left": sum(item.reply is None for item in items.values()),
        "count": len(items),
        "is_open": round_.state in ANSWERED_IN and term is not None,
        "is_past": bool(term and (term.closed_at or queries.today() > term.appeal_due)),
        "is_released": round_.state in queries.AFTER_RELEASE,
    }
    return render(request, "units/sheet.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("units.answer")
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A finding, and the unit's answer to it."""
    user, unit = signed_in(request), own_unit(request)
    suspects = Suspect.objects.visible_to(user).select_related("round", "unit")
    suspect = get_object_or_404(suspects, public_id=public_id)
    may_object = user.has_perm("units.object")
    form = ReplyForm(request.POST or None, request.FILES or None, may_object=may_object)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                given = form.cleaned_data
                cause = given.pop("cause")
                reply_to(suspect, by=user, cause=cause.name if cause else "", **given)
            except KaopingError as error:
                form.add_error(None, str(error))
                status = status_of(error)
            else:
                where = reverse("units:sheet", kwargs={"public_id": suspect.round.public_id})
                return redirect(f"{where}#item-{suspect.public_id}")
    item = queries.items_of(user, suspect.round, unit).get(suspect.fact)
    context = {
        "form": form, "suspect": suspect, "item": item, "may_object": may_object, "round": suspect.round,
        "term": Term.objects.filter(round=suspect.round).first(),
    }  # fmt: skip
    return render(request, "units/answer.html", context, status=status)


@require_http_methods(["GET", "POST"])
@permission_required("units.answer")
def accept_rest(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Accept all that was not answered yet, after a page that says what that means."""
    user, unit = signed_in(request), own_unit(request)
    round_ = get_object_or_404(Round.objects.visible_to(user), public_id=public_id)
    rest = [item.suspect for item in queries.items_of(user, round_, unit).values() if item.reply is None]
    where = reverse("units:sheet", kwargs={"public_id": public_id})
    if request.method == "GET":
        context = {"round": round_, "rest": rest, "term": Term.objects.filter(round=round_).first()}
        return render(request, "units/accept_rest.html", context)
    if request.POST.get("count") != str(len(rest)):
        words = f"未答复的现为 {len(rest)} 项,与您确认时不同。请返回核对后再确认。"
        return refused(request, words, where, 409)
    return done(request, lambda: accept_all(rest, by=user), f"已认可 {len(rest)} 项。", where)


@require_GET
@OWN
def rulings(request: HttpRequest) -> HttpResponse:
    """The unit's objections and how they were ruled; never by whom."""
    user = signed_in(request)
    rows = Appeal.objects.visible_to(user).select_related("round", "suspect", "reply")
    return render(request, "units/rulings.html", {"listing": page_of(rows, request, by="at")})


@require_POST
@permission_required("units.object")
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an objection back."""
    user = signed_in(request)
    appeal = get_object_or_404(Appeal.objects.visible_to(user), public_id=public_id)
    return done(
        request, lambda: withdraw_appeal(appeal, by=user), "异议已撤回。", reverse("units:own_rulings")
    )


@require_GET
@OWN
def letters(request: HttpRequest) -> HttpResponse:
    """What the unit was reminded of."""
    rows = Message.objects.visible_to(signed_in(request))
    return render(request, "units/messages.html", {"listing": page_of(rows, request, by="at")})


@require_GET
@permission_required("evidence.view_own", "evidence.view")
def proof(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An uploaded file, to be saved."""
    rows = Evidence.objects.visible_to(signed_in(request)).filter(archive="")
    found = get_object_or_404(rows, public_id=public_id)
    path = path_of(found.digest)
    content = path.read_bytes() if path.exists() else b""
    return attachment(content, found.name, found.media_type or "application/octet-stream")


@require_GET
@OWN
def tasks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The unit's tasks of a released round."""
    user, unit = signed_in(request), own_unit(request)
    rounds = Round.objects.visible_to(user).filter(state__in=queries.AFTER_RELEASE)
    round_ = get_object_or_404(rounds, public_id=public_id)
    rows = RectificationTask.objects.visible_to(user).filter(round=round_).select_related("suspect", "unit")
    context = {
        "round": round_,
        "unit": unit,
        "listing": page_of(rows, request, by="due", descending=False),
        "today": queries.today(),
        "term": Term.objects.filter(round=round_).first(),
    }
    return render(request, "units/tasks.html", context)
