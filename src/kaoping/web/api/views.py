"""The description of the interface: for programs as OpenAPI, for people as a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..people.gates import permission_required
from ..people.tokens import SCOPES
from .interface import ADDRESS, DESCRIPTION, api


def description() -> dict[str, Any]:
    """The OpenAPI document of this installation."""
    return dict(api.get_openapi_schema(path_prefix=ADDRESS))


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI, open to all: it holds nothing but what stands in the manual."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@require_GET
@permission_required()
def docs(request: HttpRequest) -> HttpResponse:
    """All operations by desk, readable without anything from outside."""
    told = description()
    desks: dict[str, list[dict[str, Any]]] = {}
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            desks.setdefault(one["tags"][0], []).append(
                {"method": method.upper(), "path": path, "title": one["summary"], **_inputs(one)}
            )
    context = {"desks": desks, "scopes": SCOPES, "description": DESCRIPTION, "address": ADDRESS}
    return render(request, "api/docs.html", context)


def _inputs(one: dict[str, Any]) -> dict[str, Any]:
    """What an operation takes: names in its query, and fields of its body with their limits."""
    asked = [each["name"] for each in one["parameters"] if each["in"] == "query"]
    given = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    needed = set(given.get("required", ()))
    fields = [(name, name in needed) for name in given.get("properties", {})]
    return {"query": asked, "fields": fields}
