"""Ways in and out: sign in, second factor, unlock, prove anew."""

from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ...audit.actions import record
from ...pages.requests import address_of, posted
from .. import identity
from ..forms import CodeForm, SignInForm
from ..gates import permission_required
from ..models import User
from ..scope import signed_in
from ..sessions import prove, safe_next, sign_in

HALF, HALF_AT = "half_signed_in", "half_signed_in_at"
HALF_LASTS_S = 300


@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Name and password; whoever has a second factor goes on to its code."""
    if request.user.is_authenticated:
        return redirect(safe_next(request))
    form = SignInForm(posted(request))
    context = {"form": form, "next": safe_next(request)}
    if request.method == "GET":
        return render(request, "people/login.html", context)
    if not form.is_valid():
        return render(request, "people/login.html", context, status=422)
    given = form.cleaned_data
    try:
        user = identity.by_password(given["username"], given["password"], address_of(request))
    except identity.NotProven as refused:
        form.add_error(None, str(refused))
        return render(request, "people/login.html", context, status=422)
    if not user.totp_secret:
        return _enter(request, user)
    request.session.flush()
    request.session[HALF], request.session[HALF_AT] = user.pk, timezone.now().timestamp()
    request.session["next"] = safe_next(request)
    return redirect("people:login_code")


@require_http_methods(["GET", "POST"])
def login_code(request: HttpRequest) -> HttpResponse:
    """The code from the telephone, or a recovery code."""
    user = _half_signed_in(request)
    if user is None:
        return redirect("people:login")
    form = CodeForm(posted(request))
    if request.method == "GET":
        return render(request, "people/login_code.html", {"form": form})
    if form.is_valid():
        try:
            identity.by_code(user, form.cleaned_data["code"], address_of(request))
        except identity.NotProven as refused:
            form.add_error("code", str(refused))
        else:
            return _enter(request, user, request.session.get("next", ""))
    return render(request, "people/login_code.html", {"form": form}, status=422)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session, a locked one too."""
    user = request.user if request.user.is_authenticated else request.locked_user  # type: ignore[attr-defined]
    if user is not None:
        record(by=user, action="people.sign_out", subject=f"user:{user.username}")
    end_session(request)
    return redirect("people:login")


@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Open a session that was locked while idle, and go back to the page."""
    user = request.locked_user  # type: ignore[attr-defined]
    if user is None:
        return redirect(safe_next(request) if request.user.is_authenticated else "people:login")
    return _proof_page(request, user, "")


@require_http_methods(["GET", "POST"])
@permission_required()
def reauthenticate(request: HttpRequest) -> HttpResponse:
    """Prove anew who one is, before something that cannot be taken back."""
    return _proof_page(request, signed_in(request), request.session.get("why", ""))


@require_POST
@permission_required()
def stay(request: HttpRequest) -> HttpResponse:
    """A sign of life: the request itself is what counts."""
    return HttpResponse(status=204)


def _enter(request: HttpRequest, user: User, after: str = "") -> HttpResponse:
    sign_in(request, user)
    record(by=user, action="people.sign_in", subject=f"user:{user.username}", address=address_of(request))
    return redirect(after or safe_next(request))


def _half_signed_in(request: HttpRequest) -> User | None:
    at = request.session.get(HALF_AT, 0)
    if not 0 <= timezone.now().timestamp() - at < HALF_LASTS_S:
        return None
    user: User | None = User.objects.filter(pk=request.session.get(HALF), is_active=True).first()
    return user


def _proof_page(request: HttpRequest, user: User, why: str) -> HttpResponse:
    context = {"asked": user, "why": why, "kept": [("next", safe_next(request))]}
    if request.method == "GET":
        return render(request, "people/prove.html", context)
    if words := prove(request, user):
        return render(request, "people/prove.html", {**context, "words": words}, status=422)
    return redirect(safe_next(request))
