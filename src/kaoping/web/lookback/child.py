"""
The process of one look back: ``python -m kaoping.web.lookback.child``. Knows no Django.

It is told its order by the first line on its input and tells its progress line by line on its output; the end
of the input, which is its worker's death, ends it at once, and a later one goes on where it stood.
"""

import os
import sys
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import msgspec

from kaoping.errors import KaopingError
from kaoping.rounds.embryo import Embryo
from kaoping.rounds.folder_lock import alone_in
from kaoping.rounds.lookback import look_back
from kaoping.rounds.progress import Progress
from kaoping.rounds.run_file import RUN_FILE, RunPlan
from kaoping.rounds.secret import ensure_secret

from ..gathering.orders import EXIT_DONE, EXIT_REFUSED, Tick
from ..gathering.visiting import EARLIER_ENDS_WITHIN_S, Ears, Mouth


@dataclass(frozen=True, slots=True)
class Order:
    """
    What is told: the list of open items, how to look, the folder for what comes of it, and that of what was
    handed in of accounts since, ``""`` for nothing.
    """

    items: str
    plan: RunPlan
    folder: str
    accounts: str = ""


def main(embryo: Embryo | None = None) -> int:
    """Look back; what the user can mend is the last tick. `embryo` as in `gathering.visiting`."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no progress
    source = FileIO(0, closefd=False)
    order = msgspec.json.decode(source.readline(), type=Order)
    ensure_secret()
    progress = Progress(max_pages=order.plan.max_pages, max_minutes=order.plan.max_minutes)
    Ears(source)
    mouth, folder = Mouth(stream, progress), Path(order.folder)
    try:
        with alone_in(folder, within_s=EARLIER_ENDS_WITHIN_S, who="采集进程"):
            is_resumed = (folder / RUN_FILE).exists()
            look_back(
                Path(order.items), order.plan, folder, is_resumed=is_resumed, progress=progress,
                on_tick=mouth.tick, accounts=Path(order.accounts) if order.accounts else None, embryo=embryo,
            )  # fmt: skip
    except KaopingError as error:
        mouth.say(Tick(error=str(error)))
        return EXIT_REFUSED
    mouth.tick()
    return EXIT_DONE


if __name__ == "__main__":
    sys.exit(main())
