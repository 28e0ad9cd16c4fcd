"""Fields in sentences and templates: ``{单位}``. They are filled, never run: there is no code in them."""

import re
from collections.abc import Iterable, Iterator, Mapping

FIELD = re.compile(r"\{([^{}]*)\}")
# what template languages take for code: none of it runs here, but somebody meant it to
CODE = re.compile(r"\{\{|\}\}|\{%|%\}|\$\{|#\{|<%|%>|\{#|#\}|\[\[|<\?|\$\(|@\{|\*\{")


def fields_in(pattern: str) -> Iterator[str]:
    """The names of the fields, as often as they stand there."""
    return (found.group(1) for found in FIELD.finditer(pattern))


def field_mistakes(pattern: str, known: Iterable[str]) -> Iterator[str]:
    """Chinese words on every field that nobody knows, on code, and on braces that are not closed."""
    names = frozenset(known)
    if found := CODE.search(pattern):
        yield f"含有程序代码的写法“{found.group()}”。字段只能写成“{{字段名}}”，代码不会执行，请删去"
        return
    for name in fields_in(pattern):
        if name not in names:
            listed = "、".join(sorted(names)) or "（没有）"
            yield f"不认识的字段“{name}”，这里可用的字段：{listed}"
    if set("{}") & set(FIELD.sub("", pattern)):
        yield "花括号没有成对"


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """
    The pattern with its fields filled; ``""`` where one of them is empty. What is filled in is text: braces
    in it stay as they are.

    Raises:
        KeyError: A field that `values` does not name.
    """
    if any(not values[name] for name in fields_in(pattern)):
        return ""
    return FIELD.sub(lambda found: values[found.group(1)], pattern)
