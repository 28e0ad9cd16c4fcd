"""Indicator systems: browse, compare versions, bring in, take out."""

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kaoping.errors import KaopingError
from kaoping.rulebook import system_difference, write_system_xlsx

from ...pages.requests import posted
from ...people.gates import permission_required
from ...people.scope import signed_in
from ..actions import add_system
from ..forms import SystemForm
from ..models import SystemVersion
from ..system_files import given_system, kept_values, system_of_version

VIEW = permission_required("planning.view")
EDIT = permission_required("planning.edit_system")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@VIEW
def systems(request: HttpRequest) -> HttpResponse:
    """All versions, those of one system together."""
    return render(request, "planning/systems.html", {"versions": SystemVersion.objects.defer("text")})


@require_GET
@VIEW
def system(request: HttpRequest, pk: int) -> HttpResponse:
    """One version as a tree: points, rules, basis, what is 待核."""
    version = get_object_or_404(SystemVersion, pk=pk)
    others = SystemVersion.objects.filter(name=version.name).exclude(pk=pk).defer("text")
    context = {"version": version, "system": system_of_version(version), "others": others}
    return render(request, "planning/system.html", context)


@require_GET
@VIEW
def compare(request: HttpRequest) -> HttpResponse:
    """What changed between two versions."""
    versions = list(SystemVersion.objects.defer("text"))
    old, new = (_chosen(request.GET.get(key, "")) for key in ("old", "new"))
    lines: Any = system_difference(system_of_version(old), system_of_version(new)) if old and new else None
    context = {"versions": versions, "old": old, "new": new, "lines": lines}
    return render(request, "planning/compare_systems.html", context)


def _chosen(written: str) -> SystemVersion | None:
    return SystemVersion.objects.filter(pk=int(written)).first() if written.isdigit() else None


@require_http_methods(["GET", "POST"])
@EDIT
def import_system(request: HttpRequest) -> HttpResponse:
    """Bring a system in; one with errors is refused with all of them told."""
    form = SystemForm(posted(request), request.FILES or None)
    remarks: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            given = given_system(file.read(), file.name)
        except KaopingError as error:
            form.add_error("file", str(error))
        else:
            remarks = given.remarks
            if not given.errors:
                version = add_system(**kept_values(given), by=signed_in(request))
                messages.success(request, f"已保存“{version}”。")
                return redirect("planning:system", version.pk)
            form.add_error("file", f"有 {len(given.errors)} 处错误,没有保存。")
    status = 422 if request.method == "POST" else 200
    return render(request, "planning/import_system.html", {"form": form, "remarks": remarks}, status=status)


@require_GET
@VIEW
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """A version as YAML, or as xlsx with ``format=xlsx``."""
    version = get_object_or_404(SystemVersion, pk=pk)
    if request.GET.get("format") != "xlsx":
        return _file(version.text.encode(), f"{version.name}.yaml", "application/yaml; charset=utf-8")
    with tempfile.TemporaryDirectory(prefix="kaoping-system-") as folder:
        path = Path(folder) / "system.xlsx"
        write_system_xlsx(system_of_version(version), path)
        return _file(path.read_bytes(), f"{version.name}.xlsx", XLSX)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
