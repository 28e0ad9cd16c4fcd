"""The publications of a round, out of what is kept: score sheets, annexes, contact sheet, ledger, matrix."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from kaoping.findings import Finding
from kaoping.ledger import LookbackClass, LookedBack, OpenItem, Status, item_order
from kaoping.reports import (
    Contact,
    ContactMaterial,
    Edition,
    LedgerMaterial,
    MatrixMaterial,
    RankingMaterial,
    RoundFacts,
    SheetMaterial,
    file_name,
    write_contact_sheet,
    write_ledger_extract,
    write_matrix,
    write_ranking,
    write_score_sheet,
)
from kaoping.rulebook import IndicatorSystem
from kaoping.scoring import Scores, ScoreSheet

from ..planning.models import Member, Round
from ..units import models as units
from .rows import findings_of, systems_of, weights_of
from .stored import stored_scores

DOCX, XLSX = ".docx", ".xlsx"
FORMATS = (DOCX, XLSX)
SHEETS, MATRIX, LEDGER = "评分明细表", "指标矩阵", "问题台账"
# a task's state as the ledger says it
STATUSES: Mapping[str, Status] = {
    "open": "handed over",
    "claimed": "handed over",
    "planned": "handed over",
    "extended": "handed over",
    "reported": "claimed fixed",
    "verified": "verified",
    "false": "false claim",
    "exempt": "exempt",
    "cannot tell": "cannot be tested",
}
OUTCOMES: Mapping[str, LookbackClass] = {
    "verified": "fixed",
    "false": "false claim",
    "cannot tell": "cannot be tested",
}


@dataclass(frozen=True, slots=True)
class Papers:
    """What a round's publications are made of. `groups` are the group of each ranked unit by its name."""

    round: Round
    scores: Scores
    systems: Mapping[str, IndicatorSystem]
    findings: Mapping[str, Finding]
    groups: Mapping[str, str]
    weights: Mapping[str, Mapping[str, Decimal]]

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups in the order of the roster."""
        return tuple(dict.fromkeys(self.groups.values()))


def papers_of(round_: Round) -> Papers:
    """Everything for the publications of a round, from its rows."""
    members = list(
        Member.objects.filter(round=round_)
        .select_related("unit", "system")
        .order_by("unit__order", "unit__name")
    )
    return Papers(
        round=round_,
        scores=stored_scores(round_),
        systems=systems_of(round_),
        findings={one.id: one for one in findings_of(round_)},
        groups={member.unit.name: member.group for member in members},
        weights=weights_of(round_, members),
    )


def facts_of(round_: Round, edition: Edition) -> RoundFacts:
    """What every publication says of the round."""
    return RoundFacts(
        title=round_.title,
        office=round_.office,
        day=round_.notice_date or round_.today,
        period=f"{round_.period_from:%Y年%-m月%-d日}至{round_.period_to:%Y年%-m月%-d日}",
        edition=edition,
        shows_rank=edition == "internal",
    )


def write_sheets(
    papers: Papers, folder: Path, edition: Edition, *, unit: str = "", formats: Iterable[str] = FORMATS
) -> None:
    """Write the score sheets of all units, or of one. Raises `OutputError`."""
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    own = {one.unit: one for one in papers.scores.standings}
    findings = _by_unit(papers.findings.values())
    for sheet in papers.scores.sheets:
        if unit and sheet.unit != unit:
            continue
        name = file_name(_sheet_title(papers, sheet), taken)
        told = SheetMaterial(
            facts_of(papers.round, edition),
            sheet,
            papers.systems[sheet.system],
            {one.id: one for name in _told_units(sheet) for one in findings.get(name, ())},
            papers.groups[sheet.unit],
            own.get(sheet.unit) if edition == "internal" else None,
        )
        for ending in formats:
            write_score_sheet(told, folder / f"{name}{ending}")


def _told_units(sheet: ScoreSheet) -> Iterable[str]:
    yield sheet.unit
    yield from (part.unit for part, _ in (*sheet.subunits, *sheet.beside))


def _by_unit(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.suspect.unit, []).append(one)
    return found


def _sheet_title(papers: Papers, sheet: ScoreSheet) -> str:
    if len(papers.weights[papers.groups[sheet.unit]]) < 2:
        return sheet.unit
    return f"{sheet.unit}({papers.systems[sheet.system].title})"


def rankings(papers: Papers, edition: Edition) -> tuple[RankingMaterial, ...]:
    """The ranked annexes, one a group."""
    sheets = _weighed(papers)
    return tuple(
        RankingMaterial(
            facts_of(papers.round, edition),
            group,
            f"附件{number}",
            tuple(one for one in papers.scores.standings if one.group == group),
            sheets,
            papers.systems,
        )
        for number, group in enumerate(papers.group_names, start=1)
    )


def _weighed(papers: Papers) -> dict[str, tuple[tuple[ScoreSheet, Decimal], ...]]:
    found: dict[str, list[tuple[ScoreSheet, Decimal]]] = {}
    for sheet in papers.scores.sheets:
        weight = papers.weights[papers.groups[sheet.unit]][sheet.system]
        found.setdefault(sheet.unit, []).append((sheet, weight))
    return {unit: tuple(own) for unit, own in found.items()}


def contacts_of(papers: Papers, edition: Edition) -> ContactMaterial:
    """The last annex: who is responsible in each unit now."""
    held = units.Contact.objects.filter(unit__name__in=papers.groups, ended_at=None).select_related("unit")
    known = {one.unit.name: one for one in held.order_by("since", "id")}
    rows = tuple(_contact(unit, known.get(unit)) for unit in papers.groups)
    annex = f"附件{len(papers.group_names) + 1}"
    return ContactMaterial(facts_of(papers.round, edition), rows, annex)


def _contact(unit: str, one: units.Contact | None) -> Contact:
    if one is None:
        return Contact(unit)
    return Contact(
        unit, one.leader, one.post, one.section, one.clerk, one.office_phone, one.mobile, one.email, one.note
    )


def write_annexes(
    papers: Papers, folder: Path, edition: Edition, *, formats: Iterable[str] = FORMATS
) -> None:
    """Write the ranked annexes, one a group, and the contact sheet as the last. Raises `OutputError`."""
    folder.mkdir(parents=True, exist_ok=True)
    people = contacts_of(papers, edition)
    for ending in formats:
        for one in rankings(papers, edition):
            write_ranking(one, folder / f"{file_name(f'{one.annex} 成绩表({one.group})')}{ending}")
        write_contact_sheet(people, folder / f"{people.annex} 责任人联系表{ending}")


def write_tables(papers: Papers, folder: Path) -> None:
    """Write the matrix and the ledger, which are for the inside alone. Raises `OutputError`."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = facts_of(papers.round, "internal")
    sheets = _weighed(papers)
    groups = tuple(
        (
            group,
            tuple(
                sheet
                for one in papers.scores.standings
                if one.group == group
                for sheet, _ in sheets.get(one.unit, ())
            ),
        )
        for group in papers.group_names
    )
    write_matrix(MatrixMaterial(facts, groups, papers.systems), folder / f"{MATRIX}{XLSX}")
    write_ledger_extract(ledger_of(papers), folder / f"{LEDGER}{XLSX}")


def ledger_of(papers: Papers) -> LedgerMaterial:
    """The confirmed findings with where their rectification stands."""
    # Any: another desk has a manager of the same name, which the type checker takes for this one
    tasks: Any = units.RectificationTask.objects.filter(round=papers.round)
    tasks = tasks.select_related("suspect")
    by_fact = {task.suspect.fact: task for task in tasks}
    confirmed = (one for one in papers.findings.values() if one.state == "confirmed")
    items = tuple(sorted((_item(papers, one, by_fact.get(one.id)) for one in confirmed), key=item_order))
    looked = {item.id: told for item in items if (told := _looked(item, by_fact.get(item.id)))}
    return LedgerMaterial(facts_of(papers.round, "internal"), items, looked)


def _item(papers: Papers, finding: Finding, task: units.RectificationTask | None) -> OpenItem:
    if task is None:
        return OpenItem(finding, papers.round.title, "open", None)
    return OpenItem(
        finding,
        papers.round.title,
        STATUSES[task.state],
        task.due,
        task.counted,
        task.reported_at,
        was_closed=task.state == "verified",
    )


def _looked(item: OpenItem, task: units.RectificationTask | None) -> LookedBack | None:
    if task is None or task.state not in OUTCOMES:
        return None
    return LookedBack(
        item,
        OUTCOMES[task.state],
        task.verified_at,
        task.before_digest,
        task.after_digest,
        task.message,
        item.finding.suspect.url,
    )


def zipped(folder: Path, stream: IO[bytes]) -> str:
    """Put all files below the folder into one zip, the same bytes for the same files; its SHA-256."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (2020, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, path.read_bytes())
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    stream.seek(0)
    return digest
