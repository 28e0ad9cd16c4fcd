"""The last round's results told in this round's indicators, so that progress survives a reform of them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from kaoping.errors import RoundError
from kaoping.rulebook import Crosswalk, IndicatorSystem, carried_over, load_system, read_crosswalk
from kaoping.rulebook.mistake import Mistake
from kaoping.rulebook.strict_yaml import parse
from kaoping.scoring import ScoreSheet, half_up

from .previous_round import PreviousRound
from .round_file import Group, Round

HUNDRED = Decimal(100)
_KNOWN = ("pass", "fail")
Sheets = Mapping[tuple[str, str], ScoreSheet]
Crossing = tuple[Crosswalk, IndicatorSystem, IndicatorSystem]


def carried_percents(
    one: Round, systems: Mapping[str, IndicatorSystem], previous: PreviousRound
) -> Mapping[str, Decimal | None]:
    """
    Each unit's percent of the last round in this round's indicators, where the round names crosswalks.

    Only indicators count that have something to compare with: not what nobody looked at then, nor bonus,
    vetoes and parts. A unit whose group has no crosswalk is not in the result, its percent stays. None:
    nothing can be compared, or no total was given then.

    Raises:
        RoundError: A crosswalk leads to a system that the round does not have, or from one that cannot be
            found any more.
        RulebookError: A crosswalk is wrong.
    """
    found = [_read(path, systems, previous, one) for path in one.crosswalks]
    crossings = {crossing[0].new: crossing for crossing in found}
    sheets = {(sheet.unit, sheet.system): sheet for sheet in previous.sheets}
    groups = {group.name: group for group in one.groups}
    return {
        standing.unit: None if standing.percent is None else _percent(standing.unit, group, sheets, crossings)
        for standing in previous.standings
        if (group := groups.get(standing.group)) and any(w.system in crossings for w in group.systems)
    }


def _read(
    path: Path, systems: Mapping[str, IndicatorSystem], previous: PreviousRound, one: Round
) -> Crossing:
    try:
        told = parse(path.read_bytes())
        old, new = str(told["old"]), str(told["new"])
    except Mistake as mistake:
        raise RoundError(f"{path} 第 {mistake.line} 行:{mistake.words}") from None
    except (OSError, KeyError, TypeError) as error:
        raise RoundError(f"指标对照表 {path} 无法读取或没有写 old、new:{error}") from None
    if new not in systems:
        raise RoundError(f"指标对照表 {path} 的新体系“{new}”不是本轮所用的({'、'.join(systems)})")
    if old not in previous.head.systems:
        raise RoundError(
            f"指标对照表 {path} 的旧体系“{old}”不是上一轮所用的({'、'.join(previous.head.systems)})"
        )
    before = load_system(old, previous.frozen or one.rulebook)
    return read_crosswalk(path, before, systems[new]), before, systems[new]


def _percent(unit: str, group: Group, sheets: Sheets, crossings: Mapping[str, Crossing]) -> Decimal | None:
    total = Decimal(0)
    for weighted in group.systems:
        if not weighted.weight:
            continue
        crossing = crossings.get(weighted.system)
        sheet = sheets.get((unit, crossing[0].old if crossing else weighted.system))
        share = _share(sheet, crossing) if sheet else None
        if share is None:
            return None
        total += weighted.weight * share
    return half_up(total * HUNDRED, 2)


def _share(sheet: ScoreSheet, crossing: Crossing | None) -> Decimal | None:
    """What was kept of what can be compared."""
    if crossing is None:
        return sheet.total / sheet.full if sheet.total is not None and sheet.full else None
    known = {line.indicator: line.points for line in sheet.lines if line.is_leaf and line.state in _KNOWN}
    walk, old, new = crossing
    return _kept((one.points, one.full) for one in carried_over(walk, known, old, new))


def _kept(lines: Iterable[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    compared = [(points, full) for points, full in lines if points is not None]
    whole = sum((full for _, full in compared), Decimal(0))
    return sum((points for points, _ in compared), Decimal(0)) / whole if whole else None
