"""Addresses of the interface."""

from django.urls import path

from .interface import api
from .views import docs, openapi

app_name = "api"
_OF_NINJA = {"api-root"}  # a page of the library's own that answers nothing
urlpatterns = [
    path("docs/", docs, name="docs"),
    path("openapi.json", openapi, name="openapi"),
    *(one for one in api.urls[0] if getattr(one, "name", "") not in _OF_NINJA),
]
