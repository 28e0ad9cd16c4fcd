"""`kaoping seal`: a closed round in one file that proves itself."""

from pathlib import Path

from kaoping.errors import UsageError
from kaoping.rounds.sealing import SUFFIX, seal

from .options import EXIT_CLEAN

ROUND_FILE = "round.yaml"


def run_seal(folder: Path, to: Path) -> int:
    """Seal the folder and print the digest to be told outside; answers the exit code."""
    if not (folder / ROUND_FILE).is_file():
        raise UsageError(f"{folder} 不是考评轮次文件夹(缺少 {ROUND_FILE}),请核对。")
    if not to.name.endswith(SUFFIX):
        raise UsageError(f"封存文件名应以 {SUFFIX} 结尾,现为“{to.name}”。")
    if to.exists():
        raise UsageError(f"{to} 已存在。封存文件不能覆盖,请换一个名字。")
    sealed = seal(folder, to, about={"title": _title(folder)})
    print(f"已封存 {sealed.files} 个文件,{sealed.size_bytes:,} 字节:{sealed.path}")
    print(f"校验值 {sealed.digest}")
    print("请把校验值写入通报或另行保存。核对:kaoping verify 封存文件 --digest 校验值")
    return EXIT_CLEAN


def _title(folder: Path) -> str:
    from kaoping.rounds.round_file import read_round

    return read_round(folder).title
