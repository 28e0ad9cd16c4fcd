"""Who is responsible in each unit, out of the office's list."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path

from kaoping.reports import Contact
from kaoping.roster import Form, FormRow, Unit, UnitNames, made_of, read_form

CONTACTS = Form(
    "责任人联系表",
    {
        "unit": ("单位", "单位名称"),
        "leader": ("分管负责人", "分管领导"),
        "post": ("职务",),
        "section": ("经办科室", "科室"),
        "clerk": ("经办人", "联系人"),
        "telephone": ("办公电话", "电话"),
        "mobile": ("手机", "手机号码"),
        "mail": ("邮箱", "电子邮箱"),
        "remark": ("备注",),
    },
    ("unit",),
)
_FIELDS = tuple(one.name for one in fields(Contact))


def read_contacts(path: Path | None, units: Iterable[Unit]) -> tuple[Contact, ...]:
    """
    One contact for each ranked unit in the order of the roster, blank where the list has none.

    Raises:
        RosterError: The list cannot be read, or names units that are not in the roster.
    """
    listed = tuple(units)
    names = UnitNames(listed)
    known = {one.unit: one for one in _listed(path, names)} if path else {}
    return tuple(known.get(unit.name, Contact(unit.name)) for unit in listed if unit.group)


def _listed(path: Path, names: UnitNames) -> tuple[Contact, ...]:
    return made_of(
        read_form(path, CONTACTS), lambda row: _contact(row, names), what=f"{CONTACTS.what} {path} "
    )


def _contact(row: FormRow, names: UnitNames) -> Contact:
    values: Mapping[str, str] = {name: row[name] for name in _FIELDS}
    return Contact(**{**values, "unit": names.must(row["unit"]).name})
