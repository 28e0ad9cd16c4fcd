"""How views of this desk come to the object in their address."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ...people.gates import permission_required
from ...planning.models import Round
from ..models import Notice

VIEW = permission_required("publishing.view")
EDIT = permission_required("publishing.edit")
RELEASE = permission_required("publishing.release")
EXPORT = permission_required("export.all", "publishing.release")


def round_of(request: HttpRequest, public_id: str) -> Round:
    """The round, where the user may see it; else 404."""
    return get_object_or_404(Round.objects.visible_to(request.user), public_id=public_id)


def notice_of(request: HttpRequest, public_id: str) -> Notice:
    """The notice, where the user may see it; else 404."""
    rows = Notice.objects.visible_to(request.user).select_related("round", "changed_by")
    return get_object_or_404(rows, public_id=public_id)
