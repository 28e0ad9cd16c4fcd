"""Writes the posts of accounts as a Parquet table, for those who want to compute with them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from kaoping.errors import OutputError

from .pages_table import BROKEN

TEXTS = (
    "site", "unit", "platform", "account", "url", "title", "lane", "told_by", "where", "deleted", "doubt",
    "digest",
)  # fmt: skip
COUNTS = ("text_length", "pictures")


def write_posts_table(rows: Iterable[Mapping[str, object]], path: Path) -> None:
    """
    Write one row a post, in the order in which they come.

    Args:
        rows: Keys as in `TEXTS` and `COUNTS`, `published` (a date) and `seen_at` (an aware instant).

    Raises:
        OutputError: The file cannot be written.
    """
    import pyarrow as pa  # a third of a second: only who writes the table pays for it
    import pyarrow.parquet as pq

    listed = list(rows)
    columns = {name: pa.array([_text(row.get(name)) for row in listed], pa.string()) for name in TEXTS}
    columns |= {name: pa.array([row.get(name) for row in listed], pa.int64()) for name in COUNTS}
    columns["published"] = pa.array([row.get("published") for row in listed], pa.date32())
    moments = pa.timestamp("ms", tz="UTC")
    columns["seen_at"] = pa.array([row.get("seen_at") for row in listed], moments)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        pq.write_table(pa.table(columns), unfinished, compression="zstd")
        unfinished.replace(path)
    except OSError as error:
        raise OutputError(f"推文表写不出来:{path}({error})。请检查磁盘空间和写入权限。") from error


def _text(value: object) -> str | None:
    return str(value).translate(BROKEN) if value not in (None, "") else None
