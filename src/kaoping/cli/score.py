"""`kaoping score`: scores a round's folder, or says what would be if."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kaoping.errors import UsageError
from kaoping.rounds.scoring_round import ScoredRound, score_folder, suppose
from kaoping.scoring import Standing, WhatIf, clear_progress, plain

from .options import EXIT_CLEAN, EXIT_FOUND, EXIT_INCOMPLETE

_NAMED = 3  # units that a line of the summary names


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """What `kaoping score` was asked."""

    folder: Path
    out: Path | None = None
    new_version: str | None = None
    what_if: Path | None = None


def run_score(request: ScoreRequest) -> int:
    """
    Score; answers the exit code: 0 all final and passed, 1 all final and some unit not passed, 3 provisional.

    Raises:
        KaopingError: For what the user can mend.
    """
    if request.new_version is not None and not request.new_version.strip():
        raise UsageError("--new-version 要写明理由,例如 --new-version 领导小组8月1日会议调整分值。")
    if request.what_if is not None:
        _print_moved(suppose(request.folder, request.what_if))
        return EXIT_CLEAN
    done = score_folder(request.folder, out=request.out, new_version=(request.new_version or "").strip())
    for line in summary(done):
        print(line)
    for remark in done.material.remarks:
        print(f"注意:{remark}", file=sys.stderr)
    if not done.is_final:
        return EXIT_INCOMPLETE
    return EXIT_CLEAN if all(s.is_passed for s in done.scores.standings) else EXIT_FOUND


def summary(done: ScoredRound) -> Iterator[str]:
    """Ten lines on a scored round, in Chinese."""
    material, standings = done.material, done.scores.standings
    states = Counter(finding.state for finding in material.findings)
    one = material.one
    groups = Counter(standing.group for standing in standings)
    counted = "、".join(f"{name} {count} 个" for name, count in groups.items())
    yield f"{one.title}({one.office}):{counted}单位"
    yield (
        "指标体系:"
        + ";".join(f"{s.title} {s.version}" for s in material.systems.values())
        + f";第 {material.head.version} 版"
    )
    yield (
        f"问题:确认 {states['confirmed']:,},疑似待定 {states['suspect']:,},排除 {states['dismissed']:,},"
        f"豁免 {states['exempted']:,};其中机器复核确认 {len(material.bulk.decisions):,}"
    )
    for group in one.groups:
        ranked = [s for s in standings if s.group == group.name and s.rank is not None]
        more = f" 等 {len(ranked)} 个" if len(ranked) > _NAMED else ""
        yield f"{group.name}:" + ("、".join(map(_placed, ranked[:_NAMED])) + more if ranked else "没有名次")
    yield "进步明显:" + ("、".join(s.unit for s in clear_progress(standings)) or "无")
    yield "单项否决或不合格:" + ("、".join(s.unit for s in standings if s.is_passed is False) or "无")
    open_ = [s for s in standings if s.low != s.high]
    waiting = f"待人查看 {done.unseen:,} 项(unseen.csv),待人认定 {states['suspect']:,} 条(decisions-form.csv)"
    yield f"暂定 {len(open_)} 个单位;{waiting}"
    yield f"未销号问题:{sum(item.is_open for item in material.items):,} 条" + _due(done)
    yield f"结果:{done.out}(评分明细表在 sheets/,公开版在 public/)"


def _placed(standing: Standing) -> str:
    total = plain(standing.total) if standing.total is not None else "—"
    return f"{standing.rank}. {standing.unit} {total}"


def _due(done: ScoredRound) -> str:
    head = done.material.head
    return f",整改期限 {head.rectify_due}" if head.rectify_due else ""


def _print_moved(told: WhatIf) -> None:
    if not told.moved:
        print("推演:没有单位的得分或名次变化")
        return
    print(f"推演:{len(told.moved)} 个单位的得分或名次变化(没有写入任何文件)")
    for one in told.moved:
        points = " → ".join("—" if t is None else plain(t) for t in (one.total_before, one.total_after))
        ranks = " → ".join("—" if r is None else str(r) for r in (one.rank_before, one.rank_after))
        print(f"  {one.group} {one.unit}:{points} 分,名次 {ranks}")
