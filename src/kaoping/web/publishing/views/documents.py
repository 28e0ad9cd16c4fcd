"""The documents of a round, for download."""

import tempfile
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError

from ...audit.actions import record
from ...people.gates import reauthenticated
from ...people.scope import signed_in
from ...planning.models import Round
from ..forms import ExportForm
from ..papers import DOCX, FORMATS, XLSX, papers_of, write_annexes, write_sheets, write_tables, zipped
from ..stored import latest
from .finding import EXPORT, VIEW, round_of

IN_MEMORY = 8 << 20
_ENDINGS = {"both": FORMATS, "docx": (DOCX,), "xlsx": (XLSX,)}


@require_GET
@VIEW
def documents(request: HttpRequest, public_id: str) -> HttpResponse:
    """What there is to download."""
    round_ = round_of(request, public_id)
    form = ExportForm(None, round_=round_, user=request.user)
    return render(request, "publishing/documents.html", _context(round_, form))


def _context(round_: Round, form: ExportForm) -> dict[str, Any]:
    return {"round": round_, "form": form, "is_scored": latest(round_).exists()}


@require_POST
@EXPORT
@reauthenticated("导出考评文件")
def export(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The chosen documents as one zip."""
    round_ = round_of(request, public_id)
    form = ExportForm(request.POST, round_=round_, user=request.user)
    if form.is_valid() and not latest(round_).exists():
        form.add_error(None, "本轮还没有得分,请先在“得分与排名”中计算。")
    if form.is_valid():
        try:
            return _zip(request, round_, form.cleaned_data)
        except KaopingError as error:
            form.add_error(None, str(error))
    return render(request, "publishing/documents.html", _context(round_, form), status=422)


def _zip(request: HttpRequest, round_: Round, chosen: dict[str, Any]) -> FileResponse:
    stream = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    with tempfile.TemporaryDirectory(prefix="kaoping-documents-") as folder:
        _write(round_, Path(folder), chosen)
        digest = zipped(Path(folder), stream)
    unit = chosen["unit"].name if chosen["unit"] else ""
    record(
        by=signed_in(request),
        action="publishing.export",
        subject=round_.title,
        what=chosen["what"],
        edition=chosen["edition"],
        unit=unit,
        digest=digest,
    )
    edition = "公开版" if chosen["edition"] == "public" else "内部版"
    return download(stream, f"{round_.title}{unit}({edition}).zip", "application/zip")


def _write(round_: Round, folder: Path, chosen: dict[str, Any]) -> None:
    papers, edition = papers_of(round_), chosen["edition"]
    formats, what = _ENDINGS[chosen["formats"]], chosen["what"]
    unit = chosen["unit"].name if chosen["unit"] else ""
    if what in ("all", "sheets"):
        write_sheets(papers, folder / "评分明细表", edition, unit=unit, formats=formats)
    if what in ("all", "annexes"):
        write_annexes(papers, folder / "附件", edition, formats=formats)
    if what in ("all", "tables") and edition == "internal":
        write_tables(papers, folder)


def download(stream: IO[bytes], name: str, media_type: str) -> FileResponse:
    """A file to be saved under this name, kept by no cache."""
    response = FileResponse(stream, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Cache-Control"] = "no-store"
    return response
