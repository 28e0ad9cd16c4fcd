"""
Fills the database that the environment names with a city's three rounds and twenty people:
``python tools/load/seeding.py MANIFEST [SHARE]``. The manifest (JSON) tells who there is and what each works
on.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

AT = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)
FAR = date(2099, 12, 31)
EACH = 200  # findings of a unit in each of the two earlier rounds
ENTRIES, MESSAGES = 5_000, 7_000
PEOPLE = {
    "office_admin": 1, "inspector": 3, "reviewer": 4, "unit_staff": 4, "unit_admin": 4, "leader": 2,
    "auditor": 1, "system_admin": 1,
}  # fmt: skip


def main() -> None:
    """Make the tables, fill them, write the manifest last: without one the database is not whole."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoping.web.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    told = _fill(float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    Path(sys.argv[1]).write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def _fill(share: float) -> dict[str, Any]:
    from django.db import transaction
    from tests.web import builders, volume

    from kaoping.web.planning.models import Unit
    from kaoping.web.publishing.actions.scores import rescore

    round_ = volume.fill(share)
    round_.state = "inspecting"
    round_.save()
    units = list(Unit.objects.order_by("pk"))
    version = round_.members.first().system
    with transaction.atomic():
        people = _people(units)
        appealing = _earlier(units, version, "appealing", date(2025, 12, 31))
        rectifying = _earlier(units, version, "rectifying", date(2025, 6, 30))
        _tasks(round_, units, people["inspector"])
        _terms(appealing, rectifying)
        _rectification(rectifying)
        _trail(units)
    rescore(round_, by="load", reason="试算")
    rescore(appealing, by="load", reason="试算")
    return {
        "password": builders.PASSWORD,
        "people": {role: [one.username for one in own] for role, own in people.items()},
        "units": [{"id": str(one.public_id), "pk": one.pk, "name": one.name} for one in units],
        "sites": list(round_.jobs.order_by("pk").values_list("site__url", flat=True)),
        "job": str(round_.jobs.order_by("pk")[0].public_id),
        "rounds": {name: str(one.public_id) for name, one in
                   (("now", round_), ("appealing", appealing), ("rectifying", rectifying))},
        "suspects": _ids(round_.suspects.filter(state="suspect").order_by("-id")[:4000]),
        "tasks": {one.username: _ids(one.tasks.order_by("pk")) for one in people["inspector"]},
        "findings": _by_unit(appealing.suspects, people),
        "rectification": _by_unit(rectifying.rectification, people),
    }  # fmt: skip


def _ids(rows: Any) -> list[str]:
    return [str(one) for one in rows.values_list("public_id", flat=True)]


def _by_unit(rows: Any, people: dict[str, list[Any]]) -> dict[str, list[str]]:
    """For each person of a unit, the ids of what his unit works on; two of one unit share none."""
    both = zip(people["unit_staff"], people["unit_admin"], strict=True)
    told = {}
    for staff, admin in both:
        ids = _ids(rows.filter(unit=staff.unit).order_by("pk"))
        told[staff.username], told[admin.username] = ids[::2], ids[1::2]
    return told


def _people(units: list[Any]) -> dict[str, list[Any]]:
    from tests.web import builders

    def one(role: str, number: int) -> Any:
        of = {"unit": units[number]} if role.startswith("unit_") else {}
        return builders.user(role, username=f"load-{role.replace('_', '-')}-{number + 1}", **of)

    return {role: [one(role, number) for number in range(count)] for role, count in PEOPLE.items()}


def _earlier(units: list[Any], version: Any, state: str, until: date) -> Any:
    """A round before, of which every unit has `EACH` confirmed findings."""
    from django.db import connection
    from tests.web import builders, volume

    made = builders.round_(
        state, period_from=until - timedelta(days=180), period_to=until, today=until + timedelta(days=1)
    )
    for unit in units:
        builders.member(made, unit, system=version)
    volume.insert(connection, "review_suspect", volume.confirmed(made, units, EACH))
    return made


def _tasks(round_: Any, units: list[Any], inspectors: list[Any]) -> None:
    from tests.web import volume

    from kaoping.web.inspection.actions import make_tasks
    from kaoping.web.planning.models import Assignment

    assert volume.RULES > volume.ASKED_FROM
    Assignment.objects.bulk_create(
        Assignment(round=round_, unit=unit, inspector=inspectors[n % len(inspectors)])
        for n, unit in enumerate(units)
    )
    make_tasks(round_, by=inspectors[0])


def _terms(appealing: Any, rectifying: Any) -> None:
    from kaoping.web.units.models import Term

    for one in (appealing, rectifying):
        Term.objects.create(round=one, sent_at=AT, appeal_due=FAR, report_due=FAR)


def _rectification(round_: Any) -> None:
    from kaoping.web.units.models import RectificationTask

    RectificationTask.objects.bulk_create(
        RectificationTask(round=round_, unit_id=unit, suspect_id=pk, due=FAR)
        for pk, unit in round_.suspects.values_list("pk", "unit")
    )


def _trail(units: list[Any]) -> None:
    """Entries of the audit trail, and the units' messages."""
    from kaoping.web.audit.actions import record
    from kaoping.web.units.models import Message

    for n in range(ENTRIES):
        record(by="load", action=f"load.act{n % 20}", subject=f"load:{n % 500}", number=n)
    Message.objects.bulk_create(_messages(units), batch_size=500)


def _messages(units: list[Any]) -> Iterator[Any]:
    from kaoping.web.units.models import Message

    for n in range(MESSAGES):
        yield Message(
            key=f"load-{n}", unit=units[n % len(units)], rung="day", subject=f"第{n}次提醒",
            words="请按期报送", lane="page", at=AT + timedelta(minutes=n), sent_at=AT,
        )  # fmt: skip


if __name__ == "__main__":
    main()
