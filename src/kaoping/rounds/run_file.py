"""What a run was asked to do: `run.json` in its output folder, for resuming, replaying and explaining it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from kaoping.errors import OutputError
from kaoping.roster import MappingEntry, SiteEntry

from .narrow import Narrow

RUN_FILE = "run.json"
STATE_FILE = "state.sqlite"
ARCHIVE_FOLDER = "archive"


@dataclass(frozen=True, slots=True)
class Since:
    """Of a replay: the rulebook folder as it was for the run; ``""``: where the run had it, if unchanged."""

    rulebook: str = ""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """Everything that decides what a run fetches and how it judges. Times are seconds unless named."""

    sites: tuple[SiteEntry, ...]
    today: date
    max_pages: int = 3000
    max_attachments: int = 200  # files of a site that are fetched whole and read
    max_minutes: float = 60.0
    max_depth: int = 20
    rate: float = 1.0  # requests a second and host; 0 is as fast as the host answers
    render: str = "auto"
    allow_private: bool = False
    allowed: tuple[tuple[str, int], ...] = ()  # private hosts and ports besides the sites' own
    rulebook: str = ""  # an office's folder, or "" for the shipped rulebook
    contact: str = ""
    quiet_hours: str = ""
    views: bool = True  # whether pages are looked at as a spider, a searcher and a telephone too
    run_id: str = ""
    product_version: str = ""
    rulebook_version: str = ""
    build: str = ""  # of the code that read all pages; "" where it was not one alone
    secret_mark: str = ""  # tells with which key numbers of persons were hashed
    command: str = ""
    mapping: tuple[MappingEntry, ...] = ()  # which section answers which item, as the office decided
    cut_short: tuple[str, ...] = ()  # hosts that were not gathered whole, known once gathering ended
    narrow: Narrow | None = None  # of a look back: the addresses that it is about
    own_hosts: str = ""  # where this is one job of many: a file with the hosts of all sites of the roster
    # a replay's output has no archive of its own: this folder has the WARC files, or the run in a store
    archive: str = ""


def merged(earlier: Sequence[MappingEntry], later: Sequence[MappingEntry]) -> tuple[MappingEntry, ...]:
    """All decisions; of two for one site and item the later holds."""
    return tuple({(m.site, m.item): m for m in (*earlier, *later)}.values())


def archive_folder(folder: Path, plan: RunPlan) -> Path:
    """Where the run's WARC files lie. Raises `OutputError` for a store; `at_hand` brings them."""
    if "://" in plan.archive:
        raise OutputError(f"{folder} 的存档在 {plan.archive}。请先用 kaoping store fetch 取回本机。")
    return Path(plan.archive) if plan.archive else folder / ARCHIVE_FOLDER


def own_hosts(plan: RunPlan) -> tuple[str, ...]:
    """The hosts of the whole roster that this run is a part of. Raises `OutputError` where they are gone."""
    if not plan.own_hosts:
        return ()
    try:
        return tuple(Path(plan.own_hosts).read_text("utf-8").split())
    except OSError as error:
        raise OutputError(
            f"找不到全部网站的主机清单 {plan.own_hosts}({error.strerror})。请把整个输出目录放回原处再判断。"
        ) from error


def write_run(folder: Path, plan: RunPlan) -> None:
    """Write `run.json` whole or not at all."""
    write_whole(folder / RUN_FILE, msgspec.json.format(msgspec.json.encode(plan), indent=1))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one. Raises `OutputError`."""
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        raise OutputError(f"无法写入 {path}:{error.strerror}。请检查磁盘空间和目录权限后重试。") from error


def read_run(folder: Path) -> RunPlan:
    """The plan of the run stored in `folder`. Raises `OutputError` where there is none or it is damaged."""
    path = folder / RUN_FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=RunPlan)
    except FileNotFoundError:
        raise OutputError(f"{folder} 不是一次检查的输出目录(缺少 {RUN_FILE})。请核对目录。") from None
    except (msgspec.MsgspecError, OSError) as error:
        raise OutputError(f"{path} 已损坏或无法读取:{error}。") from error


def prepare_folder(folder: Path, plan: RunPlan, *, is_resumed: bool) -> RunPlan:
    """
    Make the output folder ready and answer the plan in force.

    A resumed run keeps the plan it began with (its sites must be the same); only its budgets may be raised
    and decisions on sections added.
    Raises `OutputError` where the folder holds another run, or other files.
    """
    if is_resumed and (folder / RUN_FILE).exists():
        begun = read_run(folder)
        if plan.sites and {s.url for s in plan.sites} != {s.url for s in begun.sites}:
            raise OutputError(f"{folder} 中是另一批网站的检查,不能用 --resume 续查。请换一个 --out 目录。")
        return replace(
            begun,
            max_pages=max(begun.max_pages, plan.max_pages),
            max_attachments=max(begun.max_attachments, plan.max_attachments),
            max_minutes=plan.max_minutes,
            rate=plan.rate,
            contact=plan.contact or begun.contact,
            mapping=merged(begun.mapping, plan.mapping),
        )
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} 是一个文件,不能作为输出目录。请换一个 --out 目录。")
    if folder.is_dir() and any(folder.iterdir()):
        what = "已有一次检查的结果" if (folder / RUN_FILE).exists() else "不是空目录"
        advice = (
            "续查请加 --resume,重新检查请换一个 --out 目录" if "检查" in what else "请换一个空的 --out 目录"
        )
        raise OutputError(f"输出目录 {folder} {what}。{advice}。")
    try:
        (folder / ARCHIVE_FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"无法建立输出目录 {folder}:{error.strerror}。") from error
    write_run(folder, plan)
    return plan
