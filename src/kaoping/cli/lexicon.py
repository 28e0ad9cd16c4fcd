"""`kaoping lexicon lint | import`: lexicons held against their own sentences; lists made into lexicons."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kaoping.checks.lexicon_lint import Fault, lint_lexicon
from kaoping.errors import OutputError, UsageError
from kaoping.roster import read_tables
from kaoping.rulebook import (
    LexiconFile,
    Rulebook,
    imported_list,
    is_lexicon_name,
    lexicon_file,
    lexicon_files,
    load_rulebook,
)

from .options import EXIT_CLEAN, EXIT_FOUND

SHOWN = 200
LIST = "词表"
MAX_ROWS = 1 << 20


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What `kaoping lexicon import` was asked, word for word."""

    file: Path
    rulebook: Path
    name: str
    title: str = ""
    class_: str = ""
    is_replacing: bool = False


def run_lint(file: Path | None, folder: Path | None) -> int:
    """Lint one file, or all of a rulebook folder (without one, the shipped); answers the exit code."""
    rules = load_rulebook(folder)
    read = (lexicon_file(file),) if file else lexicon_files(folder)
    told = [line for one in read for line in _lines(one, rules)]
    for line in told[:SHOWN]:
        print(line)
    if len(told) > SHOWN:
        print(f"另有 {len(told) - SHOWN} 处")
    entries = sum(len(one.lexicon.entries) for one in read)
    shown = sum(bool(e.fires or e.silent) for one in read for e in one.lexicon.entries)
    print(f"检查了 {len(read)} 个词库、{entries} 条(有样例句的 {shown} 条),{len(told)} 处要看")
    return EXIT_FOUND if any(":错误:" in line for line in told) else EXIT_CLEAN


def _lines(read: LexiconFile, rules: Rulebook) -> Iterator[str]:
    faults: tuple[Fault, ...] = lint_lexicon(read.lexicon, rules)
    if not faults:
        return
    places = read.places()
    for fault in faults:
        line = places.get(("entries", fault.number - 1, fault.field)) or places.get(
            ("entries", fault.number - 1)
        )
        at = f"第 {line} 行 " if line else ""
        yield f"{read.shown} {at}第 {fault.number} 条 {fault.field}:{fault.gravity}:{fault.words}"


def run_import(request: ImportRequest) -> int:
    """
    Write an office's list as ``lexicons/NAME.yaml``, whole or not at all; answers the exit code.

    Raises:
        UsageError: A row is wrong (all are told), or the name cannot be taken.
        OutputError: The folder cannot be written.
    """
    target = _target(request)
    tables = read_tables(request.file, LIST, wanted="要查的词,每行一个", max_rows=MAX_ROWS)
    found = imported_list(tables, str(request.file))
    if found.mistakes:
        shown = [f"  {line}" for line in found.mistakes[:SHOWN]]
        rest = [f"  另有 {len(found.mistakes) - SHOWN} 处"] if len(found.mistakes) > SHOWN else []
        raise UsageError("\n".join(["词表有误,没有写入:", *shown, *rest]))
    title = request.title or request.file.stem
    _write(target, found.text(title, f"本单位词表 {request.file.name}", class_=request.class_))
    print(f"已写入 {target}:{len(found.entries)} 条")
    for fault in lint_lexicon(lexicon_file(target).lexicon, load_rulebook()):
        print(f"第 {fault.number} 条 {fault.field}:{fault.gravity}:{fault.words}")
    return EXIT_CLEAN


def _target(request: ImportRequest) -> Path:
    if not is_lexicon_name(request.name):
        raise UsageError(f"--name {request.name} 不对,只能用汉字、字母、数字、- 和 _。")
    if request.name in load_rulebook().lexicons:
        raise UsageError(f"--name {request.name} 是自带词库的名字,会把它整个换掉,请另取一个名字。")
    target = request.rulebook / "lexicons" / f"{request.name}.yaml"
    if target.exists() and not request.is_replacing:
        raise UsageError(f"{target} 已经存在,要替换请加 --replace。")
    return target


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).chmod(0o644)
            os.replace(name, target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{target} 无法写入({error.strerror}),请检查磁盘和权限") from error
