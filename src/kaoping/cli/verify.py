"""`kaoping verify`: adds up published sums once more, from the published files alone."""

from pathlib import Path

from kaoping.reports import verify_files

from .app import EXIT_CLEAN, EXIT_FOUND

SHOWN = 200


def run_verify(files: tuple[Path, ...]) -> int:
    """Print what does not add up, then a count; answers the exit code."""
    found = verify_files(files)
    for flaw in found.flaws[:SHOWN]:
        print(f"{'不符' if flaw.is_grave else '提示'} {flaw.line}")
    if len(found.flaws) > SHOWN:
        print(f"另有 {len(found.flaws) - SHOWN} 处")
    grave = sum(flaw.is_grave for flaw in found.flaws)
    print(
        f"核算了 {len(files)} 个文件:评分明细表 {found.sheets} 张,名次 {found.ranks} 行;"
        + (f"{grave} 处不符" if grave else "全部相符")
    )
    return EXIT_CLEAN if found.is_sound else EXIT_FOUND
