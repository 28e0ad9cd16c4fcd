"""Answers below the API's address that Django itself gives, in the API's shape."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .refusals import refusal

BELOW = "/api/"


class JsonRefusals:
    """A page that says "not found" or "not allowed" becomes JSON for programs; `Allow` stays."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._answer(request)
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        is_page = request.resolver_match is not None and request.resolver_match.view_name == "api:docs"
        if response.status_code < 400 or is_json or is_page or not request.path.startswith(BELOW):
            return response
        told = refusal(response.status_code)
        if "Allow" in response.headers:
            told.headers["Allow"] = response.headers["Allow"]
        return told
