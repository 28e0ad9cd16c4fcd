"""A round of two units with findings, as tests of the publishing desk need it."""

from datetime import UTC, datetime

from tests.web import builders

from kaoping.web.inspection.models import Answer, Task
from kaoping.web.publishing.actions import rescore
from kaoping.web.review.models import Decision, Suspect

NOW = datetime(2026, 7, 2, 1, tzinfo=UTC)


def suspect(round_, unit, state="confirmed", by=(), **fields):
    given = {
        "round": round_, "unit": unit, "fact": f"{unit.pk}-{Suspect.objects.count()}", "system": "toytown",
        "indicator": "A1", "rule": "A1.1", "url": "https://a.example/", "message": "职能缺失",
        "severity": "一般", "lane": "person", "state": state, "group_key": "g",
    }  # fmt: skip
    made = Suspect.objects.create(**given | fields)
    for one in by:
        Decision.objects.create(suspect=made, verdict="confirm", by=one, at=NOW, reason="已核")
    return made


def scored_round(units, by, *, state="drafted", losses=(2, 0), **fields):
    """A round in which all was looked at, scored, with so many confirmed findings for each unit."""
    round_ = builders.round_("reviewing", **fields)
    system = builders.system()
    for unit, count in zip(units, losses, strict=True):
        builders.member(round_, unit, system=system)
        task = Task.objects.create(
            round=round_, unit=unit, indicator="A1", rule="A1.1", question="?", inspector=by
        )
        Answer.objects.create(task=task, verdict="met", by=by, at=NOW)
        for _ in range(count):
            suspect(round_, unit, by=[by])
    rescore(round_, by=by, reason="试算")
    round_.state = state
    round_.save()
    return round_
