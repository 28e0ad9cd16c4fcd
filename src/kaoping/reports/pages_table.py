"""Writes what was understood of each page as a Parquet table, for those who want to compute with it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from kaoping.errors import OutputError

ROWS_AT_ONCE = 5_000
TEXT_COLUMNS = frozenset(
    {"site", "url", "title", "published_where", "section", "kind", "shape", "digest", "charset"}
)
COLUMNS = (
    "site",
    "url",
    "title",
    "published",
    "published_where",
    "section",
    "kind",
    "shape",
    "text_length",
    "digest",
    "status",
    "charset",
    "captured_at",
)
BROKEN = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def write_pages_table(rows: Iterable[Mapping[str, object]], path: Path) -> None:
    """
    Write one row a page, in the order in which they come; memory holds 5,000 rows at a time.

    Args:
        rows: Keys as in `COLUMNS`; missing ones are null, others are refused. `published` is a date or its
            ISO form, `captured_at` an aware instant or its ISO form, `text_length` characters.
        path: The ``.parquet`` file; it is replaced only when all rows were written.

    Raises:
        OutputError: The file cannot be written.
        ValueError: A row has a column that the table does not know.
    """
    # A third of a second to import: only who writes the table pays for it.
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(pa)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with pq.ParquetWriter(unfinished, schema, compression="zstd") as writer:
            for batch in _batches(rows):
                writer.write_table(pa.Table.from_pylist(batch, schema=schema), row_group_size=ROWS_AT_ONCE)
        unfinished.replace(path)
    except OSError as error:
        raise OutputError(f"页面表写不出来:{path}({error})。请检查磁盘空间和写入权限。") from error


def _schema(pa: Any) -> Any:
    others = {
        "published": pa.date32(),
        "text_length": pa.int64(),
        "status": pa.int16(),
        "captured_at": pa.timestamp("ms", tz="UTC"),
    }
    return pa.schema([(name, pa.string() if name in TEXT_COLUMNS else others[name]) for name in COLUMNS])


def _batches(rows: Iterable[Mapping[str, object]]) -> Iterator[list[dict[str, object]]]:
    waiting = iter(rows)
    while batch := [_row(row) for row in islice(waiting, ROWS_AT_ONCE)]:
        yield batch


def _row(row: Mapping[str, object]) -> dict[str, object]:
    strays = sorted(set(row) - set(COLUMNS))
    if strays:
        raise ValueError(f"unknown columns: {', '.join(strays)}")
    return {name: _value(name, row.get(name)) for name in COLUMNS}


def _value(name: str, value: object) -> object:
    if value is None or value == "":
        return None
    if name in TEXT_COLUMNS:
        return str(value).translate(BROKEN)
    if name == "published":
        return date.fromisoformat(value) if isinstance(value, str) else value
    if name == "captured_at":
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
        return instant if not isinstance(instant, datetime) or instant.tzinfo else instant.replace(tzinfo=UTC)
    return value
