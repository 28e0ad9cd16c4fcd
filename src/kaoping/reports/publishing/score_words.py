"""The Chinese words of scores: states of a line, effects of vetoes, voices, marks."""

from collections.abc import Iterable

from kaoping.findings import Voice
from kaoping.rulebook import Basis, Indicator
from kaoping.scoring import LineState

STATE_WORDS: dict[LineState, str] = {
    "pass": "通过",
    "fail": "扣分",
    "not_applicable": "不适用",
    "not_checked": "待核",
    "error": "出错待核",
}
EFFECT_WORDS = {"stop": "不合格，停止评分", "mark": "总分封顶", "grade": "等次降一档"}
VOICE_WORDS: dict[Voice, str] = {
    "check": "机器检查",
    "inspector": "人工检查",
    "monitor": "第三方监测",
    "unit": "单位自查",
    "ledger": "问题台账",
}
VERIFIED = frozenset({"seen", "recalled"})
UNVERIFIED = "〔待核〕"
CAP = "【上限】"
PROVISIONAL = "暂定"
# the names by which a printed score sheet is known again
LINES, SUMS, BONUS, FINDINGS, OPEN = "评分明细", "总分核算", "加分项", "失分问题", "待确认问题"
VETOES, BESIDE, SUBUNITS = "单项否决", "合并计分的下属单位", "分项计分的下属单位"


def basis_text(basis: Iterable[Basis]) -> str:
    """Each basis on a line of its own; what nobody verified says so."""
    return "\n".join(
        one.text if one.mark in VERIFIED else f"{one.text}{UNVERIFIED}" for one in basis if one.text
    )


def points_mark(indicator: Indicator) -> str:
    """What is to be said of the indicator's own points: ``""``, 分值待核 or 分值为建议值."""
    return {"unverified": "分值〔待核〕", "suggested": "分值为建议值"}.get(indicator.points_mark, "")


def numbers_text(numbers: Iterable[int]) -> str:
    """Numbers with runs drawn together: ``1-3、7``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return "、".join("-".join(map(str, run)) for run in runs)
