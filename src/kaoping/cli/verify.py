"""`kaoping verify`: adds up published sums once more, from the published files alone."""

from pathlib import Path

from kaoping.reports import verify_files
from kaoping.rounds.sealing import SUFFIX, breaches, sealed_about

from .options import EXIT_CLEAN, EXIT_FOUND

SHOWN = 200


def run_verify(files: tuple[Path, ...], digest: str = "") -> int:
    """Print what does not add up, then a count; answers the exit code."""
    sealed = [file for file in files if file.name.endswith(SUFFIX)]
    is_whole = [_is_whole(file, digest) for file in sealed]
    published = tuple(file for file in files if file not in sealed)
    code = _sums(published) if published else EXIT_CLEAN
    return code if all(is_whole) else EXIT_FOUND


def _is_whole(file: Path, digest: str) -> bool:
    """Say of a sealed round whether every byte is as it was sealed."""
    found = breaches(file, digest=digest)
    for breach in found[:SHOWN]:
        print(f"不符 {file}{f':{breach.member}' if breach.member else ''}:{breach.words}")
    if found:
        return False
    own, about = sealed_about(file)
    told = "与给出的校验值相符" if digest else "请与公布的校验值核对"
    print(f"封存文件完好:{file}({about.get('title', '')}),校验值 {own},{told}")
    return True


def _sums(files: tuple[Path, ...]) -> int:
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
