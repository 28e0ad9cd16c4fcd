"""Answers to requests that cannot be served: each says why and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..people.gates import to_sign_in


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: the page was open too long, or cookies are off."""
    return render(request, "stale_form.html", status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A page that is not for this role; who is not signed in may be of another and is asked first."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    return render(request, "403.html", status=403)
