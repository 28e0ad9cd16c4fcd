"""The score sheet of one unit (评分明细表): every line, every loss with its findings, how the total comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kaoping.findings import Finding
from kaoping.rulebook import Indicator
from kaoping.scoring import Loss, ScoreLine, ScoreSheet

from . import discretion
from .check_code import check_code
from .finding_rows import finding_grid, suspect_grid
from .material import SheetMaterial
from .printing import write_publication
from .publication import Cell, Column, Grid, Publication, Row, points_text
from .score_words import (
    BESIDE,
    BONUS,
    CAP,
    EFFECT_WORDS,
    LINES,
    PROVISIONAL,
    STATE_WORDS,
    SUBUNITS,
    UNVERIFIED,
    VERIFIED,
    VETOES,
    basis_text,
    numbers_text,
    points_mark,
)
from .sheet_sums import sums_grid, total_words

LINE_COLUMNS = (
    Column("编号", 4.5, "sign"),
    Column("级", 2, "count"),
    Column("指标", 9, "name"),
    Column("满分", 3.6, "points"),
    Column("扣分", 3.6, "points"),
    Column("得分", 3.6, "points"),
    Column("状态", 3.6, "sign"),
    Column("失分原因", 22),
    Column("依据", 13),
)
LEAST = Column("最低", 3.6, "points")
BONUS_COLUMNS = (
    Column("编号", 4, "sign"),
    Column("加分项", 12, "name"),
    Column("最高可加", 4, "points"),
    Column("加分", 4, "points"),
    Column("状态", 4, "sign"),
    Column("说明", 26),
)
VETO_COLUMNS = (
    Column("编号", 5, "sign"),
    Column("否决情形", 16, "name"),
    Column("后果", 9),
    Column("是否确定", 5, "sign"),
    Column("说明", 22),
    Column("问题序号", 6, "sign"),
)
PART_COLUMNS = (
    Column("权重", 5, "points"),
    Column("得分", 5, "points"),
    Column("满分", 5, "points"),
    Column("说明", 20),
)


def write_score_sheet(material: SheetMaterial, path: Path) -> None:
    """
    Write one unit's score sheet as docx or xlsx, by the path's suffix.

    Raises:
        OutputError: It cannot be written.
    """
    write_publication(score_sheet(material), path)


def score_sheet(material: SheetMaterial) -> Publication:
    """The score sheet as it is printed; the public edition holds no suspect, no person, no rank."""
    facts, sheet = material.facts, material.sheet
    numbered = _Numbered.of(material)
    grids = [_line_grid(material, numbered), sums_grid(material, check_code(figures_of(sheet.lines)))]
    if sheet.bonus_lines:
        grids.append(_bonus_grid(material))
    if sheet.vetoes:
        grids.append(_veto_grid(material, numbered))
    if sheet.beside:
        grids.append(_subunit_grid(BESIDE, sheet.beside))
    if sheet.subunits:
        grids.append(_subunit_grid(SUBUNITS, sheet.subunits))
    if numbered.findings:
        grids.append(finding_grid(numbered.findings, facts, numbered.titles))
    if not facts.is_public and (suspects := _suspects(material)):
        grids.append(suspect_grid(suspects, facts, numbered.titles))
    return Publication(
        title=f"{facts.title}评分明细表",
        heads=tuple(_heads(material)),
        grids=tuple(grids),
        notes=_notes(material),
        author=facts.office,
        day=facts.day.isoformat(),
    )


def figures_of(lines: tuple[ScoreLine, ...]) -> Iterator[tuple[str | Decimal | None, ...]]:
    """The figures over which the check code of a sheet is taken, as printed."""
    for line in lines:
        applies = line.state != "not_applicable"
        lost = line.lost if applies else None
        kept = line.points if applies else None
        yield line.indicator, str(line.level), line.full, lost, kept, STATE_WORDS[line.state]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The findings that cost points, in the order of the lines; their numbers count from 1."""

    findings: tuple[Finding, ...]
    numbers: dict[str, int]
    titles: dict[str, str]

    @classmethod
    def of(cls, material: SheetMaterial) -> "_Numbered":
        sheet = material.sheet
        lost = [id_ for line in sheet.lines for loss in line.losses for id_ in loss.findings]
        struck = [id_ for veto in sheet.vetoes if veto.is_certain for id_ in veto.findings]
        ids = [id_ for id_ in dict.fromkeys(lost + struck) if id_ in material.findings]
        titles = {one.id: one.title for one in material.system.walk()}
        numbers = {id_: number for number, id_ in enumerate(ids, 1)}
        return cls(tuple(material.findings[id_] for id_ in ids), numbers, titles)

    def told(self, ids: tuple[str, ...]) -> str:
        """Their numbers, or ``""``; a finding that is not at hand is told by its id."""
        numbers = numbers_text(self.numbers[id_] for id_ in ids if id_ in self.numbers)
        others = "、".join(id_ for id_ in ids if id_ not in self.numbers)
        return "、".join(part for part in (numbers, others) if part)


def _heads(material: SheetMaterial) -> Iterator[tuple[str, str]]:
    facts, sheet, system, standing = material.facts, material.sheet, material.system, material.standing
    yield "单位", sheet.unit
    yield "考评分组", material.group or (standing.group if standing else "")
    yield "考评时段", facts.period
    yield "指标体系", f"{system.title}（版本{system.version}）" if system.version else system.title
    yield "总分", total_words(sheet)
    yield "等次", sheet.grade + (f"（{PROVISIONAL}）" if sheet.is_provisional else "")
    if standing and facts.shows_rank and not facts.is_public:
        yield "名次", _rank_words(material)


def _rank_words(material: SheetMaterial) -> str:
    standing = material.standing
    if standing is None or standing.rank is None:
        return "不排名"
    told = [f"第{standing.rank}名"]
    if standing.band and standing.band[0] != standing.band[1]:
        told.append(f"待核后可能在第{standing.band[0]}至{standing.band[1]}名")
    if standing.to_next is not None:
        told.append(f"再增{standing.to_next}处问题即降名次")
    return ";".join(told)


def _line_grid(material: SheetMaterial, numbered: _Numbered) -> Grid:
    sheet, system = material.sheet, material.system
    indicators = {one.id: one for one in system.walk()}
    is_open = any(line.low != line.points for line in sheet.lines)
    columns = (*LINE_COLUMNS[:6], LEAST, *LINE_COLUMNS[6:]) if is_open else LINE_COLUMNS
    rows = tuple(
        _line_row(line, indicators.get(line.indicator), numbered, is_open, material.facts.is_public)
        for line in sheet.lines
    )
    groups = frozenset(n for n, line in enumerate(sheet.lines) if not line.is_leaf)
    return Grid(LINES, columns, rows, groups, sheet.places)


def _line_row(
    line: ScoreLine, indicator: Indicator | None, numbered: _Numbered, is_open: bool, is_public: bool
) -> Row:
    applies = line.state != "not_applicable"
    least: tuple[Cell, ...] = (line.low if applies else None,) if is_open else ()
    return (
        line.indicator,
        line.level,
        line.title,
        line.full,
        line.lost if applies else None,
        line.points if applies else None,
        *least,
        STATE_WORDS[line.state],
        discretion.words_of("\n".join(_reasons(line, indicator, numbered)), is_public),
        _basis(line, indicator),
    )


def _reasons(line: ScoreLine, indicator: Indicator | None, numbered: _Numbered) -> Iterator[str]:
    rules = {rule.id: rule for rule in indicator.rules} if indicator else {}
    for loss in line.losses:
        rule = rules.get(loss.rule)
        mark = UNVERIFIED if rule and rule.mark == "unverified" else ""
        yield _loss_words(loss, numbered, mark)
    if line.at_most is not None and line.at_most < line.full:
        yield f"{CAP}本项最多扣{points_text(line.at_most, 0)}分"
    if line.why:
        yield line.why


def _loss_words(loss: Loss, numbered: _Numbered, mark: str) -> str:
    told = numbered.told(loss.findings)
    seen = f"，见问题{told}" if told else ""
    how = f"（{loss.how}）" if loss.how else ""
    return f"【{loss.rule}】扣{points_text(loss.points, 0)}分{how}：{loss.when}{mark}{seen}"


def _basis(line: ScoreLine, indicator: Indicator | None) -> str:
    if indicator is None:
        return ""
    mark = points_mark(indicator) if line.is_leaf else ""
    return "\n".join(text for text in (basis_text(indicator.basis), mark) if text)


def _bonus_grid(material: SheetMaterial) -> Grid:
    rows = tuple(
        (
            line.indicator,
            line.title,
            line.full,
            line.points,
            STATE_WORDS[line.state] if line.state in ("not_checked", "error") else "",
            discretion.words_of("\n".join(_earned(line)), material.facts.is_public),
        )
        for line in material.sheet.bonus_lines
    )
    return Grid(BONUS, BONUS_COLUMNS, rows, places=material.sheet.places)


def _earned(line: ScoreLine) -> Iterator[str]:
    for gain in line.losses:
        how = f"（{gain.how}）" if gain.how else ""
        yield f"【{gain.rule}】加{points_text(gain.points, 0)}分{how}：{gain.when}"
    if line.why:
        yield line.why


def _veto_grid(material: SheetMaterial, numbered: _Numbered) -> Grid:
    shown = [v for v in material.sheet.vetoes if v.is_certain or not material.facts.is_public]
    unverified = {v.id for v in material.system.vetoes if v.mark not in VERIFIED}
    rows = tuple(
        (
            veto.id,
            veto.title + (UNVERIFIED if veto.id in unverified else ""),
            EFFECT_WORDS.get(veto.effect, veto.effect),
            "确定" if veto.is_certain else "待确认",
            discretion.words_of(veto.why, material.facts.is_public),
            numbered.told(veto.findings),
        )
        for veto in shown
    )
    return Grid(VETOES, VETO_COLUMNS, rows, places=material.sheet.places)


def _subunit_grid(name: str, weighted: tuple[tuple[ScoreSheet, Decimal], ...]) -> Grid:
    rows = tuple(
        (sheet.unit, weight, sheet.total, sheet.full, total_words(sheet)) for sheet, weight in weighted
    )
    return Grid(
        name,
        (Column(name, 16, "name"), *PART_COLUMNS),
        rows,
        places=max(sheet.places for sheet, _ in weighted),
    )


def _suspects(material: SheetMaterial) -> tuple[Finding, ...]:
    own = (f for f in material.findings.values() if f.suspect.unit == material.sheet.unit)
    return tuple(sorted((f for f in own if f.state == "suspect"), key=lambda f: (f.suspect.rule, f.id)))


def _notes(material: SheetMaterial) -> tuple[str, ...]:
    notes = [
        "注：1.扣分=满分-得分；上级指标得分为所属下级指标得分之和；不适用的指标不计入，总分按适用满分折算。"
    ]
    notes.append("2.状态为“待核”的指标尚未查清，不作通过论；表中得分暂按未失分列出，总分注明范围并为暂定。")
    notes.append("3.标有〔待核〕的依据或分值尚未核对原文；证据摘要为存档网页内容 SHA-256 的前12位。")
    if not material.facts.is_public:
        notes.append("4.内部版，含未确认的疑似问题和人员姓名，不得公开。")
    return tuple(notes)
