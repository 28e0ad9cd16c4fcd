"""Observations, suspects and what people ruled on them."""

import uuid
from typing import ClassVar

from django.db import models

from ..people.scope import Scoped

# how a suspect is ordered in the queue; a column of the database itself, so that loaders need not know it
_URGENCY = models.Case(
    models.When(is_veto=True, then=0),
    models.When(severity="严重", then=1),
    models.When(severity="一般", then=2),
    default=3,
    output_field=models.PositiveSmallIntegerField(),
)
STATES = {
    "suspect": "待复核",
    "second": "待第二人复核",
    "confirmed": "已确认",
    "dismissed": "已排除",
    "exempted": "已豁免",
    "gone": "未再出现",
}


class Observed(Scoped["Observation"]):
    """Observations are the office's; units see suspects and findings, not these."""

    unit_path = ""


class Observation(models.Model):
    """One line of a run's observations, as stored evidence of what a machine saw."""

    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="observations")
    job = models.ForeignKey("gathering.Job", models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey("planning.Unit", models.CASCADE, null=True, related_name="+")
    suspect = models.ForeignKey("review.Suspect", models.SET_NULL, null=True, related_name="observations")
    check_id = models.CharField(max_length=60)
    answer = models.CharField(max_length=12)
    severity = models.CharField(max_length=8)
    url = models.TextField()
    seen_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=64)  # digest of the line: the same line again is no new row
    body = models.JSONField()  # the line itself

    objects = Observed.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["round", "check_id", "id"]),
            models.Index(fields=["round", "unit", "id"]),
            # what nobody made a suspect of, for the inspector who looks beside a question
            models.Index(
                fields=["round", "unit", "check_id", "id"],
                condition=models.Q(suspect=None),
                name="observed_alone",
            ),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "key"], name="an_observation_once")]


class SuspectScope(Scoped["Suspect"]):
    """Units see what was confirmed of them, once drafts are out."""

    def _of_unit(self, user):  # type: ignore[no-untyped-def]
        return super()._of_unit(user).filter(state="confirmed")


class Suspect(models.Model):
    """
    A fact laid to a unit and a rule (疑似问题); `state` confirmed makes it a finding (问题). `fact` is the id
    that `kaoping.findings` gave it, `group_key` joins faults of one template (never ``""``: the fact itself
    where it stands alone), `urgency` sorts the queue: 0 a veto, 1 严重, 2 一般, 3 all else.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="suspects")
    unit = models.ForeignKey("planning.Unit", models.PROTECT, related_name="suspects")
    site = models.ForeignKey("planning.Site", models.PROTECT, null=True, blank=True, related_name="+")
    fact = models.CharField(max_length=64)
    system = models.CharField(max_length=80)
    indicator = models.CharField(max_length=60)
    rule = models.CharField(max_length=60)
    check_id = models.CharField(max_length=60, blank=True)
    url = models.TextField()
    object = models.TextField(blank=True)
    message = models.TextField()
    quote = models.TextField(blank=True)
    severity = models.CharField(max_length=8)
    lane = models.CharField(max_length=10)
    is_veto = models.BooleanField(default=False)
    urgency = models.GeneratedField(
        expression=_URGENCY, output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    group_key = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=12, default="suspect", choices=list(STATES.items()))
    witnesses = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    pages = models.JSONField(default=list)
    sightings = models.PositiveSmallIntegerField(default=1)
    first_seen_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)  # two people deciding at once: the second is told

    objects = SuspectScope.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["round", "state", "id"]),
            models.Index(fields=["round", "unit", "state", "id"]),
            models.Index(fields=["round", "indicator", "state", "id"]),
            models.Index(fields=["round", "check_id", "state", "id"]),
            # the queue in its order, with all that it is filtered by: answered from the index alone
            models.Index(
                fields=[
                    "round", "urgency", "group_key", "id", "state", "unit", "indicator", "check_id",
                    "severity", "lane",
                ],
                name="review_queue",
            ),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "fact"], name="a_fact_once_in_a_round")
        ]


class DecisionScope(Scoped["Decision"]):
    """Who decided what is the office's affair; units are told the ruling, never the reviewer."""

    unit_path = ""


class Decision(models.Model):
    """A ruling on a suspect: never changed, only followed by another."""

    suspect = models.ForeignKey(Suspect, models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=10)  # confirm, dismiss, exempt, reopen
    by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, related_name="+"
    )  # null: second sighting
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    until = models.DateField(null=True, blank=True)
    is_second = models.BooleanField(default=False)

    objects = DecisionScope.as_manager()

    class Meta:
        ordering = ("at", "id")


class ExemptionScope(Scoped["Exemption"]):
    """Exceptions are the office's."""

    unit_path = ""
    round_path = ""


class Exemption(models.Model):
    """
    A verdict that became a scoped exception which expires (例外). `until` is its last day. `scope` holds any
    of ``entry``, ``site`` and ``page``, as `kaoping.rulebook.Waiver` has them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        "planning.Unit", models.CASCADE, null=True, blank=True, related_name="exemptions"
    )
    check_id = models.CharField(max_length=60)
    scope = models.JSONField()  # host, page, object or quote that it covers
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    until = models.DateField()
    suspect = models.ForeignKey(Suspect, models.SET_NULL, null=True, related_name="exemptions")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    revoked_because = models.CharField(max_length=500, blank=True)

    objects = ExemptionScope.as_manager()

    class Meta:
        ordering = ("-id",)
