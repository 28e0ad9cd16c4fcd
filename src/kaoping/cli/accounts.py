"""`kaoping accounts`: from a folder of what an office has of its accounts to results and an exit code."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from .options import (
    EXIT_CLEAN,
    EXIT_FOUND,
    AllowOption,
    ContactOption,
    FailOnOption,
    OutOption,
    PrivateOption,
    QuietOption,
    RateOption,
    RulebookOption,
    TodayOption,
    allowed_pairs,
    parse_day,
)


def accounts(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="新媒体资料文件夹:账号名单 accounts.xlsx,"
            "以及 exports、feeds、articles、saved、menus、phone、submissions 等子文件夹。",
        ),
    ],
    out: OutOption = Path("kaoping-accounts"),
    today: TodayOption = "",
    rate: RateOption = 1.0,
    allow_private: PrivateOption = False,
    allow: AllowOption = None,
    rulebook: RulebookOption = None,
    fail_on: FailOnOption = "一般",
    contact: ContactOption = "",
    ocr: Annotated[
        bool, typer.Option("--ocr", help="识读推文图片中的文字(需安装 kaoping[ocr]);识读结果只作提示。")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """检查政务新媒体账号:读名单、导出清单、订阅源、文章和菜单,判断更新、互动、办事、备案和内容。"""
    from kaoping import __version__
    from kaoping.reports.accounts import account_summary
    from kaoping.rounds.account_lanes import NetworkPlan
    from kaoping.rounds.accounts import REPORT_HTML, AccountsPlan, check_accounts

    from .check import prepare_secret
    from .levels import is_failure, refuse_unknown_level

    refuse_unknown_level(fail_on)
    prepare_secret()
    plan = AccountsPlan(
        folder=folder,
        today=parse_day(today),
        rulebook=rulebook,
        network=NetworkPlan(rate, contact, allow_private, allowed_pairs(allow, allow_private)),
        product_version=__version__,
        command=" ".join(["kaoping", *sys.argv[1:]]),
        reads_pictures=ocr,
    )

    def tell(phase: str) -> None:
        if not quiet:
            print(f"{phase}…", file=sys.stderr, flush=True)

    report = check_accounts(plan, out, on_phase=tell)
    for line in account_summary(report):
        print(line)
    print(f"报告:{out / REPORT_HTML}")
    problems = (o.severity for o in report.of("problem") if o.lane != "hint")
    raise SystemExit(EXIT_FOUND if is_failure(problems, fail_on) else EXIT_CLEAN)
