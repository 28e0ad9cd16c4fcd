"""The days of the story: the invented city has a calendar of its own, so the demo is the same every day."""

import os
import tempfile
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

HERE = Path(__file__).resolve().parent
BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Days:
    """One round's days, in their order."""

    title: str
    period: tuple[date, date]
    looked: date  # the monitoring day, on which the sites are gathered
    inspected: date
    reviewed: date
    drafted: date
    answered: date
    ruled: date  # after the last day for objections
    agreed: date
    notice: date


SPRING = Days(
    title="望川市2026年上半年政务公开考评",
    period=(date(2026, 1, 1), date(2026, 6, 30)),
    looked=date(2026, 6, 22),
    inspected=date(2026, 6, 23),
    reviewed=date(2026, 6, 24),
    drafted=date(2026, 6, 25),
    answered=date(2026, 6, 26),
    ruled=date(2026, 7, 2),
    agreed=date(2026, 7, 6),
    notice=date(2026, 7, 7),
)
AUTUMN = Days(
    title="望川市2026年下半年政务公开考评",
    period=(date(2026, 7, 1), date(2026, 12, 31)),
    looked=date(2026, 11, 16),
    inspected=date(2026, 11, 17),
    reviewed=date(2026, 11, 18),
    drafted=date(2026, 11, 19),
    answered=date(2026, 11, 20),
    ruled=date(2026, 11, 25),
    agreed=date(2026, 11, 30),
    notice=date(2026, 12, 1),
)
SPRING_REPORTED, SPRING_LATE, SPRING_SEALED = date(2026, 7, 10), date(2026, 7, 24), date(2026, 9, 1)
OPENED = date(2026, 12, 2)  # the day after the notice: here the web application opens


class Clock:
    """This process's clock and that of all processes begun after a move; it goes on by itself."""

    def __init__(self) -> None:
        self._travel: Any = None
        self._folder = tempfile.TemporaryDirectory(prefix="kaoping-demo-")
        self._shift = Path(self._folder.name) / "clock"
        self._shift.touch()
        os.environ["TOYTOWN_CLOCK"] = str(self._shift)
        os.environ["PYTHONPATH"] = str(HERE / "clock")

    def move_to(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """Let it be this hour in Beijing."""
        wanted = datetime(day.year, day.month, day.day, hour, minute, tzinfo=BEIJING)
        self.stop()
        draft = self._shift.with_suffix(".new")
        draft.write_text(str(wanted.timestamp() - time.time()), "ascii")
        draft.replace(self._shift)
        self._travel = time_machine.travel(wanted.timestamp(), tick=True)
        self._travel.start()
        return wanted

    def stop(self) -> None:
        """Back to this machine's own clock."""
        if self._travel is not None:
            self._travel.stop()
            self._travel = None
