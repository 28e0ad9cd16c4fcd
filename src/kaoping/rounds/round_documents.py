"""The publications of a round: score sheets, ranked annexes, contact sheet, ledger, matrix."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from kaoping.findings import Finding
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
from .sheet_printing import FORMATS, SheetJob, printing

SHEETS = "sheets"
PUBLIC = "public"
MATRIX = "matrix.xlsx"
LEDGER = "ledger.xlsx"


def write_documents(folder: Path, material: RoundMaterial, scores: Scores, contacts: Path | None) -> None:
    """
    Write the internal edition into the folder and the public one into ``public/`` below it.

    Raises:
        KaopingError: A file cannot be written; the list of contacts is wrong.
    """
    with printing(_sheet_jobs(folder, material, scores)):
        for edition, where in _editions(folder):
            _write_annexes(where, round_facts(material, edition), material, scores, contacts)
        _write_tables(folder, round_facts(material, "internal"), material, scores)


def _editions(folder: Path) -> tuple[tuple[Edition, Path], ...]:
    return ("internal", folder), ("public", folder / PUBLIC)


def round_facts(material: RoundMaterial, edition: Edition) -> RoundFacts:
    """What every publication of the round says of it."""
    one = material.one
    return RoundFacts(
        title=one.title,
        office=one.office,
        day=one.notice_date or one.today,
        period=f"{one.period.first:%Y年%-m月%-d日}至{one.period.last:%Y年%-m月%-d日}",
        edition=edition,
        shows_rank=edition == "internal",
    )


def _sheet_jobs(folder: Path, material: RoundMaterial, scores: Scores) -> list[SheetJob]:
    """Every score sheet in every edition, with the findings that it tells of."""
    from kaoping.reports import file_name

    by_id = {finding.id: finding for finding in material.findings}
    waiting: dict[str, list[Finding]] = {}
    for finding in material.findings:
        if finding.state == "suspect":
            waiting.setdefault(finding.suspect.unit, []).append(finding)
    standings = {standing.unit: standing for standing in scores.standings}
    groups = {unit.name: unit.group for unit in material.units}
    several = {group.name for group in material.one.groups if len(group.systems) > 1}
    editions = [(round_facts(material, edition), where / SHEETS) for edition, where in _editions(folder)]
    taken: set[str] = set()
    jobs = []
    for sheet in scores.sheets:
        group, system = groups[sheet.unit], material.systems[sheet.system]
        name = file_name(f"{sheet.unit}({system.title})" if group in several else sheet.unit, taken)
        told = _behind(sheet, by_id) | {one.id: one for one in waiting.get(sheet.unit, ())}
        for facts, where in editions:
            where.mkdir(parents=True, exist_ok=True)
            of_unit = SheetMaterial(facts, sheet, system, told, group, standings.get(sheet.unit))
            jobs.append(SheetJob(of_unit, where / name))
    return jobs


def _behind(sheet: ScoreSheet, by_id: Mapping[str, Finding]) -> dict[str, Finding]:
    """The findings that a sheet's lines and vetoes name."""
    named = [id_ for line in sheet.lines for loss in line.losses for id_ in loss.findings]
    named += [id_ for veto in sheet.vetoes for id_ in veto.findings]
    return {id_: by_id[id_] for id_ in named if id_ in by_id}


def _write_annexes(
    folder: Path, facts: RoundFacts, material: RoundMaterial, scores: Scores, contacts: Path | None
) -> None:
    from kaoping.reports import write_contact_sheet, write_ranking

    for number, told in enumerate(ranking_materials(facts, material, scores), start=1):
        for ending in FORMATS:
            write_ranking(told, folder / f"annex-{number}{ending}")
    number = len(material.one.groups) + 1
    people = ContactMaterial(facts, read_contacts(contacts, material.units), f"附件{number}")
    for ending in FORMATS:
        write_contact_sheet(people, folder / f"annex-{number}{ending}")


def ranking_materials(
    facts: RoundFacts, material: RoundMaterial, scores: Scores
) -> tuple[RankingMaterial, ...]:
    """The ranked annexes, one a group, numbered from 1."""
    sheets = sheets_by_unit(scores.sheets, material)
    return tuple(
        RankingMaterial(
            facts,
            group.name,
            f"附件{number}",
            tuple(standing for standing in scores.standings if standing.group == group.name),
            sheets,
            material.systems,
        )
        for number, group in enumerate(material.one.groups, start=1)
    )


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
