"""The verbs of the rulebook: lexicons and indicator systems."""

from pathlib import Path
from typing import Annotated

import typer

from .options import RulebookOption, TodayOption, parse_day

lexicon_app = typer.Typer(help="词库:检查词库,把本单位的词表导入为词库。", no_args_is_help=True)


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

    raise SystemExit(run_lint(file, rulebook))


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
    raise SystemExit(run_import(request))


system_app = typer.Typer(help="指标体系:检查、查看、导出导入、比较、对照。", no_args_is_help=True)
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

    raise SystemExit(run_lint(system, rulebook, parse_day(today)))


@system_app.command("show")
def show_system(system: SystemArgument, rulebook: RulebookOption = None) -> None:
    """把一个指标体系按层次列出,没有核实的数字标明“待核”。"""
    from .system import run_show

    raise SystemExit(run_show(system, rulebook))


@system_app.command("export")
def export_system(
    system: SystemArgument,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="写到哪个 .xlsx 或 .yaml 文件。")],
    rulebook: RulebookOption = None,
) -> None:
    """把一个指标体系(各层合并后)写成 Excel 表或 YAML 文件。"""
    from .system import run_export

    raise SystemExit(run_export(system, rulebook, to))


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

    raise SystemExit(run_import(ImportRequest(file, rulebook, name, is_replacing), parse_day("")))


@system_app.command("compare")
def compare_systems(
    old: Annotated[str, typer.Argument(metavar="OLD", help="旧指标体系的名称或文件。")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="新指标体系的名称或文件。")],
    rulebook: RulebookOption = None,
) -> None:
    """逐项列出两个指标体系的不同;有不同时退出码为1。"""
    from .system import run_compare

    raise SystemExit(run_compare(old, new, rulebook))


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

    raise SystemExit(run_crosswalk(old, new, file, rulebook, to))


def add_rule_verbs(app: typer.Typer) -> None:
    """Hang these verbs into the command line."""
    app.add_typer(lexicon_app, name="lexicon")
    app.add_typer(system_app, name="system")
