"""Demand systems: what is demanded, on what basis, and which of it is a veto (单项否决)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .schemas import Path, closest
from .sources import Source


@dataclass(frozen=True, slots=True)
class Demand:
    """
    One demand and the check that looks for its breach.

    `options` are the check's parameters (the file's ``with:``). `group` is the heading under which a notice
    lists it (运维更新 …). `veto` is the id of the veto it touches, or ``""``. `basis_mark` is seen, recalled,
    unverified or suggested; only a seen basis may be shown as a national demand without a remark. `where`
    names file and line, for messages.
    """

    id: str
    title: str
    check: str
    options: Mapping[str, Any] = field(default_factory=dict)
    group: str = ""
    basis: str = ""
    basis_mark: str = "unverified"
    veto: str = ""
    remedy: str = ""
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class VetoClause:
    """
    One way in which a veto strikes. Where `check` is named, this many (`count`, inclusive) distinct subjects
    with a problem of that check touch it; `kinds` limits them to sections of these kinds, empty: all.
    Without `check`, software cannot tell and a person must look.
    """

    id: str
    rule: str
    check: str = ""
    count: int = 1
    kinds: tuple[str, ...] = ()
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    mark: str = "unverified"


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto (单项否决): any one of its clauses fails the site. `rule` is Chinese, with its figures."""

    id: str
    name: str
    rule: str
    clauses: tuple[VetoClause, ...] = ()
    mark: str = "unverified"
    skip_when: str = ""


@dataclass(frozen=True, slots=True)
class Precheck:
    """One file of demands/: `name` is the file's, without its ending; everything in the file's order."""

    name: str
    title: str
    source: Source
    demands: tuple[Demand, ...]
    vetoes: tuple[Veto, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups in the order of first mention."""
        return tuple(dict.fromkeys(demand.group for demand in self.demands))

    def veto_of(self, veto_id: str) -> Veto | None:
        """The veto of this id."""
        return next((veto for veto in self.vetoes if veto.id == veto_id), None)


def precheck_mistakes(data: Mapping[str, Any]) -> list[tuple[Path, str]]:
    """What a schema cannot see: ids and checks twice, vetoes that are not in the file."""
    vetoes = [veto["id"] for veto in data.get("vetoes", ())]
    checks = [demand["check"] for demand in data["demands"]]
    found = _twice("demands", "id", [demand["id"] for demand in data["demands"]])
    found += _twice("demands", "check", checks) + _twice("vetoes", "id", vetoes)
    for number, demand in enumerate(data["demands"]):
        veto = demand.get("veto", "")
        if veto and veto not in vetoes:
            path: Path = ("demands", number, "veto")
            found.append((path, f"单项否决“{veto}”不在本文件的 vetoes 中{closest(veto, vetoes)}"))
    for number, data_of in enumerate(data.get("vetoes", ())):
        for place, clause in enumerate(data_of.get("any_of", ())):
            if (check := clause.get("check")) and check not in checks:
                path = ("vetoes", number, "any_of", place, "check")
                found.append((path, f"检查“{check}”没有对应的要求{closest(check, checks)}"))
    return found


def precheck_of(name: str, data: Mapping[str, Any], lines: Mapping[Path, int], shown: str) -> Precheck:
    """A valid demand file as records; `shown` names the file in messages."""
    demands = tuple(
        _demand(demand, f"{shown} 第 {lines.get(('demands', n), 0)} 行")
        for n, demand in enumerate(data["demands"])
    )
    vetoes = tuple(_veto(veto) for veto in data.get("vetoes", ()))
    return Precheck(name, data["title"], Source.of(data["source"]), demands, vetoes)


def _demand(data: Mapping[str, Any], where: str) -> Demand:
    return Demand(
        id=data["id"],
        title=data["title"],
        check=data["check"],
        options=dict(data.get("with") or {}),
        group=data["group"],
        basis=data["basis"],
        basis_mark=data["basis_mark"],
        veto=data.get("veto", ""),
        remedy=data["remedy"],
        where=where,
    )


def _veto(data: Mapping[str, Any]) -> Veto:
    clauses = tuple(
        VetoClause(
            id=clause["id"],
            rule=clause["rule"],
            check=clause.get("check", ""),
            count=clause.get("count", 1),
            kinds=tuple(clause.get("kinds", ())),
            thresholds=dict(clause.get("thresholds", {})),
            mark=clause.get("mark", data["mark"]),
        )
        for clause in data.get("any_of", ())
    )
    return Veto(data["id"], data["name"], data["rule"], clauses, data["mark"], data.get("skip_when", ""))


def _twice(part: str, key: str, values: list[str]) -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []
    for number, value in enumerate(values):
        if value in values[:number]:
            found.append(((part, number, key), f"{key}“{value}”出现了两次"))
    return found
