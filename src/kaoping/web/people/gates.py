"""
What stands before a view: who may call it, and who must prove anew that he is himself.

Each app lists its routes in ``access.py`` as ``ROUTES``, by url name; the role matrix of the tests is made of
these tables, and a route that stands in none fails it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from .sessions import is_fresh, prove_here

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """
    Who may use a route.

    Args:
        permission: Needed; several: any of them; ``""``: being signed in is enough.
        scope: Whose objects are shown. ``own``: a unit's people get their own unit's alone; ``office``: no
            unit's people at all; ``self``: what is one's own account's alone; ``public``: without signing in.
        methods: What it answers; all else is 405.
        make: The builder in the tests that makes the object in its address; ``""`` for no object.
        shown_from: From which state of the round on a unit gets the object; ``""``: from the beginning.
        roles: Those of the permission's roles that get objects, where the scope alone does not say it.
        is_api: Without a token it answers 401, never a page to sign in.
    """

    permission: str | tuple[str, ...]
    scope: Literal["own", "office", "self", "public"] = "office"
    methods: tuple[str, ...] = ("GET",)
    make: str = ""
    shown_from: str = "drafted"
    roles: tuple[str, ...] = ()
    is_api: bool = False

    @property
    def permissions(self) -> tuple[str, ...]:
        """The permissions as a tuple; empty where none is needed."""
        given = self.permission
        return (given,) if isinstance(given, str) and given else tuple(given)


def permission_required(*permissions: str) -> Callable[[View], View]:
    """
    Let in who holds any of the permissions, or anybody signed in where none is named. Others get 403;
    who is not signed in is sent to do so and comes back.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if permissions and not any(request.user.has_perm(one) for one in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the page to sign in, and from there back to this one."""
    back = request.get_full_path() if request.method == "GET" else ""
    address = reverse("people:login") + (f"?{urlencode({'next': back})}" if back else "")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def reauthenticated(why: str) -> Callable[[View], View]:
    """
    Ask for password and code anew, unless that was done within ten minutes. What was typed into the form is
    kept. Stands below `permission_required`.

    Args:
        why: What is about to happen, to be read by the person: 发布考评结果.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not is_fresh(request) and (asked := prove_here(request, why)) is not None:
                return asked
            return view(request, *args, **kwargs)

        return guarded

    return guard
