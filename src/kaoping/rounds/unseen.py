"""What nobody looked at yet, as the form on which people answer (`answers/`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kaoping.findings import Looked
from kaoping.roster import Unit
from kaoping.rulebook import Indicator, IndicatorSystem, Rule, VetoCase, VetoRule
from kaoping.scoring import ScoreSheet
from kaoping.scoring.looking import look_at, rows_by_name

from .csv_tables import csv_bytes
from .run_file import write_whole

UNSEEN = "unseen.csv"
HEAD = (
    "单位",
    "指标编号",
    "指标",
    "细则编号",
    "看什么",
    "为何待核",
    "结论",
    "检查人",
    "时间",
    "说明",
    "网址",
)
_WAYS = {"check": "软件检查", "ask": "人工查看", "import": "第三方数据", "derived": "台账"}


def write_unseen(
    folder: Path,
    sheets: Iterable[ScoreSheet],
    looked: Iterable[Looked],
    units: Iterable[Unit],
    systems: Mapping[str, IndicatorSystem],
) -> int:
    """
    Write `unseen.csv`: a row for every rule, and every case of a veto, that applies to a unit or a part of
    one and was not wholly looked at. Filled in, it is a file of `answers/`. Answers how many rows there are.
    """
    by_unit: dict[str, list[Looked]] = {}
    for one in looked:
        by_unit.setdefault(one.unit, []).append(one)
    by_name = {unit.name: unit for unit in units}
    rows = [
        row
        for sheet, is_part in _with_parts(sheets)
        for row in _rows(
            sheet, by_unit.get(sheet.unit, ()), by_name[sheet.unit], systems[sheet.system], is_part
        )
    ]
    write_whole(folder / UNSEEN, csv_bytes(HEAD, rows))
    return len(rows)


def _with_parts(sheets: Iterable[ScoreSheet]) -> Iterator[tuple[ScoreSheet, bool]]:
    for sheet in sheets:
        yield sheet, False
        yield from ((part, True) for part, _ in sheet.subunits)
        yield from ((part, False) for part, _ in sheet.beside)


def _rows(
    sheet: ScoreSheet, looked: Sequence[Looked], unit: Unit, system: IndicatorSystem, is_part: bool
) -> Iterator[Sequence[str]]:
    rows = rows_by_name(looked)
    has_parts = bool(sheet.subunits)
    states = {line.indicator: line.state for line in (*sheet.lines, *sheet.bonus_lines)}
    for one in _leaves(system.groups, has_parts):
        if states.get(one.id, "not_applicable") != "not_applicable":
            for rule in one.rules:
                yield from _row(sheet.unit, one.id, one.title, rule, rows)
    for veto in () if is_part else system.vetoes:
        if _strikes(veto, unit):
            for case in veto.cases:
                yield from _row(sheet.unit, veto.id, veto.title, case, rows)


def _row(
    unit: str, id_: str, title: str, rule: Rule | VetoCase, rows: Mapping[str, Sequence[Looked]]
) -> Iterator[Sequence[str]]:
    look = look_at((rule.id, rule.name, id_), rows)
    if look.is_applicable and not look.is_whole:
        why = f"{_WAYS[rule.by]}:{look.why}"
        yield (unit, id_, title, rule.id, rule.question or rule.when, why, "", "", "", "", "")


def _leaves(indicators: Iterable[Indicator], has_parts: bool) -> Iterator[Indicator]:
    """Leaves that are scored from the unit itself."""
    for one in indicators:
        if not (one.subunits and has_parts):
            yield one
            yield from _leaves(one.children, has_parts)


def _strikes(veto: VetoRule, unit: Unit) -> bool:
    is_waived = not set(veto.skip_when).isdisjoint(unit.traits)
    return not is_waived and (not veto.applies_to or unit.kind in veto.applies_to)
