"""`kaoping notice`: drafts the notice of a round or of a file of facts, or lints what people made of it."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaoping.errors import UsageError
from kaoping.reports.notice import NoticeRemark
from kaoping.rounds.noticing import lint_file, notice_source, write_notices

from .options import EXIT_CLEAN, EXIT_FOUND

_LEVELS = {"error": "错误", "warning": "请核对"}


@dataclass(frozen=True, slots=True)
class NoticeRequest:
    """What `kaoping notice` was asked."""

    given: Path
    out: Path | None = None
    lint: Path | None = None
    template: Path | None = None
    rulebook: Path | None = None
    wording: str = ""
    has_annexes: bool = True
    today: date = date.min


def run_notice(request: NoticeRequest) -> int:
    """
    Draft or lint; answers the exit code: 0 done, 1 the linted text says what no fact says.

    Raises:
        KaopingError: For what the user can mend.
    """
    source = notice_source(request.given, rulebook=request.rulebook, wording=request.wording)
    if request.lint is not None:
        return _told(request.lint, lint_file(source, request.lint, request.today))
    done = write_notices(source, _out(request), template=request.template, has_annexes=request.has_annexes)
    for path in done.files:
        print(path)
    for remark in done.remarks:
        print(f"注意:{remark}", file=sys.stderr)
    return EXIT_CLEAN


def _out(request: NoticeRequest) -> Path:
    if request.out is not None:
        return request.out
    if request.given.is_dir():
        return request.given / "notice"
    raise UsageError("请用 --out 写明通报写到哪个目录。")


def _told(path: Path, remarks: tuple[NoticeRemark, ...]) -> int:
    for one in remarks:
        print(f"{path}:{one.line}:{one.at + 1} {_LEVELS[one.level]}:{one.message}")
    errors = sum(one.level == "error" for one in remarks)
    print(
        f"{path}:{errors} 处没有依据,{len(remarks) - errors} 处请核对"
        if remarks
        else f"{path}:没有发现无依据的名称、数字和日期"
    )
    return EXIT_FOUND if errors else EXIT_CLEAN
