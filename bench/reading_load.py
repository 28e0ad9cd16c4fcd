"""
CPU time of understanding saved pages and judging them: ``reading_load.py FOLDER`` (files *.html).

Each page is read once and judged by all checks, in a process that stands as a reading child does: rules and
statistics are loaded, the collector leaves them alone, and pages come as many at once as a child is handed
where others wait. The median is of these handfuls, a page.
"""

import gc
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from kaoping.gather import Capture
from kaoping.rounds.reader_child import COLLECTING
from kaoping.rounds.readers import MOST_AT_ONCE
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
for first in range(0, len(tasks), MOST_AT_ONCE):
    several = tasks[first : first + MOST_AT_ONCE]
    began = time.process_time()
    judge.read_ahead(several)
    for task in several:
        judge.outcome(task)
    costs += [(time.process_time() - began) / len(several)] * len(several)
print(len(costs), statistics.mean(costs), statistics.median(costs))
