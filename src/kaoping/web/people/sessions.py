"""
Sessions of people who are signed in: locked after half an hour without a sign of life, ended after twelve.

A locked session forgets nothing: the person proves anew who he is, on the spot, and what he had sent goes on
as it was. The same page asks before releases, unmasking and exports.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from ..pages.requests import address_of
from . import identity
from .models import User

SEEN, LOCKED, PROVEN = "seen_at", "is_locked", "proven_at"
FRESH = timedelta(minutes=10)
NOTED_EVERY = timedelta(seconds=30)  # a sign of life is not written at each request
PASSWORD_FIELD, CODE_FIELD = "proof_password", "proof_code"
# what a locked session still opens: ways in and out
OPEN_WHILE_LOCKED = frozenset({"people:login", "people:login_code", "people:logout", "people:unlock"})
OPEN_WITHOUT_SECOND = frozenset(
    {"people:logout", "people:second_factor", "people:second_factor_qr", "people:password", "people:stay"}
)


class KnownPeople(BaseBackend):
    """Finds the person of a session. Signing in is no affair of a backend: see `identity`."""

    def get_user(self, user_id: int) -> User | None:
        user: User | None = User.objects.select_related("unit").filter(pk=user_id, is_active=True).first()
        return user

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False  # `User.has_perm` reads the table of roles itself


def sign_in(request: HttpRequest, user: User) -> None:
    """Begin a session of somebody whose proofs were accepted."""
    login(request, user)
    request.session[SEEN] = _stamp(timezone.now())


def is_fresh(request: HttpRequest, *, now: datetime | None = None) -> bool:
    """Whether the person proved within ten minutes that he is himself."""
    return _is_within(request.session.get(PROVEN), FRESH, now or timezone.now())


def prove_here(request: HttpRequest, why: str) -> HttpResponse | None:
    """
    Examine the proofs that came with the request. None where they are right; else the page that asks for
    them and keeps the form, with 403, or for a GET the way to that page.
    """
    if request.method == "GET":
        request.session["why"] = why
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('people:reauthenticate')}?{query}")
    words = ""
    if PASSWORD_FIELD in request.POST:
        words = prove(request, request.user)
        if not words:
            return None
    return _ask(request, request.user, why, words, status=403)


def prove(request: HttpRequest, user: Any) -> str:
    """Examine the proofs in the request's form and note that they were right; else the words of refusal."""
    password, code = request.POST.get(PASSWORD_FIELD, ""), request.POST.get(CODE_FIELD, "")
    try:
        identity.again(user, password, code, address_of(request))
    except identity.NotProven as refused:
        return str(refused)
    moment = _stamp(timezone.now())
    request.session.pop(LOCKED, None)
    request.session[SEEN] = request.session[PROVEN] = moment
    return ""


def safe_next(request: HttpRequest) -> str:
    """The page to go back to, where it is one of ours; else the first page."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else reverse(settings.LOGIN_REDIRECT_URL)


def idle_minutes(request: HttpRequest) -> dict[str, int]:
    """For the page's frame: after how long without a sign of life the session locks."""
    return {"idle_minutes": settings.IDLE_MINUTES}


class IdleLock:
    """Locks a session that was idle too long, and asks for the proofs where it is used again."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.locked_user = None  # type: ignore[attr-defined]
        if SEEN in request.session or request.user.is_authenticated:
            _look_at_the_clock(request)
        if request.session.get(LOCKED) and request.user.is_authenticated:
            request.locked_user = request.user  # type: ignore[attr-defined]
            request.user = AnonymousUser()
        return self._answer(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        user = request.locked_user  # type: ignore[attr-defined]
        if user is None or _route(request) in OPEN_WHILE_LOCKED:
            return None
        if request.headers.get("HX-Request"):  # the page stays as it is and says what to do
            return HttpResponse(status=401, headers={"HX-Reswap": "none", "HX-Trigger": "kaoping-locked"})
        if request.method != "POST":
            return redirect(f"{reverse('people:unlock')}?{urlencode({'next': request.get_full_path()})}")
        words = prove(request, user) if PASSWORD_FIELD in request.POST else ""
        if words or request.session.get(LOCKED):
            return _ask(request, user, "", words, status=401)
        request.user = user
        return None


class SecondFactorFirst:
    """Leads people of whom a second factor is demanded to set it up, before anything else."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._answer(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User) or not user.needs_second_factor:
            return None
        if _route(request) in OPEN_WITHOUT_SECOND:
            return None
        return redirect("people:second_factor")


def _look_at_the_clock(request: HttpRequest) -> None:
    now, seen = timezone.now(), request.session.get(SEEN)
    if request.session.get(LOCKED):
        return
    if seen is not None and not _is_within(seen, timedelta(minutes=settings.IDLE_MINUTES), now):
        request.session[LOCKED] = True
        request.session.pop(PROVEN, None)
        return
    is_poll = "X-Kaoping-Poll" in request.headers  # a page that renews itself is no sign of life
    if not is_poll and not _is_within(seen, NOTED_EVERY, now):
        request.session[SEEN] = _stamp(now)


def _ask(request: HttpRequest, user: Any, why: str, words: str, status: int) -> HttpResponse:
    hidden = {"csrfmiddlewaretoken", PASSWORD_FIELD, CODE_FIELD}
    kept = [
        (key, value)
        for key, values in request.POST.lists()
        if key not in hidden and "password" not in key
        for value in values
    ]
    context = {"asked": user, "why": why, "words": words, "kept": kept, "lost": list(request.FILES)}
    return render(request, "people/prove.html", context, status=status)


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _stamp(moment: datetime) -> str:
    return moment.isoformat()


def _is_within(stamp: str | None, span: timedelta, now: datetime) -> bool:
    return stamp is not None and timedelta(0) <= now - datetime.fromisoformat(stamp) < span
