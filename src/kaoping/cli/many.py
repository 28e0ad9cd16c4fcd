"""`kaoping check | replay --engine`: many sites or archives as jobs of an engine."""

import sys
import time
from collections import Counter
from pathlib import Path

from kaoping.errors import UsageError
from kaoping.roster import read_mapping
from kaoping.rounds.joined_outputs import SITES_TABLE, STATE_WORDS
from kaoping.rounds.many_sites import ManyEnd, Spread, check_many, replay_many

from .check import CheckRequest, ReplayRequest, kept_code, plan_of, prepare_secret, told_change
from .levels import is_failure, refuse_unknown_level
from .options import EXIT_CLEAN, EXIT_FOUND, EXIT_INCOMPLETE, parse_day

TOLD_EVERY_S = 10.0
SHOWN = 20


class Tally:
    """Prints now and then how many jobs are over."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_quiet, self._last = is_quiet, 0.0

    def __call__(self, over: int, running: int, of: int) -> None:
        now = time.monotonic()
        if not self._is_quiet and now - self._last >= TOLD_EVERY_S:
            self._last = now
            print(f"完成{over}/{of} 进行中{running} 等待{of - over - running}", file=sys.stderr, flush=True)


def check_on_engine(request: CheckRequest, engine: str, at_once: int) -> int:
    """Check the sites on an engine; answers the exit code."""
    refuse_unknown_level(request.fail_on)
    prepare_secret()
    end = check_many(
        plan_of(request),
        request.out,
        Spread(engine, at_once, store=request.store),
        is_resumed=request.is_resumed,
        previous=request.previous,
        tell=Tally(is_quiet=request.is_quiet),
    )
    code = _finish(end, request.out, request.fail_on)
    return kept_code(request.out, request.store, code) if request.store else code


def replay_on_engine(request: ReplayRequest, engine: str, at_once: int, *, is_resumed: bool) -> int:
    """Judge stored runs again on an engine; answers the exit code."""
    refuse_unknown_level(request.fail_on)
    if request.out is None:
        raise UsageError("用 --engine 重新判断时,请用 --out 指明结果写到哪里。")
    prepare_secret()
    end = replay_many(
        request.sources,
        request.out,
        Spread(engine, at_once),
        today=parse_day(request.today) if request.today else None,
        rulebook=request.rulebook,
        mapping=read_mapping(request.mapping) if request.mapping else (),
        only_changed=request.since_when(),
        is_resumed=is_resumed,
        tell=Tally(is_quiet=request.is_quiet),
    )
    if request.since_when() is not None:
        for why in sorted({one.read_all_because for one in end.ends.values()}):
            same = [one for one in end.ends.values() if one.read_all_because == why]
            told = told_change(sum(one.kept for one in same), sum(one.read_again for one in same), why)
            print(f"{len(same)} 个作业:{told}")
    return _finish(end, request.out, request.fail_on)


def _finish(end: ManyEnd, out: Path, fail_on: str) -> int:
    states = Counter(one.state for one in end.ends.values())
    problems = Counter[str]()
    for one in end.ends.values():
        problems.update(dict(one.answers))
    told = "、".join(f"{STATE_WORDS[state]} {count}" for state, count in sorted(states.items()))
    found = "、".join(f"{level} {count}" for level, count in sorted(problems.items())) or "没有发现问题"
    print(f"共 {len(end.ends)} 个作业:{told};{found}")
    print(f"各网站结果:{out / SITES_TABLE}")
    failed = [(key, one) for key, one in end.ends.items() if one.state != "done"]
    for key, one in failed[:SHOWN]:
        print(f"{STATE_WORDS[one.state]} {key}:{';'.join(one.why)}", file=sys.stderr)
    if len(failed) > SHOWN:
        print(f"另有 {len(failed) - SHOWN} 个,见 {SITES_TABLE}", file=sys.stderr)
    if failed:
        return EXIT_INCOMPLETE
    return EXIT_FOUND if is_failure(problems, fail_on) else EXIT_CLEAN
