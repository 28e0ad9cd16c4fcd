"""Crosswalks (指标对照表): which new indicators go on from which old ones, and in what share."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..errors import RulebookError
from .files import SHIPPED
from .mistake import Mistake
from .schemas import Path as FieldPath
from .schemas import closest, mistakes, validator
from .strict_yaml import lines, parse
from .system_data import figure, prose
from .systems import IndicatorSystem

_ALIKE = 70.0


@dataclass(frozen=True, slots=True)
class Bond:
    """
    The old indicator `old` goes on in the new indicator `new` with this `share` of itself (above 0, at most
    1). `reason` says why, Chinese.
    """

    old: str
    new: str
    share: Decimal = Decimal(1)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """
    From the system named `old` to the one named `new`. `ended` are old indicators that nothing carries on,
    `begun` new ones that carry nothing on: said, so that none is merely forgotten.
    """

    old: str
    new: str
    bonds: tuple[Bond, ...]
    ended: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """
    What an old result is worth under a new indicator: `points` on the new one's full marks `full`, made of
    the old indicators `sources`. `points` None: nothing to compare with.
    """

    indicator: str
    full: Decimal
    points: Decimal | None
    sources: tuple[str, ...] = ()


def read_crosswalk(path: Path, old: IndicatorSystem, new: IndicatorSystem) -> Crosswalk:
    """
    A crosswalk file held against its two systems.

    Raises:
        RulebookError: Unreadable; not of these two systems; an id that neither has; shares of one old
            indicator above 1; an indicator of either system that is neither bound nor said to end or begin.
            All mistakes at once, with their lines.
    """
    try:
        content = path.read_bytes()
        data = parse(content)
    except OSError as error:
        raise RulebookError(f"指标对照表 {path} 无法读取({error.strerror}),请检查路径和权限") from error
    except Mistake as mistake:
        raise RulebookError(f"{path} 第 {mistake.line} 行:{mistake.words}") from None
    schema = (SHIPPED / "schemas" / "crosswalk.schema.json").read_text("utf-8")
    found = mistakes(validator(schema), data) or _wrong(data, old, new)
    if found:
        at = lines(content)
        told = "\n".join(f"  {path} 第 {_line(at, place)} 行:{words}" for place, words in found)
        raise RulebookError(f"指标对照表有误:\n{told}")
    return _crosswalk(data)


def _line(at: Mapping[FieldPath, int], path: FieldPath) -> int:
    while path and path not in at:
        path = path[:-1]
    return at.get(path, 1)


def _crosswalk(data: Mapping[str, Any]) -> Crosswalk:
    bonds = tuple(
        Bond(one["old"], one["new"], figure(one.get("share", 1)), prose(one.get("reason")))
        for one in data["bonds"]
    )
    return Crosswalk(
        data["old"], data["new"], bonds, tuple(data.get("ended", ())), tuple(data.get("begun", ()))
    )


def _wrong(
    data: Mapping[str, Any], old: IndicatorSystem, new: IndicatorSystem
) -> list[tuple[FieldPath, str]]:
    found: list[tuple[FieldPath, str]] = []
    ids = {"old": [one.id for one in old.leaves()], "new": [one.id for one in new.leaves()]}
    for key, system in (("old", old), ("new", new)):
        if data[key] != system.name:
            found.append(((key,), f"对照表写的是“{data[key]}”,给出的体系是“{system.name}”"))
    for n, bond in enumerate(data["bonds"]):
        for key in ("old", "new"):
            if bond[key] not in ids[key]:
                hint = closest(bond[key], ids[key])
                found.append((("bonds", n, key), f"{data[key]} 中没有最末级指标“{bond[key]}”{hint}"))
    found += _shares(data)
    for key, rest in (("old", "ended"), ("new", "begun")):
        named = {bond[key] for bond in data["bonds"]}
        told = set(data.get(rest, ()))
        for id_ in (one for one in ids[key] if one not in named | told):
            found.append(((rest,), f"{data[key]} 的指标“{id_}”没有着落,请写入 bonds 或 {rest}"))
        for id_ in sorted(told & named):
            found.append(((rest,), f"“{id_}”既在 bonds 中又在 {rest} 中"))
        for id_ in sorted(told - set(ids[key])):
            found.append(((rest,), f"{data[key]} 中没有最末级指标“{id_}”{closest(id_, ids[key])}"))
    return found


def _shares(data: Mapping[str, Any]) -> list[tuple[FieldPath, str]]:
    found: list[tuple[FieldPath, str]] = []
    totals: dict[str, Decimal] = {}
    seen: set[tuple[str, str]] = set()
    for n, bond in enumerate(data["bonds"]):
        totals[bond["old"]] = totals.get(bond["old"], Decimal(0)) + figure(bond.get("share", 1))
        if totals[bond["old"]] > 1:
            found.append((("bonds", n), f"“{bond['old']}”的份额合计 {totals[bond['old']]:f},超过1"))
        if (bond["old"], bond["new"]) in seen:
            found.append((("bonds", n), f"“{bond['old']}”到“{bond['new']}”写了两次"))
        seen.add((bond["old"], bond["new"]))
    return found


def carried_over(
    crosswalk: Crosswalk,
    points_by_indicator: Mapping[str, Decimal | None],
    old: IndicatorSystem,
    new: IndicatorSystem,
) -> tuple[CarriedLine, ...]:
    """
    Old results told in the new system's indicators.

    Args:
        crosswalk: From `old` to `new`.
        points_by_indicator: Of old leaves the points kept; None or absent: not assessed, left out.
        old: The old system, for full marks.
        new: The new one.

    Returns:
        A line for each leaf of `new`, in its order: new full marks x (shares of points kept / shares of full
        marks) over the old indicators that lead to it. Nothing is rounded.
    """
    full = {one.id: one.points for one in old.leaves()}
    return tuple(
        _carried(
            one.id, one.points, [b for b in crosswalk.bonds if b.new == one.id], points_by_indicator, full
        )
        for one in new.leaves()
    )


def _carried(
    id_: str,
    full: Decimal,
    bonds: list[Bond],
    points: Mapping[str, Decimal | None],
    fulls: Mapping[str, Decimal],
) -> CarriedLine:
    known = [(bond, kept) for bond in bonds if (kept := points.get(bond.old)) is not None]
    whole = sum((bond.share * fulls[bond.old] for bond, _ in known), Decimal(0))
    if not whole:
        return CarriedLine(id_, full, None)
    kept = sum((bond.share * kept for bond, kept in known), Decimal(0))
    return CarriedLine(id_, full, full * kept / whole, tuple(bond.old for bond, _ in known))


def crosswalk_draft(old: IndicatorSystem, new: IndicatorSystem) -> Crosswalk:
    """
    A first guess for a person to correct: the same title, or else the most alike above a floor.
    """
    bonds: list[Bond] = []
    for one in old.leaves():
        near = [(_likeness(one.title, other.title), other.title, other.id) for other in new.leaves()]
        score, title, id_ = max(near, default=(0.0, "", ""), key=lambda found: found[0])
        if score >= _ALIKE:
            reason = "名称相同" if title == one.title else f"名称相近(“{one.title}”与“{title}”),请核对"
            bonds.append(Bond(one.id, id_, Decimal(1), reason))
    bound_old, bound_new = {bond.old for bond in bonds}, {bond.new for bond in bonds}
    ended = tuple(one.id for one in old.leaves() if one.id not in bound_old)
    begun = tuple(one.id for one in new.leaves() if one.id not in bound_new)
    return Crosswalk(old.name, new.name, tuple(bonds), ended, begun)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return 101.0 if one == other else fuzz.ratio(one, other)
