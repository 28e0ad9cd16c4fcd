"""The files of a round's folder: which there are, which are missing, which contradict each other."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from kaoping.errors import RoundError
from kaoping.rulebook.schemas import closest

from .result_files import COVERAGE, OBSERVATIONS
from .results_folder import digest_of
from .round_file import FROZEN, ROUND_FILE, Round

RESULTS = "results"
TABLES = (".csv", ".xlsx", ".xls", ".xlsm", ".ods", ".txt", ".tsv")
LINES = (".jsonl", ".gz")
FOLDERS = ("observations", "coverage", "inspections", "monitors", "answers", "decisions", "rectification")
RECTIFICATION = ("reports", "claims", "tasks")
LISTS = ("units", "sites", "contacts")
EVENTS = "events.jsonl"
_KEPT = (FROZEN, RESULTS, "rulebook", "runs", "previous")


@dataclass(frozen=True, slots=True)
class RoundFiles:
    """Everything that a round is scored from. Several files of a kind stand in the order of their names."""

    units: Path
    sites: Path | None
    contacts: Path | None
    observations: tuple[Path, ...]
    coverage: tuple[Path, ...]
    inspections: tuple[Path, ...]
    monitors: tuple[Path, ...]
    answers: tuple[Path, ...]
    decisions: tuple[Path, ...]
    reports: Path | None
    claims: Path | None
    tasks: Path | None
    events: Path | None

    def all(self) -> Iterator[Path]:
        """Every file, in the order of the fields."""
        for one in fields(self):
            value = getattr(self, one.name)
            yield from value if isinstance(value, tuple) else filter(None, (value,))


def round_files(one: Round) -> RoundFiles:
    """
    Find the files of a round.

    Raises:
        RoundError: In Chinese, all that is wrong at once: no list of units, two files that both claim to be
            one list, a run without its outputs, a file that no round has a use for, a file or folder whose
            name is nearly one that is read, the same table twice.
    """
    found = [*_strangers(one)]
    lists = {name: _the_one(one.folder, name, found) for name in LISTS}
    rectification = one.folder / "rectification"
    owed = {name: _the_one(rectification, name, found) for name in RECTIFICATION}
    runs = [_of_run(run, name, found) for name in (OBSERVATIONS, COVERAGE) for run in one.runs]
    observations = (*runs[: len(one.runs)], *_listed(one.folder / "observations", LINES, found))
    coverage = (*runs[len(one.runs) :], *_listed(one.folder / "coverage", TABLES, found))
    tables = {name: _listed(one.folder / name, TABLES, found) for name in FOLDERS[2:6]}
    events = rectification / EVENTS
    if lists["units"] is None:
        found.append(f"缺少单位名单 {one.folder / 'units.csv'}(或 units.xlsx)")
    for paths in (observations, *tables.values()):  # two runs may well have looked at just as much
        found += _same_bytes(paths)
    if found or lists["units"] is None:
        words = "\n".join(f"  {said}" for said in found)
        raise RoundError(f"考评轮次目录 {one.folder} 有 {len(found)} 处要改:\n{words}")
    return RoundFiles(
        units=lists["units"],
        sites=lists["sites"],
        contacts=lists["contacts"],
        observations=observations,
        coverage=coverage,
        reports=owed["reports"],
        claims=owed["claims"],
        tasks=owed["tasks"],
        events=events if events.exists() else None,
        **tables,
    )


def _strangers(one: Round) -> Iterator[str]:
    """Names that are nearly, but not quite, ones that are read: a slip would else silently cost its rows."""
    known = [*FOLDERS, *_KEPT, *(f"{name}{end}" for name in LISTS for end in (".csv", ".xlsx")), ROUND_FILE]
    named = {*one.crosswalks, *(draw.source for draw in one.draws)}
    for path in sorted(one.folder.iterdir()):
        is_list = path.stem in LISTS and path.suffix.lower() in TABLES
        if path.name in known or path in named or is_list or path.name.startswith((".", "~$")):
            continue
        if (hint := closest(path.name.lower(), known)) and (path.is_dir() or path.suffix in TABLES):
            yield f"{path}:不会被读取{hint}"


def _the_one(folder: Path, name: str, found: list[str]) -> Path | None:
    paths = [path for end in TABLES if (path := folder / f"{name}{end}").exists()]
    if len(paths) > 1:
        found.append(f"{'、'.join(path.name for path in paths)} 都是同一份名单,请只留一个({folder})")
    return paths[0] if paths else None


def _listed(folder: Path, endings: tuple[str, ...], found: list[str]) -> tuple[Path, ...]:
    if not folder.is_dir():
        return ()
    paths = [p for p in sorted(folder.iterdir()) if not p.name.startswith((".", "~$"))]
    for path in paths:
        if not path.is_file() or path.suffix.lower() not in endings:
            found.append(f"{path}:不是 {'、'.join(endings)} 文件,请移走")
    return tuple(path for path in paths if path.is_file() and path.suffix.lower() in endings)


def _of_run(run: Path, name: str, found: list[str]) -> Path:
    path = run / name
    if not path.exists():
        found.append(
            f"{run} 中没有 {name}:不是检查的输出目录,或由旧版软件写成;可用 kaoping replay {run} 重新判断一次"
        )
    return path


def _same_bytes(paths: tuple[Path, ...]) -> Iterator[str]:
    seen: dict[str, Path] = {}
    for path in paths:
        if path.exists() and path.stat().st_size:
            earlier = seen.setdefault(digest_of(path), path)
            if earlier != path:
                yield f"{path} 与 {earlier} 内容完全相同,请删去一个"
