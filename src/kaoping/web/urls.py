"""Addresses of the web application: one prefix per desk."""

from django.urls import include, path

urlpatterns = [
    path("", include("kaoping.web.dashboard.urls")),
    path("people/", include("kaoping.web.people.urls")),
    path("audit/", include("kaoping.web.audit.urls")),
    path("planning/", include("kaoping.web.planning.urls")),
    path("gathering/", include("kaoping.web.gathering.urls")),
    path("evidence/", include("kaoping.web.evidence.urls")),
    path("inspection/", include("kaoping.web.inspection.urls")),
    path("review/", include("kaoping.web.review.urls")),
    path("imports/", include("kaoping.web.imports.urls")),
    path("units/", include("kaoping.web.units.urls")),
    path("lookback/", include("kaoping.web.lookback.urls")),
    path("publishing/", include("kaoping.web.publishing.urls")),
    path("", include("kaoping.web.operation.urls")),
    path("api/v1/", include("kaoping.web.api.urls")),
]
handler403 = "kaoping.web.pages.refusals.forbidden"
handler500 = "kaoping.web.pages.refusals.failed"
