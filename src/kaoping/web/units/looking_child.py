"""``python -m kaoping.web.units.looking_child``: one look back as told on standard input. Knows no Django."""

import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kaoping.errors import KaopingError
from kaoping.rounds.embryo import Embryo
from kaoping.rounds.lookback import look_back
from kaoping.rounds.progress import Progress
from kaoping.rounds.run_file import RunPlan
from kaoping.rounds.secret import ensure_secret


@dataclass(frozen=True, slots=True)
class Order:
    """What is told: the list of open items, how to look, and the folder for what comes of it."""

    items: str
    plan: RunPlan
    folder: str


def main(embryo: Embryo | None = None) -> int:
    """Look back; what the user can mend is told on standard output. `embryo` as in `gathering.visiting`."""
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    ensure_secret()
    progress = Progress(max_pages=order.plan.max_pages, max_minutes=order.plan.max_minutes)
    try:
        look_back(
            Path(order.items), order.plan, Path(order.folder), progress=progress, on_tick=lambda: None,
            embryo=embryo,
        )  # fmt: skip
    except KaopingError as error:
        sys.stdout.write(str(error))
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
