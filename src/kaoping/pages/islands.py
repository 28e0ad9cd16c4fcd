"""Data that lies in scripts and answers: JSON, and the object literals that scripts write in its place."""

import json
import re
from collections.abc import Iterator
from typing import Any

_OPENING = re.compile(
    r"(?:=|\(|return|:)\s*(?P<at>[\[{])|JSON\.parse\(\s*(?P<q>['\"])(?P<s>(?:\\.|(?!(?P=q))[^\\]){20,200000})(?P=q)\s*\)"
)
_BARE_KEY = re.compile(r"([{,]\s*)([A-Za-z_$][\w$]*)\s*:")
_TRIES = 24
_LEAST = 40  # characters of data worth looking at
_LITERAL_CAP = 300_000
_DEPTH = 6


def values_in(text: str) -> Iterator[Any]:
    """
    Every object or array that a script assigns or hands over, parsed; at most 24 are tried. Literals that are
    no JSON (bare keys, single quotes) are read too. What cannot be read is passed over.
    """
    position = tries = 0
    while tries < _TRIES and (found := _OPENING.search(text, position)) is not None:
        tries += 1
        if found["s"] is not None:
            position = found.end()
            value = _quoted(found["s"])
        else:
            start = found.start("at")
            value, end = _literal(text, start)
            position = end if value is not None else found.end()
        if value is not None:
            yield value


def parsed(text: str) -> Any:
    """A whole answer: JSON, JSONP, or JSON behind a byte order mark or guard; null where it is none."""
    text = text.strip().lstrip("\ufeff")
    if text[:1] not in "[{":
        call = re.match(r"^(?:/\*.{0,40}?\*/)?\s*[\w$.]{1,80}\s*\(", text)
        if call is None:
            return None
        text = text[call.end() :].rstrip("; \n\r").removesuffix(")")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        value, end = _literal(text, 0) if text[:1] in {"[", "{"} else (None, 0)
        return value if end >= len(text.rstrip()) - 1 else None


def value_at(text: str, start: int) -> tuple[Any, int]:
    """The value whose literal begins at `start` and its end; (None, start) where it cannot be read."""
    return _literal(text, start)


def _quoted(inner: str) -> Any:
    try:
        return json.loads(json.loads(f'"{inner}"'.replace("\\'", "'")))
    except (ValueError, RecursionError, TypeError):
        try:
            return json.loads(inner)
        except (ValueError, RecursionError):
            return None


def _literal(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at `start` and its end; (None, start) where it cannot be read."""
    try:
        value, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        pass
    else:
        return (value, end) if end - start >= _LEAST else (None, end)
    end = _closing(text, start)
    if end < 0 or not _LEAST <= end - start <= _LITERAL_CAP:
        return None, start
    try:
        return json.loads(_as_json(text[start:end])), end
    except (ValueError, RecursionError):
        return None, start


def _closing(text: str, start: int) -> int:
    """One past the bracket that closes the one at `start`; strings are skipped; -1 where none does."""
    depth = 0
    position = start
    stop = min(len(text), start + _LITERAL_CAP)
    token = re.compile(r"""[\[\]{}]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""")
    while position < stop and (found := token.search(text, position, stop)) is not None:
        mark = found.group()
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
            if depth == 0:
                return found.end()
        position = found.end()
    return -1


def _as_json(literal: str) -> str:
    """An object literal made JSON: strings double-quoted, keys quoted, trailing commas dropped."""
    strings: list[str] = []

    def keep(found: re.Match[str]) -> str:
        raw = found.group()
        if raw[0] == "'":
            raw = '"' + raw[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
        strings.append(raw)
        return f'"\x00{len(strings) - 1}"'

    bare = re.sub(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\"""", keep, literal)
    bare = _BARE_KEY.sub(r'\1"\2":', re.sub(r"//[^\n]*", "", bare))
    bare = re.sub(r",(\s*[\]}])", r"\1", bare)
    return re.sub(r'"\x00(\d+)"', lambda m: strings[int(m.group(1))], bare)


def dicts_in(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object inside a value, outermost first, down to six levels."""
    if isinstance(value, dict):
        yield value
        inner = list(value.values())
    elif isinstance(value, list):
        inner = value[:2000]
    else:
        return
    if depth < _DEPTH:
        for child in inner:
            if isinstance(child, (dict, list)):
                yield from dicts_in(child, depth + 1)


def arrays_in(value: Any, depth: int = 0) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Every array of objects inside a value, with the object that holds it, outermost first."""
    if isinstance(value, list):
        if depth == 0 and value and isinstance(value[0], dict):
            yield {}, value
        for child in value[:200]:
            if isinstance(child, (dict, list)) and depth < _DEPTH:
                yield from arrays_in(child, depth + 1)
    elif isinstance(value, dict):
        for child in value.values():
            if isinstance(child, list) and child and isinstance(child[0], dict):
                yield value, child
        if depth < _DEPTH:
            for child in value.values():
                if isinstance(child, (dict, list)):
                    yield from arrays_in(child, depth + 1)
