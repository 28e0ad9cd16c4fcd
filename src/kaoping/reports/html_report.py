"""Writes the report as one HTML file that opens anywhere, offline, and asks nothing of the network."""

import base64
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kaoping.errors import OutputError
from kaoping.scoring.verdict import VetoLine

from .arrangement import CheckBlock, GroupBlock, Limits, blocks, facts_of, groups, limits_for
from .freshness import SYMBOLS, Picture, picture
from .interaction import CHANNEL_WORDS, REPLY_WORDS
from .material import CheckFacts, RunReport, SiteReport
from .matrices import SiteItems, cell_of, item_matrices, site_items, trouble_count
from .symbols import link_of, shortened, shown
from .words import (
    ITEM_LONG_WORDS,
    ITEM_WORDS,
    LANE_WORDS,
    MARK_WORDS,
    PRECHECK_NOTE,
    STATE_WORDS,
    VETO_ORDER,
    VETO_SIGNS,
    VETO_WORDS,
    duration,
    moment,
    period,
    size,
)

TEMPLATES = Path(__file__).parent / "templates"
STYLE_SHEETS = (
    "design.css", "sections.css", "interpretations.css", "interaction.css", "matrix.css", "print.css",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check's counts on one site, also where it saw nothing wrong. `looked_at` None: not counted."""

    facts: CheckFacts
    anchor: str  # "" where there is no block to jump to
    looked_at: int | None
    problems: int
    unsure: int
    not_checked: int


@dataclass(frozen=True, slots=True)
class SitePart:
    """One site, ready for its templates."""

    number: int
    anchor: str
    site: SiteReport
    groups: tuple[GroupBlock, ...]
    unsure: tuple[CheckBlock, ...]
    not_checked: tuple[CheckBlock, ...]
    lines: tuple[CheckLine, ...]
    picture: Picture
    items: SiteItems

    @property
    def title(self) -> str:
        """What people call the site."""
        return self.site.name or self.site.unit or self.site.site or "未命名网站"

    @property
    def is_blind(self) -> bool:
        """No page was understood, so silence says nothing."""
        return self.site.pages_seen == 0

    @property
    def problem_count(self) -> int:
        """All problems, listed or not."""
        return sum(group.total for group in self.groups)

    def in_group(self, name: str) -> int:
        """Problems of one group."""
        return sum(group.total for group in self.groups if group.name == name)

    @property
    def unsure_count(self) -> int:
        """All that wait for a person."""
        return sum(block.total for block in self.unsure)

    @property
    def not_checked_count(self) -> int:
        """All that could not be looked at."""
        return sum(block.total for block in self.not_checked)


def write_report_html(report: RunReport, path: Path) -> None:
    """
    Write the whole run as one self-contained page; the same report gives the same bytes.

    With several sites each check lists fewer rows, so that the page stays near 5 MB; what is left out
    is counted on the page and stands in the workbook and in observations.jsonl.

    Raises:
        OutputError: The file cannot be written.
    """
    unfinished = path.with_name(f"{path.name}.part")
    stream = environment().get_template("report.html.j2").generate(**_context(report))
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(stream)
        os.replace(unfinished, path)
    except OSError as error:
        raise OutputError(
            f"报告写不出来:{path}({error.strerror or error})。请检查磁盘空间和写入权限。"
        ) from error


def site_part(site: SiteReport, number: int, report: RunReport, limits: Limits) -> SitePart:
    """Sort one site's observations into the places where they are shown."""
    anchor = f"s{number}"
    by_answer = {
        answer: blocks(
            (o for o in site.observations if o.answer == answer), report, limits, f"{anchor}-{short}"
        )
        for answer, short in (("problem", "p"), ("unsure", "u"), ("not_checked", "n"))
    }
    return SitePart(
        number,
        anchor,
        site,
        groups(by_answer["problem"], anchor),
        by_answer["unsure"],
        by_answer["not_checked"],
        _check_lines(site, report, *by_answer.values()),
        picture(site.sections, report.today, limits.sections),
        site_items(site),
    )


def _check_lines(
    site: SiteReport,
    report: RunReport,
    problems: Sequence[CheckBlock],
    unsure: Sequence[CheckBlock],
    not_checked: Sequence[CheckBlock],
) -> tuple[CheckLine, ...]:
    counted = [{block.facts.id: block.total for block in part} for part in (problems, unsure, not_checked)]
    anchors = {block.facts.id: block.anchor for part in (not_checked, unsure, problems) for block in part}
    names = dict.fromkeys([*(block.facts.id for block in problems), *anchors, *site.looked_at])
    lines = (
        CheckLine(
            facts_of(name, report),
            anchors.get(name, ""),
            site.looked_at.get(name),
            *(part.get(name, 0) for part in counted),
        )
        for name in names
    )
    return tuple(
        sorted(lines, key=lambda line: (-line.problems, -line.unsure, -line.not_checked, line.facts.id))
    )


def environment() -> Environment:
    """Templates in which every value is escaped and made visible before it is written."""
    # `finalize` sees every value before it is escaped: no text of a page can reach the file unseen.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.filters.update(
        link_of=link_of,
        moment=moment,
        size=size,
        period=period,
        shortened=shortened,
        number=lambda count: f"{count:,}",
        digest=lambda digest: digest.removeprefix("sha256:")[:12],
    )
    environment.tests["link"] = lambda address: link_of(address) is not None
    return environment


def _finalized(value: Any) -> Any:
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _context(report: RunReport) -> dict[str, Any]:
    limits = limits_for(report)
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in STYLE_SHEETS)
    parts = tuple(site_part(site, number, report, limits) for number, site in enumerate(report.sites, 1))
    return {
        "report": report,
        "parts": parts,
        "limits": limits,
        "matrices": item_matrices(report) if len(report.sites) > 1 else (),
        "item_legend": tuple(cell_of(state) for state in ITEM_WORDS),
        "item_long_words": ITEM_LONG_WORDS,
        "trouble_count": trouble_count,
        "group_names": tuple(dict.fromkeys(group.name for part in parts for group in part.groups)),
        # Our own files, never text of a page.
        "style": Markup(style),
        "script": Markup(script),
        "script_hash": script_hash(script),
        "note": PRECHECK_NOTE,
        "lane_words": LANE_WORDS,
        "channel_words": CHANNEL_WORDS,
        "reply_words": REPLY_WORDS,
        "mark_words": MARK_WORDS,
        "state_words": STATE_WORDS,
        "symbols": SYMBOLS,
        "veto_words": VETO_WORDS,
        "veto_signs": VETO_SIGNS,
        "veto_counts": _veto_counts,
        "duration": duration,
    }


def script_hash(script: str) -> str:
    """The source expression by which the page's content security policy allows its one script."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _veto_counts(lines: Sequence[VetoLine]) -> tuple[tuple[str, str, int], ...]:
    counted = ((state, VETO_WORDS[state], sum(line.state == state for line in lines)) for state in VETO_ORDER)
    return tuple(entry for entry in counted if entry[2])
