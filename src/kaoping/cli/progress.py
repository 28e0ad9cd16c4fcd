"""Shows a run while it goes on: a live panel on a terminal, plain lines elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from kaoping.rounds.progress import Progress

PLAIN_EVERY_S = 10.0
MOST_SITES_SHOWN = 8


class Display:
    """``with Display(progress, budget_pages) as display: … display.refresh()``."""

    def __init__(self, progress: Progress, *, quiet: bool = False) -> None:
        self._progress = progress
        self._console = Console(stderr=True)
        self._quiet = quiet
        self._live: Live | None = None
        self._last_line = 0.0

    def __enter__(self) -> Self:
        if self._console.is_terminal and not self._quiet:
            self._live = Live(
                get_renderable=self._panel, console=self._console, refresh_per_second=4, transient=True
            )
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def refresh(self) -> None:
        """Without a terminal: print a plain line now and then. On one, the panel redraws itself."""
        if self._live is not None or self._quiet:
            return
        now = time.monotonic()
        if now - self._last_line >= PLAIN_EVERY_S:
            self._last_line = now
            print(self._line(), file=sys.stderr, flush=True)

    def _line(self) -> str:
        p = self._progress
        return (
            f"[{_clock(p.elapsed_s())}] 发现{p.found} 已取{p.fetched} 待取{p.left()} "
            f"速率{p.rate():.1f}页/秒 疑似问题{p.problems} 预计剩余{_clock(p.left_s())} {p.phase}"
        )

    def _panel(self) -> Group:
        p = self._progress
        bar = Table.grid()
        bar.add_row(ProgressBar(total=max(1, p.fetched + p.left()), completed=p.fetched, width=60))
        figures = Table.grid(padding=(0, 3))
        figures.add_row(
            f"发现 [b]{p.found}[/b]",
            f"已取 [b]{p.fetched}[/b]",
            f"待取 [b]{p.left()}[/b]",
            f"疑似问题 [b yellow]{p.problems}[/b yellow]",
        )
        figures.add_row(
            f"速率 [b]{p.rate():.1f}[/b] 页/秒",
            f"用时 {_clock(p.elapsed_s())}",
            f"预计剩余 {_clock(p.left_s())}",
            "",
        )
        sites = Table.grid(padding=(0, 2))
        for name, fetched, left in p.busiest_sites(MOST_SITES_SHOWN):
            sites.add_row(Text(name, style="dim"), f"已取{fetched}", f"待取{left}")
        return Group(Text(f"考评预检 · {p.phase}", style="bold"), bar, figures, sites)


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return "--:--"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
