"""A unit's papers: its report on rectification, its contact sheet, the tasks handed to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kaoping.errors import KaopingError

from ...evidence.store import path_of
from ...pages.paging import page_of
from ...people.gates import permission_required
from ...people.scope import signed_in
from ...planning.models import Round
from .. import papers, queries
from ..actions import contacts, handed, returned
from ..forms import ContactForm, DocumentForm, OwnerForm, SheetFileForm
from ..models import Claim, Contact, HandedTask, Report, Term
from .answers import attachment, done, first_error, own_unit, refused, suffix_of, written

OWN = permission_required("units.view_own")
REPORT = permission_required("units.report")


def _released(request: HttpRequest, public_id: UUID) -> Round:
    rows = Round.objects.visible_to(signed_in(request)).filter(state__in=queries.AFTER_RELEASE)
    found: Round = get_object_or_404(rows, public_id=public_id)
    return found


@require_GET
@OWN
def rectification(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The unit's report on rectification, made from its items."""
    round_, unit = _released(request, public_id), own_unit(request)
    write = papers.rectification_writer(signed_in(request), round_, unit, queries.today())
    return written(write, f"{unit}整改报告", suffix_of(request))


@require_http_methods(["GET", "POST"])
@REPORT
def reports(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The reports that the unit has sent, and one more."""
    user, unit, round_ = signed_in(request), own_unit(request), _released(request, public_id)
    form, status = DocumentForm(request.POST or None, request.FILES or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                returned.upload_report(content=file.read(), name=file.name, round_=round_, unit=unit, by=user)
            except KaopingError as error:
                form.add_error("file", str(error))
            else:
                messages.success(request, "整改报告已收到。")
                return redirect("units:reports", public_id=public_id)
    rows = Report.objects.visible_to(user).filter(round=round_, unit=unit, is_confirmed=True)
    term = Term.objects.filter(round=round_).first()
    context = {"form": form, "round": round_, "unit": unit, "rows": rows, "term": term}
    return render(request, "units/reports.html", context, status=status)


@require_GET
@permission_required("units.view_own", "units.view_office")
def report_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A report's document, to be saved."""
    user = signed_in(request)
    rows = Report.objects.visible_to(user)
    found = get_object_or_404(
        rows.filter(is_confirmed=True) if user.is_of_unit else rows, public_id=public_id
    )
    path = path_of(found.digest)
    content = path.read_bytes() if path.exists() else b""
    return attachment(content, found.name, found.media_type or "application/octet-stream")


@require_http_methods(["GET", "POST"])
@REPORT
def contact(request: HttpRequest) -> HttpResponse:
    """Who is responsible in the unit."""
    user, unit = signed_in(request), own_unit(request)
    held = Contact.objects.visible_to(user).filter(unit=unit, ended_at=None).first()
    form, status = ContactForm(request.POST or None, instance=held), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                contacts.set_contact(unit, form.cleaned_data, by=user)
            except (KaopingError, ValidationError) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "责任人联系表已保存。")
                return redirect("units:contact")
    rounds = Round.objects.visible_to(user)
    context = {
        "form": form, "held": held, "unit": unit, "rounds": rounds[:5],
        "file": SheetFileForm(rounds=rounds),
        "earlier": Contact.objects.visible_to(user).filter(unit=unit).exclude(ended_at=None)[:10],
    }  # fmt: skip
    return render(request, "units/contact.html", context, status=status)


@require_POST
@REPORT
def end_contact(request: HttpRequest) -> HttpResponse:
    """That the responsible person has left."""
    user, back = signed_in(request), reverse("units:contact")
    held = Contact.objects.visible_to(user).filter(unit=own_unit(request), ended_at=None).first()
    if held is None:
        return refused(request, "没有在任责任人。请直接填报新的责任人。", back)
    return done(request, lambda: contacts.end_contact(held, by=user), "已登记离任,请尽快填报接任人。", back)


@require_POST
@REPORT
def take_sheet(request: HttpRequest) -> HttpResponse:
    """A returned contact sheet of the unit."""
    user, unit, back = signed_in(request), own_unit(request), reverse("units:contact")
    form = SheetFileForm(request.POST, request.FILES, rounds=Round.objects.visible_to(user))
    if not form.is_valid():
        return refused(request, first_error(form), back)
    given: dict[str, Any] = {"round_": form.cleaned_data["round"], "units": [unit], "by": user}
    file = form.cleaned_data["file"]
    return done(
        request,
        lambda: contacts.take_sheet(content=file.read(), name=file.name, **given),
        "联系表已导入。",
        back,
    )


@require_GET
@permission_required("units.view_own", "units.view_office")
def contact_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The contact sheet to be filled in: of the unit, or of all units of the round for the office."""
    user = signed_in(request)
    round_ = get_object_or_404(Round.objects.visible_to(user), public_id=public_id)
    units = [own_unit(request)] if user.is_of_unit else papers.units_of(round_)
    return written(
        papers.blank_sheet(round_, units, queries.today()), "责任人联系表", suffix_of(request, "xlsx")
    )


@require_GET
@OWN
def handed_tasks(request: HttpRequest) -> HttpResponse:
    """Tasks that were handed to the unit."""
    user, unit = signed_in(request), own_unit(request)
    rows = Claim.objects.visible_to(user).filter(unit=unit).select_related("task")
    context = {"listing": page_of(rows, request), "today": queries.today(), "form": OwnerForm()}
    return render(request, "units/handed.html", context)


@require_POST
@REPORT
def take_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a handed task on."""
    user, unit, back = signed_in(request), own_unit(request), reverse("units:handed")
    task = _handed(request, public_id)
    form = OwnerForm(request.POST)
    if not form.is_valid():
        return refused(request, first_error(form), back)
    return done(request, lambda: handed.take_on(task, unit, by=user, **form.cleaned_data), "已认领。", back)


@require_POST
@REPORT
def finish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """That a handed task is done."""
    user, unit, back = signed_in(request), own_unit(request), reverse("units:handed")
    task = _handed(request, public_id)
    return done(request, lambda: handed.finish(task, unit, by=user), "已报完成。", back)


def _handed(request: HttpRequest, public_id: UUID) -> HandedTask:
    rows = HandedTask.objects.visible_to(signed_in(request)).filter(claims__unit=own_unit(request))
    found: HandedTask = get_object_or_404(rows, public_id=public_id)
    return found
