"""`kaoping proofread`: what an editor should mend before a text is published, with its places."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaoping.errors import UsageError
from kaoping.rounds.drafts import Draft, open_draft
from kaoping.rounds.given_files import Unreadable
from kaoping.rounds.proofreading import Flaw, Proofreader
from kaoping.rounds.secret import ensure_secret, installation_secret
from kaoping.rulebook import load_rulebook

from .levels import is_failure, refuse_unknown_level
from .options import EXIT_CLEAN, EXIT_FOUND, EXIT_USAGE, parse_day

_FIELDS = (
    "file", "line", "check", "rule", "lane", "severity", "start", "end", "quote", "suggestion", "reason",
)  # fmt: skip
_COLOURS = {"严重": "31;1", "疑似": "33;1", "一般": "36", "提示": "2"}


@dataclass(frozen=True, slots=True)
class ProofreadRequest:
    """What `kaoping proofread` was asked, word for word."""

    files: tuple[str, ...]
    is_json: bool
    is_by_line: bool
    with_hints: bool
    date: str
    rulebook: Path | None
    out: Path | None
    fail_on: str


def run_proofread(request: ProofreadRequest) -> int:
    """
    Print what is found, file by file; answers the exit code: 1 where something at or above the level was
    found, 2 where a file could not be read.

    Raises:
        KaopingError: For what the user can mend before anything is read.
    """
    refuse_unknown_level(request.fail_on)
    if request.out is not None and request.out.exists() and not request.out.is_dir():
        raise UsageError(f"--out {request.out} 不是文件夹。")
    if note := ensure_secret():
        print(f"注意:{note}", file=sys.stderr)
    rules, today = load_rulebook(request.rulebook), parse_day(request.date, "--date")
    reader = Proofreader(rules, today, installation_secret(), is_dated=bool(request.date))
    code = EXIT_CLEAN
    try:
        for name in request.files:
            try:
                draft = open_draft(name, rules, today)
            except Unreadable as why:
                print(f"错误:{_called(name)}:{why}", file=sys.stderr)
                code = EXIT_USAGE
                continue
            flaws = _told(draft, reader, request)
            if request.out is not None:
                _write_copy(draft, flaws, request.out, rules, today)
            if code == EXIT_CLEAN and is_failure(
                (f.severity for f in flaws if f.lane != "hint"), request.fail_on
            ):
                code = EXIT_FOUND
    except BrokenPipeError:  # `| head`: whoever reads us has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _told(draft: Draft, reader: Proofreader, request: ProofreadRequest) -> list[Flaw]:
    """The flaws of one file, printed as they are found."""
    for note in draft.notes:
        print(f"注意:{_called(draft.name)}:{note}", file=sys.stderr)
    found: Iterable[Flaw] = reader.line_flaws(draft) if request.is_by_line else reader.flaws(draft)
    kept = []
    show = _json_line if request.is_json else (lambda flaw: _plain_lines(flaw, draft, request))
    for flaw in found:
        if request.with_hints or flaw.lane != "hint":
            kept.append(flaw)
            sys.stdout.buffer.write(show(flaw).encode("utf-8", "replace"))
    if not request.is_json:
        words = f"{_called(draft.name)}:发现{len(kept)}处" if kept else f"{_called(draft.name)}:没有发现问题"
        sys.stdout.buffer.write(f"{words}\n".encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    return kept


def _json_line(flaw: Flaw) -> str:
    return json.dumps({name: getattr(flaw, name) for name in _FIELDS}, ensure_ascii=False) + "\n"


def _plain_lines(flaw: Flaw, draft: Draft, request: ProofreadRequest) -> str:
    """A line that editors' tools understand (file:line:column), and under it what was found and why."""
    column = flaw.start + 1 if request.is_by_line else draft.line_of(flaw.start)[1]
    where = f"{_called(flaw.file)}:{flaw.line}:{column}" + (f"({flaw.place})" if flaw.place else "")
    kind = "提示" if flaw.lane == "hint" else flaw.severity
    head = f"{where} {_coloured(f'[{kind}]', _COLOURS[kind])} {flaw.title}:{flaw.reason}"
    body = "".join(
        f"\n    {name}:{' '.join(words.split())}"
        for name, words in (("原文", flaw.quote), ("建议", flaw.suggestion))
        if words
    )
    return f"{head}{body}\n"


def _coloured(words: str, colour: str) -> str:
    is_shown = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return f"\033[{colour}m{words}\033[0m" if is_shown else words


def _called(name: str) -> str:
    return "标准输入" if name == "-" else name


def _write_copy(draft: Draft, flaws: Sequence[Flaw], out: Path, rules: object, today: date) -> None:
    """A copy of a .docx with comments; the original is not touched."""
    from kaoping.rounds.commenting import commented_copy

    if draft.format != "docx":
        print(f"注意:{_called(draft.name)}:不是 docx,不写带批注的副本", file=sys.stderr)
        return
    copy = commented_copy(draft, flaws, rules, today)  # type: ignore[arg-type]
    if not copy:
        print(f"注意:{_called(draft.name)}:文件结构特殊,无法写入批注", file=sys.stderr)
        return
    out.mkdir(parents=True, exist_ok=True)
    path = out / (Path(draft.name).name if draft.name != "-" else "标准输入.docx")
    if path.exists():
        raise UsageError(f"{path} 已经存在,请换一个输出文件夹。")
    path.write_bytes(copy)
    print(f"带批注的副本:{path}", file=sys.stderr)
