"""How notices (通报) are worded: patterns of sentences as data, an office's own laid over ours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .fields import field_mistakes

DEFAULT = "default"
PARTS = ("situation", "problems", "causes", "demands")
Steps = tuple[str | int, ...]

_FAULT = ("单位", "单位数", "对象", "问题", "条数", "分组", "总数", "依据")
# every pattern with the fields that it may use
PATTERN_FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("考评", "机关", "期间"),
    "opening": ("机关", "考评"),
    "period": ("期间",),
    "opening_end": (),
    "focus": ("重点",),
    "scope": ("范围",),
    "method": ("方式",),
    "coverage": ("对象",),
    "coverage_mode": ("覆盖",),
    "supplementary": ("数据",),
    "counted": ("问题数", "单位数"),
    "looked_back": ("总数", "分类"),
    "praise": ("分组", "单位", "单位数"),
    "progress": ("单位", "单位数"),
    "failed": ("单位", "单位数"),
    "results": ("附件",),
    "sheets": ("材料", "途径"),
    "open_suspects": ("条数",),
    "basis": ("依据",),
    "rule": ("规则",),
    "elements": ("要素",),
    "general": ("情况",),
    "group_lacks": ("分组", "要素"),
    "group_problem": ("分组", "情况"),
    "aggregate": ("来源", "期间", "指标", "数值"),
    "everywhere_counted": _FAULT,
    "all_of": ("分组",),
    "fault": _FAULT,
    "fault_plain": _FAULT,
    "fault_basis": ("依据",),
    "fault_problem": _FAULT,
    "fault_units": _FAULT,
    "fault_counted": _FAULT,
    "fault_several": _FAULT,
    "cause": ("要点",),
    "causes_named": ("问题数",),
    "cause_counted": ("条数",),
    "cause_of_units": ("原因", "条数", "单位数"),
    "cause_earlier": ("原因", "轮次", "条数", "单位数"),
    "contact_gaps": ("单位", "单位数"),
    "actions": ("措施",),
    "background": ("事实",),
    "demand_deadline": ("时间", "事项"),
    "deadline": ("日期", "材料", "机关"),
    "deadline_channel": ("渠道", "邮箱"),
    "deadline_workdays": ("工作日",),
    "deadline_words": ("时间", "事项"),
    "note": (),
}
OF_A_CATEGORY = frozenset({
    "basis", "rule", "elements", "general", "group_lacks", "group_problem", "aggregate", "everywhere_counted",
    "all_of", "fault", "fault_plain", "fault_basis", "fault_problem", "fault_units", "fault_counted",
    "fault_several",
})  # fmt: skip
DEMAND_FIELDS = (
    "整改期限", "整改工作日", "报告期限", "报告工作日", "邮箱", "机关", "联系表附件",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeCategory:
    """
    A group of problems: its heading, patterns that take the place of the general ones, and, by the id of a
    check or a rule, the sentence in which such a fault is told.
    """

    id: str
    title: str
    patterns: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoticeDemand:
    """What is demanded where the office wrote nothing of its own: sentences with `DEMAND_FIELDS`."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeWording:
    """
    All sentences of one kind of notice.

    A fault is 普遍存在 from `spread_share` of a group's units on, in groups of at least `spread_least`. Of
    each group the best `praise_share` are praised, between `praise_least` and `praise_most` of them.
    `general_names` are words that look like names of units and are none; `leads` are words that stand before
    names of units and are no part of them; `whole_words` are not broken between lines of a title.
    """

    name: str
    title: str
    parts: Mapping[str, str]
    patterns: Mapping[str, str]
    categories: Mapping[str, NoticeCategory]
    demands: tuple[NoticeDemand, ...]
    spread_share: Decimal
    spread_least: int
    praise_share: Decimal
    praise_least: int
    praise_most: int
    general_names: tuple[str, ...]
    whole_words: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()

    def pattern(self, name: str, category: str = "") -> str:
        """The pattern of this name, the category's own where it has one."""
        own = self.categories.get(category)
        return (own.patterns.get(name) if own else None) or self.patterns[name]


def notice_mistakes(data: Mapping[str, Any]) -> list[tuple[Steps, str]]:
    """Patterns that do not exist, and fields that theirs do not know."""
    found: list[tuple[Steps, str]] = [*_wrong(data.get("patterns", {}), ("patterns",), PATTERN_FIELDS)]
    for n, one in enumerate(data.get("categories", ())):
        at = ("categories", n)
        known = {name: PATTERN_FIELDS[name] for name in sorted(OF_A_CATEGORY)}
        found += _wrong(one.get("patterns", {}), (*at, "patterns"), known)
        for name, pattern in one.get("faults", {}).items():
            found += (((*at, "faults", name), words) for words in field_mistakes(pattern, _FAULT))
    for n, demand in enumerate(data.get("demands", ())):
        for m, pattern in enumerate(demand["sentences"]):
            steps = ("demands", n, "sentences", m)
            found += ((steps, words) for words in field_mistakes(pattern, DEMAND_FIELDS))
    return found


def _wrong(
    patterns: Mapping[str, str], at: Steps, known: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Steps, str]]:
    for name, pattern in patterns.items():
        if name not in known:
            yield (*at, name), f"不认识的句式“{name}”，可用的句式：{'、'.join(known)}"
            continue
        yield from (((*at, name), f"句式“{name}”{words}") for words in field_mistakes(pattern, known[name]))


def notice_wordings(parsed: Mapping[str, Mapping[str, Any]]) -> Mapping[str, NoticeWording]:
    """
    Valid files by their names, each laid over the one that it extends.

    Raises:
        ValueError: A file extends one that does not exist, or itself; in Chinese, with the file's name.
    """
    return {name: _wording(name, _laid(name, parsed)) for name in parsed}


def _laid(name: str, parsed: Mapping[str, Mapping[str, Any]], seen: tuple[str, ...] = ()) -> dict[str, Any]:
    if name in seen:
        raise ValueError(f"notices/{name}.yaml 的 extends 绕回了自己")
    if name not in parsed:
        raise ValueError(f"notices/{seen[-1]}.yaml 的 extends 写的“{name}”不存在")
    own = parsed[name]
    above = own.get("extends") or (DEFAULT if name != DEFAULT else "")
    if not above:
        return dict(own)
    whole = _laid(above, parsed, (*seen, name))
    for key, value in own.items():
        is_merged = isinstance(value, Mapping) and key in whole
        whole[key] = {**whole[key], **value} if is_merged else value
    if "categories" in own:
        whole["categories"] = _laid_categories(parsed, above, own["categories"], (*seen, name))
    return whole


def _laid_categories(
    parsed: Mapping[str, Mapping[str, Any]],
    above: str,
    own: Sequence[Mapping[str, Any]],
    seen: tuple[str, ...],
) -> list[Mapping[str, Any]]:
    """The categories above with ours laid over; new ones stand at the end."""
    found = {one["id"]: dict(one) for one in _laid(above, parsed, seen).get("categories", ())}
    for one in own:
        known = found.get(one["id"], {})
        merged = {k: {**known.get(k, {}), **one.get(k, {})} for k in ("patterns", "faults")}
        found[one["id"]] = {**known, **one, **merged}
    return list(found.values())


def _wording(name: str, data: Mapping[str, Any]) -> NoticeWording:
    spread, praise = data["spread"], data["praise"]
    return NoticeWording(
        name=name,
        title=data["title"],
        parts=data["parts"],
        patterns=data["patterns"],
        categories={
            one["id"]: NoticeCategory(
                one["id"], one.get("title", one["id"]), one.get("patterns", {}), one.get("faults", {})
            )
            for one in data["categories"]
        },
        demands=tuple(NoticeDemand(one["title"], tuple(one["sentences"])) for one in data["demands"]),
        spread_share=Decimal(str(spread["share"])),
        spread_least=spread["least"],
        praise_share=Decimal(str(praise["share"])),
        praise_least=praise["least"],
        praise_most=praise["most"],
        general_names=tuple(data["general_names"]),
        whole_words=tuple(data["whole_words"]),
        leads=tuple(data.get("leads", ())),
    )
