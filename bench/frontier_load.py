"""Adds addresses to a frontier on disk and prints how many a second: ``python frontier_load.py COUNT``."""

import sys
import tempfile
import time
from pathlib import Path

from kaoping.gather import Found, Frontier
from kaoping.rounds.store import open_state

COUNT, STEP = int(sys.argv[1]), 200

with tempfile.TemporaryDirectory() as folder:
    connection = open_state(Path(folder) / "state.sqlite")
    frontier = Frontier(connection)
    began = time.perf_counter()
    connection.execute("BEGIN")
    for start in range(0, COUNT, STEP):
        batch = tuple(
            Found(url=f"http://www.example.gov.cn/info/{n % 997}/{n}.html", target="page", priority=5)
            for n in range(start, start + STEP)
        )
        frontier.add("www.example.gov.cn", batch, parent_hash=None, depth=1)
        if start % 20_000 == 0:
            connection.execute("COMMIT")
            connection.execute("BEGIN")
    connection.execute("COMMIT")
    print(COUNT / (time.perf_counter() - began))
