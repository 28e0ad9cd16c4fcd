"""Levels of gravity on the command line: which problems make the exit code 1."""

from collections.abc import Iterable

from kaoping.errors import UsageError

LEVELS = {"严重": 3, "疑似": 2, "一般": 1, "提示": 0}
ENGLISH_LEVELS = {"severe": "严重", "suspected": "疑似", "ordinary": "一般", "hint": "提示"}


def is_failure(severities: Iterable[str], fail_on: str) -> bool:
    """
    Whether problems of these severities are enough for exit code 1.

    Raises:
        UsageError: There is no such level.
    """
    level = _level(fail_on)
    return level is not None and any(LEVELS[severity] >= level for severity in severities)


def _level(word: str) -> int | None:
    if word in ("none", "无"):
        return None
    chosen = ENGLISH_LEVELS.get(word, word)
    if chosen not in LEVELS:
        raise UsageError(f"--fail-on {word} 不对,只能是 {'、'.join(LEVELS)} 或 none。")
    return LEVELS[chosen]


def refuse_unknown_level(word: str) -> None:
    """Raises `UsageError` where `--fail-on` names no level."""
    _level(word)
