"""The ranked annexes (附件1、2): rank, unit, total, what it is made of, and how it moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kaoping.scoring import ScoreSheet, Standing

from .discretion import words_of
from .material import RankingMaterial
from .printing import write_publication
from .publication import Cell, Column, Grid, Publication, Row, points_text, rounded
from .score_words import EFFECT_WORDS, PROVISIONAL

RANKS = "考评成绩"
RANK, UNIT, TOTAL, GRADE, MOVED, REMARK = "名次", "单位", "总分", "等次", "较上期", "备注"
APPLICABLE, REBASED, PARTS, BONUS, VETO, PERCENT, FULL = (
    "适用满分",
    "折算得分",
    "下属单位得分",
    "加分",
    "否决",
    "得分率（%）",
    "满分",
)
TIES = "注：得分（率）相同的并列名次，其后名次空缺。"
_POINTS = 4.2


def write_ranking(material: RankingMaterial, path: Path) -> None:
    """
    Write a ranked annex as docx or xlsx, by the path's suffix.

    Raises:
        OutputError: It cannot be written.
    """
    write_publication(ranking(material), path)


def ranking(material: RankingMaterial) -> Publication:
    """
    The annex as it is printed, in the order of the standings given. Where all units stand under one system
    the columns are its first-level indicators, else one for each system with its weight.
    """
    facts = material.facts
    layout = _layout(material)
    columns = (
        Column(RANK, 3, "count"),
        Column(UNIT, 9, "name"),
        Column(TOTAL, 4.6, "points"),
        *layout.columns,
        Column(GRADE, 4, "sign"),
        Column(MOVED, 9.5 if any(map(moved_words, material.standings)) else 4.5, "sign"),
        Column(REMARK, 9),
    )
    rows = tuple(_row(material, layout, one) for one in material.standings)
    places = max((sheet.places for one in material.standings for sheet, _ in _of(material, one)), default=2)
    return Publication(
        title=material.title or f"{facts.title}成绩（{material.group}）",
        heads=(),
        grids=(Grid(RANKS, columns, rows, places=places, size=10),),
        notes=tuple(_notes(layout, places)),
        annex=material.annex,
        is_wide=True,
        author=facts.office,
        day=facts.day.isoformat(),
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which columns stand between total and grade."""

    columns: tuple[Column, ...]
    is_single: bool  # one system for all: its first-level indicators are the columns
    heads: tuple[str, ...] = ()  # ids of the first-level indicators, or names of systems
    has_rebasing: bool = False
    has_parts: bool = False
    has_bonus: bool = False
    has_percent: bool = False


def _of(material: RankingMaterial, one: Standing) -> tuple[tuple[ScoreSheet, Decimal], ...]:
    return material.sheets.get(one.unit, ())


def _layout(material: RankingMaterial) -> _Layout:
    counted = [_of(material, one) for one in material.standings]
    sheets = [sheet for pairs in counted for sheet, _ in pairs]
    systems = list(dict.fromkeys(sheet.system for sheet in sheets))
    has_percent = len({one.full for one in material.standings}) > 1
    percent = (Column(PERCENT, _POINTS, "points"), Column(FULL, _POINTS, "points")) if has_percent else ()
    if len(systems) != 1 or any(len(pairs) > 1 for pairs in counted):
        columns = tuple(_system_column(material, name) for name in systems)
        return _Layout((*percent, *columns), False, tuple(systems), has_percent=has_percent)
    tops = _tops(material, systems[0], sheets)
    rebased = any(sheet.applicable != sheet.full for sheet in sheets)
    parts = any(sheet.parts_points is not None for sheet in sheets)
    bonus = any(sheet.bonus_lines or sheet.bonus for sheet in sheets)
    columns = (
        *percent,
        *(Column(f"{title}\n（{points_text(full, 0)}）", _POINTS, "points") for title, full in tops.values()),
        *((Column(APPLICABLE, _POINTS, "points"),) if rebased else ()),
        *((Column(REBASED, _POINTS, "points"), Column(PARTS, _POINTS, "points")) if parts else ()),
        *((Column(BONUS, 3.4, "points"),) if bonus else ()),
        Column(VETO, 4, "sign"),
    )
    return _Layout(columns, True, tuple(tops), rebased, parts, bonus, has_percent)


def _tops(material: RankingMaterial, name: str, sheets: list[ScoreSheet]) -> dict[str, tuple[str, Decimal]]:
    """First-level indicators with their points, as the system has them; a sheet's are less what is waived."""
    system = material.systems.get(name)
    if system is not None:
        return {one.id: (one.title, one.points) for one in system.groups}
    return {line.indicator: (line.title, line.full) for s in sheets for line in s.lines if line.level == 1}


def _system_column(material: RankingMaterial, name: str) -> Column:
    system = material.systems.get(name)
    shares = {
        weight / sum((w for _, w in pairs), Decimal(0))
        for pairs in (_of(material, one) for one in material.standings)
        for sheet, weight in pairs
        if sheet.system == name and weight
    }
    weight = f"，权重{_percent(min(shares))}" if len(shares) == 1 else ""
    full = points_text(system.full, 0) if system else ""
    return Column(f"{system.title if system else name}（满分{full}{weight}）", 8, "points")


def _percent(share: Decimal) -> str:
    return f"{points_text(rounded(share * 100, 4), 0)}%"


def _row(material: RankingMaterial, layout: _Layout, one: Standing) -> Row:
    pairs = _of(material, one)
    between = _single_cells(layout, pairs[0][0]) if layout.is_single else _system_cells(layout, pairs)
    percent: tuple[Cell, ...] = (one.percent, one.full) if layout.has_percent else ()
    return (
        one.rank,
        one.unit,
        one.total,
        *percent,
        *between,
        one.grade,
        moved_words(one),
        words_of("；".join(_remarks(one, pairs)), material.facts.is_public),
    )


def _single_cells(layout: _Layout, sheet: ScoreSheet) -> Iterator[Cell]:
    tops = {line.indicator: line for line in sheet.lines if line.level == 1}
    for head in layout.heads:
        line = tops.get(head)
        yield None if line is None or line.state == "not_applicable" else line.points
    if layout.has_rebasing:
        yield sheet.applicable
    if layout.has_parts:
        yield sheet.rebased
        yield sheet.parts_points
    if layout.has_bonus:
        yield sheet.bonus
    yield veto_words(sheet)


def _system_cells(layout: _Layout, pairs: tuple[tuple[ScoreSheet, Decimal], ...]) -> Iterator[Cell]:
    totals = {sheet.system: sheet.total for sheet, _ in pairs}
    for head in layout.heads:
        yield totals.get(head)


def veto_words(sheet: ScoreSheet) -> str:
    """What vetoes did to the total: ``""`` where none stands for certain."""
    told = []
    for veto in sheet.vetoes:
        if veto.is_certain:
            mark = points_text(veto.mark_points, 0) if veto.mark_points is not None else ""
            told.append(f"{EFFECT_WORDS.get(veto.effect, veto.effect)}{mark}")
    return "\n".join(dict.fromkeys(told))


def moved_words(one: Standing) -> str:
    """The change since the last round, in points of a hundred and in ranks."""
    told = []
    if one.gain is not None:
        told.append(f"{_direction(one.gain)}{points_text(abs(one.gain))}分" if one.gain else "分数持平")
    if one.climb is not None:
        told.append(f"{_direction(one.climb)}{abs(one.climb)}名" if one.climb else "名次持平")
    return "、".join(told)


def _direction(change: Decimal | int) -> str:
    return "升" if change > 0 else "降"


def _remarks(one: Standing, pairs: tuple[tuple[ScoreSheet, Decimal], ...]) -> Iterator[str]:
    if one.is_clear_progress:
        yield "进步明显"
    # standings that were ranked by the product say the range of the total themselves
    for sheet, _ in () if PROVISIONAL in one.remark else pairs:
        if sheet.is_provisional:
            low, high = points_text(sheet.low, sheet.places), points_text(sheet.high, sheet.places)
            yield f"{PROVISIONAL}，{low}至{high}"
    if one.is_passed is False:
        yield "未达合格线"
    if one.remark:
        yield one.remark


def _notes(layout: _Layout, places: int) -> Iterator[str]:
    yield TIES
    if not layout.is_single:
        yield f"总分由各指标体系得分按权重合成，保留{places}位小数（四舍五入）。"
        return
    rebased = "×满分÷适用满分" if layout.has_rebasing else ""
    bonus = "+加分" if layout.has_bonus else ""
    yield f"总分=各一级指标得分之和{rebased}{bonus}，保留{places}位小数（四舍五入）。"
    if layout.has_parts:
        yield "有下属单位得分的，总分按本级折算得分与下属单位得分的占比合并计算，占比见评分明细表。"
