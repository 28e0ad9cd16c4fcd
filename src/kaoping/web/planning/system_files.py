"""Indicator systems that an office uploads or that ship with the product, as versions to keep."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaoping.checks import load_checks
from kaoping.errors import KaopingError, RulebookError
from kaoping.rulebook import IndicatorSystem, lint_system, read_system_xlsx, read_system_yaml, system_yaml

from .models import SystemVersion


@dataclass(frozen=True, slots=True)
class GivenSystem:
    """A system that was read, its text as it is kept, and what the linter says of it."""

    system: IndicatorSystem
    text: str
    remarks: list[dict[str, str]]

    @property
    def errors(self) -> list[dict[str, str]]:
        """Remarks that forbid its use."""
        return [one for one in self.remarks if one["level"] == "error"]


def given_system(content: bytes, name: str) -> GivenSystem:
    """
    Read an uploaded YAML or xlsx file.

    Raises:
        RulebookError: Told in Chinese with sheet or line, under the name that the file was given.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in {".yaml", ".yml", ".xlsx"}:
        raise RulebookError(f"“{name}”不是 yaml 或 xlsx 文件,请从“导出”取得样例后填写。")
    with tempfile.TemporaryDirectory(prefix="kaoping-system-") as folder:
        path = Path(folder) / f"{Path(name).stem[:60] or 'system'}{'.xlsx' if suffix == '.xlsx' else '.yaml'}"
        path.write_bytes(content)
        try:
            system = read_system_xlsx(path) if suffix == ".xlsx" else read_system_yaml(path)
        except KaopingError as error:
            raise RulebookError(str(error).replace(str(path), f"“{name}”")) from None
    return GivenSystem(system, system_yaml(system), remarks_of(system))


def remarks_of(system: IndicatorSystem) -> list[dict[str, str]]:
    """What the linter says, as plain data."""
    checks = {key: frozenset(one.options) for key, one in load_checks().items()}
    return [
        {"level": one.level, "where": one.where, "words": one.words} for one in lint_system(system, checks)
    ]


def system_of_version(version: SystemVersion) -> IndicatorSystem:
    """The stored version as records."""
    with tempfile.TemporaryDirectory(prefix="kaoping-system-") as folder:
        path = Path(folder) / f"{version.name}.yaml"
        path.write_text(version.text, "utf-8")
        return read_system_yaml(path)


def kept_values(given: GivenSystem) -> dict[str, Any]:
    """The fields under which it is kept."""
    system = given.system
    return {
        "name": system.name,
        "title": system.title,
        "version": system.version,
        "digest": system.digest,
        "text": given.text,
        "remarks": given.remarks,
    }
