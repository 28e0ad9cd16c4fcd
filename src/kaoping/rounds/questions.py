"""Questions that only the office can answer, and its answers: two tables in the output folder."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from kaoping.pages.disclosure import DisclosureMap
from kaoping.roster import MappingEntry

from .csv_tables import csv_bytes
from .run_file import write_whole

QUESTIONS = "mapping-questions.csv"
MAPPING = "mapping.csv"
_NUMERALS = "一二三"
_ANSWER = ("选定网址", "认定人", "认定日期", "备注")


def write_questions(folder: Path, maps: Iterable[DisclosureMap]) -> int:
    """
    Write `mapping-questions.csv`: a row for each item that has likely places but no certain one.

    The office fills in 选定网址 (address, 一/二/三 or 无) and gives the file back with `--mapping`. Without
    questions no file is written, and one of an earlier judging is taken away. Answers how many there are.
    Raises `OutputError`.
    """
    head = ["网站", "单位", "事项编号", "事项名称"]
    for numeral in _NUMERALS:
        head += [f"候选{numeral}", f"候选{numeral}网址", f"候选{numeral}依据"]
    rows: list[list[str]] = []
    for one in maps:
        for item in one.questions():
            row = [one.site, one.unit, item.id, item.item]
            for candidate in item.candidates[:3]:
                row += [candidate.name, candidate.url, f"{candidate.score:.2f} {';'.join(candidate.reasons)}"]
            rows.append(row + [""] * (len(head) - len(row)))
    path = folder / QUESTIONS
    if rows:
        write_whole(path, csv_bytes([*head, *_ANSWER], [[*row, "", "", "", ""] for row in rows]))
    else:
        path.unlink(missing_ok=True)
    return len(rows)


def write_mapping(folder: Path, mapping: Sequence[MappingEntry]) -> None:
    """Write `mapping.csv`, every decision in force, for the next run's `--mapping`. Raises `OutputError`."""
    if not mapping:
        return
    ordered = sorted(mapping, key=lambda m: (m.site, m.item))
    rows = [[m.site, m.item, m.url or "无", m.decided_by, m.on, m.note] for m in ordered]
    write_whole(folder / MAPPING, csv_bytes(["网站", "事项编号", *_ANSWER], rows))
