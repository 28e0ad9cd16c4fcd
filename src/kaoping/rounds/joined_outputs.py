"""One result of many jobs: observations, coverage and a table of sites; and a report where it can be read."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import msgspec

from kaoping.errors import OutputError
from kaoping.reports import RunReport
from kaoping.roster import SiteEntry

from .coverage import HEAD
from .csv_tables import csv_bytes
from .engines import JobEnd, JobTable
from .engines.jobs import OVER, RESULT_FILE
from .outputs import write_reports
from .result_files import COVERAGE, OBSERVATIONS
from .run_file import write_whole

SITES_TABLE = "sites.csv"
_SEVERITIES = ("严重", "疑似", "一般", "提示")
SITES_HEAD = ("单位", "网站", "首页网址", "结果", "说明", "看到页数", *_SEVERITIES, "文件夹")
MOST_SITES_IN_A_REPORT = 500  # beyond it nobody reads one page; each job has its own
STATE_WORDS = {
    "done": "完成",
    "incomplete": "不完整",
    "stopped": "未完成",
    "refused": "未能进行",
    "other_version": "版本不同",
    "lost": "未完成",
}


class _Line(msgspec.Struct):
    site: str


def join_outputs(out: Path, table: JobTable, ends: Mapping[str, JobEnd]) -> None:
    """
    Write what all jobs that are over saw, in the order of one run: the same bytes whichever job ended first.

    Raises:
        OutputError: There is no room.
    """
    over = [row.key for row in table.jobs if ends[row.key].state in OVER]
    _write(out / OBSERVATIONS, lambda stream: _join_observations(out, over, stream))
    _write(out / COVERAGE, lambda stream: _join_coverage(out, over, stream))
    write_whole(out / SITES_TABLE, csv_bytes(SITES_HEAD, _site_rows(table, ends)))
    if 0 < sum(len(row.sites) for row in table.jobs) <= MOST_SITES_IN_A_REPORT and over:
        write_reports(out, _joined_report(out, table, over, ends))


def _joined_report(out: Path, table: JobTable, over: list[str], ends: Mapping[str, JobEnd]) -> RunReport:
    decoder = msgspec.msgpack.Decoder(RunReport)
    reports = [decoder.decode((out / "jobs" / key / RESULT_FILE).read_bytes()) for key in over]
    why = [f"{_named(row.sites[0])}:{word}" for row in table.jobs for word in _why(ends[row.key])]
    return replace(
        reports[0],
        sites=tuple(site for report in reports for site in report.sites),
        is_complete=not why,
        incomplete_why=tuple(why),
    )


def _why(end: JobEnd) -> tuple[str, ...]:
    return () if end.state == "done" else end.why or (STATE_WORDS[end.state],)


def _named(site: SiteEntry) -> str:
    return site.name or site.unit or site.url


def _site_rows(table: JobTable, ends: Mapping[str, JobEnd]) -> Iterator[tuple[str, ...]]:
    for row in table.jobs:
        end = ends[row.key]
        counts = dict(end.answers)
        told = (
            STATE_WORDS[end.state], ";".join(end.why), str(end.pages_seen),
            *(str(counts.get(one, 0)) for one in _SEVERITIES), f"jobs/{row.key}",
        )  # fmt: skip
        for number, site in enumerate(row.sites):
            # a unit's sites are judged together: their figures stand with the first of them
            figures = told if not number else (told[0], "见上一行", "", "", "", "", "", told[-1])
            yield (site.unit, site.name, site.url, *figures)


def _join_observations(out: Path, over: list[str], stream: BinaryIO) -> None:
    """Lines of each job are sorted by site already; of all jobs they are laid down site by site."""
    decoder = msgspec.json.Decoder(_Line)
    spans: list[tuple[str, int, int, int]] = []  # site, job, offset, length
    for number, key in enumerate(over):
        offset = 0
        for line in _lines(out / "jobs" / key / OBSERVATIONS):
            site = decoder.decode(line).site
            if spans and spans[-1][:2] == (site, number):
                spans[-1] = (*spans[-1][:3], spans[-1][3] + len(line))
            else:
                spans.append((site, number, offset, len(line)))
            offset += len(line)
    for _, number, offset, length in sorted(spans):
        with (out / "jobs" / over[number] / OBSERVATIONS).open("rb") as source:
            source.seek(offset)
            stream.write(source.read(length))


def _join_coverage(out: Path, over: list[str], stream: BinaryIO) -> None:
    stream.write(csv_bytes(HEAD, ()))
    head = len(csv_bytes(HEAD, ()))
    of_sites = sorted((site, number) for number, key in enumerate(over) for site in _sites(out, key))
    for site, number in of_sites:
        rows = [row for row in _coverage(out, over[number]) if row[0] == site]
        stream.write(csv_bytes(HEAD, rows)[head:])


def _sites(out: Path, key: str) -> list[str]:
    return list(dict.fromkeys(row[0] for row in _coverage(out, key)))


def _coverage(out: Path, key: str) -> Iterator[tuple[str, ...]]:
    with (out / "jobs" / key / COVERAGE).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        for row in rows:
            yield tuple(row)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _write(path: Path, fill: Callable[[BinaryIO], None]) -> None:
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("wb") as stream:
            fill(stream)
        draft.replace(path)
    except OSError as error:
        raise OutputError(f"无法写入 {path}:{error.strerror or error}。请检查磁盘空间和目录权限。") from error
