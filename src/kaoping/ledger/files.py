"""Open items and look backs as JSON files: the same content gives the same bytes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kaoping.errors import LedgerError
from kaoping.roster import SiteEntry

from .openitems import item_order
from .records import Event, LookedBack, OpenItem
from .transitions import EVENT_WORDS

OPEN_ITEMS = "open-items.json"
LOOKBACK = "lookback.json"
_FORMAT = 1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OpenItems:
    """
    A file of open items: what the next round begins with. `round` is the round that was closed with it,
    `today` its day, `sites` the roster of sites that the findings lie on.
    """

    round: str
    today: date
    items: tuple[OpenItem, ...]
    sites: tuple[SiteEntry, ...] = ()
    rulebook_version: str = ""
    format: int = _FORMAT


@dataclass(frozen=True, slots=True)
class Lookback:
    """A finished look back: `of` is the digest of the file of open items that it began with."""

    round: str
    today: date
    of: str
    rulebook_version: str
    looked: tuple[LookedBack, ...]
    passed_over: tuple[str, ...] = ()  # exempt findings, by id: they were not looked at
    format: int = _FORMAT


def write_open_items(content: OpenItems, path: Path) -> None:
    """Write whole or not at all; items in one order, keys sorted. Raises `LedgerError`."""
    items = tuple(sorted(content.items, key=item_order))
    sites = tuple(sorted(content.sites, key=lambda s: (s.unit, s.url)))
    _write(replace(content, items=items, sites=sites), path)


def read_open_items(path: Path) -> OpenItems:
    """
    Read what `write_open_items` wrote.

    Raises:
        LedgerError: Not there, not such a file, of a later format, or one finding twice.
    """
    content = _read(path, OpenItems, "未销号问题清单")
    counts = Counter(item.id for item in content.items)
    twice = [id_ for id_, count in counts.items() if count > 1]
    if twice:
        raise LedgerError(f"{path} 中问题 {twice[0]} 出现了 {counts[twice[0]]} 次。请删去重复的条目。")
    return content


def write_lookback(content: Lookback, path: Path) -> None:
    """Write whole or not at all; as `write_open_items`."""
    looked = tuple(sorted(content.looked, key=lambda one: item_order(one.item)))
    _write(replace(content, looked=looked, passed_over=tuple(sorted(content.passed_over))), path)


def read_lookback(path: Path) -> Lookback:
    """Read what `write_lookback` wrote. Raises `LedgerError`."""
    return _read(path, Lookback, "复核结果")


def write_events(events: Iterable[Event], path: Path) -> None:
    """One JSON object a line, by finding and time. Raises `LedgerError`."""
    ordered = sorted(events, key=lambda e: (e.finding, e.at, e.kind))
    _write_bytes(b"".join(msgspec.json.encode(e, order="sorted") + b"\n" for e in ordered), path)


def read_events(path: Path) -> tuple[Event, ...]:
    """
    What happened to findings, in the file's order.

    Raises:
        LedgerError: Not there, or a line that is no event, by its number.
    """
    events: list[Event] = []
    for number, line in enumerate(_bytes(path, "台账记录").splitlines(), 1):
        if not line.strip():
            continue
        try:
            event = msgspec.json.decode(line, type=Event)
        except msgspec.MsgspecError as error:
            raise LedgerError(f"台账记录 {path} 第 {number} 行读不懂:{error}。请核对这一行。") from error
        if event.kind not in EVENT_WORDS:
            known = "、".join(EVENT_WORDS)
            raise LedgerError(f"台账记录 {path} 第 {number} 行的 kind “{event.kind}”不在 {known} 之中。")
        events.append(event)
    return tuple(events)


def _write(content: Any, path: Path) -> None:
    _write_bytes(msgspec.json.format(msgspec.json.encode(content, order="sorted"), indent=1) + b"\n", path)


def _write_bytes(content: bytes, path: Path) -> None:
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise LedgerError(f"无法写入 {path}:{error.strerror}。请检查磁盘空间和目录权限。") from error


def _read(path: Path, kind: type[T], what: str) -> T:
    content = _bytes(path, what)
    try:
        found = msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise LedgerError(f"{path} 不是{what},或已损坏:{error}。请用本软件写出的文件。") from error
    if getattr(found, "format", 0) > _FORMAT:
        raise LedgerError(f"{path} 是更新版本的软件写出的。请升级本软件后再读。")
    return found


def _bytes(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise LedgerError(f"找不到{what} {path}。请检查路径。") from None
    except OSError as error:
        raise LedgerError(f"{what} {path} 无法读取:{error.strerror}。") from error
