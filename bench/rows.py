"""One row of the table of `make bench`, and the table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, beside a peer or a limit; `is_met` is None where there is no limit."""

    what: str
    ours: str
    beside: str
    ratio: str
    target: str
    is_met: bool | None


def printed(rows: list[Row]) -> None:
    """Print all rows as Markdown."""
    print("\n| 项目 | 本软件 | 对照或极限 | 比值 | 目标 | 是否达到 |\n|---|---|---|---|---|---|")
    for row in rows:
        met = {True: "是", False: "**否**", None: "—"}[row.is_met]
        print(f"| {row.what} | {row.ours} | {row.beside} | {row.ratio} | {row.target} | {met} |")
