"""Exceptions (例外登记): what people have judged to be no fault, so that it is not told again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .schemas import Path


@dataclass(frozen=True, slots=True)
class Waiver:
    """
    One verdict: whatever agrees in every scope that is given is no fault until the end of `until`.

    Scopes: `check` an id, `entry` a word of a lexicon or a rule, `unit` a name, `site` a host (with its port,
    where it has one), `page` an address; ``""`` is any. `where` names file and line.
    """

    check: str = ""
    entry: str = ""
    unit: str = ""
    site: str = ""
    page: str = ""
    author: str = ""
    reason: str = ""
    until: date = date.max
    where: str = ""

    def is_expired(self, today: date) -> bool:
        """Whether its last day lies before today."""
        return self.until < today


def waiver_mistakes(data: Mapping[str, Any]) -> list[tuple[Path, str]]:
    """What a schema cannot see: an exception that would silence everything of a unit or site; one twice."""
    found: list[tuple[Path, str]] = []
    seen: dict[tuple[str, ...], int] = {}
    for n, one in enumerate(data["exceptions"]):
        if not (one.get("check") or one.get("entry")):
            words = "没有写 check(检查项编号)或 entry(词或规则),不知道例外的是什么"
            found.append((("exceptions", n), words))
        scope = tuple(one.get(name, "") for name in ("check", "entry", "unit", "site", "page"))
        if scope in seen:
            found.append((("exceptions", n), f"与第 {seen[scope] + 1} 项的范围相同,请只留一项"))
        seen.setdefault(scope, n)
    return found


def waivers_of(data: Mapping[str, Any], lines: Mapping[Path, int], shown: str) -> tuple[Waiver, ...]:
    """A valid file as records; `shown` names the file in messages."""
    return tuple(
        Waiver(
            **{name: one.get(name, "") for name in ("check", "entry", "unit", "site", "page")},
            author=one["author"],
            reason=one["reason"],
            until=date.fromisoformat(one["until"]),
            where=f"{shown} 第 {lines.get(('exceptions', n), 0)} 行",
        )
        for n, one in enumerate(data["exceptions"])
    )
