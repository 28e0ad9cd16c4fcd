"""What a unit sees of its score: its own sheet alone, with its rank once that is published."""

import tempfile
from pathlib import Path
from typing import IO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from ...audit.actions import record
from ...people.gates import permission_required
from ...people.scope import signed_in
from ...planning.models import Round, Unit
from ..papers import DOCX, XLSX, papers_of, write_sheets, zipped
from ..queries import own_units, sheets_of, shows_rank
from .documents import IN_MEMORY, download
from .finding import round_of

OWN = permission_required("units.view_own")
_TYPES = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


@require_GET
@OWN
def own_sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The unit's own sheet; before the release it is a draft and says nothing of ranks."""
    round_ = round_of(request, public_id)
    unit = _own_unit(request, round_)
    sheets = sheets_of(request.user, round_, unit, is_public=True)
    is_ranked = shows_rank(round_)
    context = {
        "round": round_,
        "unit": unit,
        "sheets": sheets,
        "shows_rank": is_ranked,
        "standing": sheets[0].row.standing if sheets and is_ranked else None,
    }
    return render(request, "publishing/own_sheet.html", context)


@require_GET
@OWN
def own_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The unit's own sheet as docx or xlsx in its public edition; several sheets as zip."""
    round_ = round_of(request, public_id)
    unit = _own_unit(request, round_)
    ending = XLSX if request.GET.get("format") == "xlsx" else DOCX
    stream: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    with tempfile.TemporaryDirectory(prefix="kaoping-sheet-") as folder:
        write_sheets(papers_of(round_), Path(folder), "public", unit=unit.name, formats=(ending,))
        files = list(Path(folder).iterdir())
        if not files:
            messages.info(request, "本轮还没有本单位的得分。")
            return redirect("publishing:own_sheet", round_.public_id)
        if len(files) == 1:
            stream.write(files[0].read_bytes())
            stream.seek(0)
        else:
            zipped(Path(folder), stream)
            ending = ".zip"
    subject = f"{round_.title}:{unit.name}"
    record(by=signed_in(request), action="publishing.own_file", subject=subject, format=ending)
    return download(stream, f"{unit.name}评分明细表{ending}", _TYPES[ending])


def _own_unit(request: HttpRequest, round_: Round) -> Unit:
    """The user's own unit, where it is scored in the round itself."""
    return get_object_or_404(own_units(request.user, round_), pk=signed_in(request).unit_id)
