"""The verbs of the command line and their options. Each verb imports its rooms when it runs."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from kaoping.errors import KaopingError

from .accounts import accounts
from .notice_verb import notice
from .office import add_office_verbs
from .options import (
    EXIT_CLEAN,
    EXIT_USAGE,
    AllowOption,
    AtOnceOption,
    ClaimsOption,
    ContactOption,
    EngineOption,
    FailOnOption,
    MappingOption,
    OnlyChangedOption,
    OutOption,
    PrivateOption,
    QuietHoursOption,
    QuietOption,
    RateOption,
    RenderOption,
    ResumeOption,
    RulebookOption,
    SinceOption,
    StoreOption,
    TodayOption,
)
from .rule_verbs import add_rule_verbs
from .store import store_app
from .usage import usage_words

app = typer.Typer(
    name="kaoping",
    help="考评:检查政府网站,说明问题所在、依据和改法。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command()
def check(
    addresses: Annotated[
        list[str], typer.Argument(metavar="ADDRESS…", help="网站首页网址,或 sites.csv / sites.xlsx。")
    ],
    out: OutOption = Path("kaoping-out"),
    today: TodayOption = "",
    max_pages: Annotated[int, typer.Option(min=1, help="每个网站最多取多少页。")] = 3000,
    max_attachments: Annotated[
        int, typer.Option(min=0, help="每个网站最多下载并读取多少个附件;0 表示只看附件能否打开。")
    ] = 200,
    max_minutes: Annotated[float, typer.Option(min=0.01, help="整次检查最多多少分钟。")] = 60.0,
    rate: RateOption = 1.0,
    render: RenderOption = "auto",
    resume: ResumeOption = False,
    allow_private: PrivateOption = False,
    allow: AllowOption = None,
    rulebook: RulebookOption = None,
    mapping: MappingOption = None,
    fail_on: FailOnOption = "一般",
    contact: ContactOption = "",
    no_views: Annotated[
        bool, typer.Option("--no-views", help="不以搜索引擎爬虫、搜索来源、手机的身份另取页面(不查伪装)")
    ] = False,
    quiet_hours: QuietHoursOption = "",
    previous: Annotated[
        Path | None, typer.Option(metavar="DIR", help="上一次检查的输出目录:没有变化的页面不重复下载。")
    ] = None,
    quiet: QuietOption = False,
    engine: EngineOption = "",
    at_once: AtOnceOption = 0,
    store: StoreOption = "",
) -> None:
    """检查一个或多个网站:抓取、存档、理解、判断,写出报告。"""
    from kaoping.rounds.embryo import Embryo

    # another process loads readings and checks while this one loads its own
    embryo = None if engine else Embryo(is_early=True)
    from .check import CheckRequest, run_check

    request = CheckRequest(
        addresses=tuple(addresses),
        out=out,
        today=today,
        max_pages=max_pages,
        max_attachments=max_attachments,
        max_minutes=max_minutes,
        rate=rate,
        render=render,
        is_resumed=resume,
        allow_private=allow_private,
        allowed=tuple(allow or ()),
        rulebook=rulebook,
        fail_on=fail_on,
        contact=contact,
        quiet_hours=quiet_hours,
        previous=previous,
        mapping=mapping,
        is_quiet=quiet,
        has_views=not no_views,
        store=store,
    )
    if embryo is None:
        from .many import check_on_engine

        _leave(check_on_engine(request, engine, at_once))
    with embryo:
        _leave(run_check(request, embryo))


@app.command()
def lookback(
    open_items: Annotated[
        Path, typer.Argument(metavar="OPEN_ITEMS", help="上一轮的未销号问题清单 open-items.json。")
    ],
    out: OutOption = Path("kaoping-lookback"),
    sites: Annotated[
        list[str] | None,
        typer.Option("--sites", metavar="FILE", help="网站名单,可重复;同一网站以此为准,不用清单里的。"),
    ] = None,
    claims: ClaimsOption = None,
    accounts: Annotated[
        Path | None,
        typer.Option(
            "--accounts",
            metavar="FOLDER",
            help="此后新交来的新媒体资料(与 kaoping accounts 的文件夹同样);没有的,账号问题列为无法复核。",
        ),
    ] = None,
    today: TodayOption = "",
    max_pages: Annotated[
        int, typer.Option(min=1, help="须通看全站才能认定的问题,每个网站最多取多少页。")
    ] = 300,
    max_minutes: Annotated[float, typer.Option(min=0.01, help="整次复核最多多少分钟。")] = 60.0,
    rate: RateOption = 1.0,
    render: RenderOption = "auto",
    resume: ResumeOption = False,
    allow_private: PrivateOption = False,
    allow: AllowOption = None,
    rulebook: RulebookOption = None,
    mapping: MappingOption = None,
    contact: ContactOption = "",
    quiet_hours: QuietHoursOption = "",
    quiet: QuietOption = False,
) -> None:
    """回头看:只把上一轮的问题逐条再看一遍,分为已整改、复发、虚报、未报、无法复核五类。"""
    from .check import CheckRequest
    from .lookback import run_lookback

    request = CheckRequest(
        addresses=tuple(sites or ()),
        out=out,
        today=today,
        max_pages=max_pages,
        max_attachments=200,
        max_minutes=max_minutes,
        rate=rate,
        render=render,
        is_resumed=resume,
        allow_private=allow_private,
        allowed=tuple(allow or ()),
        rulebook=rulebook,
        fail_on="none",
        contact=contact,
        quiet_hours=quiet_hours,
        previous=None,
        mapping=mapping,
        is_quiet=quiet,
    )
    _leave(run_lookback(open_items, request, claims, accounts))


@app.command()
def replay(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="DIR|ADDRESS…", help="一次检查的输出目录,或 s3://桶名/前缀;用 --engine 时可给多个。"
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="结果写到哪里;默认写回原目录。")
    ] = None,
    today: TodayOption = "",
    rulebook: RulebookOption = None,
    mapping: MappingOption = None,
    fail_on: FailOnOption = "一般",
    quiet: QuietOption = False,
    engine: EngineOption = "",
    at_once: AtOnceOption = 0,
    resume: ResumeOption = False,
    only_changed: OnlyChangedOption = False,
    since: SinceOption = None,
) -> None:
    """不联网,用存档重新判断一次;可换规则或日期。多个存档可用 --engine 同时判断。"""
    from .check import ReplayRequest, run_replay

    request = ReplayRequest(
        tuple(sources), out, today, rulebook, mapping, fail_on, quiet, only_changed, since
    )
    if engine:
        from .many import replay_on_engine

        _leave(replay_on_engine(request, engine, at_once, is_resumed=resume))
    _leave(run_replay(request))


@app.command()
def read(
    words: Annotated[
        list[str], typer.Argument(metavar="FILE|ADDRESS…", help="存下的网页文件、网址,或 - 表示标准输入。")
    ],
    url: Annotated[
        list[str] | None,
        typer.Option("--url", metavar="ADDRESS", help="文件原来的网址;多个文件时按顺序重复给出。"),
    ] = None,
    pretty: Annotated[bool, typer.Option("--pretty", help="分行缩进,便于人看。")] = False,
    render: Annotated[
        str, typer.Option(metavar="auto|never|always", help="何时用浏览器渲染网址(文件不渲染)。")
    ] = "auto",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="允许所给网址是内网或本机地址(仅限所给的主机和端口)。")
    ] = False,
    today: TodayOption = "",
    rulebook: RulebookOption = None,
) -> None:
    """读懂网页:每个文件或网址输出一行 JSON,写明标题、日期、正文、列表等,看它为何读成这样。"""
    from .read import ReadRequest, run_read

    request = ReadRequest(
        words=tuple(words),
        urls=tuple(url or ()),
        today=today,
        render=render,
        allow_private=allow_private,
        rulebook=rulebook,
        is_pretty=pretty,
    )
    _leave(run_read(request))


@app.command()
def proofread(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…", help="要校对的文件(txt、md、html、docx、xlsx、pdf…),或 - 表示标准输入。"
        ),
    ],
    json_: Annotated[bool, typer.Option("--json", help="每处问题输出一行 JSON。")] = False,
    lines: Annotated[bool, typer.Option("--lines", help="每一行当作一篇独立的文字。")] = False,
    hints: Annotated[bool, typer.Option("--hints/--no-hints", help="是否列出不计分的提示。")] = True,
    day: Annotated[
        str, typer.Option("--date", metavar="YYYY-MM-DD", help="文稿的日期,用于随时间变化的规则;默认今天。")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="把带批注的 docx 副本写到这里;原文件不动。")
    ] = None,
    rulebook: RulebookOption = None,
    fail_on: FailOnOption = "一般",
) -> None:
    """发布前校对:指出文稿中的错别字、错误表述、被篡改迹象和个人信息,给出位置和建议。"""
    from .proofread import ProofreadRequest, run_proofread

    request = ProofreadRequest(
        files=tuple(files),
        is_json=json_,
        is_by_line=lines,
        with_hints=hints,
        date=day,
        rulebook=rulebook,
        out=out,
        fail_on=fail_on,
    )
    _leave(run_proofread(request))


@app.command()
def verify(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help="评分明细表、考评成绩附件(docx、xlsx)、scores.json 或封存文件(.sealed.tar),可一次给多个。",
        ),
    ],
    digest: Annotated[
        str,
        typer.Option("--digest", metavar="SHA256", help="封存时公布的校验值,用来识破整个重做的封存文件。"),
    ] = "",
) -> None:
    """核算公布的成绩:只凭所给文件,把每个合计重新加一遍,不符之处指出文件、表、行、列。有不符时退出码为1。"""
    from .verify import run_verify

    _leave(run_verify(tuple(files), digest))


@app.command()
def seal(
    round_folder: Annotated[Path, typer.Argument(metavar="ROUND", help="已完成的考评轮次文件夹。")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="封存文件写到哪里,以 .sealed.tar 结尾。")],
) -> None:
    """封存一轮考评:规则、输入、证据、决定、得分和文件放进一个可以自证的文件,并打印应当公布的校验值。"""
    from .seal import run_seal

    _leave(run_seal(round_folder, to))


@app.command()
def score(
    folder: Annotated[Path, typer.Argument(metavar="ROUND", help="考评轮次目录(其中有 round.yaml)。")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="结果写到哪里;默认为轮次目录下的 results。")
    ] = None,
    new_version: Annotated[
        str | None,
        typer.Option(
            "--new-version", metavar="REASON", help="开始评分后改动了指标体系或分组:说明理由,记为新版本。"
        ),
    ] = None,
    what_if: Annotated[
        Path | None,
        typer.Option(
            "--what-if", metavar="FILE", help="推演:换权重、换分值、去掉申诉中的问题会怎样;不写文件。"
        ),
    ] = None,
) -> None:
    """给一轮考评评分:读轮次目录,写出评分明细表、成绩排名、矩阵和台账。"""
    from .score import ScoreRequest, run_score

    _leave(run_score(ScoreRequest(folder, out, new_version, what_if)))


@app.command()
def explain(
    check_id: Annotated[
        str, typer.Argument(metavar="CHECK", help="检查项编号,如 interpretation.late;list 列出全部。")
    ],
) -> None:
    """说明一个检查项看什么、何时报问题、何时不报,附样例。"""
    from .explain import explanation

    print(explanation(check_id))


app.command()(accounts)
app.command()(notice)
add_rule_verbs(app)
add_office_verbs(app)
app.add_typer(store_app, name="store")


def _leave(code: int) -> NoReturn:
    raise SystemExit(code)


def run() -> NoReturn:
    """Run the application; errors that a user can mend are printed as one Chinese message, exit code 2."""
    try:
        app(standalone_mode=False)
    except KaopingError as error:
        print(f"错误:{error}", file=sys.stderr)
        _leave(EXIT_USAGE)
    except typer.Exit as ended:
        _leave(ended.exit_code)
    except typer.Abort:
        _leave(130)
    except Exception as error:
        if (shown := usage_words(error)) is None:
            raise
        print(f"错误:{shown}", file=sys.stderr)
        _leave(EXIT_USAGE)
    _leave(EXIT_CLEAN)
