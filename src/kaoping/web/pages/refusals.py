"""Answers to requests that cannot be served: each says why and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: the page was open too long, or cookies are off."""
    return render(request, "stale_form.html", status=403)
