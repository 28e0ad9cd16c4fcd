"""What other libraries read of the same pages, by a process of the benchmark's environment."""

import json
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from figures import NONE, NOT_MEASURED, counted, share

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".bench-venv" / "bin" / "python"
Answers = Mapping[str, Mapping[str, Mapping[str, object]]]
NAMES = ("trafilatura", "htmldate", "readability", "resiliparse")


def read_by_peers(pages: Mapping[str, bytes]) -> Answers | None:
    """Library -> page name -> what it read; None where the benchmark's environment was not made."""
    if not PYTHON.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        for name, body in pages.items():
            (Path(folder) / name).write_bytes(body)
        command = [str(PYTHON), str(Path(__file__).with_name("peer_child.py")), folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-2000:])
        return None
    return json.loads(done.stdout)


def cells(answers: Answers | None, field: str, is_right: Mapping[str, Callable[[str], object]]) -> str:
    """``trafilatura 0.93;htmldate 0.95``: the share that is right of those libraries that give this field."""
    if answers is None:
        return NOT_MEASURED
    told = []
    for name in NAMES:
        pages = answers.get(name, {})
        if any(field in page for page in pages.values()):
            results = [
                test(str(pages[file].get(field) or "")) for file, test in is_right.items() if file in pages
            ]
            right, whole = counted(results)
            told.append(f"{name} {share(right, whole)}")
    return ";".join(told) or NONE


def means(answers: Answers | None, field: str, score: Mapping[str, Callable[[str], float]]) -> str:
    """The mean score of those libraries that give this field."""
    if answers is None:
        return NOT_MEASURED
    told = []
    for name in NAMES:
        pages = answers.get(name, {})
        if any(field in page for page in pages.values()):
            values = [one(str(pages[file].get(field) or "")) for file, one in score.items() if file in pages]
            told.append(f"{name} {sum(values) / len(values):.3f}")
    return ";".join(told) or NONE


def median_ms(answers: Answers | None, name: str) -> str:
    """Median CPU milliseconds a page of one library."""
    if answers is None or name not in answers:
        return NOT_MEASURED
    return f"{median(float(str(page['ms'])) for page in answers[name].values()):.1f}"
