"""Health and metrics. Neither says anything of units, sites or people."""

import hmac
import ipaddress

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .queries import gauges, is_database_up, is_room_left
from .writing import CONTENT_TYPE, written

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@require_GET
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 where the server can do its work, else 503 with what ails it."""
    ails = [
        name for name, is_well in (("database", is_database_up()), ("disk", is_room_left())) if not is_well
    ]
    return JsonResponse({"status": "ok" if not ails else "ailing", "ails": ails}, status=503 if ails else 200)


@require_GET
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures as OpenMetrics, for this machine itself or who has the token; others find nothing."""
    if not _may_ask(request):
        raise Http404
    return HttpResponse(written(gauges()), content_type=CONTENT_TYPE)


def _may_ask(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    # behind a proxy of this machine everybody seems to be this machine
    if settings.PROXIES or any(name in request.META for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
