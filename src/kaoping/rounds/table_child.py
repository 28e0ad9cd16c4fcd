"""
The child process that writes `pages.parquet`: ``python -m kaoping.rounds.table_child STATE TABLE SITE…``.

The library that writes the table takes a third of the memory that a whole run may use: it stays out of the
main process, and works while that one judges.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from kaoping.errors import KaopingError, OutputError

TIMEOUT_S = 900


def start_table(state: Path, table: Path, sites: Iterable[str]) -> subprocess.Popen[str]:
    """Begin to write the table of what is committed in the state file."""
    command = [sys.executable, "-m", "kaoping.rounds.table_child", str(state), str(table), *sorted(sites)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finish_table(process: subprocess.Popen[str]) -> None:
    """Wait until the table is written. Raises `OutputError` with the child's own words."""
    try:
        _, words = process.communicate(timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        raise OutputError("写页面表超时,请重试。") from None
    if process.returncode != 0:
        raise OutputError(words.strip().splitlines()[-1] if words.strip() else "写页面表失败。")


def main() -> None:
    """Write the table; a failure is one Chinese line on standard error."""
    from kaoping.reports import write_pages_table

    from .room import room_told
    from .table_rows import table_rows

    connection = sqlite3.connect(sys.argv[1])
    try:
        with room_told(Path(sys.argv[2]).parent, "再执行一次"):
            write_pages_table(table_rows(connection, sys.argv[3:]), Path(sys.argv[2]))
    except KaopingError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
