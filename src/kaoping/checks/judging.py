"""The engine: one check over one subject, with the rulebook's options; completes what the check yields."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kaoping.errors import RulebookError
from kaoping.rulebook import Rulebook, validate_options

from .declaration import Check, Subject, load_checks, subject_address, subject_site
from .observation import Observation, not_checked


def judge(
    check: Check,
    subject: Subject,
    rules: Rulebook,
    *,
    today: date | None = None,
    options: Mapping[str, Any] | None = None,
    secret: bytes = b"",
) -> tuple[Observation, ...]:
    """
    What one check says of one subject, in the order in which it said it.

    Args:
        check: From `load_checks`.
        subject: An instance of one of `check.subjects`.
        rules: The rulebook in force.
        today: The day of judgement, for checks that ask for it.
        options: In place of those of the rulebook's indicator.
        secret: The installation's key, for checks that keep numbers only as keyed hashes.

    Returns:
        Observations with check, site, unit, lane, severity, message and rule version filled in. Evidence and
        time of sight are added by the round. A crash of the check is one observation `not_checked`.

    Raises:
        RulebookError: The options are not the ones the check takes.
    """
    given = _arguments(check, rules.options(check.id) if options is None else options)
    if check.wants_today:
        if today is None:
            raise ValueError(f"{check.id} needs the day of judgement")
        given["today"] = today
    if check.wants_secret:
        given["secret"] = secret
    try:
        return tuple(_completed(o, check, subject, rules) for o in check.function(subject, rules, **given))
    except Exception as error:  # noqa: BLE001  one page must not end a round; what crashed is not checked
        why = f"检查程序出错({type(error).__name__})"
        return (_completed(not_checked(subject_address(subject), why=why), check, subject, rules),)


def refuse_wrong_options(rules: Rulebook) -> None:
    """
    Compare the options of every check that the indicator system names with what the check takes.

    Raises:
        RulebookError: An indicator names no known check, or lacks or adds an option; all faults at once.
    """
    validate_options(rules, {one.id: frozenset(one.options) for one in load_checks().values()})


def _arguments(check: Check, options: Mapping[str, Any]) -> dict[str, Any]:
    missing = [name for name in check.options if name not in options]
    unknown = [name for name in options if name not in check.options]
    if missing or unknown:
        words = [f"缺少 {'、'.join(missing)}"] if missing else []
        words += [f"多出 {'、'.join(unknown)}"] if unknown else []
        raise RulebookError(f"检查 {check.id} 的参数不对:{','.join(words)}。请修改指标文件中该项的 with")
    return dict(options)


def _completed(seen: Observation, check: Check, subject: Subject, rules: Rulebook) -> Observation:
    return replace(
        seen,
        check=check.id,
        site=subject_site(subject),
        unit=str(getattr(subject, "unit", "")),
        url=seen.url or subject_address(subject),
        message=message_of(seen, check),
        severity=check.severity if seen.severity == "一般" else seen.severity,
        lane="hint" if seen.lane == "hint" else check.lane,
        rule_version=rules.version,
    )


def message_of(seen: Observation, check: Check) -> str:
    """The Chinese sentence of an observation, from its facts; for other answers than a problem, why."""
    match seen.answer:
        case "problem":
            words = check.message.format_map(seen.facts)
        case "unsure":
            words = f"{check.title}无法判定:{seen.facts.get('why') or '所见不足'}"
        case "not_checked":
            words = f"{check.title}未检查:{seen.facts.get('why') or '未能看到'}"
    return words
