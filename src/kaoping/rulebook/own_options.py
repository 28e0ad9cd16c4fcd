"""Options that an office's scoring systems set, put in place of the precheck's."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .prechecks import Precheck
from .systems import IndicatorSystem


def with_own_options(precheck: Precheck, systems: Iterable[IndicatorSystem]) -> tuple[Precheck, list[str]]:
    """
    The precheck as the systems' ``with:`` would have it.

    Options that a system does not name stay the precheck's. A check that the precheck does not demand stays
    undemanded: its rules are 待核.

    Returns:
        The precheck, and in Chinese each option for which two rules ask different values.
    """
    asked: dict[str, dict[str, tuple[Any, str]]] = {}
    clashes: list[str] = []
    for system in systems:
        for indicator, rule in system.rules():
            if rule.by != "check":
                continue
            place = indicator.where_written or f"{system.name} {rule.id}"
            known = asked.setdefault(rule.name, {})
            for option, value in rule.options.items():
                before, first = known.setdefault(option, (value, place))
                if before != value:
                    clashes.append(
                        f"检查 {rule.name} 的参数“{option}”有两个值:{first} 为 {before},"
                        f"{place} 为 {value};一次检查只能用一个值,请统一"
                    )
    return _put(precheck, asked), clashes


def _put(precheck: Precheck, asked: Mapping[str, Mapping[str, tuple[Any, str]]]) -> Precheck:
    if not any(asked.values()):
        return precheck
    demands = tuple(
        replace(
            one,
            options={**one.options, **{name: value for name, (value, _) in own.items()}},
            where=next(place for _, place in own.values()),
        )
        if (own := asked.get(one.check))
        else one
        for one in precheck.demands
    )
    return replace(precheck, demands=demands)
