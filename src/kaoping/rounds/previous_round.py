"""What a round takes over from the one before: its standings, what is still open, and what was due when."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from kaoping.errors import KaopingError, RoundError
from kaoping.ledger import OPEN_ITEMS, OpenItem, read_open_items
from kaoping.scoring import ScoreSheet, Standing, read_scores_json

from .round_file import FROZEN
from .round_files import RESULTS

SCORES = "scores.json"
ROUND_HEAD = "round.json"


class RoundHead(msgspec.Struct, frozen=True):
    """``round.json`` of a round's results: what it was, by which systems, and the last days that it set."""

    title: str
    office: str
    period: tuple[date, date]
    today: date
    systems: dict[str, str]  # name -> digest
    version: int = 1
    notice_date: date | None = None
    rectify_due: date | None = None
    rectify_counted: str = ""
    report_due: date | None = None
    report_counted: str = ""


@dataclass(frozen=True, slots=True)
class PreviousRound:
    """
    The round before. `files` are those that were read; `frozen` the folder of the systems that it was scored
    by, where that is still there.
    """

    head: RoundHead
    standings: tuple[Standing, ...]
    items: tuple[OpenItem, ...]
    files: tuple[Path, ...]
    sheets: tuple[ScoreSheet, ...] = ()
    frozen: Path | None = None


def read_previous(path: Path) -> PreviousRound:
    """
    Read the results of a round, from its folder or from its results.

    Raises:
        RoundError: It was not scored yet, or its results are damaged or of a later version.
    """
    folder = path / RESULTS if (path / RESULTS).is_dir() else path
    files = tuple(folder / name for name in (ROUND_HEAD, SCORES, OPEN_ITEMS))
    if missing := [one.name for one in files if not one.exists()]:
        advice = f"请先用 kaoping score {path} 评分,或核对 round.yaml 的 previous"
        raise RoundError(f"上一轮 {path} 没有评分结果(缺少 {'、'.join(missing)})。{advice}。")
    try:
        head = msgspec.json.decode(files[0].read_bytes(), type=RoundHead)
        scores = read_scores_json(files[1].read_bytes())
        items = read_open_items(files[2]).items
    except (KaopingError, msgspec.MsgspecError, OSError) as error:
        raise RoundError(f"上一轮 {folder} 的评分结果无法读取:{error}。请用上一轮的目录重新评分。") from error
    frozen = folder.parent / FROZEN / str(head.version)
    return PreviousRound(
        head, scores.standings, items, files, scores.sheets, frozen if frozen.is_dir() else None
    )


def head_json(head: RoundHead) -> bytes:
    """The bytes of ``round.json``."""
    return msgspec.json.format(msgspec.json.encode(head, order="sorted"), indent=1) + b"\n"
