"""How a total comes about, figure by figure, so that anyone can follow it without the system at hand."""

from collections.abc import Iterator
from decimal import Decimal

from kaoping.scoring import ScoreSheet

from .material import SheetMaterial
from .publication import Cell, Column, Grid, points_text
from .score_words import PROVISIONAL, SUMS

SUM_COLUMNS = (Column("项目", 9, "name"), Column("数值", 6, "points"), Column("说明", 35))
UNIT, SYSTEM, CODE = "单位", "指标体系", "核对码"
FULL, APPLICABLE, KEPT, REBASED = "体系满分", "适用满分", "得分合计", "折算得分"
PLACES, BONUS_SUM, BONUS_MOST, ENTER_OVER = "保留小数位数", "计入加分", "加分上限", "加分起算线"
PARTS_POINTS, PARTS_PERCENT, BASIS = "下属单位得分", "下属单位占比", "合并得分"
MARK, TOTAL, LOW, HIGH = "否决封顶分", "总分", "最低可能", "最高可能"


def total_words(sheet: ScoreSheet) -> str:
    """The total as a head says it: with its range where something is still open."""
    unscored = "不计分（单项否决）" if sheet.is_stopped else "不计分"
    total = unscored if sheet.total is None else points_text(sheet.total, sheet.places)
    if not sheet.is_provisional:
        return total
    low, high = points_text(sheet.low, sheet.places), points_text(sheet.high, sheet.places)
    return f"{total}（{PROVISIONAL}，待核后在{low}至{high}之间）"


def sums_grid(material: SheetMaterial, code: str) -> Grid:
    """Each figure of the sum with what it means; `code` is the check code of the lines."""
    rows = tuple(_rows(material, code))
    total = next(number for number, row in enumerate(rows) if row[0] == TOTAL)
    return Grid(SUMS, SUM_COLUMNS, rows, frozenset({total}), material.sheet.places, size=10, is_whole=True)


def _rows(material: SheetMaterial, code: str) -> Iterator[tuple[Cell, ...]]:
    sheet, system = material.sheet, material.system
    yield UNIT, None, sheet.unit
    yield SYSTEM, None, f"{system.title}（{system.name} {system.version}，摘要{sheet.system_digest}）"
    yield FULL, sheet.full, "指标体系的满分"
    yield APPLICABLE, sheet.applicable, "对本单位适用的指标满分之和"
    yield KEPT, sheet.kept, "一级指标得分之和"
    yield PLACES, sheet.places, "四舍五入"
    yield REBASED, sheet.rebased, sheet.formula or "得分合计×体系满分÷适用满分"
    if sheet.parts_points is not None:
        yield PARTS_POINTS, sheet.parts_points, "下属单位得分按权重平均"
        yield PARTS_PERCENT, sheet.parts_percent, "下属单位得分在合并得分中占百分之几"
        yield BASIS, sheet.basis, "本级折算得分与下属单位得分按占比合并"
    yield from _bonus_rows(material)
    mark = _mark_points(sheet)
    if mark is not None:
        yield MARK, mark, "单项否决成立，总分以此为上限"
    yield TOTAL, sheet.total, _total_note(sheet)
    if sheet.is_provisional:
        yield LOW, sheet.low, "待核的都不利时"
        yield HIGH, sheet.high, "待核的都有利时"
    yield CODE, None, code


def _bonus_rows(material: SheetMaterial) -> Iterator[tuple[Cell, ...]]:
    sheet, bonus = material.sheet, material.system.bonus
    if bonus is None:
        return
    yield BONUS_MOST, bonus.points, "各加分项合计不超过此数"
    if sheet.enter_over is not None:
        yield ENTER_OVER, sheet.enter_over, "折算得分高于此数方可计入加分"
    yield BONUS_SUM, sheet.bonus, "各加分项之和，受加分上限和起算线限制"


def _mark_points(sheet: ScoreSheet) -> Decimal | None:
    """The lowest cap among the vetoes that certainly stand."""
    struck = (veto for veto in sheet.vetoes if veto.is_certain and veto.effect == "mark")
    return min((veto.mark_points for veto in struck if veto.mark_points is not None), default=None)


def _total_note(sheet: ScoreSheet) -> str:
    told = ["折算得分+计入加分" if sheet.parts_points is None else "合并得分+计入加分"]
    effects = {veto.effect for veto in sheet.vetoes if veto.is_certain}
    if "stop" in effects:
        told = ["单项否决成立，停止评分，等次为不合格"]
    elif "mark" in effects:
        told.append("不超过否决封顶分")
    if "grade" in effects:
        told.append("等次降一档")
    if sheet.is_provisional:
        told.append(PROVISIONAL)
    return "，".join(told)
