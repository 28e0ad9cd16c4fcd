"""What the views of this desk share: how an act is answered, and how files leave."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kaoping.errors import KaopingError

from ...planning.models import Unit
from ..refusals import Outrun

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def status_of(error: KaopingError) -> int:
    """409 where somebody was quicker, else 422."""
    return 409 if isinstance(error, Outrun) else 422


def done(request: HttpRequest, act: Callable[[], object], words: str, back: str) -> HttpResponse:
    """Do it and go back, or say on a page why not."""
    try:
        act()
    except KaopingError as error:
        return refused(request, str(error), back, status_of(error))
    messages.success(request, words)
    return redirect(back)


def refused(request: HttpRequest, words: str, back: str, status: int = 422) -> HttpResponse:
    """A page that says why nothing was done."""
    return render(request, "units/refused.html", {"words": words, "back": back}, status=status)


def first_error(form: BaseForm) -> str:
    """The form's first mistake, with its field's label."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}:{errors[0]}" if label else str(errors[0])


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file that is saved, never shown in the page's own origin."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def written(write: Callable[[Path], None], name: str, suffix: str) -> HttpResponse:
    """What `write` writes, as a download; `suffix` is ``.docx`` or ``.xlsx``."""
    with tempfile.TemporaryDirectory(prefix="kaoping-paper-") as folder:
        path = Path(folder) / f"paper{suffix}"
        write(path)
        content = path.read_bytes()
    return attachment(content, f"{name}{suffix}", DOCX if suffix == ".docx" else XLSX)


def suffix_of(request: HttpRequest, default: str = "docx") -> str:
    """The format that is asked for."""
    wanted = request.GET.get("format", default)
    return f".{wanted}" if wanted in {"docx", "xlsx"} else f".{default}"


def own_unit(request: HttpRequest) -> Unit:
    """The unit of the person who asks; only people of units get here."""
    unit = request.user.unit  # type: ignore[union-attr]
    assert unit is not None
    found: Unit = unit
    return found
