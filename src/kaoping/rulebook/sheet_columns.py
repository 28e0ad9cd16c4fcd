"""The sheets of an indicator workbook: which columns they have, and what each means in a system's file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import sheet_values as values
from .system_data import prose

MARKS = {"已见": "seen", "未复核": "recalled", "待核": "unverified", "建议": "suggested"}
WAYS = {"检查": "check", "人工": "ask", "导入": "import", "派生": "derived"}
PER = {"一次性": "once", "每处": "finding", "每个不同事实": "fact", "阶梯": "ladder", "按比例": "rate"}
CONFIRM = {"机器": "machine", "人": "person"}
EFFECTS = {"停评不合格": "stop", "按固定分": "mark", "降一档": "grade"}
VERBS = {"改": "change", "加": "add", "删": "remove"}
CATEGORIES = {
    "主动公开": "disclosure", "政策解读": "interpretation", "平台建设": "platform", "互动服务": "interaction",
    "信息审核": "content_review", "政务新媒体": "new_media", "回头看": "lookback", "组织保障": "organisation",
    "运维更新": "upkeep",
}  # fmt: skip
ABOVE, WAY, NAME = "_above", "_way", "_name"
BONUS = "加分"

Read = Callable[[Any], Any]
Write = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """
    `key` is the field in the file, ``deduct.points`` within another; `is_needed` where every row must fill
    it; `width` as a person wants it, in characters.
    """

    heading: str
    key: str
    read: Read = values.words_of
    write: Write = prose
    is_needed: bool = False
    width: int = 12


def _choice(heading: str, key: str, words: Mapping[str, str], *, is_needed: bool = False) -> Column:
    back = {word: chinese for chinese, word in words.items()}
    return Column(heading, key, values.choice_of(words), back.__getitem__, is_needed)


def _number(heading: str, key: str, *, is_needed: bool = False) -> Column:
    return Column(heading, key, values.number_of, float, is_needed, 9)


def _list(heading: str, key: str) -> Column:
    return Column(heading, key, values.list_of, values.list_cell, width=16)


def _bases() -> Column:
    back = {word: chinese for chinese, word in MARKS.items()}

    def write(bases: list[dict[str, str]]) -> str:
        return "\n".join(f"【{back[one['mark']]}】{one['text']}" for one in bases)

    return Column("依据", "basis", values.bases_of(MARKS), write, width=36)


_ID = Column("编号", "id", values.id_of, str, True, 10)
_WHERE = Column("限定", "where", values.where_of, values.where_cell, width=24)
_ORIGIN = Column("来源层", "origin")
_WAY = (
    _choice("判断方式", WAY, WAYS, is_needed=True),
    Column("检查项或来源", NAME, values.id_of, width=26),
    Column("人工问题", "ask", width=30),
)

SHEETS: Mapping[str, tuple[Column, ...]] = {
    "指标": (
        _ID,
        Column("上级编号", ABOVE, values.id_of, str, width=10),
        Column("名称", "title", is_needed=True, width=28),
        _number("分值", "points"),
        _choice("分值标记", "points_mark", MARKS),
        _number("封顶", "at_most"),
        _list("适用单位", "applies_to"),
        _list("不适用条件", "skip_when"),
        Column("按下级单位计", "subunits", values.truth_of, lambda is_so: "是" if is_so else "否"),
        _choice("类别", "category", CATEGORIES),
        _bases(),
        Column("整改建议", "remedy", width=30),
        Column("说明", "note", width=30),
        _ORIGIN,
    ),
    "细则": (
        _ID,
        Column("指标编号", ABOVE, values.id_of, str, True, 10),
        Column("情形", "when", is_needed=True, width=36),
        *_WAY,
        Column("参数", "with", values.options_of, values.options_cell, width=20),
        _WHERE,
        _choice("扣分方式", "deduct.per", PER),
        _number("每次扣分", "deduct.points"),
        _number("封顶", "deduct.at_most"),
        _list("区分依据", "deduct.same"),
        Column("阶梯", "deduct.steps", values.steps_of, values.steps_cell),
        Column("阶梯量", "deduct.measure"),
        _choice("由谁确认", "confirm", CONFIRM),
        Column("佐证", "evidence", width=24),
        _choice("标记", "mark", MARKS),
        _ORIGIN,
    ),
    "单项否决": (
        _ID,
        Column("名称", "title", is_needed=True, width=24),
        Column("情形", "when", is_needed=True, width=36),
        _choice("后果", "effect", EFFECTS, is_needed=True),
        _number("固定分", "mark_points"),
        _list("适用单位", "applies_to"),
        _list("不适用条件", "skip_when"),
        _bases(),
        _choice("标记", "mark", MARKS),
        _ORIGIN,
    ),
    "否决情形": (
        _ID,
        Column("否决编号", ABOVE, values.id_of, str, True, 10),
        Column("情形", "when", is_needed=True, width=36),
        *_WAY,
        _WHERE,
        Column("个数", "count", values.count_of, int, width=8),
        _choice("由谁确认", "confirm", CONFIRM),
        _choice("标记", "mark", MARKS),
        _ORIGIN,
    ),
    "分档": (
        Column("等次", "name", is_needed=True),
        _number("分数不低于", "at_least", is_needed=True),
        _choice("标记", "mark", MARKS),
    ),
    "改动": (
        Column("来源层", "layer", is_needed=True),
        _choice("动作", "verb", VERBS, is_needed=True),
        Column("编号", "id", values.id_of, str, True),
        Column("理由", "reason", is_needed=True, width=40),
    ),
}

FRAME = "体系"
FRAME_HEADINGS = ("项目", "内容")
FRAME_FIELDS: tuple[Column, ...] = (
    Column("标识", "name", is_needed=True),
    Column("标题", "title", is_needed=True),
    Column("版本", "version", is_needed=True),
    Column("来源", "source.what", is_needed=True),
    Column("文号", "source.number"),
    Column("来源网址", "source.url"),
    Column("来源日期", "source.date"),
    _choice("来源标记", "source.mark", MARKS, is_needed=True),
    _choice("未写标记的算作", "marks", MARKS),
    _list("适用单位", "applies_to"),
    _number("满分", "full", is_needed=True),
    Column("小数位数", "places", values.count_of, int),
    _number("合格线", "pass_line"),
    _choice("合格线标记", "pass_mark", MARKS),
    Column("生效日", "effective", values.day_of, str),
    Column("失效日", "expires", values.day_of, str),
    _number("加分上限", "bonus.points"),
    _number("加分门槛", "bonus.enter_over"),
    _choice("加分标记", "bonus.mark", MARKS),
    _list("层次", "layers"),
    Column("说明", "note"),
)
