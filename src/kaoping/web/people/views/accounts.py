"""Accounts of others: list, invite, change, reset, close."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...pages.paging import page_of
from ...pages.requests import posted
from .. import actions, queries, throttle
from ..forms import InviteForm, PeopleFilterForm, PersonForm
from ..gates import permission_required
from ..models import User
from ..permissions import LOOKS_AFTER_PEOPLE
from ..scope import signed_in

gate = permission_required(*LOOKS_AFTER_PEOPLE)


@require_GET
@gate
def people(request: HttpRequest) -> HttpResponse:
    """The accounts that I look after."""
    user = signed_in(request)
    form = PeopleFilterForm(request.GET, by=user)
    asked = form.cleaned_data if form.is_valid() else {}
    state = asked.get("state", "")
    rows = queries.people(
        user,
        words=asked.get("words", ""),
        role=asked.get("role", ""),
        is_active={"on": True, "off": False}.get(state),
    )
    context = {"form": form, "listing": page_of(rows, request, by="username", descending=False)}
    return render(request, "people/list.html", context)


@require_http_methods(["GET", "POST"])
@gate
def invite(request: HttpRequest) -> HttpResponse:
    """A new account, and the link for its owner."""
    by = signed_in(request)
    form = InviteForm(posted(request), by=by)
    if request.method == "GET":
        return render(request, "people/invite.html", {"form": form})
    if form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("username", "name", "role", "unit")}
        try:
            user, token = actions.invite(by=by, **given)
        except (actions.Refused, ValidationError) as refused:
            _tell(form, refused)
        else:
            return _link_page(request, user, token, "7 天")
    return render(request, "people/invite.html", {"form": form}, status=422)


@require_http_methods(["GET", "POST"])
@gate
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One account: name, role, unit, and what can be done about it."""
    by = signed_in(request)
    user = _found(request, public_id)
    form = PersonForm(posted(request), instance=user, by=by)
    context = {"form": form, "person": user, "is_locked": throttle.is_locked(user.username)}
    if request.method == "GET":
        return render(request, "people/person.html", context)
    if form.is_valid():
        try:
            actions.change_person(by=by, user=user, **form.cleaned_data)
        except (actions.Refused, ValidationError) as refused:
            _tell(form, refused)
        else:
            messages.success(request, "已保存。")
            return redirect("people:list")
    return render(request, "people/person.html", context, status=422)


@require_POST
@gate
def send_link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A new link; the old password is void."""
    by = signed_in(request)
    user = _found(request, public_id)
    try:
        token = actions.send_link(by=by, user=user)
    except actions.Refused as refused:
        return _refused(request, user, refused)
    return _link_page(request, user, token, "24 小时")


@require_POST
@gate
def set_active(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close or open the account."""
    by = signed_in(request)
    user = _found(request, public_id)
    is_active = request.POST.get("active") == "1"
    try:
        actions.set_active(by=by, user=user, is_active=is_active)
    except actions.Refused as refused:
        return _refused(request, user, refused)
    messages.success(request, f"{user} 已{'启用' if is_active else '停用'}。")
    return redirect("people:person", public_id=public_id)


@require_POST
@gate
def drop_second_factor(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the second factor away from somebody who lost it."""
    by = signed_in(request)
    user = _found(request, public_id)
    try:
        actions.drop_second_factor(by=by, user=user)
    except actions.Refused as refused:
        return _refused(request, user, refused)
    messages.success(request, f"{user} 的两步验证已解除,下次登录时须重新设置。")
    return redirect("people:person", public_id=public_id)


def _found(request: HttpRequest, public_id: UUID) -> User:
    found: User = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    return found


def _refused(request: HttpRequest, user: User, refused: actions.Refused) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect("people:person", public_id=user.public_id)


def _tell(form: PersonForm, refused: Exception) -> None:
    form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))


def _link_page(request: HttpRequest, user: User, token: str, lasts: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("people:invitation", kwargs={"token": token}))
    return render(request, "people/link.html", {"person": user, "address": address, "lasts": lasts})
