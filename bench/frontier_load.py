"""Adds addresses to a frontier on disk and prints how many a second: ``python frontier_load.py COUNT``."""

import sys
import tempfile
import time
from pathlib import Path

from kaoping.gather import Frontier
from kaoping.gather.frontier import entry_for
from kaoping.rounds.store import open_state

COUNT, STEP = int(sys.argv[1]), 200

with tempfile.TemporaryDirectory() as folder:
    connection = open_state(Path(folder) / "state.sqlite")
    frontier = Frontier(connection)
    began = time.perf_counter()
    connection.execute("BEGIN")
    for start in range(0, COUNT, STEP):
        frontier.add(
            entry_for(f"http://www.example.gov.cn/info/{n % 997}/{n}.html", "www.example.gov.cn", depth=1)
            for n in range(start, start + STEP)
        )
        if start % 20_000 == 0:
            connection.execute("COMMIT")
            connection.execute("BEGIN")
    connection.execute("COMMIT")
    print(COUNT / (time.perf_counter() - began))
