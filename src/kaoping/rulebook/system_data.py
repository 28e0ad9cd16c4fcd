"""
Indicator systems between plain data (as their files hold it) and records.

Settled data leaves nothing to defaults: every rule and case has an id, every figure a mark of its own.
"""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from .sources import Mark, Source
from .systems import (
    Basis,
    Bonus,
    By,
    Change,
    Deduction,
    Grade,
    Indicator,
    IndicatorSystem,
    Rule,
    Step,
    VetoCase,
    VetoRule,
)

WAYS: tuple[By, ...] = ("check", "ask", "import", "derived")
_UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Co"}
_DIGEST_DIGITS = 16
Part = tuple[str, dict[str, Any], list[dict[str, Any]]]


def prose(value: Any) -> str:
    """Text on one line: runs of blanks as one, nothing invisible, nothing around it."""
    text = " ".join(str(value or "").split())
    if not text.isprintable():
        text = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
    return " ".join(text.split())


def figure(value: Any) -> Decimal:
    """A number of a file as it is written there."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def parts_of(data: Mapping[str, Any]) -> Iterator[Part]:
    """Every part that has an id: its kind (indicator, rule, veto or case), itself, and the list it is in."""
    for nodes in (data.get("groups") or [], (data.get("bonus") or {}).get("items") or []):
        yield from _indicator_parts(nodes)
    vetoes = data.get("vetoes") or []
    for veto in vetoes:
        yield "veto", veto, vetoes
        for case in veto["cases"]:
            yield "case", case, veto["cases"]


def _indicator_parts(nodes: list[dict[str, Any]]) -> Iterator[Part]:
    for node in nodes:
        yield "indicator", node, nodes
        rules = node.get("rules") or []
        for rule in rules:
            yield "rule", rule, rules
        yield from _indicator_parts(node.get("children") or [])


def settle(kind: str, part: dict[str, Any], mark: str, origin: str = "") -> None:
    """Give a part and all below it ids and marks of their own, in place; `origin` too where there is one."""
    if origin:
        part["origin"] = origin
    part.setdefault("points_mark" if kind == "indicator" else "mark", mark)
    for basis in part.get("basis") or ():
        basis.setdefault("mark", mark)
    for inner, key in (("rule", "rules"), ("case", "cases"), ("indicator", "children")):
        for number, one in enumerate(part.get(key) or (), start=1):
            if inner != "indicator":
                one.setdefault("id", f"{part['id']}.{number}")
            settle(inner, one, mark, origin)


def settle_all(data: dict[str, Any], origin: str = "") -> None:
    """`settle` every part of a whole file, and the figures that stand outside of parts, in place."""
    mark = data.pop("marks", "unverified")
    for key, kind in (("groups", "indicator"), ("vetoes", "veto")):
        for part in data.get(key) or ():
            settle(kind, part, mark, origin)
    settle_figures(data, mark)
    for item in (data.get("bonus") or {}).get("items") or ():
        settle("indicator", item, mark, origin)


def settle_figures(data: dict[str, Any], mark: str) -> None:
    """Marks of grades, pass line and bonus that have none, in place."""
    for grade in data.get("grades") or ():
        grade.setdefault("mark", mark)
    if "pass_line" in data:
        data.setdefault("pass_mark", mark)
    if data.get("bonus"):
        data["bonus"].setdefault("mark", mark)


def system_of(name: str, data: Mapping[str, Any], places: Mapping[str, str] | None = None) -> IndicatorSystem:
    """
    Settled data that its schema holds, as a record.

    Args:
        name: The system's name.
        data: Settled.
        places: For ids where they are written (file and line), for messages.
    """
    seen = places or {}
    system = IndicatorSystem(
        name=name,
        title=prose(data["title"]),
        version=prose(data["version"]),
        source=_source(data["source"]),
        applies_to=_words(data.get("applies_to")),
        full=figure(data["full"]),
        groups=tuple(_indicator(one, seen) for one in data["groups"]),
        vetoes=tuple(_veto(one) for one in data.get("vetoes") or ()),
        bonus=_bonus(data["bonus"], seen) if data.get("bonus") else None,
        grades=tuple(
            Grade(prose(one["name"]), figure(one["at_least"]), one["mark"])
            for one in data.get("grades") or ()
        ),
        pass_line=_maybe(data.get("pass_line")),
        pass_mark=data.get("pass_mark", "unverified"),
        places=data.get("places", 2),
        effective=_day(data.get("effective")),
        expires=_day(data.get("expires")),
        layers=_words(data.get("layers")),
        changes=tuple(
            Change(prose(one["layer"]), one["verb"], one["id"], prose(one["reason"]))
            for one in data.get("changes") or ()
        ),
        note=prose(data.get("note")),
    )
    return replace(system, digest=digest_of(system))


def digest_of(system: IndicatorSystem) -> str:
    """16 hex digits of the SHA-256 over the content; numbers count by their value, not by their writing."""
    written = json.dumps(system_data(system), ensure_ascii=False, sort_keys=True, default=_plain_number)
    return hashlib.sha256(f"{system.name}\n{written}".encode()).hexdigest()[:_DIGEST_DIGITS]


def _plain_number(value: Any) -> str:
    return format(value.normalize(), "f")


def _source(data: Mapping[str, Any]) -> Source:
    return Source.of({key: data[key] if key == "mark" else prose(data[key]) for key in data})


def _words(values: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in map(prose, values or ()) if word))


def _maybe(value: Any) -> Decimal | None:
    return None if value is None else figure(value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _indicator(data: Mapping[str, Any], places: Mapping[str, str]) -> Indicator:
    children = tuple(_indicator(one, places) for one in data.get("children") or ())
    points = data.get("points")
    total = sum((child.points for child in children), Decimal(0))
    return Indicator(
        id=str(data["id"]),
        title=prose(data["title"]),
        points=figure(points) if points is not None else total,
        children=children,
        rules=tuple(_rule(one) for one in data.get("rules") or ()),
        at_most=_maybe(data.get("at_most")),
        applies_to=_words(data.get("applies_to")),
        skip_when=_words(data.get("skip_when")),
        subunits=data.get("subunits", False),
        category=data.get("category", ""),
        basis=_bases(data),
        points_mark=data["points_mark"],
        remedy=prose(data.get("remedy")),
        note=prose(data.get("note")),
        origin=data.get("origin", ""),
        where_written=places.get(str(data["id"]), ""),
    )


def _bases(data: Mapping[str, Any]) -> tuple[Basis, ...]:
    return tuple(Basis(prose(one["text"]), one["mark"]) for one in data.get("basis") or ())


def _way(data: Mapping[str, Any]) -> tuple[By, str, str]:
    """Who sees it: the way, the name, and the question to a person."""
    by = next(way for way in WAYS if way in data)
    return (by, "", prose(data["ask"])) if by == "ask" else (by, str(data[by]), "")


def _where(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: _words(values) for key, values in (data.get("where") or {}).items()}


def _rule(data: Mapping[str, Any]) -> Rule:
    by, name, question = _way(data)
    return Rule(
        id=str(data["id"]),
        when=prose(data["when"]),
        by=by,
        name=name,
        deduct=_deduction(data["deduct"]),
        options=dict(data.get("with") or {}),
        where=_where(data),
        question=question,
        confirm=data.get("confirm", "person"),
        evidence=prose(data.get("evidence")),
        mark=data["mark"],
        origin=data.get("origin", ""),
    )


def _deduction(data: Mapping[str, Any]) -> Deduction:
    return Deduction(
        per=data.get("per", "finding"),
        points=figure(data.get("points", 0)),
        at_most=_maybe(data.get("at_most")),
        same=_words(data.get("same")),
        steps=tuple(Step(figure(one["over"]), figure(one["points"])) for one in data.get("steps") or ()),
        measure=prose(data.get("measure")),
    )


def _veto(data: Mapping[str, Any]) -> VetoRule:
    return VetoRule(
        id=str(data["id"]),
        title=prose(data["title"]),
        when=prose(data["when"]),
        effect=data["effect"],
        cases=tuple(_case(one) for one in data["cases"]),
        mark_points=_maybe(data.get("mark_points")),
        applies_to=_words(data.get("applies_to")),
        skip_when=_words(data.get("skip_when")),
        basis=_bases(data),
        mark=data["mark"],
        origin=data.get("origin", ""),
    )


def _case(data: Mapping[str, Any]) -> VetoCase:
    by, name, question = _way(data)
    return VetoCase(
        id=str(data["id"]),
        when=prose(data["when"]),
        by=by,
        name=name,
        count=data.get("count", 1),
        where=_where(data),
        question=question,
        confirm=data.get("confirm", "person"),
        mark=data["mark"],
        origin=data.get("origin", ""),
    )


def _bonus(data: Mapping[str, Any], places: Mapping[str, str]) -> Bonus:
    items = tuple(_indicator(one, places) for one in data["items"])
    return Bonus(figure(data["points"]), _maybe(data.get("enter_over")), items, data["mark"])


def system_data(system: IndicatorSystem) -> dict[str, Any]:
    """The record as settled data: `system_of` makes the same record of it. Numbers are `Decimal`."""
    source = {key: getattr(system.source, key) for key in ("what", "number", "url", "date", "mark")}
    return _kept(
        title=system.title,
        version=system.version,
        note=system.note,
        source={key: value for key, value in source.items() if value},
        applies_to=list(system.applies_to),
        full=system.full,
        places=system.places,
        pass_line=system.pass_line,
        pass_mark=system.pass_mark if system.pass_line is not None else None,
        effective=system.effective.isoformat() if system.effective else None,
        expires=system.expires.isoformat() if system.expires else None,
        grades=[{"name": one.name, "at_least": one.at_least, "mark": one.mark} for one in system.grades],
        vetoes=[_veto_data(one) for one in system.vetoes],
        layers=list(system.layers),
        changes=[
            {"layer": one.layer, "verb": one.verb, "id": one.id, "reason": one.reason}
            for one in system.changes
        ],
        bonus=_bonus_data(system.bonus) if system.bonus else None,
    ) | {"groups": [_indicator_data(one) for one in system.groups]}


def common_mark(data: Mapping[str, Any]) -> Mark:
    """The mark that most parts of settled data bear."""
    marks = Counter(part.get("points_mark") or part["mark"] for _, part, _ in parts_of(data))
    return marks.most_common(1)[0][0] if marks else "unverified"


def _kept(**fields: Any) -> dict[str, Any]:
    """Fields that say something: a number always does."""
    return {key: value for key, value in fields.items() if value or type(value) in (int, Decimal)}


def _bonus_data(bonus: Bonus) -> dict[str, Any]:
    fields = {"points": bonus.points, "enter_over": bonus.enter_over, "mark": bonus.mark}
    kept = {key: value for key, value in fields.items() if value is not None}
    return kept | {"items": [_indicator_data(one) for one in bonus.items]}


def _indicator_data(one: Indicator) -> dict[str, Any]:
    return (
        {"id": one.id, "title": one.title, "points": one.points, "points_mark": one.points_mark}
        | _kept(
            applies_to=list(one.applies_to),
            skip_when=list(one.skip_when),
            subunits=one.subunits,
            category=one.category,
            basis=_bases_data(one.basis),
            remedy=one.remedy,
            note=one.note,
            origin=one.origin,
            rules=[_rule_data(rule) for rule in one.rules],
            children=[_indicator_data(child) for child in one.children],
        )
        | ({"at_most": one.at_most} if one.at_most is not None else {})
    )


def _bases_data(bases: Iterable[Basis]) -> list[dict[str, str]]:
    return [{"text": one.text, "mark": one.mark} for one in bases]


def _rule_data(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "when": rule.when,
        rule.by: rule.question if rule.by == "ask" else rule.name,
        "deduct": _deduction_data(rule.deduct),
        "confirm": rule.confirm,
        "mark": rule.mark,
    } | _kept(
        **{"with": dict(rule.options)},
        where={key: list(values) for key, values in rule.where.items()},
        evidence=rule.evidence,
        origin=rule.origin,
    )


def _deduction_data(deduct: Deduction) -> dict[str, Any]:
    steps = [{"over": step.over, "points": step.points} for step in deduct.steps]
    kept = _kept(same=list(deduct.same), steps=steps, measure=deduct.measure)
    cap = {"at_most": deduct.at_most} if deduct.at_most is not None else {}
    return {"points": deduct.points, "per": deduct.per} | cap | kept


def _veto_data(veto: VetoRule) -> dict[str, Any]:
    marked = {"mark_points": veto.mark_points} if veto.mark_points is not None else {}
    return (
        {
            "id": veto.id,
            "title": veto.title,
            "when": veto.when,
            "effect": veto.effect,
            "mark": veto.mark,
        }
        | marked
        | _kept(
            applies_to=list(veto.applies_to),
            skip_when=list(veto.skip_when),
            basis=_bases_data(veto.basis),
            origin=veto.origin,
            cases=[_case_data(case) for case in veto.cases],
        )
    )


def _case_data(case: VetoCase) -> dict[str, Any]:
    return {
        "id": case.id,
        "when": case.when,
        case.by: case.question if case.by == "ask" else case.name,
        "count": case.count,
        "confirm": case.confirm,
        "mark": case.mark,
    } | _kept(where={key: list(values) for key, values in case.where.items()}, origin=case.origin)
