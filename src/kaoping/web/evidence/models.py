"""Proof: captured pages, pictures and files, by their digest."""

import uuid
from typing import Any, Self

from django.db import models

from ..inspection.models import Task
from ..people.scope import Scoped


class EvidenceScope(Scoped["Evidence"]):
    """
    A unit sees the proof behind its own confirmed findings once drafts are out, and its own uploads. Of two
    blind raters neither sees the other's proof before both have answered.
    """

    def visible_to(self, user: Any) -> Self:
        seen = super().visible_to(user)
        if not getattr(user, "is_authenticated", False) or user.is_of_unit:
            return seen
        return seen.exclude(task__in=Task.objects.hidden_from_rater(user))

    def _of_unit(self, user):  # type: ignore[no-untyped-def]
        from ..planning.states import states_from

        released = models.Q(
            suspect__state="confirmed", suspect__round__state__in=states_from("drafted"), unit=user.unit_id
        )
        return self.filter(released | models.Q(added_by__unit=user.unit_id, unit=user.unit_id))


class Evidence(models.Model):
    """
    One piece of proof. The bytes lie in the round's archive or, for uploads, outside the web root by digest.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, null=True, related_name="evidence")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="+")
    suspect = models.ForeignKey(
        "review.Suspect", models.SET_NULL, null=True, blank=True, related_name="evidence"
    )
    task = models.ForeignKey(
        "inspection.Task", models.SET_NULL, null=True, blank=True, related_name="evidence"
    )
    kind = models.CharField(max_length=16)  # capture, screenshot, upload, note
    name = models.CharField("名称", max_length=200)
    media_type = models.CharField(max_length=80)
    size_bytes = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=80)  # sha256:<hex>
    url = models.TextField(blank=True)
    archive = models.CharField(max_length=300, blank=True)
    offset = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField()
    added_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    objects = EvidenceScope.as_manager()
