"""`kaoping check` and `kaoping replay`: from words on the command line to a run and an exit code."""

import sys
from dataclasses import dataclass
from pathlib import Path

from kaoping import __version__
from kaoping.errors import UsageError
from kaoping.reports import RunReport
from kaoping.roster import SiteEntry, read_mapping, read_sites, sites_from_addresses
from kaoping.rounds.checking import check_sites, replay_run
from kaoping.rounds.embryo import Embryo
from kaoping.rounds.engines.table import is_many
from kaoping.rounds.progress import Progress
from kaoping.rounds.questions import QUESTIONS
from kaoping.rounds.run_file import RunPlan
from kaoping.rounds.secret import ensure_secret

from .levels import is_failure, refuse_unknown_level
from .options import EXIT_CLEAN, EXIT_FOUND, EXIT_INCOMPLETE, RENDER_WORDS, allowed_pairs, parse_day
from .progress import Display

SITE_FILES = (".csv", ".xlsx", ".xlsm", ".xls", ".txt", ".tsv")


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What `kaoping check` was asked, word for word."""

    addresses: tuple[str, ...]
    out: Path
    today: str
    max_pages: int
    max_attachments: int
    max_minutes: float
    rate: float
    render: str
    is_resumed: bool
    allow_private: bool
    allowed: tuple[str, ...]
    rulebook: Path | None
    fail_on: str
    contact: str
    quiet_hours: str
    previous: Path | None
    mapping: Path | None
    is_quiet: bool
    has_views: bool = True


def run_check(request: CheckRequest, embryo: Embryo) -> int:
    """Check the sites; answers the exit code. Raises `KaopingError` for what the user can mend."""
    refuse_unknown_level(request.fail_on)
    prepare_secret()
    plan = plan_of(request)
    progress = Progress(max_pages=request.max_pages, max_minutes=request.max_minutes)
    with Display(progress, quiet=request.is_quiet) as display:
        report = check_sites(
            plan,
            request.out,
            is_resumed=request.is_resumed,
            previous=request.previous,
            progress=progress,
            on_tick=display.refresh,
            embryo=embryo,
        )
    return _finish(report, request.out, request.fail_on)


def plan_of(request: CheckRequest) -> RunPlan:
    """The plan that a request asks for. Raises `KaopingError` for what the user can mend."""
    if request.render not in RENDER_WORDS:
        raise UsageError(f"--render {request.render} 不对,只能是 {'、'.join(RENDER_WORDS)}。")
    return RunPlan(
        sites=_sites(request.addresses),
        today=parse_day(request.today),
        max_pages=request.max_pages,
        max_attachments=request.max_attachments,
        max_minutes=request.max_minutes,
        rate=request.rate,
        render=request.render,
        allow_private=request.allow_private,
        allowed=allowed_pairs(request.allowed, request.allow_private),
        rulebook=str(request.rulebook.resolve()) if request.rulebook else "",
        contact=request.contact,
        quiet_hours=request.quiet_hours,
        views=request.has_views,
        mapping=read_mapping(request.mapping) if request.mapping else (),
        product_version=__version__,
        command=" ".join(["kaoping", *sys.argv[1:]]),
    )


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """What `kaoping replay` was asked, word for word."""

    folders: tuple[Path, ...]
    out: Path | None
    today: str
    rulebook: Path | None
    mapping: Path | None
    fail_on: str
    is_quiet: bool


def run_replay(request: ReplayRequest) -> int:
    """Judge a stored run again; answers the exit code."""
    refuse_unknown_level(request.fail_on)
    folder = request.folders[0]
    if len(request.folders) > 1 or is_many(folder):
        raise UsageError("要重新判断多个存档,请加 --engine embedded 和 --out。")
    prepare_secret()
    progress = Progress()
    with Display(progress, quiet=request.is_quiet) as display:
        report = replay_run(
            folder,
            out=request.out or folder,
            today=parse_day(request.today) if request.today else None,
            rulebook=request.rulebook,
            mapping=read_mapping(request.mapping) if request.mapping else (),
            progress=progress,
            on_tick=display.refresh,
        )
    return _finish(report, request.out or folder, request.fail_on)


def prepare_secret() -> None:
    """Make the installation's key where there is none yet, and say so."""
    if note := ensure_secret():
        print(f"注意:{note}", file=sys.stderr)


def _sites(addresses: tuple[str, ...]) -> tuple[SiteEntry, ...]:
    entries: list[SiteEntry] = []
    for word in addresses:
        path = Path(word)
        if path.suffix.lower() in SITE_FILES and "://" not in word:
            entries.extend(read_sites(path))
        else:
            entries.extend(sites_from_addresses([word]))
    return tuple(entries)


def _finish(report: RunReport, folder: Path, fail_on: str) -> int:
    from kaoping.reports import summary_lines

    for line in summary_lines(report):
        print(line)
    print(f"报告:{folder / 'report.html'}")
    if (folder / QUESTIONS).exists():
        print(f"待对应的栏目:{folder / QUESTIONS}(填好“选定网址”后用 --mapping 交回)")
    if not report.is_complete:
        print(f"未完成:{';'.join(report.incomplete_why)}", file=sys.stderr)
        return EXIT_INCOMPLETE
    problems = (o.severity for s in report.sites for o in s.observations if o.answer == "problem")
    return EXIT_FOUND if is_failure(problems, fail_on) else EXIT_CLEAN
