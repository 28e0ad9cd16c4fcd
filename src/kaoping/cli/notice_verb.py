"""The verb `notice` and its options."""

from pathlib import Path
from typing import Annotated

import typer


def notice(
    given: Annotated[
        Path, typer.Argument(metavar="ROUND|FACTS.yaml", help="考评轮次目录,或写有通报全部事实的 yaml 文件。")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="写到哪里;默认为轮次目录下的 notice。")
    ] = None,
    lint: Annotated[
        Path | None,
        typer.Option(
            "--lint", metavar="FILE", help="核对改过的通报(docx、txt、html 等):名称、数字、日期有无依据。"
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", metavar="FILE", help="本单位的通报模板(.docx,其中有 {标题}、{正文} 等字段)。"
        ),
    ] = None,
    wording: Annotated[
        str, typer.Option("--wording", metavar="NAME", help="用规则目录 notices/ 中的哪一种句式。")
    ] = "",
    no_annexes: Annotated[bool, typer.Option("--no-annexes", help="正文之后不附成绩表和联系表。")] = False,
    rulebook: Annotated[
        Path | None,
        typer.Option("--rulebook", metavar="DIR", help="本单位的规则目录,覆盖自带规则中的同名文件。"),
    ] = None,
) -> None:
    """起草情况通报:内部版和公开版的 docx、PDF、网页,每句话都有出处;或核对改过的稿子。"""
    from .notice import NoticeRequest, run_notice
    from .options import parse_day

    request = NoticeRequest(
        given,
        out,
        lint=lint,
        template=template,
        rulebook=rulebook,
        wording=wording,
        has_annexes=not no_annexes,
        today=parse_day(""),
    )
    raise SystemExit(run_notice(request))
