"""The verbs of the office's web application; each imports its rooms, and Django, when it runs."""

from pathlib import Path
from typing import Annotated

import typer

DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="数据目录;默认 KAOPING_DATA 或 ./kaoping-data。"),
]


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="监听的地址;0.0.0.0 表示本机所有地址。")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="监听的端口。")] = 8000,
    data: DataOption = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=32, help="网页服务的进程数。")] = 2,
) -> None:
    """启动考评网站和采集进程;首次启动时显示设立系统管理员的链接。"""
    from .serve import run_serve

    raise SystemExit(run_serve(host=host, port=port, data=data, workers=workers))


def work(data: DataOption = None) -> None:
    """另外启动一个采集进程(kaoping serve 已带一个)。"""
    from .serve import run_work

    raise SystemExit(run_work(data))


def doctor(data: DataOption = None) -> None:
    """检查本机是否齐备:缺什么、影响什么、怎样补上;缺了就不能用的,退出码为1。"""
    from .doctor import run_doctor

    raise SystemExit(run_doctor(data))


def backup(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="备份写到哪里,以 .kaoping-backup.tar 结尾;不覆盖已有的文件。"),
    ],
    data: DataOption = None,
) -> None:
    """把数据库、上传的文件、存档和密钥备份成一个文件,并打印校验值;网站不用停。"""
    from .backup import run_backup

    raise SystemExit(run_backup(file, data))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="kaoping backup 生成的文件。")],
    data: DataOption = None,
    is_verify_only: Annotated[
        bool, typer.Option("--verify", help="只核对:逐个文件与清单比对,什么都不写;有不符时退出码为1。")
    ] = False,
    digest: Annotated[
        str, typer.Option("--digest", metavar="SHA256", help="备份时打印的校验值,用来识破整个重做的备份。")
    ] = "",
) -> None:
    """把备份恢复到空的数据目录(和空的数据库);备份有任何损坏都不恢复,并逐个指出。"""
    from .backup import run_restore

    raise SystemExit(run_restore(file, data, digest, is_verify_only=is_verify_only))


def retire(
    round_: Annotated[str, typer.Argument(metavar="ROUND", help="轮次的编号(网址中那一段);list 列出全部。")],
    data: DataOption = None,
    is_sure: Annotated[bool, typer.Option("--yes", help="真的清除;不加时只列出将要清除的内容。")] = False,
    with_sealed: Annotated[
        bool, typer.Option("--sealed-too", help="封存文件也清除(其中有一份同样的存档);请先另行保存。")
    ] = False,
) -> None:
    """清除已封存轮次的原始存档(网页原件,含未遮盖的个人信息);观察记录、得分、文件和审计记录保留。"""
    from .retire import run_retire

    raise SystemExit(run_retire(round_, data, is_sure=is_sure, with_sealed=with_sealed))


web_app = typer.Typer(help="考评网站的维护。", no_args_is_help=True)


@web_app.command("migrate")
def migrate_database(data: DataOption = None) -> None:
    """把数据库更新到本版本(kaoping serve 启动时也会做)。"""
    from .web import run_migrate

    raise SystemExit(run_migrate(data))


@web_app.command("user")
def reset_user(
    username: Annotated[str, typer.Argument(metavar="NAME", help="用户名。")],
    data: DataOption = None,
    address: Annotated[
        str, typer.Option("--address", metavar="URL", help="网站的地址,写进链接。")
    ] = "http://127.0.0.1:8000",
    is_dropping: Annotated[
        bool, typer.Option("--drop-second-factor", help="同时解除两步验证(手机和备用码都丢失时)。")
    ] = False,
) -> None:
    """为一个账号生成重设密码的链接,例如唯一的系统管理员忘记密码时。"""
    from .web import run_user

    raise SystemExit(run_user(data, username, address, is_dropping))


audit_app = typer.Typer(help="审计记录。", no_args_is_help=True)


@audit_app.command("verify")
def verify_audit(
    data: DataOption = None,
    anchors: Annotated[
        list[str] | None,
        typer.Option("--anchor", metavar="NUMBER:DIGEST", help="通报或邮件中记下的锚点,可重复。"),
    ] = None,
) -> None:
    """校验审计记录是否被改动、删除、插入、调换或截去;有异常时指出位置,退出码为1。"""
    from .audit import run_verify

    raise SystemExit(run_verify(data, anchors or ()))


def add_office_verbs(app: typer.Typer) -> None:
    """Hang these verbs into the command line."""
    app.command()(serve)
    app.command()(work)
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)
    app.command()(retire)
    app.add_typer(web_app, name="web")
    app.add_typer(audit_app, name="audit")
