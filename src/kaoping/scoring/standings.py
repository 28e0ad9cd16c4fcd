"""The ranks of units in their groups."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kaoping.errors import ScoringError
from kaoping.roster.units import Unit
from kaoping.rulebook.systems import IndicatorSystem

from .figures import plain
from .sheet import ScoreSheet, Standing
from .stability import Key, findings_to_next, rank_bands
from .weighing import Weighed, Weights, checked_weights, weighed


@dataclass(frozen=True, slots=True)
class Progress:
    """
    What counts as clear progress since the last round: `percent` more points of a hundred, or `ranks` places
    up with a percent that did not fall. A threshold of None counts for nothing.
    """

    percent: Decimal | None = Decimal(5)
    ranks: int | None = 3


USUAL_PROGRESS = Progress()


def standings(
    sheets: Iterable[ScoreSheet],
    units: Iterable[Unit],
    systems: Mapping[str, IndicatorSystem],
    previous: Iterable[Standing] = (),
    weights: Weights | None = None,
    progress: Progress = USUAL_PROGRESS,
) -> tuple[Standing, ...]:
    """
    Rank the units of each group.

    Args:
        sheets: Of all ranked units, one for each system of the unit's group; those of parts are left out.
        units: The roster; a unit with a `parent` and no group is a part, and not ranked.
        systems: By name, those of the sheets.
        previous: Standings of the last round.
        weights: Of each group whose units are scored under several systems, the weight of each.
        progress: What counts as clear progress.

    Returns:
        One for each ranked unit: groups in the order of the roster, in each by rank, equal ranks and those
        without a rank in the roster's order.

    Raises:
        ScoringError: A unit is in no group or has no sheet, or weights do not add up.
    """
    weights = weights or {}
    checked_weights(weights)
    own: dict[str, list[ScoreSheet]] = {}
    for sheet in sheets:
        own.setdefault(sheet.unit, []).append(sheet)
    groups: dict[str, list[Weighed]] = {}
    for unit in sorted(ranked_units(units), key=lambda unit: unit.order):
        one = weighed(unit, own.get(unit.name, ()), systems, weights.get(unit.group))
        groups.setdefault(unit.group, []).append(one)
    before = {one.unit: one for one in previous}
    return tuple(
        _compared(one, before.get(one.unit), progress)
        for group in groups.values()
        for one in _ranked(group, systems)
    )


def ranked_units(units: Iterable[Unit]) -> list[Unit]:
    """
    The units that are ranked: all but mere parts.

    Raises:
        ScoringError: A unit is in no group and part of nothing, or two have one name.
    """
    seen: set[str] = set()
    ranked = []
    for unit in units:
        if unit.name in seen:
            raise ScoringError(f"单位“{unit.name}”在单位名单里出现两次:请删去一行。")
        seen.add(unit.name)
        if not unit.group and not unit.parent:
            raise ScoringError(
                f"单位“{unit.name}”没有考评分组,也没有上级单位:请在单位名单里填“考评分组”或“上级单位”。"
            )
        if unit.group:
            ranked.append(unit)
    return ranked


def clear_progress(ranked: Iterable[Standing]) -> tuple[Standing, ...]:
    """Those with clear progress, the greatest gain first, then by climb, then in the order given."""
    found = [one for one in ranked if one.is_clear_progress]
    return tuple(sorted(found, key=lambda one: (-(one.gain or 0), -(one.climb or 0))))


def _ranked(group: Sequence[Weighed], systems: Mapping[str, IndicatorSystem]) -> list[Standing]:
    is_by_percent = len({one.full for one in group}) > 1
    keys: dict[str, Key] = {one.unit: one.percent if is_by_percent else _as_it_is for one in group}
    placed = [(one, keys[one.unit](one.total)) for one in group if one.total is not None]
    values = sorted(value for _, value in placed)
    bands = rank_bands([one for one, _ in placed], keys)
    standing = [
        replace(
            _standing(one, 1 + len(values) - bisect_right(values, value)),
            band=bands[one.unit],
            to_next=findings_to_next(one, values, keys[one.unit], systems),
        )
        for one, value in placed
    ]
    standing.sort(key=lambda one: one.rank or 0)
    return standing + [_standing(one, None) for one in group if one.total is None]


def _as_it_is(points: Decimal) -> Decimal:
    return points


def _standing(one: Weighed, rank: int | None) -> Standing:
    return Standing(
        unit=one.unit,
        group=one.group,
        rank=rank,
        total=one.total,
        full=one.full,
        percent=None if one.total is None else one.percent(one.total),
        grade=one.grade,
        is_passed=one.is_passed,
        remark=";".join(_remarks(one)),
        low=one.low,
        high=one.high,
    )


def _remarks(one: Weighed) -> list[str]:
    vetoes = [veto for sheet, _ in one.sheets for veto in sheet.vetoes]
    certain = [f"{veto.id}{veto.title}" for veto in vetoes if veto.is_certain]
    doubtful = [f"{veto.id}{veto.title}" for veto in vetoes if not veto.is_certain]
    unseen = sum(len(sheet.unseen_vetoes) for sheet, _ in one.sheets)
    return [
        *([f"单项否决:{'、'.join(certain)}"] if certain else []),
        *([f"疑似单项否决,待定:{'、'.join(doubtful)}"] if doubtful else []),
        *([f"暂定,{plain(one.low)}—{plain(one.high)}分"] if one.low != one.high else []),
        *([f"单项否决有{unseen}种情形待核"] if unseen else []),
        *(["没有适用的计分指标"] if one.total is None and not certain else []),
    ]


def _compared(one: Standing, before: Standing | None, progress: Progress) -> Standing:
    if before is None:
        return one
    gain = None if one.percent is None or before.percent is None else one.percent - before.percent
    is_same_group = one.group == before.group
    climb = before.rank - one.rank if one.rank and before.rank and is_same_group else None
    is_clear = gain is not None and (
        (progress.percent is not None and gain >= progress.percent)
        or (progress.ranks is not None and climb is not None and climb >= progress.ranks and gain >= 0)
    )
    return replace(one, gain=gain, climb=climb, is_clear_progress=is_clear)
