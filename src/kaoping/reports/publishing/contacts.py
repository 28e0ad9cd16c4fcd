"""The contact sheet (附件3): who is responsible in each unit, to be filled in or filled."""

from pathlib import Path

from .material import Contact, ContactMaterial
from .printing import write_publication
from .publication import Cell, Column, Grid, Publication

CONTACTS = "责任人联系表"
UNIT_COLUMN = Column("单位", 11, "name")
COLUMNS = (
    Column("分管负责人", 6, "sign"),
    Column("职务", 8, "sign"),
    Column("经办科室", 8, "sign"),
    Column("经办人", 5, "sign"),
    Column("办公电话", 8, "sign"),
    Column("手机", 8, "sign"),
    Column("邮箱", 10, "sign"),
    Column("备注", 6),
)
# what may be read by anybody: no name of a person, no mobile number, no personal address
PUBLIC = frozenset({"经办科室", "办公电话", "备注"})
BLANK_ROWS = 12


def write_contact_sheet(material: ContactMaterial, path: Path) -> None:
    """
    Write the contact sheet as docx or xlsx, by the path's suffix.

    Raises:
        OutputError: It cannot be written.
    """
    write_publication(contact_sheet(material), path)


def contact_sheet(material: ContactMaterial) -> Publication:
    """A blank one has all columns; a filled one loses names and personal numbers in its public edition."""
    facts, contacts = material.facts, material.contacts
    is_blank = not any(_told(one) for one in contacts)
    kept = [n for n, column in enumerate(COLUMNS) if is_blank or not facts.is_public or column.name in PUBLIC]
    rows: list[tuple[Cell, ...]] = [(one.unit, *(_cells(one)[n] for n in kept)) for one in contacts]
    if not rows:
        rows = [("",) * (len(kept) + 1)] * BLANK_ROWS
    columns = (UNIT_COLUMN, *(COLUMNS[n] for n in kept))
    notes = () if is_blank or facts.is_public else ("内部版，含个人联系方式，不得公开。",)
    return Publication(
        title=material.title or f"{facts.title}{CONTACTS}",
        heads=(),
        grids=(Grid(CONTACTS, columns, tuple(rows), size=10.5),),
        notes=notes,
        annex=material.annex,
        author=facts.office,
        day=facts.day.isoformat(),
    )


def _cells(one: Contact) -> tuple[str, ...]:
    return (one.leader, one.post, one.section, one.clerk, one.telephone, one.mobile, one.mail, one.remark)


def _told(one: Contact) -> bool:
    return any(_cells(one))
