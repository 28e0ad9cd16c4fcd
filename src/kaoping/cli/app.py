"""The verbs of the command line and their options. Each verb imports its rooms when it runs."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from kaoping.errors import KaopingError

from .notice_verb import notice
from .options import (
    AllowOption,
    ClaimsOption,
    ContactOption,
    FailOnOption,
    MappingOption,
    OutOption,
    PrivateOption,
    QuietHoursOption,
    QuietOption,
    RateOption,
    RenderOption,
    ResumeOption,
    RulebookOption,
    TodayOption,
)
from .usage import usage_words

EXIT_CLEAN, EXIT_FOUND, EXIT_USAGE, EXIT_INCOMPLETE = 0, 1, 2, 3
RENDER_WORDS = ("auto", "never", "always")

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
) -> None:
    """检查一个或多个网站:抓取、存档、理解、判断,写出报告。"""
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
    )
    _leave(run_check(request))


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
    _leave(run_lookback(open_items, request, claims))


@app.command()
def replay(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="一次检查的输出目录。")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="结果写到哪里;默认写回原目录。")
    ] = None,
    today: TodayOption = "",
    rulebook: RulebookOption = None,
    mapping: MappingOption = None,
    fail_on: FailOnOption = "一般",
    quiet: QuietOption = False,
) -> None:
    """不联网,用存档重新判断一次;可换规则或日期。"""
    from .check import run_replay

    code = run_replay(
        folder, out=out, today=today, rulebook=rulebook, mapping=mapping, fail_on=fail_on, is_quiet=quiet
    )
    _leave(code)


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
            metavar="FILE…", help="评分明细表、考评成绩附件(docx、xlsx)或 scores.json,可一次给多个。"
        ),
    ],
) -> None:
    """核算公布的成绩:只凭所给文件,把每个合计重新加一遍,不符之处指出文件、表、行、列。有不符时退出码为1。"""
    from .verify import run_verify

    _leave(run_verify(tuple(files)))


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


app.command()(notice)

lexicon_app = typer.Typer(help="词库:检查词库,把本单位的词表导入为词库。", no_args_is_help=True)
app.add_typer(lexicon_app, name="lexicon")


@lexicon_app.command("lint")
def lint_lexicons(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="一个词库文件;不给则检查规则目录(或自带)的全部词库。"),
    ] = None,
    rulebook: RulebookOption = None,
) -> None:
    """检查词库:逐条运行样例句,找出空白、重复、矛盾、永不生效和不能比对的条目。有错误时退出码为1。"""
    from .lexicon import run_lint

    _leave(run_lint(file, rulebook))


@lexicon_app.command("import")
def import_lexicon(
    file: Annotated[Path, typer.Argument(metavar="LIST", help="词表:.xlsx、.csv,或每行一个词的 .txt。")],
    rulebook: Annotated[
        Path, typer.Option("--rulebook", metavar="DIR", help="本单位的规则目录;没有则新建。")
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="词库文件名(不带扩展名)。")],
    title: Annotated[str, typer.Option("--title", help="词库标题;默认用文件名。")] = "",
    class_: Annotated[str, typer.Option("--class", metavar="WORD", help="没有填类别的词归入哪一类。")] = "",
    is_replacing: Annotated[bool, typer.Option("--replace", help="替换同名的词库文件。")] = False,
) -> None:
    """把本单位的词表导入为词库(查“词库所列用语”);有一行不对就全部不写,并指出表、行、列。"""
    from .lexicon import ImportRequest, run_import

    request = ImportRequest(file, rulebook, name, title=title, class_=class_, is_replacing=is_replacing)
    _leave(run_import(request))


system_app = typer.Typer(help="指标体系:检查、查看、导出导入、比较、对照。", no_args_is_help=True)
app.add_typer(system_app, name="system")
SystemArgument = Annotated[
    str, typer.Argument(metavar="SYSTEM", help="指标体系的名称,或 .yaml、.xlsx 文件。")
]


@system_app.command("lint")
def lint_systems(
    system: Annotated[
        str, typer.Argument(metavar="[SYSTEM]", help="名称或文件;不给则检查规则目录(或自带)的全部指标体系。")
    ] = "",
    rulebook: RulebookOption = None,
    today: TodayOption = "",
) -> None:
    """检查指标体系:合计、永远扣不到的项、不存在的检查和参数、重复扣分、待核的数字。有错误时退出码为1。"""
    from .system import run_lint

    _leave(run_lint(system, rulebook, parse_day(today)))


@system_app.command("show")
def show_system(system: SystemArgument, rulebook: RulebookOption = None) -> None:
    """把一个指标体系按层次列出,没有核实的数字标明“待核”。"""
    from .system import run_show

    _leave(run_show(system, rulebook))


@system_app.command("export")
def export_system(
    system: SystemArgument,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="写到哪个 .xlsx 或 .yaml 文件。")],
    rulebook: RulebookOption = None,
) -> None:
    """把一个指标体系(各层合并后)写成 Excel 表或 YAML 文件。"""
    from .system import run_export

    _leave(run_export(system, rulebook, to))


@system_app.command("import")
def import_system(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="按导出的样子填写的 .xlsx。")],
    rulebook: Annotated[
        Path, typer.Option("--rulebook", metavar="DIR", help="本单位的规则目录;没有则新建。")
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="指标体系文件名(不带扩展名)。")],
    is_replacing: Annotated[bool, typer.Option("--replace", help="替换同名的指标体系文件。")] = False,
) -> None:
    """把 Excel 表导入为本单位的指标体系;有一格不对就全部不写,并指出表、行、列。"""
    from .system import ImportRequest, run_import

    _leave(run_import(ImportRequest(file, rulebook, name, is_replacing), parse_day("")))


@system_app.command("compare")
def compare_systems(
    old: Annotated[str, typer.Argument(metavar="OLD", help="旧指标体系的名称或文件。")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="新指标体系的名称或文件。")],
    rulebook: RulebookOption = None,
) -> None:
    """逐项列出两个指标体系的不同;有不同时退出码为1。"""
    from .system import run_compare

    _leave(run_compare(old, new, rulebook))


@system_app.command("crosswalk")
def crosswalk_systems(
    old: Annotated[str, typer.Argument(metavar="OLD", help="旧指标体系的名称或文件。")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="新指标体系的名称或文件。")],
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="要检查的对照表;不给则起草一份。")
    ] = None,
    rulebook: RulebookOption = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="草稿写到哪里;默认显示在屏幕上。")
    ] = None,
) -> None:
    """检查新旧指标的对照表(指标改版后仍能比较趋势),或起草一份供人核对。"""
    from .system import run_crosswalk

    _leave(run_crosswalk(old, new, file, rulebook, to))


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
