"""The files of a rulebook: the shipped ones with an office's own folder laid over them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import RulebookError

SHIPPED = Path(__file__).resolve().parents[2] / "kaoping_rulebook"
KINDS = (
    "prechecks",
    "indicators",
    "lexicons",
    "calendars",
    "reading",
    "catalogues",
    "exemptions",
    "severities",
    "exceptions",
    "names",
    "notices",
)
STATISTICS = SHIPPED / "statistics"  # of official text: large files that are opened where they are used
_SCHEMAS = "schemas"
_IGNORED = {"README.md", "README.txt", "说明.txt", "Thumbs.db"}


@dataclass(frozen=True, slots=True)
class RulebookFile:
    """One file: `name` is its path below the rulebook with forward slashes, `kind` its folder."""

    name: str
    path: Path
    data: bytes
    is_office: bool = False

    @property
    def kind(self) -> str:
        return self.name.partition("/")[0]

    @property
    def stem(self) -> str:
        return self.name.rpartition("/")[2].removesuffix(".yaml")

    def at(self, line: int | None) -> str:
        """Where, for a message: the shipped file by its name, an office's by its whole path."""
        shown = str(self.path) if self.is_office else self.name
        return f"{shown} 第 {line} 行" if line else shown


def layered(folder: Path | None) -> tuple[RulebookFile, ...]:
    """
    All files in force, by name: an office's file replaces the shipped one of the same name, others add.

    Raises:
        RulebookError: The folder is missing, or holds a file that no rulebook has a use for.
    """
    files = {file.name: file for file in _shipped_files()}
    if folder is not None:
        files |= {file.name: file for file in _office_files(folder)}
    return tuple(files[name] for name in sorted(files))


def version_of(files: Iterable[RulebookFile]) -> str:
    """12 hex digits of the SHA-256 over names and bytes, in the order of names."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        digest.update(f"{file.name}\0{len(file.data)}\0".encode())
        digest.update(file.data)
    return digest.hexdigest()[:12]


def _shipped_files() -> list[RulebookFile]:
    if not SHIPPED.is_dir():
        raise RulebookError(f"安装不完整:缺少随软件附带的规则库 {SHIPPED},请重新安装")
    return [
        RulebookFile(path.relative_to(SHIPPED).as_posix(), path, path.read_bytes())
        for kind in (*KINDS, _SCHEMAS, STATISTICS.name)
        for path in sorted((SHIPPED / kind).glob("*"))
        if path.suffix in {".yaml", ".json"}
    ]


def _office_files(folder: Path) -> list[RulebookFile]:
    if not folder.is_dir():
        raise RulebookError(f"规则库文件夹不存在:{folder},请检查路径")
    try:
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and not _is_ignored(path, folder))
        files = [
            RulebookFile(p.relative_to(folder).as_posix(), p, p.read_bytes(), is_office=True) for p in paths
        ]
    except OSError as error:
        raise RulebookError(f"规则库文件夹 {folder} 无法读取({error.strerror}),请检查权限") from error
    problems = [words for file in files if (words := _misplaced(file))]
    if not files:
        problems.append(f"{folder} 里没有规则文件,应有 {'、'.join(KINDS)} 等子文件夹")
    if problems:
        raise RulebookError("规则库文件夹有误:\n" + "\n".join(f"  {words}" for words in problems))
    return files


def _is_ignored(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "~")) for part in path.relative_to(folder).parts)
    return hidden or path.name in _IGNORED


def _misplaced(file: RulebookFile) -> str:
    parts = file.name.split("/")
    if parts[0] == _SCHEMAS:
        return f"{file.path}:格式定义(schemas)随软件提供,不能替换,请删去"
    if len(parts) != 2 or parts[0] not in KINDS:
        return f"{file.path}:位置不对,规则文件应直接放在 {'、'.join(KINDS)} 之一"
    if not file.name.endswith(".yaml"):
        return f"{file.path}:规则文件的扩展名应为 .yaml"
    return ""
