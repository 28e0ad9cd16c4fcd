"""Catalogues: what must be disclosed by which units, and an office's register of what does not apply."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from .schemas import Path, closest
from .sources import Source

CatalogueKind = Literal["statutory", "grassroots", "township"]


@dataclass(frozen=True, slots=True)
class CatalogueNode:
    """
    One thing that must be disclosed.

    `synonyms` are names under which sites keep it, `near` names that answer it where nothing better does;
    `titles` are patterns (regular expressions) of titles of documents that answer it. `kinds` are kinds of
    unit that it applies to, `conditional` those among them that it applies to only if `condition` holds of
    the unit. `months` is how old the newest content may be, None without a limit; `workdays` the time for
    publishing it. `evidence` says what answers it: section, page, document. A container (`is_container`) is
    answered by the sections below it. `parts` are ids of the catalogue's parts.
    """

    id: str = ""
    name: str = ""
    group: str = ""
    synonyms: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    basis: str = ""
    mark: str = "unverified"
    kinds: tuple[str, ...] = ()
    conditional: tuple[str, ...] = ()
    condition: str = ""
    on_streets: bool = True
    content: str = "list"
    workdays: int | None = None
    months: int | None = None
    evidence: tuple[str, ...] = ("section",)
    is_news_ok: bool = False
    is_container: bool = False
    parts: tuple[str, ...] = ()

    def applies_to(self, unit_kind: str) -> bool:
        """Whether units of this kind owe it; of an unknown kind, whether all kinds of site do."""
        if unit_kind in ("市级门户", "县市区", "市直单位", "乡镇街道"):
            return unit_kind in self.kinds
        return {"市级门户", "县市区", "市直单位"} <= set(self.kinds)

    def is_conditional_for(self, unit_kind: str) -> bool:
        """Whether a unit of this kind owes it only if `condition` holds; of an unknown kind, in doubt."""
        if unit_kind in self.kinds:
            return unit_kind in self.conditional
        return bool(self.conditional)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One catalogue file, `name` without its ending; nodes and parts in the file's order."""

    name: str
    title: str
    kind: CatalogueKind
    source: Source
    nodes: tuple[CatalogueNode, ...]
    parts: tuple[CatalogueNode, ...] = ()

    def node(self, id_: str) -> CatalogueNode | None:
        """The node of this id."""
        return next((node for node in self.nodes if node.id == id_), None)


@dataclass(frozen=True, slots=True)
class Exemption:
    """
    An office's word on one unit and one item: that it does not apply, or (`applies`) that it does.

    `until` is the last day on which this holds, None without end. `where` names file and line.
    """

    unit: str = ""
    item: str = ""
    reason: str = ""
    until: date | None = None
    applies: bool = False
    where: str = ""

    def is_expired(self, today: date) -> bool:
        """Whether its last day lies before today."""
        return self.until is not None and self.until < today


def exemption_for(exemptions: Iterable[Exemption], unit: str, item: str, today: date) -> Exemption | None:
    """The exemption of this unit and item: one in force before an expired one, else the last written."""
    found = [one for one in exemptions if one.unit == unit and one.item == item]
    in_force = [one for one in found if not one.is_expired(today)]
    return next(reversed(in_force or found), None)


def catalogue_mistakes(data: Mapping[str, Any]) -> list[tuple[Path, str]]:
    """What a schema cannot see: ids twice, patterns that are none, parts and kinds that are not listed."""
    found: list[tuple[Path, str]] = []
    parts = [part["id"] for part in data.get("parts", ())]
    seen: set[str] = set()
    for place, number, node in _entries(data):
        if node["id"] in seen:
            found.append(((place, number, "id"), f"编号“{node['id']}”出现了两次"))
        seen.add(node["id"])
        found += _pattern_mistakes(place, number, node.get("titles", ()))
        for n, part in enumerate(node.get("parts", ())):
            if part not in parts:
                words = f"“{part}”不在本文件的 parts 中{closest(part, parts)}"
                found.append(((place, number, "parts", n), words))
        applies = node.get("applies_to", {})
        for kind in applies.get("conditional", ()):
            if kind not in applies["kinds"]:
                path: Path = (place, number, "applies_to", "conditional")
                found.append((path, f"conditional 中的“{kind}”不在 kinds 中"))
    return found


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for place in ("parts", "items"):
        for number, node in enumerate(data.get(place, ())):
            yield place, number, node


def _pattern_mistakes(place: str, number: int, titles: Iterable[str]) -> Iterator[tuple[Path, str]]:
    for n, pattern in enumerate(titles):
        try:
            re.compile(pattern)
        except re.error:
            yield (place, number, "titles", n), f"“{pattern}”不是正确的匹配式(正则表达式)"


def catalogue_of(name: str, data: Mapping[str, Any]) -> Catalogue:
    """A valid catalogue file as a record."""
    return Catalogue(
        name=name,
        title=data["title"],
        kind=data["kind"],
        source=Source.of(data["source"]),
        nodes=tuple(_node(node) for node in data["items"]),
        parts=tuple(_node(part) for part in data.get("parts", ())),
    )


def _node(data: Mapping[str, Any]) -> CatalogueNode:
    applies = data.get("applies_to", {})
    kinds = tuple(applies.get("kinds", ()))
    return CatalogueNode(
        id=data["id"],
        name=data["name"],
        group=data.get("group", ""),
        synonyms=tuple(data.get("synonyms", ())),
        near=tuple(data.get("near", ())),
        titles=tuple(data.get("titles", ())),
        basis=data.get("basis", ""),
        mark=data["mark"],
        kinds=kinds,
        conditional=tuple(applies.get("conditional", kinds if "services" in applies else ())),
        condition=applies.get("condition", "承担公共服务" if applies.get("services") else ""),
        on_streets=data.get("on_streets", True),
        content=data["content"],
        workdays=data.get("workdays"),
        months=data.get("months"),
        evidence=tuple(data.get("evidence", ("section",))),
        is_news_ok=data.get("is_news_ok", False),
        is_container=data.get("is_container", False),
        parts=tuple(data.get("parts", ())),
    )


def exemptions_of(data: Mapping[str, Any], lines: Mapping[Path, int], shown: str) -> tuple[Exemption, ...]:
    """A valid exemptions file as records; `shown` names the file in messages."""
    return tuple(
        Exemption(
            unit=one["unit"],
            item=one["item"],
            reason=one["reason"],
            until=date.fromisoformat(one["until"]) if one.get("until") else None,
            applies=one.get("applies", False),
            where=f"{shown} 第 {lines.get(('exemptions', n), 0)} 行",
        )
        for n, one in enumerate(data["exemptions"])
    )


def unknown_items(exemptions: Iterable[Exemption], catalogues: Iterable[Catalogue]) -> list[str]:
    """Where exemptions name items that no catalogue has, one Chinese line each."""
    known = {node.id for catalogue in catalogues for node in catalogue.nodes}
    return [
        f"{one.where}:item:没有编号为“{one.item}”的公开事项{closest(one.item, known)}"
        for one in exemptions
        if one.item not in known
    ]
