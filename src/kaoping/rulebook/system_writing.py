"""Indicator systems written as YAML that a clerk can read on."""

import os
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from ..errors import OutputError
from .system_data import common_mark, parts_of, system_data
from .systems import IndicatorSystem

_ON_ONE_LINE = {"deduct", "where", "with"}


class _Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """Block style, numbers as they are, lists under their keys set in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = format(value.normalize(), "f")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def _flow(dumper: yaml.SafeDumper, value: _Flow) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True)


_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(_Flow, _flow)


def system_yaml(system: IndicatorSystem) -> str:
    """
    The system as YAML, all layers laid together.

    Read under the file name ``<system.name>.yaml`` it is the same system. The mark that most figures bear is
    said once, at the top.
    """
    data = system_data(system)
    mark = common_mark(data)
    for kind, part, _ in parts_of(data):
        key = "points_mark" if kind == "indicator" else "mark"
        if part.get(key) == mark:
            del part[key]
        for basis in part.get("basis", ()):
            if basis["mark"] == mark:
                del basis["mark"]
    head = {key: data.pop(key) for key in ("title", "version", "note", "source") if key in data}
    laid_out = _laid_out({**head, "marks": mark, **data})
    return yaml.dump(laid_out, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def write_system_yaml(system: IndicatorSystem, path: Path) -> None:
    """
    Write `system_yaml` to a file, whole or not at all.

    Raises:
        OutputError: It cannot be written.
    """
    write_whole(path, system_yaml(system).encode())


def write_whole(path: Path, content: bytes) -> None:
    """
    Put a file in place in one step, with its folder.

    Raises:
        OutputError: Disk full, no permission.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path} 无法写入({error.strerror}),请检查磁盘和权限") from error


def _laid_out(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        inner = {name: _laid_out(one, name) for name, one in value.items()}
        is_short = key in _ON_ONE_LINE or (key == "basis" or key == "grades" or key == "changes")
        return _Flow(inner) if is_short else inner
    if isinstance(value, list):
        return [_laid_out(one, key) for one in value]
    return value
