"""Writes the report on accounts as one HTML file that opens anywhere and asks nothing of the network."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from kaoping.checks.observation import Observation
from kaoping.errors import OutputError

from .accounts import AccountsReport
from .html_report import TEMPLATES, environment
from .material import CheckFacts
from .words import LANE_WORDS, MARK_WORDS

MOST_ROWS = 500  # of one check; the workbook has them all
STYLE_SHEETS = ("design.css", "accounts.css", "print.css")


@dataclass(frozen=True, slots=True)
class Block:
    """One check's observations of one kind of answer: the first of them, and how many there are."""

    facts: CheckFacts
    rows: Sequence[Observation]
    total: int


def write_accounts_html(report: AccountsReport, path: Path) -> None:
    """
    Write the whole run as one self-contained page; the same report gives the same bytes.

    Raises:
        OutputError: The file cannot be written.
    """
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in STYLE_SHEETS)
    stream = (
        environment()
        .get_template("accounts.html.j2")
        .generate(
            report=report,
            style=Markup(style),  # our own files, never text of a page
            problems=_blocks(report, "problem"),
            unsure=_blocks(report, "unsure"),
            not_checked=_blocks(report, "not_checked"),
            lane_words=LANE_WORDS,
            mark_words=MARK_WORDS,
        )
    )
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(stream)
        os.replace(unfinished, path)
    except OSError as error:
        raise OutputError(
            f"报告写不出来:{path}({error.strerror or error})。请检查磁盘空间和写入权限。"
        ) from error


def _blocks(report: AccountsReport, answer: str) -> list[Block]:
    ordered = sorted(report.of(answer), key=lambda o: (o.check, o.lane == "hint", o.unit, o.site, o.url))
    found = []
    for check, own in groupby(ordered, key=lambda o: o.check):
        rows = list(own)
        found.append(Block(report.checks[check], rows[:MOST_ROWS], len(rows)))
    return found
