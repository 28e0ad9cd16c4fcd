"""Links to copies of archived pages: signed, for a few minutes, for one person; on an origin of their own."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from ..people.models import User
from ..review.models import Suspect
from .proofs import Proof, proof_of

SALT = "kaoping.evidence.copy"
GOOD_FOR_S = 300


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link that still holds leads to, for whom."""

    suspect: Suspect
    proof: Proof


def is_served() -> bool:
    """Whether copies are served at all."""
    return bool(settings.EVIDENCE_ORIGIN or settings.EVIDENCE_PORT)


def copy_link(request: HttpRequest, user: User, suspect: Suspect, proof: Proof) -> str:
    """The address of the copy, good for five minutes."""
    token = signing.dumps([user.pk, suspect.public_id.hex, proof.key], salt=SALT)
    return f"{_origin(request)}/copy/{token}"


def _origin(request: HttpRequest) -> str:
    if settings.EVIDENCE_ORIGIN:
        return str(settings.EVIDENCE_ORIGIN)
    host = request.get_host()
    bare = host[: host.rindex("]") + 1] if host.startswith("[") else host.partition(":")[0]
    return f"{request.scheme}://{bare}:{settings.EVIDENCE_PORT}"


def linked(token: str) -> Linked | None:
    """
    What the link leads to; None where it is not ours, too old, or its person may no longer see it. He is
    looked at anew: his account may have been closed meanwhile, the suspect decided otherwise.
    """
    try:
        key, public_id, proof_key = signing.loads(token, salt=SALT, max_age=GOOD_FOR_S)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=key, is_active=True).first()
    if user is None or not (user.has_perm("evidence.view") or user.has_perm("evidence.view_own")):
        return None
    rows = Suspect.objects.visible_to(user).select_related("round")
    suspect = rows.filter(public_id=public_id).first()
    proof = proof_of(suspect, proof_key) if suspect else None
    return Linked(suspect, proof) if suspect and proof else None
