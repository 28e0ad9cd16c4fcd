"""Where a request comes from, and one log line for each."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

log = logging.getLogger("kaoping.requests")


def address_of(request: HttpRequest) -> str:
    """
    The caller's address. Behind `KAOPING_PROXIES` proxies it is the entry that the outermost of them wrote;
    what stands further left the caller may have invented.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return direct
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    return hops[-settings.PROXIES][:64] if len(hops) >= settings.PROXIES else direct


def posted(request: HttpRequest) -> QueryDict | None:
    """
    What a form was sent with, nothing included: an empty one is a form too, and wrong. None where the page
    is only looked at.
    """
    return request.POST if request.method == "POST" else None


def _name(request: HttpRequest) -> str:
    """Who asked; ``""`` too where the database, which knows it, is away: the answer goes out all the same."""
    try:
        return str(getattr(getattr(request, "user", None), "username", ""))
    except Error:
        return ""


class RequestLog:
    """Logs route, status and time. The address itself is not logged: an invitation's holds a token."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        response = self._answer(request)
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": match.view_name if match else "",
                "status": response.status_code,
                "ms": round((perf_counter() - began) * 1000),
                "user": _name(request),
                "address": address_of(request),
            },
        )
        return response
