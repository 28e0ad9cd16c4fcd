"""
Cells of an indicator workbook between what people write and what a system's file holds.

Readers raise `ValueError` with Chinese words saying what to do; what they write, they read back the same.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from .normalised import plain
from .schemas import closest
from .system_data import prose

_PLACES = 6
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\Z")
_UNIT = re.compile(r"分\Z")
_AND = re.compile(r"[、\n]")
_SEVERAL = re.compile(r"[;\uff1b\n]")
_ESCAPED = {";": "\\u003b", "\uff1b": "\\uff1b", "\n": "\\n"}
_SPECIAL = re.compile(r"[、;\uff1b\n\[\]{}\"=\uff1d]")
_BASIS = re.compile(r"【([^】]+)】\s*(.+)\Z")
_YES, _NO = ("是", "√", "y", "yes", "true", "1"), ("", "否", "×", "n", "no", "false", "0")


def is_blank(value: Any) -> bool:
    """Whether nobody wrote anything there."""
    return value is None or (isinstance(value, str) and not prose(value))


def words_of(value: Any) -> str:
    """Text; a whole number without ``.0``."""
    if isinstance(value, date | datetime):
        raise ValueError(f"应为文字,现为日期 {value:%Y-%m-%d},请把单元格设为“文本”后重填")
    if isinstance(value, bool):
        raise ValueError("应为文字,现为 TRUE 或 FALSE,请把单元格设为“文本”后重填")
    return prose(_whole(value) if isinstance(value, float) else value)


def id_of(value: Any) -> str:
    """An id: full width is made half; decimals are refused, for 1.10 typed as a number has become 1.1."""
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(f"编号是数字 {value},表格软件会把 1.10 变成 1.1,请把这一列设为“文本”后重填")
    return re.sub(r"\s", "", _half(words_of(value)))


def number_of(value: Any) -> Decimal:
    """A number, also one written as text, in full-width digits, or with 分 behind it."""
    if isinstance(value, bool | date | datetime):
        shown = f"{value:%Y-%m-%d}" if isinstance(value, date) else value
        raise ValueError(f"应为数字,现为 {shown}(可能被表格软件改成了日期),请把单元格设为“文本”后重填")
    if isinstance(value, int | float):
        return _rounded(Decimal(str(value)))
    text = _UNIT.sub("", _half(prose(value)).replace(" ", ""))
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"应为数字,现为“{prose(value)}”") from None
    if not number.is_finite() or "_" in text:
        raise ValueError(f"应为数字,现为“{prose(value)}”")
    return _rounded(number)


def _rounded(number: Decimal) -> Decimal:
    """Without the dust that a formula leaves behind."""
    return round(number, _PLACES).normalize() + 0


def count_of(value: Any) -> int:
    """A whole number."""
    number = number_of(value)
    if number != int(number):
        raise ValueError(f"应为整数,现为 {number}")
    return int(number)


def day_of(value: Any) -> str:
    """A day as ISO text: a date cell, or text such as 2022年8月25日, 2022/8/25, in full width too."""
    if isinstance(value, date | datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int | float):
        raise ValueError(f"应为日期,现为数字 {_whole(value)},请把单元格设为日期格式,或写作 2026-01-31")
    if not (met := _DAY.match(_half(prose(value)))):
        raise ValueError(f"应为日期,现为“{prose(value)}”,请写作 2026-01-31")
    try:
        return date(*map(int, met.groups())).isoformat()
    except ValueError:
        raise ValueError(f"没有“{prose(value)}”这一天") from None


def truth_of(value: Any) -> bool:
    """是 or 否; blank is 否."""
    written = plain(words_of(value)) if not isinstance(value, bool) else "是" if value else "否"
    if written in _YES:
        return True
    if written in _NO:
        return False
    raise ValueError(f"只能填 是 或 否,现为“{written}”")


def choice_of(choices: Mapping[str, str]) -> Callable[[Any], str]:
    """A reader of one of these Chinese words, each standing for a word of the file; that word is read too."""

    def read(value: Any) -> str:
        written = words_of(value)
        if written in choices:
            return choices[written]
        if written in choices.values():
            return written
        raise ValueError(f"只能填 {'、'.join(choices)},现为“{written}”{closest(written, choices)}")

    return read


def list_of(value: Any) -> list[str]:
    """Words between 、 or on lines of their own."""
    written = str(value).strip() if not isinstance(value, float) else words_of(value)
    if written.startswith("["):
        return [prose(one) for one in _json(written, list)]
    return [word for word in map(prose, _AND.split(written)) if word]


def list_cell(words: Sequence[str]) -> str:
    """What `list_of` reads back."""
    return (
        _escaped(json.dumps(list(words), ensure_ascii=False)) if any(map(_odd, words)) else "、".join(words)
    )


def where_of(value: Any) -> dict[str, list[str]]:
    """``fact=one、other`` between semicolons or on lines of their own."""
    return {key: list_of(words) for key, words in _pairs(value)}


def where_cell(where: Mapping[str, Sequence[str]]) -> str:
    """What `where_of` reads back."""
    return "\n".join(f"{key}={list_cell(words)}" for key, words in where.items())


def options_of(value: Any) -> dict[str, Any]:
    """``name=value`` between semicolons or on lines of their own; values as JSON, or else as text."""
    return {key: _value(words) for key, words in _pairs(value)}


def options_cell(options: Mapping[str, Any]) -> str:
    """What `options_of` reads back."""
    return "\n".join(f"{key}={_escaped(json.dumps(one, ensure_ascii=False))}" for key, one in options.items())


def bases_of(marks: Mapping[str, str]) -> Callable[[Any], list[dict[str, str]]]:
    """A reader of legal bases, one a line, each as ``【mark】text``; `marks` gives the file's words."""

    def read(value: Any) -> list[dict[str, str]]:
        return [_basis(line, marks) for line in str(value).split("\n") if prose(line)]

    return read


def _basis(line: str, marks: Mapping[str, str]) -> dict[str, str]:
    met = _BASIS.match(prose(line))
    if met is None:
        return {"text": prose(line)}
    return {"text": met[2], "mark": choice_of(marks)(met[1])}


def steps_of(value: Any) -> list[dict[str, Decimal]]:
    """Rungs of a ladder as ``over:points`` between semicolons or on lines of their own."""
    steps = []
    for one in _SEVERAL.split(str(value)):
        if not prose(one):
            continue
        over, colon, points = _half(prose(one)).partition(":")
        if not colon:
            raise ValueError(f"阶梯应写作“超过:扣分”,如 3:0.5;8:1,现为“{prose(one)}”")
        steps.append({"over": number_of(over), "points": number_of(points)})
    return steps


def steps_cell(steps: Iterable[Mapping[str, Decimal]]) -> str:
    """What `steps_of` reads back."""
    return ";".join(f"{step['over']:f}:{step['points']:f}" for step in steps)


def _pairs(value: Any) -> Iterable[tuple[str, str]]:
    seen: set[str] = set()
    for one in _SEVERAL.split(str(value)):
        if not prose(one):
            continue
        key, sign, words = (
            one.replace("\uff1d", "=", 1).partition("=") if "=" not in one else one.partition("=")
        )
        name = prose(key)
        if not sign or not name:
            raise ValueError(f"应写作“名称=值”,几项之间用分号隔开,现为“{prose(one)}”")
        if name in seen:
            raise ValueError(f"“{name}”写了两次")
        seen.add(name)
        yield name, words.strip()


def _value(words: str) -> Any:
    try:
        return json.loads(words)
    except ValueError:
        return words


def _json(words: str, kind: type[list[Any]]) -> list[Any]:
    try:
        value = json.loads(words)
    except ValueError:
        value = None
    if not isinstance(value, kind):
        raise ValueError(f"方括号内的写法不对:“{words}”,请用 、 隔开")
    return value


def _odd(word: str) -> bool:
    return bool(_SPECIAL.search(word))


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(c, c) for c in text)


def _whole(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _half(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones, capitals kept."""
    return "".join(
        chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else "." if c == "。" else c for c in text
    )
