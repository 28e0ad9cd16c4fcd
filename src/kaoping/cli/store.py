"""`kaoping store`: keeps finished runs in an object store or a folder, verifies them, brings them back."""

from pathlib import Path
from typing import Annotated

import typer

from .options import EXIT_CLEAN, EXIT_FOUND

store_app = typer.Typer(help="把检查的存档和结果存放到对象存储或目录。", no_args_is_help=True)
AddressArgument = Annotated[str, typer.Argument(metavar="ADDRESS", help="s3://桶名/前缀,或一个目录。")]


@store_app.command("send")
def send_run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="检查或重新判断的输出目录。")],
    address: AddressArgument,
) -> None:
    """存放:每个文件写入后读回核对;中断了再执行一次,接着做。本机上的文件不动。"""
    from kaoping.rounds.stores import send_many

    done = send_many(folder, address, tell=print)
    print(f"已存放:新存 {done.sent} 个文件({done.sent_bytes} 字节),已有 {done.kept} 个,都已读回核对")
    raise SystemExit(EXIT_CLEAN)


@store_app.command("verify")
def verify_run(address: AddressArgument) -> None:
    """核对:读出全部内容,与存放时的校验值逐个比较;有不符时列出,退出码为1。"""
    from kaoping.rounds.stores import verify

    found = 0
    for line in verify(address):
        print(line)
        found += 1
    print(f"有 {found} 处不符" if found else "全部相符")
    raise SystemExit(EXIT_FOUND if found else EXIT_CLEAN)


@store_app.command("fetch")
def fetch_run(
    address: AddressArgument,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="取回到哪里(新目录或空目录)。")],
) -> None:
    """取回:逐个文件与校验值比较;没有传完的、被改动的不取。"""
    from kaoping.rounds.stores import bring

    bring(address, folder)
    print(f"已取回到 {folder},全部相符")
    raise SystemExit(EXIT_CLEAN)
