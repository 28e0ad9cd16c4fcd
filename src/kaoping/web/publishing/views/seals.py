"""Sealing a round, its digest, and the archive for download."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError
from kaoping.rounds.sealing import SUFFIX

from ...audit.actions import record
from ...people.gates import reauthenticated
from ...people.scope import signed_in
from ..actions import seal_round
from ..actions.seals import sealed_path
from ..models import Seal
from .documents import download
from .finding import EXPORT, RELEASE, VIEW, round_of

READY = ("released", "rectifying")


@require_GET
@VIEW
def seal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whether the round is sealed, with which digest, and how that is verified."""
    round_ = round_of(request, public_id)
    made = Seal.objects.filter(round=round_).select_related("by").first()
    path = sealed_path(round_)
    context = {
        "round": round_,
        "seal": made,
        "name": f"{round_.title}{SUFFIX}",
        "size": path.stat().st_size if made and path.exists() else None,
        "may_seal": made is None and round_.state in (*READY, "sealed"),
        "is_broken_off": made is None and round_.state == "sealed",
    }
    return render(request, "publishing/seal.html", context)


@require_POST
@RELEASE
@reauthenticated("封存考评轮次,封存后不能再改")
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Seal the round."""
    round_ = round_of(request, public_id)
    try:
        made = seal_round(round_, by=signed_in(request))
    except KaopingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已封存,校验值 {made.digest}。请把校验值印在通报上或另行保存。")
    return redirect("publishing:seal", round_.public_id)


@require_POST
@EXPORT
@reauthenticated("下载封存文件")
def fetch(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The archive itself."""
    round_ = round_of(request, public_id)
    made = Seal.objects.filter(round=round_).first()
    if made is None or not sealed_path(round_).exists():
        words = "本轮还没有封存。" if made is None else "封存文件不在数据目录中,请从备份恢复。"
        messages.error(request, words)
        return redirect("publishing:seal", round_.public_id)
    record(by=signed_in(request), action="publishing.fetch_seal", subject=round_.title, digest=made.digest)
    return download(sealed_path(round_).open("rb"), f"{round_.title}{SUFFIX}", "application/x-tar")
