"""The linter of indicator systems: what would score wrongly, never, or twice."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from .names import Renamed
from .rule_lint import Words, double_counted, rule_words
from .schemas import closest
from .systems import Indicator, IndicatorSystem, VetoCase

WAITING = "待核"


@dataclass(frozen=True, slots=True)
class Remark:
    """
    One thing about a system: `where` is the part's id (or 体系), with file and line where known.

    An error makes scores wrong or rules dead: a round must not begin with one. A warning wants a look.
    """

    level: Literal["error", "warning"]
    where: str
    words: str


def lint_system(
    system: IndicatorSystem,
    checks: Mapping[str, Set[str]],
    *,
    hints: Set[str] = frozenset(),
    today: date | None = None,
    repealed: Iterable[Renamed] = (),
) -> tuple[Remark, ...]:
    """
    All remarks, errors first, else in the order of the file.

    Args:
        system: With all its layers.
        checks: For each check that exists the names of its options.
        hints: Checks whose observations are hints alone and never reach a score.
        today: The day to hold `effective` and `expires` against; None: they are not.
        repealed: Names of laws that changed; those repealed are looked for in the legal bases.
    """
    told = [
        *_sums(system),
        *_frame(system, today),
        *_reach(system),
        *_vetoes(system, checks, hints),
        *rule_words(system, checks, hints),
        *double_counted(system),
        *_bases(system, today, repealed),
        *_unverified(system),
    ]
    at = {one.id: one.where_written for one in (*system.walk(), *system.bonus_items())}
    at |= {rule.id: indicator.where_written for indicator, rule in system.rules()}
    remarks = [
        Remark(level, f"{part}({at[part]})" if at.get(part) else part, words) for level, part, words in told
    ]
    return tuple(sorted(remarks, key=lambda one: one.level != "error"))


def weight_mistakes(weights: Mapping[str, Decimal], whole: Decimal = Decimal(1)) -> tuple[str, ...]:
    """What is wrong, in Chinese, with weights that should add up to `whole`; empty where nothing is."""
    told = [f"“{name}”的权重是 {weight:f},应大于0" for name, weight in weights.items() if weight <= 0]
    total = sum(weights.values(), Decimal(0))
    if weights and total != whole:
        parts = " + ".join(f"{name} {weight:f}" for name, weight in weights.items())
        told.append(f"权重合计 {total:f},应为 {whole:f}:{parts}")
    return tuple(told)


def _sums(system: IndicatorSystem) -> Iterator[Words]:
    for one in (*system.walk(), *system.bonus_items()):
        total = sum((child.points for child in one.children), Decimal(0))
        if one.children and total != one.points:
            yield "error", one.id, f"“{one.title}”写 {one.points:f} 分,下级合计 {total:f} 分,请改成一致"
    total = sum((group.points for group in system.groups), Decimal(0))
    if total != system.full:
        yield "error", "体系", f"满分写 {system.full:f} 分,各组合计 {total:f} 分,请改成一致"
    if system.bonus:
        total = sum((item.points for item in system.bonus.items), Decimal(0))
        if total != system.bonus.points:
            yield "error", "加分", f"加分上限 {system.bonus.points:f} 分,各项合计 {total:f} 分,请改成一致"


def _frame(system: IndicatorSystem, today: date | None) -> Iterator[Words]:
    yield from _grades(system)
    if system.bonus and system.bonus.enter_over is not None and system.bonus.enter_over >= system.full:
        yield (
            "error",
            "加分",
            f"得分超过 {system.bonus.enter_over:f} 分才加分,满分只有 {system.full:f} 分,永远加不上",
        )
    if not system.groups and not system.vetoes:
        yield "error", "体系", "既没有指标也没有单项否决"
    if system.effective and system.expires and system.effective > system.expires:
        yield "error", "体系", f"生效日 {system.effective} 晚于失效日 {system.expires}"
    if today and system.expires and system.expires < today:
        yield "warning", "体系", f"已于 {system.expires} 失效"
    if today and system.effective and system.effective > today:
        yield "warning", "体系", f"{system.effective} 才生效"


def _grades(system: IndicatorSystem) -> Iterator[Words]:
    bounds = [grade.at_least for grade in system.grades]
    if bounds != sorted(set(bounds), reverse=True):
        yield "error", "分档", "各档应从高到低排列,界限不能相同"
    if bounds and bounds[-1] != 0:
        yield "error", "分档", f"最低一档应从0分起,现从 {bounds[-1]:f} 分起,更低的分没有等次"
    if bounds and bounds[0] > system.full:
        yield "error", "分档", f"“{system.grades[0].name}”从 {bounds[0]:f} 分起,满分只有 {system.full:f} 分"
    line = system.pass_line
    if line is not None and not 0 <= line <= system.full:
        yield "error", "合格线", f"合格线 {line:f} 分不在 0 至 {system.full:f} 分之间"
    elif line is not None and bounds and line not in bounds:
        yield "error", "合格线", f"合格线 {line:f} 分落在一档中间,同一等次有合格也有不合格"


def _reach(system: IndicatorSystem) -> Iterator[Words]:
    kinds = frozenset(system.applies_to) or None
    for group in (*system.groups, *(system.bonus.items if system.bonus else ())):
        yield from _reached(group, kinds)


def _reached(one: Indicator, above: frozenset[str] | None) -> Iterator[Words]:
    kinds = frozenset(one.applies_to) or above
    if above and one.applies_to:
        kinds = frozenset(one.applies_to) & above
    if kinds is not None and not kinds:
        told = "、".join(sorted(above or ()))
        yield (
            "error",
            one.id,
            f"“{one.title}”不适用于任何单位:上级只适用 {told},本项只适用 {'、'.join(one.applies_to)}",
        )
    elif kinds and kinds <= set(one.skip_when):
        yield "error", one.id, f"“{one.title}”对所适用的单位又都写了不适用,永远不评"
    if not one.children:
        yield from _leaf(one)
    if one.at_most is not None and one.at_most > one.points:
        yield "warning", one.id, f"封顶 {one.at_most:f} 分高于满分 {one.points:f} 分,不起作用"
    for child in one.children:
        yield from _reached(child, kinds)


def _leaf(one: Indicator) -> Iterator[Words]:
    if one.points == 0:
        yield "error", one.id, f"“{one.title}”满分为0,怎么扣都没有影响"
    if not one.rules:
        yield "error", one.id, f"“{one.title}”没有细则,谁也扣不了分"
    if one.at_most == 0:
        yield "error", one.id, f"“{one.title}”封顶为0,怎么扣都没有影响"


def _vetoes(system: IndicatorSystem, checks: Mapping[str, Set[str]], hints: Set[str]) -> Iterator[Words]:
    kinds = set(system.applies_to)
    for veto in system.vetoes:
        if kinds and veto.applies_to and not kinds & set(veto.applies_to):
            yield "error", veto.id, f"“{veto.title}”不适用于任何单位"
        if veto.effect == "mark" and (veto.mark_points is None or veto.mark_points >= system.full):
            yield "error", veto.id, f"“{veto.title}”按固定分计,固定分应低于满分 {system.full:f} 分"
        if veto.effect == "grade" and len(system.grades) < 2:
            yield "error", veto.id, f"“{veto.title}”降一档,但体系没有分档"
        for case in veto.cases:
            yield from _case(case, checks, hints)


def _case(case: VetoCase, checks: Mapping[str, Set[str]], hints: Set[str]) -> Iterator[Words]:
    if case.by != "check":
        return
    if case.name not in checks:
        yield "error", case.id, f"没有检查“{case.name}”{closest(case.name, checks)}"
    elif case.name in hints:
        yield "error", case.id, f"检查 {case.name} 只作提示,不能作为否决的依据,请改为 ask"


def _bases(system: IndicatorSystem, today: date | None, repealed: Iterable[Renamed]) -> Iterator[Words]:
    gone = [one for one in repealed if one.is_repealed and (not today or not one.since or one.since <= today)]
    holders = [(one.id, one.basis) for one in (*system.walk(), *system.bonus_items())]
    for id_, bases in [*holders, *((veto.id, veto.basis) for veto in system.vetoes)]:
        for basis in bases:
            for law in gone:
                if f"《{law.old}》" in basis.text:
                    yield "warning", id_, f"依据“{basis.text}”中的《{law.old}》已废止,现行为《{law.new}》"
                    break


def _unverified(system: IndicatorSystem) -> Iterator[Words]:
    """Every figure that nobody saw the text of; suggested ones are counted in one remark."""
    suggested = 0
    for id_, what, mark in figures(system):
        suggested += mark == "suggested"
        if mark == "unverified":
            yield "warning", id_, f"{WAITING}:{what}没有核实原文"
    if suggested:
        yield "warning", "体系", f"{WAITING}:有 {suggested} 个数字是建议值,不是任何文件的规定"


def figures(system: IndicatorSystem) -> Iterator[tuple[str, str, str]]:
    """Every marked figure or statement: the part's id, what it is in Chinese, its mark."""
    if system.pass_line is not None:
        yield "合格线", f"{system.pass_line:f}分", system.pass_mark
    for grade in system.grades:
        yield "分档", f"“{grade.name}”的界限{grade.at_least:f}分", grade.mark
    if system.bonus:
        yield "加分", f"加分上限{system.bonus.points:f}分", system.bonus.mark
    for veto in system.vetoes:
        yield veto.id, f"单项否决“{veto.title}”", veto.mark
        yield from ((case.id, f"否决情形“{case.when}”", case.mark) for case in veto.cases)
        yield from ((veto.id, f"依据“{basis.text}”", basis.mark) for basis in veto.basis)
    for one in (*system.walk(), *system.bonus_items()):
        yield one.id, f"“{one.title}”的分值{one.points:f}", one.points_mark
        yield from ((rule.id, f"细则“{rule.when}”的扣分", rule.mark) for rule in one.rules)
        yield from ((one.id, f"依据“{basis.text}”", basis.mark) for basis in one.basis)
