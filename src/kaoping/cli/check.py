"""`kaoping check` and `kaoping replay`: from words on the command line to a run and an exit code."""

import sys
from dataclasses import dataclass
from pathlib import Path

from kaoping import __version__
from kaoping.errors import KaopingError, UsageError
from kaoping.reports import RunReport
from kaoping.roster import SiteEntry, read_mapping, read_sites, sites_from_addresses
from kaoping.rounds.checking import check_sites, replay_run
from kaoping.rounds.embryo import Embryo
from kaoping.rounds.progress import Progress
from kaoping.rounds.questions import QUESTIONS
from kaoping.rounds.run_file import RunPlan, Since
from kaoping.rounds.secret import ensure_secret
from kaoping.rounds.stores import at_hand, is_address, open_store, runs_at, send_many

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
    store: str = ""


def run_check(request: CheckRequest, embryo: Embryo) -> int:
    """Check the sites; answers the exit code. Raises `KaopingError` for what the user can mend."""
    refuse_unknown_level(request.fail_on)
    prepare_secret()
    plan = plan_of(request)
    if request.store:
        open_store(request.store)  # what is wrong with the address is said before anything is fetched
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
    code = _finish(report, request.out, request.fail_on)
    return kept_code(request.out, request.store, code) if request.store else code


def kept_code(folder: Path, store: str, code: int) -> int:
    """Keep what came out at the store's address; answers `code`, or that not all is done."""
    try:
        done = send_many(folder, store)
    except KaopingError as error:
        print(f"未完成存放:{error}", file=sys.stderr)
        return EXIT_INCOMPLETE
    print(f"已存放到 {store}:新存 {done.sent} 个文件,已有 {done.kept} 个,都已读回核对")
    return code


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

    sources: tuple[str, ...]
    out: Path | None
    today: str
    rulebook: Path | None
    mapping: Path | None
    fail_on: str
    is_quiet: bool
    only_changed: bool = False
    since: Path | None = None

    def since_when(self) -> Since | None:
        """What the change is counted from, None where all is judged again. Raises `UsageError`."""
        if self.since is not None and not self.since.is_dir():
            raise UsageError(f"--since {self.since} 不是一个目录,请给出改动前的规则目录。")
        if self.since is None:
            return Since() if self.only_changed else None
        return Since(str(self.since.resolve()))


def run_replay(request: ReplayRequest) -> int:
    """Judge a stored run again; answers the exit code."""
    refuse_unknown_level(request.fail_on)
    source = request.sources[0]
    if len(request.sources) > 1 or runs_at(source) != [source]:
        raise UsageError("要重新判断多个存档,请加 --engine embedded 和 --out。")
    if is_address(source) and request.out is None:
        raise UsageError("存档在对象存储时,请用 --out 指明结果写到哪里。")
    prepare_secret()
    progress = Progress()
    out = request.out or Path(source)
    with (
        at_hand(source, out.with_name(f".{out.name}.brought")) as run,
        Display(progress, quiet=request.is_quiet) as display,
    ):
        report = replay_run(
            run,
            out=out,
            today=parse_day(request.today) if request.today else None,
            rulebook=request.rulebook,
            mapping=read_mapping(request.mapping) if request.mapping else (),
            only_changed=request.since_when(),
            progress=progress,
            on_tick=display.refresh,
        )
    if request.since_when() is not None:
        print(told_change(progress.kept, progress.read_again, progress.read_all_because))
    return _finish(report, out, request.fail_on)


def told_change(kept: int, read_again: int, why: str) -> str:
    """How much a replay did not have to read again."""
    if why:
        return f"全部重新读取({read_again} 个页面和文件):{why}"
    share = f",{kept / (kept + read_again):.1%} 没有重读" if kept else ""
    return f"只重读改动可能涉及的:沿用 {kept} 个页面和文件,重读 {read_again} 个{share}"


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
