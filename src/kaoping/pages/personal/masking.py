"""Masks personal numbers in whatever is to be kept or shown: texts, and whole records of any kind."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from .numbers import Number, find

T = TypeVar("T")
# digits in a row as they lie in encoded records, plain or full-width, with what may stand between
_ENCODED = re.compile(
    rb"(?:[0-9]|\xef\xbc[\x90-\x99])"
    rb"(?:(?:[\s\\nrt-]|\xc2[\xa0\xad]|\xe2\x80[\x80-\xaf]|\xe2\x81.|\xe3\x80\x80|\xef\xbb\xbf|\xef\xbc\x8d){0,6}"
    rb"(?:[0-9]|\xef\xbc[\x90-\x99])){10}"
)
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


def has_number(encoded: bytes) -> bool:
    """Whether an encoded record (MessagePack, JSON) may hold a personal number: quick, never a miss."""
    return _ENCODED.search(encoded) is not None


def encoded_masked(value: object, encoder: msgspec.msgpack.Encoder) -> bytes:
    """A record as MessagePack with personal numbers masked; one without long runs of digits costs no more."""
    encoded = encoder.encode(value)
    return encoder.encode(masked_record(value)) if has_number(encoded) else encoded


def masked_record(value: T) -> T:
    """
    A record with the numbers masked in all of its texts, however deep they lie. Addresses are left as they
    are: they name what was fetched.
    """
    return _masked(value)  # type: ignore[no-any-return]


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) < 11 or _ADDRESS.match(value) else masked(value)
    if isinstance(value, (int, float, bool, bytes, date, datetime)) or value is None:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        kept = {f.name: getattr(value, f.name) for f in fields(value)}
        changed = {n: m for n, v in kept.items() if (m := _masked(v)) is not v}
        return replace(value, **changed) if changed else value
    if isinstance(value, dict):
        return {_masked(k): _masked(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        found = [_masked(v) for v in value]
        if all(a is b for a, b in zip(found, value, strict=True)):
            return value
        return type(value)(found)
    return value
