"""`kaoping audit verify`: the audit trail held against itself, its anchors, and heads told outside."""

from collections.abc import Sequence
from pathlib import Path

from kaoping.errors import UsageError

from .options import EXIT_CLEAN, EXIT_FOUND


def run_verify(data: Path | None, anchors: Sequence[str]) -> int:
    """
    Print where the trail is broken; answers the exit code.

    Raises:
        UsageError: An anchor is not one.
    """
    from kaoping.web.starting import migrate, use_data_folder

    migrate(use_data_folder(data))
    from kaoping.web.audit.forms import head_of
    from kaoping.web.audit.queries import verify

    try:
        told = [head_of(one) for one in anchors]
    except ValueError as wrong:
        raise UsageError(f"--anchor {wrong}") from wrong
    verdict = verify(told)
    for one in verdict.breaks:
        print(one)
    if verdict.count > len(verdict.breaks):
        print(f"另有 {verdict.count - len(verdict.breaks)} 处")
    result = "完整" if verdict.is_whole else f"有 {verdict.count} 处异常"
    print(f"校验了 {verdict.entries} 条记录、{verdict.anchors} 个锚点:{result}")
    print(f"锚点 {verdict.head.number}:{verdict.head.digest}")
    return EXIT_CLEAN if verdict.is_whole else EXIT_FOUND
