"""The load that a visit put on a site (礼貌记录), out of the run's log of requests."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from kaoping.rounds.result_files import GATHER_LOG

HEADINGS = ("时间(UTC)", "方法", "地址", "结果", "字节", "耗时毫秒", "用途")
MOST_MINUTES = 720


@dataclass(frozen=True, slots=True)
class Load:
    """
    What was asked of the site's own host, and of others for its sake. `per_minute` are requests a minute from
    `first_at` on, at most 12 hours of them; `busiest_second` the most that the own host got in one second.
    """

    requests: int = 0
    elsewhere: int = 0
    size_bytes: int = 0
    busiest_second: int = 0
    median_ms: int = 0
    first_at: str = ""
    last_at: str = ""
    per_minute: tuple[int, ...] = ()
    answers: Mapping[str, int] = field(default_factory=dict)


def rows_of(folder: Path) -> Iterator[list[str]]:
    """The log's rows in order of time; none where there is no log yet."""
    path = folder / GATHER_LOG
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def load_of(folder: Path, host: str) -> Load:
    """The log in figures. `host` is the site's own, with its port."""
    seconds: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    answers: Counter[str] = Counter()
    times: list[int] = []
    elsewhere = size = 0
    first = last = ""
    for at, _, url, answer, own_bytes, elapsed, _ in rows_of(folder):
        if urlsplit(url).netloc != host:
            elsewhere += 1
            continue
        first, last = first or at, at
        seconds[at[:19]] += 1
        minutes[at[:16]] += 1
        answers[answer] += 1
        size += int(own_bytes)
        times.append(int(elapsed))
    return Load(
        requests=len(times),
        elsewhere=elsewhere,
        size_bytes=size,
        busiest_second=max(seconds.values(), default=0),
        median_ms=round(median(times)) if times else 0,
        first_at=first,
        last_at=last,
        per_minute=_filled(minutes),
        answers=dict(answers.most_common(8)),
    )


def _filled(minutes: Mapping[str, int]) -> tuple[int, ...]:
    """Requests of each minute from the first on, those without any among them."""
    if not minutes:
        return ()
    start = _minute(min(minutes))
    counts: dict[int, int] = {}
    for minute, count in minutes.items():
        counts[int((_minute(minute) - start).total_seconds() // 60)] = count
    return tuple(counts.get(n, 0) for n in range(min(max(counts) + 1, MOST_MINUTES)))


def _minute(text: str) -> datetime:
    return datetime.fromisoformat(text[:16].rstrip("Z"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the chart: place and height on the drawing, with its words."""

    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class LoadChart:
    """Requests over time as columns, at most 120 of them; `top` is the height of the scale."""

    columns: tuple[Column, ...]
    top: int
    step_minutes: int
    width: int = 720
    height: int = 160
    ground: int = 136


def load_chart(load: Mapping[str, Any]) -> LoadChart | None:
    """The stored figures as a chart; None without any."""
    per_minute: list[int] = list(load.get("per_minute", ()))
    if not per_minute:
        return None
    step = -(-len(per_minute) // 120)
    sums = [sum(per_minute[n : n + step]) for n in range(0, len(per_minute), step)]
    top = max(*sums, 1)
    wide = min(24.0, 670 / len(sums))
    columns = tuple(
        Column(
            x=round(44 + n * wide, 1),
            y=round(136 - 120 * count / top, 1),
            width=round(max(1.0, wide - 1.5), 1),
            height=round(120 * count / top, 1),
            words=f"第{n * step + 1}分钟起{step}分钟内 {count} 次",
        )
        for n, count in enumerate(sums)
    )
    return LoadChart(columns, top, step)
