"""Writes of the contact sheet, online or by returned workbook, and of the list of causes."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ...audit.actions import record
from ...people.models import User
from ...planning.models import Round, Unit
from ..contact_files import read_returned
from ..models import Cause, Contact
from ..refusals import Refused

FIELDS = ("leader", "post", "section", "clerk", "office_phone", "mobile", "email", "note")


@transaction.atomic
def set_contact(unit: Unit, values: Mapping[str, str], *, by: User, now: datetime | None = None) -> Contact:
    """Who is responsible now; who was before stays in the history. The same values again change nothing."""
    now = now or timezone.now()
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    held = Contact.objects.filter(unit=unit, ended_at=None).first()
    given = {name: values.get(name, "") for name in FIELDS}
    if held and all(getattr(held, name) == value for name, value in given.items()):
        return held
    if held:
        held.ended_at = now
        held.save(update_fields=["ended_at"])
    made = Contact(unit=unit, by=by, **given)
    made.full_clean(exclude=["unit"])
    made.save()
    record(by=by, action="units.set_contact", subject=unit.name, changed=held is not None)
    return made


@transaction.atomic
def end_contact(contact: Contact, *, by: User, now: datetime | None = None) -> Contact:
    """That somebody left and nobody follows yet. Raises `Refused` the second time."""
    held = Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    if held.ended_at:
        raise Refused("这位责任人已登记离任。")
    held.ended_at = now or timezone.now()
    held.save(update_fields=["ended_at"])
    record(by=by, action="units.end_contact", subject=held.unit.name)
    return held


@transaction.atomic
def take_sheet(*, content: bytes, name: str, round_: Round, units: Iterable[Unit], by: User) -> int:
    """
    Take over a returned contact sheet, all of it or nothing. Answers how many units it told of.

    Raises:
        Refused: Another round's or unit's, changed headings, formulas, mistakes: by sheet, row and column.
        RefusedUpload: No workbook, damaged, or too large unpacked.
    """
    rows = read_returned(content, name, round_, tuple(units))
    for unit, values in rows:
        set_contact(unit, values, by=by)
    record(by=by, action="units.take_contact_sheet", subject=name[:200], units=len(rows))
    return len(rows)


@transaction.atomic
def save_cause(
    *, by: User, name: str, order: int = 0, is_offered: bool = True, cause: Cause | None = None
) -> Cause:
    """Add a cause or change one; what was reported under its old name keeps it. Raises `Refused`."""
    name = name.strip()
    namesake = Cause.objects.filter(name=name).first()
    if not name or (namesake is not None and namesake != cause):
        raise Refused("原因不能为空,也不能与已有的重名。")
    made = cause or Cause()
    before = made.name
    made.name, made.order, made.is_offered = name, order, is_offered
    made.save()
    record(by=by, action="units.save_cause", subject=name, before=before, offered=is_offered)
    return made
