"""Rows on how work is spread, of `engines_load.py`."""

import json
import sys
from pathlib import Path

from measuring import run_watched
from rows import Row

LEAST_EFFICIENCY, MOST_OVERHEAD, A_MINUTE_S = 0.9, 0.1, 45.0


def engines(sites: int, pages: int) -> list[Row]:
    """Two workers beside one, and dask beside both; its limit holds for jobs of about a minute or more."""
    script = Path(__file__).resolve().parent / "engines_load.py"
    command = [sys.executable, str(script), "--sites", str(sites), "--pages", str(pages)]
    told = json.loads(run_watched(command, timeout_s=14_400).output.strip().splitlines()[-1])
    efficiency, allowed, overhead = told["efficiency"], told["allowed"], told["overhead"]
    is_long = told["job_s"] >= A_MINUTE_S
    return [
        Row(
            f"{sites} 个作业(每个 {told['job_s']:.0f} 秒):一个到两个工作进程的效率",
            f"{efficiency:.2f}",
            f"两核只计数 {allowed:.2f}",
            f"{efficiency / allowed:.2f}",
            f"≥ {LEAST_EFFICIENCY}(两核所能)",
            efficiency >= LEAST_EFFICIENCY * allowed,
        ),
        Row(
            "dask 集群比本机两个进程多用",
            f"{100 * overhead:.1f}%",
            f"{told['cluster_s']:.0f} 秒比 {told['two_s']:.0f} 秒",
            "",
            f"≤ {100 * MOST_OVERHEAD:.0f}%(一分钟的作业)",
            overhead <= MOST_OVERHEAD if is_long else None,
        ),
    ]
