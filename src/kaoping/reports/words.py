"""The Chinese words that every report uses for states, lanes, marks, numbers and times."""

from datetime import UTC, datetime, timedelta, timezone

from kaoping.checks.observation import Lane
from kaoping.scoring.verdict import VetoState

from .material import SectionState

CHINA = timezone(timedelta(hours=8))  # no zone file needed: the offset has been fixed since 1991

LANE_WORDS: dict[Lane, str] = {"machine": "机器可证", "person": "需人工确认", "hint": "提示"}
ANSWER_WORDS = {"problem": "问题", "unsure": "待判断", "not_checked": "未检查"}
VETO_WORDS: dict[VetoState, str] = {
    "clear": "未见触发",
    "suspected": "疑似触发",
    "unsure": "待人工判断",
    "not_checked": "未检查",
}
VETO_SIGNS = {"clear": "●", "suspected": "▲", "unsure": "?", "not_checked": "–"}
VETO_ORDER: tuple[VetoState, ...] = ("suspected", "unsure", "not_checked", "clear")
MARK_WORDS = {
    "seen": "已核原文",
    "recalled": "待核:据转述",
    "unverified": "待核",
    "suggested": "建议值,非官方",
}
STATE_WORDS: dict[SectionState, str] = {
    "stale": "逾期未更新",
    "empty": "空白栏目",
    "unseen": "未能查看",
    "fresh": "按期更新",
    "long_term": "无更新要求",
}
STATE_ORDER = tuple(STATE_WORDS)
# the states of an item of a catalogue: what stands in its place, each with a sign of its own
ITEM_SIGNS = {
    "present": "●",
    "linked_out": "↗",
    "only_old": "▲",
    "wrong_kind": "≠",
    "empty": "○",
    "missing": "×",
    "ask": "?",
    "unsure": "?",
    "not_applicable": "–",
}
ITEM_WORDS = {
    "present": "有",
    "linked_out": "外链",
    "only_old": "陈旧",
    "wrong_kind": "动态",
    "empty": "空白",
    "missing": "未见",
    "ask": "待对应",
    "unsure": "待核",
    "not_applicable": "不适用",
}
ITEM_LONG_WORDS = {
    "present": "有内容",
    "linked_out": "链接到他处",
    "only_old": "只有旧内容",
    "wrong_kind": "以工作动态代替",
    "empty": "栏目空白",
    "missing": "没有找到",
    "ask": "有相似栏目,待指定",
    "unsure": "看不准,待核",
    "not_applicable": "不适用",
}
SEVERITY_ORDER = ("严重", "疑似", "一般", "提示")
GROUP_OF_FOLDER = {
    "disclosure": "主动公开",
    "interpretation": "政策解读",
    "platforms": "基层平台",
    "interaction": "互动服务",
    "wording": "错敏信息",
    "integrity": "篡改与暗链",
    "privacy": "个人隐私",
    "upkeep": "运维更新",
    "norms": "网站规范",
    "newmedia": "政务新媒体",
    "followup": "回头看",
}
PRECHECK_NOTE = "预检不是考评结论:机器所见只是线索,须经人工核实并在另一时间复核后方可计入。"


def moment(instant: datetime | None) -> str:
    """An instant on the Chinese clock to the minute; one without a zone counts as UTC. ``""`` for None."""
    if instant is None:
        return ""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return f"{aware.astimezone(CHINA):%Y-%m-%d %H:%M}"


def duration(started: datetime | None, finished: datetime | None) -> str:
    """Time between two instants in the two largest units, or ``—`` where either is unknown."""
    if started is None or finished is None:
        return "—"
    seconds = max(0, round((finished - started).total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"


def size(count: int) -> str:
    """Bytes in the unit in which people speak of them."""
    amount = float(count)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"


def days(count: int) -> str:
    """A number of days as a clerk says it; 0 is today."""
    if count == 0:
        return "今天"
    return f"{count:,} 天前"


def period(count: int | None) -> str:
    """The time within which a section must be updated."""
    return "无更新要求" if count is None else f"{count} 天内"
