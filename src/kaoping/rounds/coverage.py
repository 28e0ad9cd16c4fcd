"""What each check of a run looked at, site by site: so that a pass is known from "nobody looked"."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kaoping.checks.observation import Observation

from .csv_tables import csv_bytes
from .judging import Judgement
from .result_files import COVERAGE
from .run_file import write_whole

HEAD = ("site", "unit", "check", "looked_at", "unsure", "not_checked", "failed", "why")
CRASHED = "检查程序出错"  # as `kaoping.checks.judge` words it
MOST_REASONS = 3


def write_coverage(folder: Path, judgements: Iterable[Judgement]) -> None:
    """Write `coverage.csv`, a row for every site and every check in force, in order. Raises `OutputError`."""
    ordered = sorted(judgements, key=lambda j: j.site.site)
    write_whole(folder / COVERAGE, csv_bytes(HEAD, (row for j in ordered for row in _rows(j))))


def _rows(judged: Judgement) -> Iterator[tuple[str, ...]]:
    return coverage_rows(judged.site.site, judged.entry.unit, judged.looked_at, judged.observations)


def coverage_rows(
    site: str, unit: str, looked: Mapping[str, int], observations: Iterable[Observation]
) -> Iterator[tuple[str, ...]]:
    """A row for each check: how many subjects of one site or account it saw, and what became of them."""
    told: dict[str, list[Observation]] = {}
    for observation in observations:
        told.setdefault(observation.check, []).append(observation)
    for check, looked_at in sorted(looked.items()):
        seen = told.get(check, [])
        unseen = [o for o in seen if o.answer == "not_checked"]
        crashed = [o for o in unseen if str(o.facts.get("why", "")).startswith(CRASHED)]
        counts = (
            looked_at, sum(o.answer == "unsure" for o in seen), sum(map(_subjects, unseen)), len(crashed)
        )  # fmt: skip
        yield (site, unit, check, *map(str, counts), _reasons(unseen))


def _subjects(unseen: Observation) -> int:
    """How many subjects one line speaks of; a site of which nothing was seen counts as one."""
    count = unseen.facts.get("count")
    return max(1, count) if isinstance(count, int) else 1


def _reasons(unseen: Iterable[Observation]) -> str:
    reasons = Counter(str(o.facts.get("why", "")) for o in unseen)
    return ";".join(filter(None, sorted(reasons)[:MOST_REASONS]))
