"""Exit codes and options that several verbs share."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

EXIT_CLEAN, EXIT_FOUND, EXIT_USAGE, EXIT_INCOMPLETE = 0, 1, 2, 3
RENDER_WORDS = ("auto", "never", "always")

OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="输出目录(新目录或空目录)。")]
TodayOption = Annotated[
    str, typer.Option("--today", metavar="YYYY-MM-DD", help="以哪一天为监测点;默认今天(北京时间)。")
]
RulebookOption = Annotated[
    Path | None, typer.Option("--rulebook", metavar="DIR", help="本单位的规则目录,覆盖自带规则中的同名文件。")
]
MappingOption = Annotated[
    Path | None,
    typer.Option(
        "--mapping", metavar="FILE", help="栏目对应表:上次填好的 mapping-questions.csv,或保存的 mapping.csv。"
    ),
]
FailOnOption = Annotated[
    str,
    typer.Option(
        "--fail-on", metavar="LEVEL", help="出现此等级及以上的问题时退出码为1:严重、疑似、一般、提示、none。"
    ),
]
RateOption = Annotated[
    float, typer.Option("--rate", min=0.0, help="每台主机每秒最多请求数;0 表示对方答多快就取多快。")
]
RenderOption = Annotated[
    str, typer.Option("--render", metavar="auto|never|always", help="何时用浏览器渲染页面。")
]
ResumeOption = Annotated[bool, typer.Option("--resume", help="接着上次中断处继续。")]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="允许所给网址是内网或本机地址(仅限所给的主机和端口)。")
]
AllowOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow", metavar="HOST:PORT", help="另外允许访问的内网主机和端口,可重复;须同时用 --allow-private。"
    ),
]
ContactOption = Annotated[
    str, typer.Option("--contact", metavar="MAIL", help="写进 User-Agent 的联系方式,便于被检查单位联系。")
]
QuietHoursOption = Annotated[
    str, typer.Option("--quiet-hours", metavar="HH:MM-HH:MM", help="此时段(北京时间)内不发送请求。")
]
EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="embedded|ADDRESS",
        help="多个网站分成作业同时进行:embedded 用本机的多个进程,tcp://主机:8786 用 dask 集群。",
    ),
]
AtOnceOption = Annotated[
    int, typer.Option("--at-once", min=0, help="--engine embedded 同时进行几个作业;0 表示与处理器核数相同。")
]
OnlyChangedOption = Annotated[
    bool,
    typer.Option(
        "--only-changed", help="规则改了以后,只重读改动可能涉及的页面;结果与全部重读相同。举证时不要用。"
    ),
]
SinceOption = Annotated[
    Path | None,
    typer.Option(
        "--since", metavar="DIR", help="改动前的规则目录(在原处改动的,给出原来的一份);同 --only-changed。"
    ),
]
StoreOption = Annotated[
    str,
    typer.Option(
        "--store", metavar="ADDRESS", help="完成后把存档和结果存放到 s3://桶名/前缀(或一个目录),并读回核对。"
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", help="不显示进度。")]
ClaimsOption = Annotated[
    Path | None,
    typer.Option(
        "--claims", metavar="FILE", help="整改情况表(问题编号、时间、说明):报称已整改的,据此分清虚报与未报。"
    ),
]


def parse_day(text: str, option: str = "--today") -> date:
    """The day that an option names, or today in China. Raises `UsageError`."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kaoping.errors import UsageError

    if not text:
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text} 不是有效日期,请写成 2026-09-15 的样子。") from None


def allowed_pairs(words: Iterable[str] | None, allow_private: bool) -> tuple[tuple[str, int], ...]:
    """Hosts and ports of ``--allow``. Raises `UsageError`."""
    from kaoping.errors import UsageError

    given = tuple(words or ())
    if given and not allow_private:
        raise UsageError("--allow 须和 --allow-private 一起用。")
    pairs = []
    for word in given:
        host, _, port = word.rpartition(":")
        if not host or not port.isdecimal():
            raise UsageError(f"--allow {word} 不对,请写成 10.1.2.3:8080 的样子。")
        pairs.append((host, int(port)))
    return tuple(pairs)
