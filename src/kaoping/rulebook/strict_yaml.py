"""
YAML as a clerk may write it, with nothing guessed and every mistake named by its line.

Read from the C parser's events rather than through PyYAML's constructors: four times as fast, and free of
YAML 1.1's surprises. Only `true`/`false`, numbers and `null` are more than text; dates stay text
(``2026-01-01``), `yes`, `on` and ``12:30`` too. Keys are always text, and may not repeat. Anchors, aliases
and tags are refused.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from .mistake import Mistake

_DEPTH = 40
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None}
_WORDS |= {"true": True, "True": True, "false": False, "False": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+\Z")

# what libyaml says, and what a clerk understands
_EXPLAINED = (
    (
        "found character that cannot start any token",
        "缩进中用了制表符(Tab,请改用空格),或值以 @、` 开头(请加引号)",
    ),
    ("found a tab character", "缩进中用了制表符(Tab),请改用空格"),
    ("mapping values are not allowed", "此处多了冒号,或上一行缩进不对;值里含“: ”时请给整个值加引号"),
    ("could not find expected ':'", "此行或上一行缺少冒号(须用半角“:”并在后面空一格)"),
    ("did not find expected key", "缩进不齐,或引号、括号之后还有多余文字"),
    ("did not find expected '-' indicator", "列表各行的“-”没有对齐"),
    ("did not find expected ',' or", "方括号或花括号没有写全:缺逗号或缺右括号"),
    ("found unexpected end of stream", "引号或括号没有写全,直到文件末尾也没有找到另一半"),
    ("did not find expected alphabetic", "值以 & 或 * 开头时须加引号"),
    ("did not find expected node content", "方括号或花括号中有多余的逗号,或值以特殊符号开头而没有加引号"),
    ("control characters are not allowed", "含有看不见的控制字符,请删去"),
)


def parse(data: bytes) -> Any:
    """
    Read one document.

    Returns:
        dict (keys are str), list, str, int, float, bool or None.

    Raises:
        Mistake: Not UTF-8, not YAML, an empty file, a repeated key, an anchor, alias or tag.
    """
    return _Reading(_decoded(data)).document()


def lines(data: bytes) -> dict[tuple[str | int, ...], int]:
    """The line (from 1) of every value by its path of keys and positions: a key's line for what has a key."""
    reading = _Reading(_decoded(data), with_lines=True)
    reading.document()
    return reading.lines


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Mistake("文件编码不是 UTF-8,请另存为 UTF-8 编码", line) from None


class _Reading:
    """One pass over a document's events."""

    def __init__(self, text: str, *, with_lines: bool = False) -> None:
        self._text = text
        self._events: Iterator[Any] = iter(())
        self._with_lines = with_lines
        self.lines: dict[tuple[str | int, ...], int] = {}

    def document(self) -> Any:
        try:
            self._events = yaml.parse(self._text, Loader=yaml.CSafeLoader)
            next(self._events)
            if isinstance(next(self._events), yaml.StreamEndEvent):
                raise Mistake("文件是空的", 1)
            value = self._node(next(self._events), ())
            next(self._events)
            if not isinstance(next(self._events), yaml.StreamEndEvent):
                raise Mistake("一个文件只能有一份内容,请删去“---”之后的部分")
            return value
        except yaml.YAMLError as error:
            raise _explained(error) from None

    def _node(self, event: Any, path: tuple[str | int, ...]) -> Any:
        if self._with_lines:
            self.lines.setdefault(path, event.start_mark.line + 1)
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None:
            raise Mistake("不支持 YAML 的锚点与引用(&、*),请把内容写全", event.start_mark.line + 1)
        if event.tag is not None:
            raise Mistake(f"不支持 YAML 标签 {event.tag}", event.start_mark.line + 1)
        if kind is yaml.ScalarEvent:
            return _plain(event.value) if event.implicit[0] else event.value
        if len(path) > _DEPTH:
            raise Mistake(f"层次超过 {_DEPTH} 层", event.start_mark.line + 1)
        return self._mapping(path) if kind is yaml.MappingStartEvent else self._sequence(path)

    def _mapping(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while type(event := next(self._events)) is not yaml.MappingEndEvent:
            line = event.start_mark.line + 1
            if type(event) is not yaml.ScalarEvent:
                raise Mistake("键须是一个词,不能是列表或映射;含花括号的值请加引号", line)
            key = event.value
            if key in result:
                raise Mistake(f"“{key}”重复出现,请只留一处", line)
            inner = (*path, key) if self._with_lines else path + _STEP
            if self._with_lines:
                self.lines[inner] = line
            result[key] = self._node(next(self._events), inner)
        return result

    def _sequence(self, path: tuple[str | int, ...]) -> list[Any]:
        result: list[Any] = []
        while type(event := next(self._events)) is not yaml.SequenceEndEvent:
            result.append(self._node(event, (*path, len(result))))
        return result


_STEP = ("",)


def _plain(text: str) -> Any:
    if not text or text[0] in "ntfNTF~":
        return _WORDS.get(text, text)
    if text[0] in "0123456789+-":
        if _INTEGER.match(text):
            return int(text)
        if _FLOAT.match(text):
            return float(text)
    return text


def _explained(error: yaml.YAMLError) -> Mistake:
    context, problem = (
        getattr(error, "context", ""),
        getattr(error, "problem", "") or getattr(error, "reason", ""),
    )
    # an open quote or a key without its colon is noticed lines later than where it begins
    is_late = f"{context}" in ("while scanning a quoted scalar", "while scanning a simple key")
    first = "context_mark" if is_late else "problem_mark"
    mark = getattr(error, first, None) or getattr(error, "problem_mark", None)
    words = next((chinese for english, chinese in _EXPLAINED if english in f"{problem}"), "YAML 格式有误")
    return Mistake(words, mark.line + 1 if mark is not None else None)
