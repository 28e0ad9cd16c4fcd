"""The text of `kaoping explain`: all that is known of a check, from its own file and its cases."""

import json
from collections.abc import Iterator

from kaoping.errors import UsageError

from .cases import Case, read_cases, told_of
from .declaration import Check, load_checks

LANE_WORDS = {
    "machine": "机器(可度量的事实,第二次看到后可批量确认)",
    "person": "人工(必须由人看过)",
    "hint": "提示(只给考评办看,不计分)",
}


def explain(check_id: str) -> str:
    """
    A check in words, for a terminal; ends with a line feed.

    Raises:
        UsageError: There is no such check; names those there are.
    """
    known = load_checks()
    if check_id not in known:
        raise UsageError(
            f"没有名为“{check_id}”的检查。可用的有:\n" + "\n".join(f"  {name}" for name in known)
        )
    return "\n".join([*_head(known[check_id]), *_cases(known[check_id])]) + "\n"


def _head(check: Check) -> Iterator[str]:
    yield f"{check.id}  {check.title}"
    yield ""
    for label, words in told_of(check).items():
        yield f"{label}:{words}"
    yield ""
    yield f"提示语:{check.message}"
    yield f"参数:{'、'.join(check.options) or '无'}"
    yield f"依据:{check.basis}"
    yield f"处理:{LANE_WORDS[check.lane]}"
    yield f"整改:{check.remedy}"


def _cases(check: Check) -> Iterator[str]:
    cases = read_cases(check)
    yield ""
    yield f"例({len(cases)}):"
    for case in cases:
        yield f"  - {case.name} → {_expected(case)}"


def _expected(case: Case) -> str:
    words = {"problem": "报", "unsure": "无法判定", "not_checked": "未检查"}
    told = [words[e] if isinstance(e, str) else _facts(dict(e), words) for e in case.expect]
    return ";".join(told) or "不报"


def _facts(expected: dict[str, object], words: dict[str, str]) -> str:
    answer = words.get(str(expected.pop("answer", "")), "报")
    message = expected.pop("message", "")
    return answer + " " + (str(message) or json.dumps(expected, ensure_ascii=False, default=str))
