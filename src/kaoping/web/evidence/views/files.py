"""Files that people added: pictures made anew, all else as an attachment."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from kaoping.errors import KaopingError

from ...audit.actions import record
from ...people.gates import permission_required
from .. import archives, store
from ..models import Evidence
from ..page_child import Wanted
from ..reading import in_child

VIEW = permission_required("evidence.view", "evidence.view_own")
# nothing of an uploaded file may run or load, wherever it is opened
POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
# an SVG is a document that can run scripts: never a picture
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})


def _item(request: HttpRequest, public_id: UUID) -> Evidence:
    rows = Evidence.objects.visible_to(request.user).select_related("unit", "suspect", "round")
    return get_object_or_404(rows, public_id=public_id)


@require_GET
@VIEW
def item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What it is, from where, when, with which digest; a picture is shown."""
    one = _item(request, public_id)
    is_office = request.user.has_perm("evidence.view")
    context = {"item": one, "is_picture": one.media_type in PICTURES, "is_office": is_office}
    return render(request, "evidence/item.html", context)


def _content(one: Evidence) -> bytes:
    """The bytes, from the archive or the store. Raises `KaopingError`."""
    if one.archive and one.round:
        return archives.kept(one.round, one.archive, one.offset, one.digest).capture.body
    return store.read(one.digest)


@require_GET
@VIEW
def picture(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The picture, drawn anew from the kept file."""
    one = _item(request, public_id)
    if one.media_type not in PICTURES:
        return redirect("evidence:file", public_id=public_id)
    try:
        drawn = in_child(Wanted("picture"), _content(one))
    except KaopingError as error:
        return _missing(request, one, error)
    kind = "image/png" if drawn.startswith(b"\x89PNG") else "image/jpeg"
    return _guarded(HttpResponse(drawn, content_type=kind))


@require_GET
@VIEW
def file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The file as it was given, to be saved, never shown."""
    one = _item(request, public_id)
    try:
        content = _content(one)
    except KaopingError as error:
        return _missing(request, one, error)
    record(
        by=request.user, action="evidence.download", subject=f"evidence:{one.public_id}", digest=one.digest
    )
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(_plain(one.name))}"
    return _guarded(response)


def _plain(name: str) -> str:
    """A name without folders, line ends or marks that turn letters round."""
    kept = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    return kept.strip(". ")[:120] or "evidence"


def _guarded(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _missing(request: HttpRequest, one: Evidence, error: KaopingError) -> HttpResponse:
    context = {"item": one, "is_picture": False, "problem": str(error)}
    return render(request, "evidence/item.html", context, status=409)
