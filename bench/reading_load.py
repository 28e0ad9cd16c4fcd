"""
CPU time of understanding saved pages and judging them: ``reading_load.py FOLDER`` (files *.html).

Each page is read once and judged by all checks, in a process that stands as a reading child does: rules and
statistics are loaded, and the collector leaves them alone.
"""

import gc
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from kaoping.gather import Capture
from kaoping.rounds.reader_child import COLLECTING
from kaoping.rounds.reading import PageJudge
from kaoping.rounds.tasks import Task
from kaoping.rulebook import load_rulebook

HEAD = (("Content-Type", "text/html"),)
judge = PageJudge(load_rulebook(), date(2026, 9, 15))
tasks = [
    Task(
        Capture(
            site="127.0.0.1",
            url=f"http://127.0.0.1/a/{n}.html",
            status=200,
            headers=HEAD,
            body=path.read_bytes(),
        )
    )
    for n, path in enumerate(sorted(Path(sys.argv[1]).glob("*.html")))
]
judge.outcome(tasks[0])  # statistics and lexicons are opened once a process, not once a page
gc.collect()
gc.freeze()
gc.set_threshold(*COLLECTING)
costs = []
for task in tasks:
    began = time.process_time()
    judge.outcome(task)
    costs.append(time.process_time() - began)
print(len(costs), statistics.mean(costs), statistics.median(costs))
