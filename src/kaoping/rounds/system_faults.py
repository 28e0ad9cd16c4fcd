"""What the linter says of indicator systems, with the checks that there are."""

from collections.abc import Iterable, Iterator
from datetime import date

from kaoping.checks import load_checks
from kaoping.errors import RulebookError
from kaoping.rulebook import IndicatorSystem, Remark, Rulebook, lint_system

_SHOWN = 20


def system_remarks(
    system: IndicatorSystem, rules: Rulebook | None = None, *, today: date | None = None
) -> tuple[Remark, ...]:
    """
    All remarks on a system, errors first.

    Args:
        rules: Tells which laws were repealed; without it nobody looks for them.
        today: The day to hold the days of effect against; without it nobody does.
    """
    checks = load_checks()
    options = {check.id: frozenset(check.options) for check in checks.values()}
    hints = frozenset(check.id for check in checks.values() if check.lane == "hint")
    laws = [name for names in rules.names.values() for name in names] if rules else []
    return lint_system(system, options, hints=hints, today=today, repealed=laws)


def refuse_faulty(systems: Iterable[IndicatorSystem]) -> None:
    """
    Refuse systems by which a round would be scored wrongly.

    Raises:
        RulebookError: The linter's errors of all of them at once, in Chinese.
    """
    faults = [line for system in systems for line in _errors(system)]
    if not faults:
        return
    more = [f"另有 {len(faults) - _SHOWN} 处"] if len(faults) > _SHOWN else []
    lines = "\n".join(f"  {line}" for line in (*faults[:_SHOWN], *more))
    raise RulebookError(
        f"指标体系有 {len(faults)} 处错误,不能用来评分:\n{lines}\n"
        "请改正后再评;kaoping system lint 可逐个检查。"
    )


def _errors(system: IndicatorSystem) -> Iterator[str]:
    for remark in system_remarks(system):
        if remark.level == "error":
            yield f"{system.name} {remark.where}:{remark.words}"
