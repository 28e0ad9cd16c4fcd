"""The linter's part on rules: dead ones, unknown checks, the same fact counted twice."""

from collections.abc import Iterator, Mapping, Set
from itertools import combinations, pairwise
from typing import Literal

from .schemas import closest
from .systems import Indicator, IndicatorSystem, Rule

Words = tuple[Literal["error", "warning"], str, str]


def rule_words(system: IndicatorSystem, checks: Mapping[str, Set[str]], hints: Set[str]) -> Iterator[Words]:
    """What is wrong with each rule by itself: level, id, Chinese words."""
    for indicator, rule in system.rules():
        yield from ((level, rule.id, words) for level, words in _one(indicator, rule, checks, hints))


def double_counted(system: IndicatorSystem) -> Iterator[Words]:
    """Pairs of rules that would take points for the same observation of a check, an import or the ledger."""
    by_source: dict[tuple[str, str], list[tuple[Indicator, Rule]]] = {}
    for indicator, rule in system.rules():
        if rule.by != "ask":
            by_source.setdefault((rule.by, rule.name), []).append((indicator, rule))
    for (by, name), several in by_source.items():
        for (home, first), (other, second) in combinations(several, 2):
            if by == "import" and not (first.where or second.where):
                continue  # their rows name the rule
            if _overlap(first.where, second.where) and not _is_apart(home, other):
                yield "error", second.id, f"与细则 {first.id} 都取自 {name},限定(where)重叠,同一事实会扣两次"


def _overlap(one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> bool:
    return all(set(one[key]) & set(other[key]) for key in one.keys() & other.keys())


def _is_apart(one: Indicator, other: Indicator) -> bool:
    """Whether two indicators are for different kinds of unit."""
    return bool(one.applies_to and other.applies_to and not set(one.applies_to) & set(other.applies_to))


def _one(
    indicator: Indicator, rule: Rule, checks: Mapping[str, Set[str]], hints: Set[str]
) -> Iterator[tuple[Literal["error", "warning"], str]]:
    yield from (("error", words) for words in _source(rule, checks, hints))
    yield from (("error", words) for words in _amounts(rule))
    if not rule.evidence:
        yield "warning", "没有写明要什么佐证(evidence)"
    if rule.confirm == "machine" and rule.by != "check":
        yield "error", "由机器确认(confirm: machine)只用于 check"
    smallest = min((step.points for step in rule.deduct.steps), default=rule.deduct.points)
    if rule.deduct.per != "rate" and smallest > indicator.points > 0:
        yield "warning", f"一次就扣 {smallest:f} 分,高于“{indicator.title}”的满分 {indicator.points:f} 分"


def _source(rule: Rule, checks: Mapping[str, Set[str]], hints: Set[str]) -> Iterator[str]:
    if rule.by != "check":
        return
    if rule.name not in checks:
        yield f"没有检查“{rule.name}”{closest(rule.name, checks)};现在还没有的检查请用 ask、import 或 derived"
        return
    if rule.name in hints:
        yield f"检查 {rule.name} 只作提示,从不计分,请改为 ask"
    for option in rule.options:
        if option not in checks[rule.name]:
            yield f"检查 {rule.name} 没有参数“{option}”{closest(option, checks[rule.name])}"


def _amounts(rule: Rule) -> Iterator[str]:
    deduct = rule.deduct
    if deduct.per == "ladder":
        yield from _steps(rule)
    elif deduct.points == 0:
        yield "扣分为0,怎么扣都没有影响"
    elif deduct.at_most is not None and deduct.per != "rate" and deduct.at_most < deduct.points:
        yield f"封顶 {deduct.at_most:f} 分低于一次扣的 {deduct.points:f} 分,永远扣不满"
    if deduct.at_most == 0:
        yield "封顶为0,怎么扣都没有影响"
    if deduct.per == "fact" and not deduct.same:
        yield "按不同事实计(per: fact),缺少区分用的“same”"
    if deduct.per != "ladder" and (deduct.steps or deduct.measure):
        yield "阶梯(steps、measure)只用于 per: ladder"


def _steps(rule: Rule) -> Iterator[str]:
    steps = rule.deduct.steps
    if not steps:
        yield "按阶梯计(per: ladder),缺少“steps”"
    if not rule.deduct.measure:
        yield "按阶梯计(per: ladder),缺少“measure”(量什么,个数写 count)"
    for lower, upper in pairwise(steps):
        if upper.over <= lower.over:
            yield f"阶梯应由低到高:{lower.over:f} 之后是 {upper.over:f}"
        elif upper.points <= lower.points:
            yield f"越过 {upper.over:f} 反而只扣 {upper.points:f} 分,不多于前一级的 {lower.points:f} 分"
    if steps and rule.deduct.at_most is not None and rule.deduct.at_most < min(step.points for step in steps):
        yield f"封顶 {rule.deduct.at_most:f} 分低于最低一级的扣分"
