"""One layer of an indicator system laid over the one above it: nation, province, city."""

import copy
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from .schemas import Path, closest, mistakes, validator
from .system_data import figure, parts_of, settle, settle_figures

_REPLACED = (
    "title", "version", "source", "note", "applies_to", "full", "places", "pass_line", "pass_mark",
    "effective", "expires", "grades",
)  # fmt: skip
_FORBIDDEN = {"id", "children", "rules", "cases", "origin"}
_HOMES = {"indicator": "children", "rule": "rules", "case": "cases"}
_CHINESE = {"indicator": "指标", "rule": "细则", "veto": "单项否决", "case": "否决情形"}
Found = list[tuple[Path, str]]


def layered_data(
    above: Mapping[str, Any], layer: Mapping[str, Any], name: str, schemas: Mapping[str, str]
) -> tuple[dict[str, Any], Found]:
    """
    The settled data of the layer `name` laid over the settled data `above`.

    Args:
        above: Settled data; untouched.
        layer: Data that the layer's schema holds.
        name: The layer's name: the origin of what it writes.
        schemas: For each kind of part the schema's text.

    Returns:
        The new data, and what is wrong by its path in the layer's file: unknown or taken ids, fields that
        a part does not have, parts that do not fit where they are added.
    """
    data = copy.deepcopy(dict(above))
    work = _Laying(data, name, layer.get("marks", "unverified"), schemas)
    summed = [node for _, node, _ in parts_of(data) if node.get("children") and _is_sum(node)]
    for n, order in enumerate(layer.get("remove") or ()):
        work.remove(("remove", n), order)
    for n, order in enumerate(layer.get("change") or ()):
        work.change(("change", n), order)
    for n, order in enumerate(layer.get("add") or ()):
        work.add(("add", n), order)
    for node in summed:
        if node["id"] not in work.summed_by_hand:
            node.pop("points", None)
    _top(data, layer, work.mark)
    data["layers"] = [*data["layers"], name]
    data["changes"] = [*data.get("changes", ()), *work.done]
    return data, work.found


def _is_sum(node: Mapping[str, Any]) -> bool:
    """Whether a group's points are, or are taken to be, the sum of its children's."""
    if node.get("points") is None:
        return True
    children = [_points(child) for child in node["children"]]
    return sum(children, Decimal(0)) == figure(node["points"])


def _points(node: Mapping[str, Any]) -> Decimal:
    if node.get("points") is not None:
        return figure(node["points"])
    return sum((_points(child) for child in node.get("children") or ()), Decimal(0))


def _top(data: dict[str, Any], layer: Mapping[str, Any], mark: str) -> None:
    for key in _REPLACED:
        if key in layer:
            data[key] = copy.deepcopy(layer[key])
    if "pass_line" in layer and "pass_mark" not in layer:
        data["pass_mark"] = mark
    if bonus := layer.get("bonus"):
        data["bonus"] = {"items": []} | (data.get("bonus") or {}) | {"mark": mark} | bonus
    settle_figures(data, mark)


class _Laying:
    """The changes of one layer, one by one; what cannot be done is told in `found` and left undone."""

    def __init__(self, data: dict[str, Any], name: str, mark: str, schemas: Mapping[str, str]) -> None:
        self.data, self.name, self.mark, self._schemas = data, name, mark, schemas
        self.found: Found = []
        self.done: list[dict[str, str]] = []
        self.summed_by_hand: set[str] = set()

    def remove(self, path: Path, order: Mapping[str, Any]) -> None:
        if met := self._part((*path, "id"), order["id"]):
            met[2].remove(met[1])
            self._note("remove", order)

    def change(self, path: Path, order: Mapping[str, Any]) -> None:
        met = self._part((*path, "id"), order["id"])
        if met is None:
            return
        kind, node, siblings = met
        changed = self._changed(kind, node, order["set"])
        stray = sorted(_FORBIDDEN & set(order["set"]))
        wrong = [((*path, "set", *at), words) for at, words in mistakes(self._validator(kind), changed)]
        wrong += [((*path, "set", key), f"“{key}”不能在 set 里改,请用 add、remove") for key in stray]
        self.found += wrong
        if wrong:
            return
        siblings[next(n for n, one in enumerate(siblings) if one is node)] = changed
        if "points" in order["set"]:
            self.summed_by_hand.add(changed["id"])
        self._note("change", order)

    def _changed(self, kind: str, node: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
        new = dict(copy.deepcopy(given))
        if "deduct" in new and isinstance(new["deduct"], dict):
            new["deduct"] = _without_empty({**node.get("deduct", {}), **new["deduct"]})
        mark = "points_mark" if kind == "indicator" else "mark"
        if {"points", "deduct", "count", "mark_points"} & set(new):
            new.setdefault(mark, self.mark)
        for basis in new.get("basis") or ():
            if isinstance(basis, dict):
                basis.setdefault("mark", self.mark)
        ways = {"check", "ask", "import", "derived"}
        kept = {k: v for k, v in node.items() if not (k in ways and ways & set(new))}
        return _without_empty({**kept, **new, "origin": self.name})

    def add(self, path: Path, order: Mapping[str, Any]) -> None:
        kinds = [key for key in ("indicator", "rule", "veto", "case", "bonus") if key in order]
        if len(kinds) != 1:
            self.found.append((path, "应写明加什么:indicator、rule、veto、case、bonus 中的一种"))
            return
        key = kinds[0]
        kind = "indicator" if key == "bonus" else key
        part = copy.deepcopy(order[key])
        if wrong := mistakes(self._validator(kind), part):
            self.found += [((*path, key, *at), words) for at, words in wrong]
            return
        home = self._home(path, key, order.get("to", ""))
        if home is None:
            return
        if kind in ("rule", "case"):
            part.setdefault("id", f"{order['to']}.{_free_number(order['to'], home, self._ids())}")
        settle(kind, part, self.mark, self.name)
        if taken := sorted(self._ids() & set(_ids_in(kind, part))):
            self.found.append(((*path, key), f"编号“{taken[0]}”已被占用,请另取一个"))
            return
        home.append(part)
        self._note("add", {"id": part["id"], "reason": order["reason"]})

    def _home(self, path: Path, key: str, to: str) -> list[dict[str, Any]] | None:
        """The list that a new part goes into, or None, told."""
        if key == "veto":
            return self._list(self.data, "vetoes")
        if key == "bonus" and not to:
            bonus = self.data.setdefault("bonus", {"points": 0, "mark": self.mark, "items": []})
            return self._list(bonus, "items")
        if key == "indicator" and not to:
            return self._list(self.data, "groups")
        if not to:
            self.found.append((path, "缺少“to”,应写明加到哪个编号之下"))
            return None
        met = self._part((*path, "to"), to)
        wanted = "veto" if key == "case" else "indicator"
        if met and met[0] != wanted:
            self.found.append(((*path, "to"), f"“{to}”是{_CHINESE[met[0]]},不能加在它下面"))
            return None
        return self._list(met[1], _HOMES["indicator" if key == "bonus" else key]) if met else None

    def _list(self, node: dict[str, Any], key: str) -> list[dict[str, Any]]:
        node[key] = node.get(key) or []
        held: list[dict[str, Any]] = node[key]
        return held

    def _part(self, path: Path, id_: str) -> tuple[str, dict[str, Any], list[dict[str, Any]]] | None:
        met = next((one for one in parts_of(self.data) if one[1]["id"] == id_), None)
        if met is None:
            self.found.append((path, f"上级体系中没有编号“{id_}”{closest(str(id_), self._ids())}"))
        return met

    def _ids(self) -> set[str]:
        return {node["id"] for _, node, _ in parts_of(self.data)}

    def _validator(self, kind: str) -> Any:
        return validator(self._schemas[kind])

    def _note(self, verb: str, order: Mapping[str, Any]) -> None:
        self.done.append({"layer": self.name, "verb": verb, "id": order["id"], "reason": order["reason"]})


def _without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    """Fields set to nothing are taken away."""
    return {key: value for key, value in data.items() if value is not None}


def _free_number(owner: str, siblings: list[dict[str, Any]], taken: set[str]) -> int:
    number = len(siblings) + 1
    while f"{owner}.{number}" in taken:
        number += 1
    return number


def _ids_in(kind: str, part: Mapping[str, Any]) -> Iterator[str]:
    holder = {"groups": [part]} if kind == "indicator" else {"vetoes": [part]} if kind == "veto" else None
    if holder is None:
        yield part["id"]
    else:
        yield from (node["id"] for _, node, _ in parts_of(holder))
