"""Observations as lines of `observations.jsonl`, always the same bytes for the same observation."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC
from typing import Any

import msgspec

from .observation import Observation

_FIELDS = tuple(f.name for f in fields(Observation))


def observation_json(one: Observation) -> bytes:
    """
    One line of JSON without its line feed: fields in the record's order, facts sorted by name, dates as
    ISO 8601, instants in UTC with ``Z``. Lone surrogates become U+FFFD.
    """
    record = {name: getattr(one, name) for name in _FIELDS}
    record["facts"] = _sorted(one.facts)
    record["pages"] = list(one.pages)
    if one.seen_at is not None:
        record["seen_at"] = one.seen_at.astimezone(UTC)
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:
        return msgspec.json.encode(_printable(msgspec.to_builtins(record)))


def sort_key(one: Observation) -> tuple[Any, ...]:
    """Order of a run's observations: site, check, address, then everything else that can differ."""
    facts = msgspec.json.encode(_printable(msgspec.to_builtins(dict(one.facts))), order="sorted")
    return one.site, one.check, one.url, one.answer, facts, one.quote, one.span or (-1, -1), one.message


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _sorted(value[k]) for k in sorted(value, key=str)}
    if isinstance(value, (list, tuple)):
        return [_sorted(v) for v in value]
    return value


def _printable(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        case Mapping():
            return {_printable(k): _printable(v) for k, v in value.items()}
        case list() | tuple():
            return [_printable(v) for v in value]
    return value
