"""Writes what a run leaves behind: observations, tables, reports, the log of the load on each site."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from kaoping.checks import observation_json
from kaoping.errors import OutputError
from kaoping.gather import FAILURE_WORDS, Failure
from kaoping.reports import RunReport

from .judging import Judgement
from .result_files import GATHER_LOG, OBSERVATIONS, REPORT_HTML, REPORT_XLSX
from .run_file import write_whole
from .store import OWN_REQUESTS


def write_observations(folder: Path, judgements: Iterable[Judgement]) -> None:
    """Write `observations.jsonl`, sorted by (site, check, url): the same facts give the same bytes."""
    ordered = sorted(judgements, key=lambda j: j.site.site)
    lines = [observation_json(o) + b"\n" for j in ordered for o in j.observations]
    write_whole(folder / OBSERVATIONS, b"".join(lines))


def write_reports(folder: Path, report: RunReport) -> None:
    """Write the report twice, as a page and as a workbook. Raises `OutputError`."""
    from kaoping.reports import write_report_html, write_report_xlsx

    write_report_html(report, folder / REPORT_HTML)
    write_report_xlsx(report, folder / REPORT_XLSX)


def write_gather_log(folder: Path, connection: sqlite3.Connection) -> None:
    """
    Write `gather.log`: every request in order of time, so that a unit sees exactly what load was put on it.

    Columns, separated by tabs: instant (UTC), method, address, answer, bytes, milliseconds, purpose.
    """
    draft = folder / (GATHER_LOG + ".part")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write("# 时间(UTC)\t方法\t地址\t结果\t字节\t耗时毫秒\t用途\n")
            for at, method, url, status, failure, size, elapsed, role in connection.execute(
                "SELECT fetched_at, method, url, status, failure, body_bytes, elapsed_ms, role"
                f" FROM captures WHERE {OWN_REQUESTS} ORDER BY fetched_at, seq"
            ):
                answer = str(status) if not failure else FAILURE_WORDS[Failure(failure)]
                stream.write(f"{at}\t{method}\t{_one_line(url)}\t{answer}\t{size}\t{elapsed}\t{role}\n")
        draft.replace(folder / GATHER_LOG)
    except OSError as error:
        raise OutputError(
            f"无法写入 {folder / GATHER_LOG}:{error.strerror or error}。请检查磁盘空间。"
        ) from error


def _one_line(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def busiest_second(connection: sqlite3.Connection, site: str) -> int:
    """The most requests that the site's own host got within one second of the clock."""
    row = connection.execute(
        f"SELECT max(n) FROM (SELECT count(*) AS n FROM captures WHERE site=? AND {OWN_REQUESTS}"
        " AND (url LIKE 'http://'||site||'/%' OR url LIKE 'https://'||site||'/%')"
        " GROUP BY substr(fetched_at, 1, 19))",
        (site,),
    ).fetchone()
    return int(row[0] or 0)


def span(connection: sqlite3.Connection, site: str) -> tuple[datetime | None, datetime | None]:
    """The first and last instants at which the site was asked for anything."""
    first, last = connection.execute(
        f"SELECT min(fetched_at), max(fetched_at) FROM captures WHERE site=? AND {OWN_REQUESTS}", (site,)
    ).fetchone()
    return tuple(datetime.fromisoformat(t) if t else None for t in (first, last))  # type: ignore[return-value]
