"""
The gate before release: checks of the assessment itself, each with a count, where to mend it, and whether it
forbids the release.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse

from kaoping.errors import KaopingError
from kaoping.scoring import published_sheet, verify_sums

from ..inspection.models import Answer, Task
from ..planning.models import Member, Round
from ..review.models import Suspect
from ..units.models import Appeal, Reply
from .models import Notice, ScoreSnapshot
from .noticing import lint_errors
from .rows import systems_of
from .stored import differing_units, latest, sheet_of

OPEN = ("suspect", "second")
NAMED = 5
PERSONS_FOR_A_VETO = 2


@dataclass(frozen=True, slots=True)
class GateCheck:
    """
    One check. `count` is how much is wrong (0: nothing), `examples` name the first, `url` leads to where it
    is mended. One that `blocks` forbids the release while its count is above 0; of others a person says why.
    """

    id: str
    title: str
    count: int
    blocks: bool
    advice: str
    url: str = ""
    examples: str = ""

    @property
    def is_clear(self) -> bool:
        return not self.count


def gate_of(round_: Round) -> tuple[GateCheck, ...]:
    """All checks in their order."""
    return tuple(check(round_) for check in CHECKS)


def blocking(checks: Iterable[GateCheck]) -> list[GateCheck]:
    """Those that forbid the release."""
    return [one for one in checks if one.blocks and one.count]


def warnings(checks: Iterable[GateCheck]) -> list[GateCheck]:
    """Those of which somebody has to say why it is released nevertheless."""
    return [one for one in checks if not one.blocks and one.count]


def as_data(checks: Iterable[GateCheck]) -> list[dict[str, Any]]:
    """The checks as they are kept with the release; where they led to is not."""
    return [asdict(one) | {"url": ""} for one in checks]


def _unscored(round_: Round) -> GateCheck:
    scored = ScoreSnapshot.objects.filter(round=round_, is_latest=True).values("unit")
    missing = Member.objects.filter(round=round_).exclude(unit__in=scored)
    names = list(dict.fromkeys(missing.order_by("unit__order").values_list("unit__name", flat=True)))
    if not names and not Member.objects.filter(round=round_).exists():
        return GateCheck("unscored", "本轮没有单位", 1, True, "先在“计划”中选择分组和指标体系。")
    return GateCheck(
        "unscored",
        "没有得分的单位",
        len(names),
        True,
        "在“得分与排名”中计算一次。",
        _page("publishing:scores", round_),
        _some(names),
    )


def _open_suspects(round_: Round) -> GateCheck:
    count = Suspect.objects.filter(round=round_, state__in=OPEN).count()
    url = _page("review:queue", query=f"?round={round_.public_id}&state=suspect")
    return GateCheck("suspects", "没有认定完的疑似问题", count, True, "在“复核”中逐条认定。", url)


def _objections(round_: Round) -> GateCheck:
    appeals = Appeal.objects.filter(round=round_, state="open").select_related("unit")
    unanswered = Reply.objects.filter(round=round_, kind="object", appeal=None).select_related("unit")
    rows = [*appeals, *unanswered]
    return GateCheck(
        "objections",
        "没有裁定的异议",
        len(rows),
        True,
        "在“反馈与整改”中由另一人裁定。",
        _page("units:office"),
        _some(dict.fromkeys(one.unit.name for one in rows)),
    )


def _stale(round_: Round) -> GateCheck:
    advice = "决定有变化,或保存的得分与问题对不上:请重新计算得分。"
    url = _page("publishing:scores", round_)
    try:
        units = differing_units(round_)
    except KaopingError as error:
        return GateCheck("stale", "得分无法重新计算", 1, True, str(error), url)
    return GateCheck("stale", "与现有认定重算结果不一致的单位", len(units), True, advice, url, _some(units))


def _sums(round_: Round) -> GateCheck:
    most = {name: system.bonus.points for name, system in systems_of(round_).items() if system.bonus}
    rows = list(latest(round_))
    found = verify_sums(published_sheet(sheet_of(row), most.get(row.system), row.unit.name) for row in rows)
    words = "从印出的数字逐项加总,与合计不符:请重新计算得分,仍不符请与软件维护人员联系。"
    return GateCheck(
        "sums",
        "加总不符的数字",
        len(found),
        True,
        words,
        _page("publishing:scores", round_),
        _some(one.words for one in found),
    )


def _lone_vetoes(round_: Round) -> GateCheck:
    judged = Count("decisions__by", distinct=True, filter=Q(decisions__verdict="confirm"))
    vetoes = Suspect.objects.filter(round=round_, is_veto=True, state="confirmed").annotate(judges=judged)
    lone = vetoes.filter(judges__lt=PERSONS_FOR_A_VETO).select_related("unit")
    return GateCheck(
        "vetoes",
        "只有一人认定的单项否决",
        lone.count(),
        True,
        "单项否决须两人认定:在“复核”中退回重开,由另一人复核。",
        _page("review:queue", query=f"?round={round_.public_id}&state=confirmed"),
        _some(dict.fromkeys(one.unit.name for one in lone[:50])),
    )


def _disagreement(round_: Round) -> GateCheck:
    units = [unit for unit, is_settled in _doubles(round_) if not is_settled]
    return GateCheck(
        "disagreement",
        "两名检查员结论不同、尚未裁定的抽查项",
        len(units),
        True,
        "在“检查”的双人检查中由第三人裁定。",
        _page("inspection:agreement", round_) or _page("inspection:home"),
        _some(dict.fromkeys(units)),
    )


def _doubles(round_: Round) -> list[tuple[str, bool]]:
    """For each sampled item that two raters answered differently: its unit, and whether a third has ruled."""
    tasks = Task.objects.filter(round=round_, is_sampled=True).select_related("unit")
    pairs: dict[tuple[int, int | None, str], list[Task]] = {}
    for task in tasks.order_by("rater"):
        pairs.setdefault((task.unit_id, task.account_id, task.rule), []).append(task)
    answers: dict[int, list[Answer]] = {}
    for answer in Answer.objects.filter(task__in=tasks, is_draft=False).order_by("at", "id"):
        answers.setdefault(answer.task_id, []).append(answer)
    found = []
    for pair in pairs.values():
        raters = {task.inspector_id for task in pair}
        given = [one for task in pair for one in answers.get(task.pk, ())]
        verdicts = {one.task_id: one.verdict for one in given if one.by_id in raters}
        if len(set(verdicts.values())) > 1:
            found.append((pair[0].unit.name, any(one.by_id not in raters for one in given)))
    return found


def _unchecked(round_: Round) -> GateCheck:
    counts = {
        row.unit.name: sum(line["is_leaf"] and line["state"] == "not_checked" for line in row.sheet["lines"])
        for row in latest(round_)
    }
    named = [f"{unit} {count} 项" for unit, count in counts.items() if count]
    return GateCheck(
        "unchecked",
        "还没有检查的指标",
        sum(counts.values()),
        False,
        "没有检查的不算通过,按待核印出。请在“检查”或“采集”中补查。",
        _page("inspection:home", query=f"?round={round_.public_id}"),
        _some(named),
    )


def _provisional(round_: Round) -> GateCheck:
    units = list(dict.fromkeys(row.unit.name for row in latest(round_) if row.low != row.high))
    return GateCheck(
        "provisional",
        "总分仍是暂定的单位",
        len(units),
        False,
        "总分连同区间按“暂定”印出,名次可能变化。",
        _page("publishing:scores", round_),
        _some(units),
    )


def _no_day(round_: Round) -> GateCheck:
    return GateCheck(
        "day",
        "没有通报日期",
        int(round_.notice_date is None),
        False,
        "整改期限从通报之日起算:请在“计划”中填写通报日期。",
        _page("planning:edit_round", round_),
    )


def _no_notice(round_: Round) -> GateCheck:
    has_notice = Notice.objects.filter(round=round_).exists()
    url = _page("publishing:notices", round_)
    return GateCheck("no_notice", "没有起草通报", int(not has_notice), False, "在“通报稿”中起草。", url)


def _unsourced(round_: Round) -> GateCheck:
    url = _page("publishing:notices", round_)
    advice = "通报里的单位、数字和日期须有出处:在“通报稿”中改正或重新起草。"
    try:
        found = lint_errors(round_)
    except KaopingError as error:
        return GateCheck("unsourced", "通报无法核对", 1, True, str(error), url)
    return GateCheck("unsourced", "通报中没有出处的内容", len(found), True, advice, url, _some(found))


CHECKS: tuple[Callable[[Round], GateCheck], ...] = (
    _unscored,
    _open_suspects,
    _objections,
    _stale,
    _sums,
    _lone_vetoes,
    _disagreement,
    _unsourced,
    _unchecked,
    _provisional,
    _no_day,
    _no_notice,
)


def _page(route: str, round_: Round | None = None, query: str = "") -> str:
    try:
        return reverse(route, args=[round_.public_id] if round_ else []) + query
    except NoReverseMatch:
        return ""


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return "、".join(listed[:NAMED]) + (f" 等 {len(listed)} 个" if len(listed) > NAMED else "")
