"""The archived captures behind a suspect: list, words, headers, copy, package, numbers unmasked."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from kaoping.errors import KaopingError

from ...audit.actions import record
from ...people.gates import permission_required, reauthenticated
from ...people.scope import signed_in
from ...review.models import Suspect
from .. import archives
from ..forms import UnmaskForm
from ..links import copy_link, is_served
from ..models import Evidence
from ..packing import packed
from ..proofs import Proof, proof_of, proofs_of
from ..reading import text_of

VIEW = permission_required("evidence.view", "evidence.view_own")


def _suspect(request: HttpRequest, public_id: UUID) -> Suspect:
    rows = Suspect.objects.visible_to(request.user).select_related("unit", "round", "site")
    return get_object_or_404(rows, public_id=public_id)


def _proof(request: HttpRequest, public_id: UUID, key: str) -> tuple[Suspect, Proof]:
    suspect = _suspect(request, public_id)
    proof = proof_of(suspect, key)
    if proof is None:
        raise Http404
    return suspect, proof


@require_GET
@VIEW
def of_suspect(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All that proves a suspect."""
    suspect = _suspect(request, public_id)
    context = {
        "suspect": suspect,
        "proofs": proofs_of(suspect),
        "may_review": signed_in(request).has_perm("review.view"),
        "files": Evidence.objects.visible_to(request.user).filter(suspect=suspect).order_by("taken_at", "id"),
    }
    return render(request, "evidence/of_suspect.html", context)


@require_GET
@VIEW
def capture(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    """One capture: its words with the quote marked, its headers, digest and time."""
    return _page(request, *_proof(request, public_id, key))


def _page(
    request: HttpRequest, suspect: Suspect, proof: Proof, *, masks: bool = True, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    context: dict[str, Any] = {
        "suspect": suspect,
        "proof": proof,
        "reading": text_of(suspect, proof, masks=masks),
        "has_copy": is_served(),
        "masks": masks,
        "form": UnmaskForm(),
        "may_unmask": signed_in(request).has_perm("evidence.unmask"),
    }
    try:
        kept = archives.kept(suspect.round, proof.archive, proof.offset, proof.digest)
    except KaopingError as error:
        context["problem"] = str(error)
    else:
        context |= {"capture": kept.capture, "row": kept.row}
    return render(request, "evidence/capture.html", context | more, status=status)


@require_GET
@VIEW
def copy(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    """On to the copy on its own origin."""
    suspect, proof = _proof(request, public_id, key)
    if not is_served():
        return _page(request, suspect, proof, status=409)
    return redirect(copy_link(request, signed_in(request), suspect, proof))


@require_GET
@VIEW
@reauthenticated("下载网页原件(可能含个人信息)")
def package(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    """The original record with its description and how to verify it."""
    suspect, proof = _proof(request, public_id, key)
    try:
        kept = archives.kept(suspect.round, proof.archive, proof.offset, proof.digest)
    except KaopingError:
        return _page(request, suspect, proof, status=409)
    subject = f"suspect:{suspect.public_id}"
    record(by=request.user, action="evidence.download", subject=subject, digest=proof.digest)
    response = HttpResponse(packed(suspect, proof, kept), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="evidence-{proof.key}.zip"'
    return response


@require_POST
@permission_required("evidence.unmask")
@reauthenticated("查看未遮盖的个人信息")
def unmask(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    """The words with all numbers shown, once, for a reason that is set down."""
    suspect, proof = _proof(request, public_id, key)
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        return _page(request, suspect, proof, form=form, status=422)
    record(
        by=request.user,
        action="evidence.unmask",
        subject=f"suspect:{suspect.public_id}",
        digest=proof.digest,
        reason=form.cleaned_data["reason"],
    )
    return _page(request, suspect, proof, masks=False)
