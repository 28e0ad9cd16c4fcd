"""Files of indicator systems: found, validated, laid over each other, written."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import RulebookError
from .files import SHIPPED, RulebookFile, layered
from .mistake import Mistake
from .schemas import Path as FieldPath
from .schemas import closest, mistakes, validator
from .strict_yaml import lines, parse
from .system_data import WAYS, parts_of, settle_all, system_of
from .system_layers import layered_data
from .systems import IndicatorSystem

KIND = "indicators"
_LAYERS = 6
_SHOWN_MISTAKES = 20
_KINDS = ("indicator", "rule", "veto", "case")


class Systems(Mapping[str, IndicatorSystem]):
    """
    The systems of a rulebook by name. One is read and validated when it is first asked for; a process that
    is handed a rulebook and asks for none pays nothing.
    """

    def __init__(self, files: Iterable[RulebookFile] = ()) -> None:
        self._files = {file.stem: file for file in files if file.kind == KIND}
        self._read: dict[str, IndicatorSystem] = {}

    def __getitem__(self, name: str) -> IndicatorSystem:
        if name not in self._files:
            raise KeyError(name)
        if name not in self._read:
            data, places = _settled(name, self._files, ())
            self._read[name] = system_of(name, data, places)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __reduce__(self) -> tuple[type["Systems"], tuple[tuple[RulebookFile, ...]]]:
        return Systems, (tuple(self._files.values()),)

    @property
    def own(self) -> tuple[str, ...]:
        """Names of the systems that stand in an office's folder."""
        return tuple(name for name, file in self._files.items() if file.is_office)

    def named(self, name: str) -> IndicatorSystem:
        """
        The system of this name.

        Raises:
            RulebookError: There is none (the closest is named), or its file is wrong.
        """
        if name not in self._files:
            known = "、".join(self._files)
            raise RulebookError(f"没有指标体系“{name}”{closest(name, self._files)};现有 {known}")
        return self[name]


def load_systems(folder: Path | None = None) -> Systems:
    """
    All systems, the office's over the shipped ones; read when asked for.

    Raises:
        RulebookError: The folder cannot be read.
    """
    return Systems(layered(folder))


def load_system(name: str, folder: Path | None = None) -> IndicatorSystem:
    """
    One system with all its layers.

    Raises:
        RulebookError: There is none of this name, or a file is wrong: file, line, field, what to do.
    """
    return load_systems(folder).named(name)


def read_system_yaml(path: Path) -> IndicatorSystem:
    """
    One file anywhere; what it extends is looked for beside it, then among the shipped ones.

    Raises:
        RulebookError: It cannot be read or is wrong.
    """
    if path.suffix != ".yaml":
        raise RulebookError(f"{path}:指标体系文件的扩展名应为 .yaml")
    try:
        beside = sorted(path.parent.glob("*.yaml")) if path.exists() else [path]
        office = [RulebookFile(f"{KIND}/{p.name}", p, p.read_bytes(), is_office=True) for p in beside]
    except OSError as error:
        raise RulebookError(f"指标体系文件 {path} 无法读取({error.strerror}),请检查路径和权限") from error
    files = {file.stem: file for file in layered(None) if file.kind == KIND} | {f.stem: f for f in office}
    data, places = _settled(path.stem, files, ())
    return system_of(path.stem, data, places)


def system_from_data(
    name: str, data: dict[str, Any]
) -> tuple[IndicatorSystem | None, list[tuple[FieldPath, str]]]:
    """A system of plain data that is nobody's file yet, or None and what is wrong, by path."""
    found = mistakes(validator(_schema("full")), data) or system_mistakes(data)
    if found:
        return None, found
    settle_all(data)
    return system_of(name, data), []


def _settled(
    name: str, files: Mapping[str, RulebookFile], below: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Settled data of one system, and where each of its parts is written."""
    file = files[name]
    try:
        data = parse(file.data)
    except Mistake as mistake:
        raise RulebookError(f"{file.at(mistake.line)}:{mistake.words}") from None
    if isinstance(data, dict) and "extends" in data:
        return _extended(file, data, files, (*below, name))
    if file.is_office:
        _refuse(file, mistakes(validator(_schema("full")), data) or system_mistakes(data))
    settle_all(data, origin=name if below else "")
    if below:
        data["layers"] = [name]
    return data, _places(file, data)


def _extended(
    file: RulebookFile, layer: dict[str, Any], files: Mapping[str, RulebookFile], below: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, str]]:
    _refuse(file, mistakes(validator(_schema("layer")), layer))
    above = layer["extends"]
    if above not in files:
        hint = closest(above, files)
        _refuse(file, [(("extends",), f"没有可以继承的指标体系“{above}”{hint}")])
    if above in below or len(below) > _LAYERS:
        chain = " → ".join((*below, above))
        _refuse(file, [(("extends",), f"继承关系成环或超过{_LAYERS}层:{chain}")])
    base, places = _settled(above, files, below)
    data, found = layered_data(base, layer, file.stem, {kind: _schema(kind) for kind in _KINDS})
    _refuse(file, found)
    _refuse(file, mistakes(validator(_schema("full")), data) or system_mistakes(data))
    return data, places | _places(file, layer)


def system_mistakes(data: Mapping[str, Any]) -> list[tuple[FieldPath, str]]:
    """What a schema cannot see: ids twice, leaves without points, rules of no way or of several."""
    found: list[tuple[FieldPath, str]] = []
    seen: set[str] = set()
    for path, kind, part in _with_paths(data):
        if (id_ := part.get("id")) and id_ in seen:
            found.append(((*path, "id"), f"编号“{id_}”出现了两次"))
        seen.add(id_ or "")
        found += [(path, words) for words in _part_mistakes(kind, part)]
    return found


def _part_mistakes(kind: str, part: Mapping[str, Any]) -> Iterator[str]:
    ways = [way for way in WAYS if way in part]
    named = part.get("id") or part["when"]
    if kind in ("rule", "case") and len(ways) != 1:
        told = f"现有 {'、'.join(ways)}" if ways else "现在没有"
        yield f"“{named}”应写明由谁判断:check、ask、import、derived 之一,{told}"
    if part.get("with") and "check" not in part:
        yield f"“{named}”的 with: 只用于 check"
    if kind == "indicator" and part.get("points") is None and not part.get("children"):
        yield f"指标“{named}”缺少“points”(满分)"
    if kind == "indicator" and part.get("rules") and part.get("children"):
        yield f"指标“{named}”下有子指标,细则应写在子指标下"
    if kind == "veto" and part["effect"] == "mark" and part.get("mark_points") is None:
        yield f"单项否决“{named}”按固定分计,缺少“mark_points”(如 59)"


def _with_paths(data: Mapping[str, Any]) -> Iterator[tuple[FieldPath, str, Mapping[str, Any]]]:
    """All parts in the order of the file with their paths; `parts_of` gives the same ones in its order."""
    for n, group in enumerate(data.get("groups") or ()):
        yield from _node_paths(("groups", n), group)
    for n, veto in enumerate(data.get("vetoes") or ()):
        yield ("vetoes", n), "veto", veto
        for m, case in enumerate(veto["cases"]):
            yield ("vetoes", n, "cases", m), "case", case
    for n, item in enumerate((data.get("bonus") or {}).get("items") or ()):
        yield from _node_paths(("bonus", "items", n), item)


def _node_paths(
    path: FieldPath, node: Mapping[str, Any]
) -> Iterator[tuple[FieldPath, str, Mapping[str, Any]]]:
    yield path, "indicator", node
    for n, rule in enumerate(node.get("rules") or ()):
        yield (*path, "rules", n), "rule", rule
    for n, child in enumerate(node.get("children") or ()):
        yield from _node_paths((*path, "children", n), child)


def _places(file: RulebookFile, data: Mapping[str, Any]) -> dict[str, str]:
    """File and line of every part that this file writes, by id; of ours the file alone, for speed."""
    if not file.is_office:
        return {part["id"]: file.at(None) for _, part, _ in parts_of(data)} if "groups" in data else {}
    at = lines(file.data)
    found = {part.get("id", ""): file.at(at.get(path)) for path, _, part in _with_paths(data)}
    for n, order in enumerate(data.get("change") or ()):
        found[order["id"]] = file.at(at.get(("change", n)))
    for n, order in enumerate(data.get("add") or ()):
        for part in order.values():
            if isinstance(part, dict) and "id" in part:
                found[part["id"]] = file.at(at.get(("add", n)))
    return found


def _refuse(file: RulebookFile, found: list[tuple[FieldPath, str]]) -> None:
    if not found:
        return
    at = lines(file.data)
    told = [f"{file.at(_line(at, path))}:{words}" for path, words in found]
    rest = len(told) - _SHOWN_MISTAKES
    shown = told[:_SHOWN_MISTAKES] + ([f"另有 {rest} 处"] if rest > 0 else [])
    raise RulebookError("指标体系有误:\n" + "\n".join(f"  {words}" for words in shown))


def _line(at: Mapping[FieldPath, int], path: FieldPath) -> int | None:
    """The line of a path, or of the nearest thing around it that the file has."""
    while path and path not in at:
        path = path[:-1]
    return at.get(path)


@cache
def _schema(kind: str) -> str:
    """The schema's text of a whole file, of a layer, or of one kind of part."""
    if kind == "layer":
        return (SHIPPED / "schemas" / "indicators.layer.schema.json").read_text("utf-8")
    text = (SHIPPED / "schemas" / "indicators.schema.json").read_text("utf-8")
    if kind == "full":
        return text
    whole = json.loads(text)
    return json.dumps({"$ref": f"#/$defs/{kind}", "$defs": whole["$defs"]})
