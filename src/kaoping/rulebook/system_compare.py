"""Two indicator systems, or two versions of one, compared part by part."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from .sources import MARK_WORDS
from .system_data import parts_of, system_data
from .systems import IndicatorSystem

_KINDS = {"indicator": "指标", "rule": "细则", "veto": "单项否决", "case": "否决情形"}
_FIELDS = {
    "title": "名称",
    "version": "版本",
    "note": "说明",
    "source": "来源",
    "applies_to": "适用单位",
    "full": "满分",
    "places": "小数位数",
    "pass_line": "合格线",
    "pass_mark": "合格线的核实标记",
    "effective": "生效日",
    "expires": "失效日",
    "grades": "分档",
    "points": "分值",
    "points_mark": "分值的核实标记",
    "at_most": "封顶",
    "skip_when": "不适用条件",
    "subunits": "按下级单位计",
    "category": "类别",
    "basis": "依据",
    "remedy": "整改建议",
    "when": "情形",
    "check": "检查",
    "ask": "人工问题",
    "import": "导入来源",
    "derived": "派生来源",
    "with": "参数",
    "where": "限定",
    "deduct": "扣分",
    "confirm": "由谁确认",
    "evidence": "佐证",
    "mark": "核实标记",
    "count": "个数",
    "effect": "后果",
    "mark_points": "固定分",
    "enter_over": "加分门槛",
    "layers": "层次",
}
_INNER = {"groups", "vetoes", "bonus", "changes", "children", "rules", "cases", "items", "id", "origin"}
_WITHIN = {
    "per": "方式",
    "steps": "阶梯",
    "measure": "量",
    "same": "区分依据",
    "over": "超过",
    "text": "",
    "name": "",
    "at_least": "从",
    "points": "分",
    "at_most": "封顶",
    "mark": "标记",
    "what": "",
    "number": "文号",
    "url": "网址",
    "date": "日期",
}
_WORDS = {
    "per": {"once": "一次性", "finding": "每处", "fact": "每个不同事实", "ladder": "阶梯", "rate": "按比例"},
    "confirm": {"machine": "机器", "person": "人"},
    "effect": {"stop": "停评", "mark": "按固定分", "grade": "降一档"},
    "mark": MARK_WORDS,
    "points_mark": MARK_WORDS,
    "pass_mark": MARK_WORDS,
}


def system_difference(old: IndicatorSystem, new: IndicatorSystem) -> tuple[str, ...]:
    """
    In Chinese, one line for each field of each part that differs, then parts gone, then parts that came;
    empty for two that score alike. Which layer wrote a part does not count.
    """
    before, after = _parts(old), _parts(new)
    told = list(_fields("体系", before[""], after[""]))
    for id_, part in before.items():
        if id_ and id_ in after:
            told += _fields(_shown(id_, part), part, after[id_])
    told += [f"删去 {_shown(id_, part)}" for id_, part in before.items() if id_ not in after]
    told += [f"增加 {_shown(id_, part)}{_worth(part)}" for id_, part in after.items() if id_ not in before]
    return tuple(told)


def _parts(system: IndicatorSystem) -> dict[str, dict[str, Any]]:
    """The parts by id, each with its kind and the id above it; ``""`` is the system itself."""
    data = system_data(system)
    held: dict[str, dict[str, Any]] = {"": data, "加分": data.get("bonus") or {}}
    above = {id(child): node["id"] for _, node, _ in parts_of(data) for child in _below(node)}
    for kind, node, _ in parts_of(data):
        held[node["id"]] = {**node, "_kind": kind, "_above": above.get(id(node), "")}
    return held


def _below(node: Mapping[str, Any]) -> Iterable[Any]:
    return [child for key in ("children", "rules", "cases") for child in node.get(key, ())]


def _fields(where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old.get("_above") != new.get("_above"):
        yield f"{where}:由 {old.get('_above') or '顶层'} 移到 {new.get('_above') or '顶层'}"
    for key in dict.fromkeys((*old, *new)):
        if key in _INNER or key.startswith("_"):
            continue
        if _even(old.get(key)) != _even(new.get(key)):
            was, now = told_value(old.get(key), key), told_value(new.get(key), key)
            yield f"{where}:{_FIELDS.get(key, key)} {was} → {now}"


def _even(value: Any) -> Any:
    """Numbers by their value alone, within lists and mappings too."""
    if isinstance(value, Mapping):
        return {key: _even(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_even(one) for one in value]
    return value.normalize() if isinstance(value, Decimal) else value


def _shown(id_: str, part: Mapping[str, Any]) -> str:
    named = part.get("title") or part.get("when") or ""
    return f"{_KINDS.get(part.get('_kind', ''), '')}{id_}“{named}”" if named else id_


def _worth(part: Mapping[str, Any]) -> str:
    return f"({part['points']:f}分)" if part.get("_kind") == "indicator" else ""


def told_value(value: Any, key: str = "") -> str:
    """The value of the field `key` as a clerk reads it; 无 where there is none."""
    if value is None or value == "" or value == []:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Mapping):
        return "、".join(
            f"{_WITHIN.get(inner, inner)}{told_value(one, inner)}" for inner, one in value.items()
        )
    if isinstance(value, list):
        return "[" + ";".join(told_value(one) for one in value) + "]"
    return _WORDS.get(key, {}).get(str(value), str(value))
