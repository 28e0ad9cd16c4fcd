"""Masks personal numbers in whatever is to be kept or shown: texts, and whole records of any kind."""

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any, TypeVar

import msgspec

from .numbers import Number, find
from .runs import SHORTEST, has_long_run

T = TypeVar("T")
_PLAIN = frozenset({int, float, bool, bytes, date, datetime, type(None)})
_LONGEST_KEPT, _MOST_CLEAN = 2_000, 8_192
_CLEAN: dict[int, object] = {}
_ADDRESS = re.compile(r"[a-z]{3,8}://\S*$", re.I)
_SHOWN = {"identity": (4, 2), "old_identity": (4, 2), "card": (4, 4), "mobile": (3, 2), "weak": (4, 0)}


def masked(text: str) -> str:
    """
    The text with every personal number hidden, of the same length, so that offsets stay right. A number that
    only might be one (a card without the word beside it) is hidden too: this is for keeping, not for judging.
    """
    numbers = find(text, needs_check=False)
    if not numbers:
        return text
    pieces, kept = [], 0
    for number in numbers:
        if number.start >= kept:
            pieces += [text[kept : number.start], _hidden(text[number.start : number.end], number)]
            kept = number.end
    return "".join(pieces) + text[kept:]


def masked_number(number: Number) -> str:
    """The number itself as it may be shown, without the gaps in which it was written."""
    return _hidden(number.digits, number) + ("****" if number.kind == "weak" else "")


def _hidden(written: str, number: Number) -> str:
    head, tail = _SHOWN[number.kind]
    total = sum(c.isalnum() for c in written)
    seen, out = 0, []
    for char in written:
        if not char.isalnum():
            out.append(char)
            continue
        out.append(char if seen < head or seen >= total - tail else "*")
        seen += 1
    return "".join(out)


def encoded_masked(value: object, encoder: msgspec.msgpack.Encoder) -> bytes:
    """A record as MessagePack with personal numbers masked."""
    return encoder.encode(masked_record(value))


def masked_record(value: T) -> T:
    """
    A record with the numbers masked in all of its texts, however deep they lie. Addresses are left as they
    are: they name what was fetched. A record without numbers is given back itself.
    """
    return _masked(value)  # type: ignore[no-any-return]


def _masked(value: Any) -> Any:
    kind: Any = type(value)
    if kind is str:
        is_plain = len(value) < SHORTEST or not has_long_run(value) or _ADDRESS.match(value)
        return value if is_plain else masked(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        found = [v if id(v) in _CLEAN else _masked(v) for v in value]
        return value if _are_same(found, value) else kind(found)
    if kind is dict:
        changed = {_masked(k): _masked(v) for k, v in value.items()}
        return value if _are_same(chain(changed, changed.values()), chain(value, value.values())) else changed
    names, values_of = _fields_of(kind)
    new: dict[str, Any] = {}
    is_small = bool(names)
    for name, held in zip(names, values_of(value), strict=True) if names else ():
        # most of what a page holds: told here, without further calls
        if type(held) is str and (len(held) < SHORTEST or not has_long_run(held)):
            is_small = is_small and len(held) <= _LONGEST_KEPT
            continue
        is_small = is_small and type(held) in _PLAIN
        kept = _masked(held)
        if kept is not held:
            new[name] = kept
    if is_small:
        _remember(value)
    return replace(value, **new) if new else value


def _remember(record: object) -> None:
    """Of nothing but short texts without numbers: links of menus are the same records on every page."""
    if len(_CLEAN) >= _MOST_CLEAN:
        _CLEAN.clear()
    _CLEAN[id(record)] = record  # kept alive, so that its id stays its own


def _are_same(found: Iterable[Any], given: Iterable[Any]) -> bool:
    return all(map(operator.is_, found, given))


@cache
def _fields_of(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of a record's fields, and what gives their values; no names of what is no record."""
    names = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
    # of one name alone it would give no tuple
    return names, operator.attrgetter(*names) if len(names) > 1 else _only(*names)


def _only(name: str = "") -> Callable[[Any], tuple[Any, ...]]:
    return lambda value: (getattr(value, name),)
