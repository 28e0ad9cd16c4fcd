"""The publications of a round: score sheets, ranked annexes, contact sheet, ledger, matrix."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from kaoping.ledger import item_order
from kaoping.reports import (
    ContactMaterial,
    Edition,
    LedgerMaterial,
    MatrixMaterial,
    RankingMaterial,
    RoundFacts,
    SheetMaterial,
)
from kaoping.scoring import Scores, ScoreSheet, Standing

from .contact_list import read_contacts
from .round_material import RoundMaterial

SHEETS = "sheets"
PUBLIC = "public"
MATRIX = "matrix.xlsx"
LEDGER = "ledger.xlsx"
_FORMATS = (".docx", ".xlsx")


def write_documents(folder: Path, material: RoundMaterial, scores: Scores, contacts: Path | None) -> None:
    """
    Write the internal edition into the folder and the public one into ``public/`` below it.

    Raises:
        KaopingError: A file cannot be written; the list of contacts is wrong.
    """
    for edition, where in (("internal", folder), ("public", folder / PUBLIC)):
        facts = _facts(material, edition)  # type: ignore[arg-type]
        (where / SHEETS).mkdir(parents=True, exist_ok=True)
        _write_sheets(where / SHEETS, facts, material, scores)
        _write_annexes(where, facts, material, scores, contacts)
    _write_tables(folder, _facts(material, "internal"), material, scores)


def _facts(material: RoundMaterial, edition: Edition) -> RoundFacts:
    one = material.one
    return RoundFacts(
        title=one.title,
        office=one.office,
        day=one.notice_date or one.today,
        period=f"{one.period.first:%Y年%-m月%-d日}至{one.period.last:%Y年%-m月%-d日}",
        edition=edition,
        shows_rank=edition == "internal",
    )


def _write_sheets(folder: Path, facts: RoundFacts, material: RoundMaterial, scores: Scores) -> None:
    from kaoping.reports import file_name, write_score_sheet

    findings = {finding.id: finding for finding in material.findings}
    standings = {standing.unit: standing for standing in scores.standings}
    groups = {unit.name: unit.group for unit in material.units}
    several = {group.name for group in material.one.groups if len(group.systems) > 1}
    taken: set[str] = set()
    for sheet in scores.sheets:
        group, system = groups[sheet.unit], material.systems[sheet.system]
        name = file_name(f"{sheet.unit}({system.title})" if group in several else sheet.unit, taken)
        told = SheetMaterial(facts, sheet, system, findings, group, standings.get(sheet.unit))
        for ending in _FORMATS:
            write_score_sheet(told, folder / f"{name}{ending}")


def _write_annexes(
    folder: Path, facts: RoundFacts, material: RoundMaterial, scores: Scores, contacts: Path | None
) -> None:
    from kaoping.reports import write_contact_sheet, write_ranking

    sheets = sheets_by_unit(scores.sheets, material)
    for number, group in enumerate(material.one.groups, start=1):
        own = tuple(standing for standing in scores.standings if standing.group == group.name)
        told = RankingMaterial(facts, group.name, f"附件{number}", own, sheets, material.systems)
        for ending in _FORMATS:
            write_ranking(told, folder / f"annex-{number}{ending}")
    number = len(material.one.groups) + 1
    people = ContactMaterial(facts, read_contacts(contacts, material.units), f"附件{number}")
    for ending in _FORMATS:
        write_contact_sheet(people, folder / f"annex-{number}{ending}")


def _write_tables(folder: Path, facts: RoundFacts, material: RoundMaterial, scores: Scores) -> None:
    from kaoping.reports import write_ledger_extract, write_matrix

    groups = tuple(
        (group.name, tuple(_ranked(group.name, scores.standings, scores.sheets)))
        for group in material.one.groups
    )
    write_matrix(MatrixMaterial(facts, groups, material.systems), folder / MATRIX)
    looked = {one.item.id: one for one in material.owed.looked_back}
    items = tuple(sorted(material.items, key=item_order))
    write_ledger_extract(LedgerMaterial(facts, items, looked), folder / LEDGER)


def sheets_by_unit(
    sheets: Iterable[ScoreSheet], material: RoundMaterial
) -> Mapping[str, tuple[tuple[ScoreSheet, Decimal], ...]]:
    """Each unit's sheets with the weights of their systems (of 1)."""
    groups = {unit.name: unit.group for unit in material.units}
    found: dict[str, list[tuple[ScoreSheet, Decimal]]] = {}
    for sheet in sheets:
        weight = material.scoring.weights[groups[sheet.unit]][sheet.system]
        found.setdefault(sheet.unit, []).append((sheet, weight))
    return {unit: tuple(own) for unit, own in found.items()}


def _ranked(group: str, standings: Iterable[Standing], sheets: Iterable[ScoreSheet]) -> Iterable[ScoreSheet]:
    own: dict[str, list[ScoreSheet]] = {}
    for sheet in sheets:
        own.setdefault(sheet.unit, []).append(sheet)
    for standing in standings:
        if standing.group == group:
            yield from own[standing.unit]
