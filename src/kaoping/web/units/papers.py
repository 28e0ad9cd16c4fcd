"""Rows of the database as the documents of `kaoping.reports`: contact sheets and rectification reports."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from kaoping import reports
from kaoping.reports import RoundFacts

from ..planning.models import Round, Unit
from .models import Contact, RectificationTask

Write = Callable[[Path], None]
STATES = {"verified": "已整改", "false": "仍存在", "reported": "待复核"}


def facts_of(round_: Round, day: date, edition: reports.Edition = "internal") -> RoundFacts:
    """What every paper of the round says of it."""
    return RoundFacts(title=round_.title, office=round_.office, day=day, edition=edition)


def units_of(round_: Round) -> list[Unit]:
    """The round's units in the order of the roster."""
    return list(Unit.objects.filter(memberships__round=round_).distinct().order_by("order", "name"))


def blank_sheet(round_: Round, units: Iterable[Unit], day: date) -> Write:
    """The contact sheet to be filled in."""
    contacts = tuple(reports.Contact(unit.name) for unit in units)
    material = reports.ContactMaterial(facts_of(round_, day), contacts)
    return lambda path: reports.write_contact_sheet(material, path)


def filled_sheet(user: Any, round_: Round, day: date) -> Write:
    """The contact sheet with who is responsible now; internal, for it names persons."""
    held = {c.unit_id: c for c in Contact.objects.visible_to(user).filter(ended_at=None)}
    contacts = tuple(_contact(unit, held.get(unit.pk)) for unit in units_of(round_))
    material = reports.ContactMaterial(facts_of(round_, day), contacts)
    return lambda path: reports.write_contact_sheet(material, path)


def _contact(unit: Unit, row: Contact | None) -> reports.Contact:
    if row is None:
        return reports.Contact(unit.name)
    return reports.Contact(
        unit=unit.name, leader=row.leader, post=row.post, section=row.section, clerk=row.clerk,
        telephone=row.office_phone, mobile=row.mobile, mail=row.email, remark=row.note,
    )  # fmt: skip


def rectification_writer(user: Any, round_: Round, unit: Unit, day: date) -> Write:
    """The unit's report on rectification, from its tasks as they stand."""
    tasks = RectificationTask.objects.visible_to(user).filter(round=round_, unit=unit)
    items = tuple(map(_item, tasks.select_related("suspect").order_by("suspect__indicator", "id")))
    material = reports.RectificationMaterial(facts_of(round_, day), unit.name, items)
    return lambda path: reports.write_rectification_report(material, path)


def _item(task: RectificationTask) -> reports.RectifiedItem:
    return reports.RectifiedItem(
        message=task.suspect.message,
        url=task.suspect.url,
        due=task.due,
        state=STATES.get(task.state, task.get_state_display()),
        cause=task.cause,
        owner=task.owner,
        plan=task.plan,
        done=task.report,
        reported=timezone.localdate(task.reported_at) if task.reported_at else None,
        seen=task.message,
        before=task.before_digest,
        after=task.after_digest,
    )
