"""
Files of monitoring platforms: columns matched, every row read, faults told by sheet, row and column.

What was read is kept beside the upload, one line for each unit and rule, so that running goes on where it
stopped and never reads the workbook again.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from kaoping.errors import RosterError
from kaoping.findings import MONITORS, Suspect
from kaoping.roster import FormRow, Table, WrongCell
from kaoping.roster.headers import SEARCHED_ROWS, bare
from kaoping.roster.tables import Row

MOST_ERRORS = 500
LABELS: Mapping[str, str] = {name: titles[0] for name, titles in MONITORS.headings.items()}
Reader = Callable[[FormRow], tuple[Suspect, ...]]


class Line(msgspec.Struct):
    """One row's suspect. `key` is the item's: the source and the fact."""

    key: str
    row: int
    suspect: Suspect


class Group(msgspec.Struct):
    """All rows about one unit under one rule: they are laid together, for they may be one fact."""

    unit: str
    rule: str
    lines: list[Line]


@dataclass(slots=True)
class ReadFile:
    """What a file holds: groups, rows read, faults as dicts (sheet, row, column, words), sources named."""

    groups: list[Group] = field(default_factory=list)
    rows: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)
    faults: int = 0
    sources: list[str] = field(default_factory=list)


def headings_of(tables: Iterable[Table]) -> list[str]:
    """The cells of the row that most looks like headings, for a person to match with our fields."""
    best: tuple[int, Row | None] = (0, None)
    for table in tables:
        for row in table.rows[:SEARCHED_ROWS]:
            known = sum(bare(cell) in _KNOWN for cell in row.cells) * 100 + sum(map(bool, row.cells))
            if known > best[0]:
                best = (known, row)
    return [cell for cell in best[1].cells if cell] if best[1] else []


def read_file(
    tables: Iterable[Table],
    reader: Reader,
    *,
    columns: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[str, str]] | None = None,
    source: str = "",
) -> ReadFile:
    """
    Read every row of every sheet that has the headings.

    Args:
        reader: Of `kaoping.findings.row_reader`.
        columns: Our field to their heading; None: by the headings that we know.
        values: Field to their word to ours.
        source: The platform, where the file does not name it.

    Raises:
        RosterError: No sheet has the headings; in Chinese.
    """
    found = ReadFile()
    groups: dict[tuple[str, str], Group] = {}
    sources: dict[str, None] = {}
    is_headed = False
    for table in tables:
        if (headed := _headed(table, columns)) is None:
            continue
        is_headed = True
        for row in _rows(table, *headed, values or {}, source):
            found.rows += 1
            try:
                suspects = reader(row)
            except WrongCell as error:
                _told(found, table.sheet, row, error)
                continue
            for one in suspects:
                sources[one.witnesses[0].name] = None
                group = groups.setdefault((one.unit, one.rule), Group(one.unit, one.rule, []))
                group.lines.append(Line(item_key(one.witnesses[0].name, one.id), row.number, one))
        if not table.sheet and found.rows:
            break  # one text, cut by each separator that it might have
    if not is_headed:
        wanted = "、".join(LABELS[name] for name in ("unit", "message", "rule", "url"))
        raise RosterError(f"前 {SEARCHED_ROWS} 行没有找到表头(如{wanted}),请为这个平台设置列对应")
    found.groups = [groups[key] for key in sorted(groups)]
    found.sources = list(sources)
    return found


def item_key(source: str, fact: str) -> str:
    """The same for the same fact of the same platform, in whichever file it comes."""
    return hashlib.sha256(f"{source}\0{fact}".encode()).hexdigest()


_KNOWN = frozenset(bare(title) for titles in MONITORS.headings.values() for title in titles)


def _headed(table: Table, columns: Mapping[str, str] | None) -> tuple[Row, dict[str, int]] | None:
    for row in table.rows[:SEARCHED_ROWS]:
        titles = [bare(cell) for cell in row.cells]
        if columns is not None:
            found = {
                name: titles.index(bare(given)) for name, given in columns.items() if bare(given) in titles
            }
        else:
            found = {}
            for name, known in MONITORS.headings.items():
                at = next((titles.index(bare(one)) for one in known if bare(one) in titles), None)
                if at is not None:
                    found[name] = at
        if "unit" in found and {"rule", "indicator", "kind"} & set(found):
            return row, found
    return None


def _rows(
    table: Table,
    head: Row,
    columns: Mapping[str, int],
    values: Mapping[str, Mapping[str, str]],
    source: str,
) -> Iterator[FormRow]:
    titles = {name: head.cells[at] for name, at in columns.items()}
    sheet = f"工作表“{table.sheet}”" if table.sheet else ""
    for row in table.rows:
        if row.number <= head.number or row.cells == head.cells or row.is_spread:
            continue
        cells = {
            name: row.cells[at].removeprefix("'").strip() if at < len(row.cells) else ""
            for name, at in columns.items()
        }
        if not any(cells.values()):
            continue
        for name, words in values.items():
            if (ours := words.get(cells.get(name, ""))) is not None:
                cells["rule" if name == "kind" else name] = ours
        cells["who"] = cells.get("who") or source
        place = f"{sheet}第 {row.number} 行"
        yield FormRow(place, place, row.number, cells, titles)


def _told(found: ReadFile, sheet: str, row: FormRow, error: WrongCell) -> None:
    found.faults += 1
    if len(found.errors) < MOST_ERRORS:
        column = row.titles.get(error.name, LABELS.get(error.name, error.name))
        found.errors.append({"sheet": sheet, "row": row.number, "column": column, "words": error.words})


def kept_file(digest: str) -> Path:
    """Where an uploaded list lies: by digest, outside the web root."""
    return Path(settings.MEDIA_ROOT) / "imports" / digest


def prepared_file(public_id: object) -> Path:
    """Where what was read of a batch lies."""
    return Path(settings.MEDIA_ROOT) / "imports" / f"{public_id}.jsonl"


def keep(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}")
    with part.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o600)
    part.replace(path)


def write_groups(path: Path, groups: Iterable[Group]) -> None:
    """One line each, in order."""
    encoder = msgspec.json.Encoder()
    keep(path, (encoder.encode(group) + b"\n" for group in groups))


def read_groups(path: Path, start: int) -> Iterator[Group]:
    """Groups from the number `start` on. Raises `OSError` where the file is gone."""
    decoder = msgspec.json.Decoder(Group)
    with path.open("rb") as file:
        for number, line in enumerate(file):
            if number >= start:
                yield decoder.decode(line)
