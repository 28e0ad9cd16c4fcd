"""Validation of rulebook files by the JSON Schema of their kind, with mistakes told in Chinese."""

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表(每行以“- ”开头)",
    "object": "映射(“键: 值”)",
    "null": "空",
}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
Path = tuple[str | int, ...]


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return bool(_DATE.match(value)) and bool(date.fromisoformat(value))


def validator(schema: str) -> "Draft202012Validator":
    """The validator of a schema's JSON text; the schema itself is ours and is checked by the tests."""
    return _validator(schema)


@cache
def _validator(schema: str) -> "Draft202012Validator":
    # imported late: children are handed a rulebook that was validated already
    from jsonschema import Draft202012Validator, FormatChecker

    formats = FormatChecker(formats=())
    formats.checks("date", raises=ValueError)(_is_date)
    return Draft202012Validator(json.loads(schema), format_checker=formats)


def mistakes(validator: "Draft202012Validator", value: Any) -> list[tuple[Path, str]]:
    """Path and Chinese wording of each violation; empty for a valid file."""
    errors = validator.iter_errors(value)
    return [found for error in errors for found in _worded(error)]


def closest(word: str, words: Iterable[str]) -> str:
    """A Chinese hint naming the known word nearest to a mistyped one, or ``""``."""
    near = difflib.get_close_matches(word, list(words), n=1)
    return f",是否想写“{near[0]}”" if near else ""


def _worded(error: "ValidationError") -> list[tuple[Path, str]]:
    path: Path = tuple(error.absolute_path)
    field = spelled(path)
    if error.validator == "required":
        # jsonschema yields one error per missing name, but names it in its English message alone
        missing = error.message.split("'")[1]
        return [(path, f"{field}缺少“{missing}”")]
    if error.validator == "additionalProperties":
        return _strangers(error, path, field)
    return [(path, f"{field}{_explained(error)}")]


def _strangers(error: "ValidationError", path: Path, field: str) -> list[tuple[Path, str]]:
    known = list(error.schema.get("properties", ())) if isinstance(error.schema, Mapping) else []
    instance: Any = error.instance
    found = [key for key in instance if key not in known]
    return [((*path, key), f"{field}不认识的字段“{key}”{closest(key, known)}") for key in found]


def _explained(error: "ValidationError") -> str:
    wanted: Any = error.validator_value
    value = _shown(error.instance)
    match error.validator:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            return f"应为{'或'.join(_TYPES.get(kind, kind) for kind in kinds)},现为 {value}"
        case "enum":
            hint = closest(str(error.instance), [str(choice) for choice in wanted])
            return f"只能取 {'、'.join(map(str, wanted))},现为 {value}{hint}"
        case "minLength" | "minItems" | "minProperties":
            return "不能为空"
        case "pattern":
            return f"写法不对({value}){_expected(error)}"
        case "format":
            return f"应为存在的日期,写作 2026-01-31,现为 {value}"
        case "minimum" | "exclusiveMinimum":
            return f"应不小于 {wanted},现为 {value}"
        case "maximum" | "exclusiveMaximum":
            return f"应不大于 {wanted},现为 {value}"
        case "uniqueItems":
            return "列表中有重复项"
    return f"不合要求({error.validator}),现为 {value}"


def _expected(error: "ValidationError") -> str:
    described = error.schema.get("description", "") if isinstance(error.schema, Mapping) else ""
    return f",应为{described}" if described else ""


def _shown(value: Any) -> str:
    if value is None:
        return "空"
    text = f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=float)
    return text if len(text) <= 40 else text[:39] + "…"


def spelled(path: Path) -> str:
    """A path as a clerk reads it: ``indicators 第 3 项 的 with:``; empty for the whole file."""
    words = [f"第 {step + 1} 项" if isinstance(step, int) else step for step in path]
    return " 的 ".join(words).replace(" 的 第 ", " 第 ") + ":" if words else ""
