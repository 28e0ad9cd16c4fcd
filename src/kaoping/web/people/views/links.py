"""Pages behind links: an invitation or reset, and the first start."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ...pages.requests import posted
from .. import actions
from ..forms import FirstAdministratorForm, NewPasswordForm
from ..models import User
from ..sessions import sign_in


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set the password of one's new account; looking at the page does not use the link up."""
    link = actions.live_link(token)
    if link is None:
        return render(request, "people/void_link.html", status=404)
    form = NewPasswordForm(posted(request))
    context = {"form": form, "invited": link.user}
    if request.method == "GET":
        return render(request, "people/invitation.html", context)
    if form.is_valid():
        try:
            user = actions.accept_link(token=token, password=form.cleaned_data["password"])
        except ValidationError as wrong:
            form.add_error("password", wrong)
        except actions.Refused:
            return render(request, "people/void_link.html", status=404)
        else:
            return _begin(request, user)
    return render(request, "people/invitation.html", context, status=422)


@require_http_methods(["GET", "POST"])
def first(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first administrator, by the link that the terminal showed."""
    if not actions.is_first_link(token):
        return render(request, "people/void_link.html", status=404)
    form = FirstAdministratorForm(posted(request))
    if request.method == "GET":
        return render(request, "people/first.html", {"form": form})
    if form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("username", "name", "password")}
        try:
            user = actions.make_first_administrator(token=token, **given)
        except ValidationError as wrong:
            form.add_error("password", wrong.messages)
        except actions.Refused:
            return render(request, "people/void_link.html", status=404)
        else:
            return _begin(request, user)
    return render(request, "people/first.html", {"form": form}, status=422)


def _begin(request: HttpRequest, user: User) -> HttpResponse:
    """Whoever has a second factor must show it as at any other time."""
    request.session.flush()
    if user.totp_secret:
        return redirect("people:login")
    sign_in(request, user)
    return redirect("dashboard:home")
