"""Names that changed: bodies, laws, divisions, with the day from which the old one no longer holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Renamed:
    """
    One name in one of its old writings.

    `since` is the day from which `old` no longer holds; None where it never did. `after` are characters one
    of which must stand before it, `not_after` and `not_before` neighbours beside which it is another name.
    `is_repealed` tells a law whose name is right but that is no ground any more. `basis` names the reform and
    its day; `is_hint` says that old names of this list live on beside the new ones.
    """

    old: str
    new: str
    since: date | None = None
    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    is_repealed: bool = False
    is_hint: bool = False
    basis: str = ""


def names_of(data: Mapping[str, Any]) -> tuple[Renamed, ...]:
    """A valid file of names, one record for every old writing, in the file's order."""
    return tuple(_renamed(old, entry, data) for entry in data["entries"] for old in entry["old"])


def name_mistakes(data: Mapping[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """Entries whose reform is not among the file's own, and writings listed twice."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    seen: set[str] = set()
    for n, entry in enumerate(data["entries"]):
        if entry["reform"] not in data["reforms"]:
            found.append((("entries", n, "reform"), f"reforms 中没有“{entry['reform']}”"))
        for old in entry["old"]:
            if old in seen:
                found.append((("entries", n, "old"), f"“{old}”重复"))
            seen.add(old)
    return found


def _renamed(old: str, entry: Mapping[str, Any], data: Mapping[str, Any]) -> Renamed:
    reform = data["reforms"][entry["reform"]]
    since = entry.get("since")
    return Renamed(
        old=old,
        new=entry["new"],
        since=date.fromisoformat(since) if since else None,
        after=tuple(entry.get("after", ())),
        not_after=tuple(entry.get("not_after", ())),
        not_before=tuple(entry.get("not_before", ())),
        is_repealed=bool(entry.get("repealed")),
        is_hint=data.get("lane") == "hint",
        basis=f"{reform['what']}({since or reform['date']})",
    )
