"""`kaoping lookback`: looks again at earlier findings, and says how many are put right."""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from kaoping.ledger import LOOKBACK, LOOKBACK_WORDS, Lookback, LookbackClass, tally
from kaoping.rounds.lookback import look_back
from kaoping.rounds.progress import Progress

from .check import CheckRequest, plan_of, prepare_secret
from .options import EXIT_CLEAN, EXIT_FOUND, EXIT_INCOMPLETE
from .progress import Display

STILL_THERE: tuple[LookbackClass, ...] = ("relapsed", "false claim", "not claimed")


def run_lookback(
    open_items: Path, request: CheckRequest, claims: Path | None = None, accounts: Path | None = None
) -> int:
    """Look back; answers the exit code. Raises `KaopingError` for what the user can mend."""
    prepare_secret()
    plan = replace(plan_of(request), views=False)
    progress = Progress(max_pages=request.max_pages, max_minutes=request.max_minutes)
    with Display(progress, quiet=request.is_quiet) as display:
        done = look_back(
            open_items,
            plan,
            request.out,
            claims=claims,
            accounts=accounts,
            is_resumed=request.is_resumed,
            progress=progress,
            on_tick=display.refresh,
        )
    _tell(done, request.out)
    counts = Counter(one.outcome for one in done.looked)
    if counts["cannot be tested"]:
        return EXIT_INCOMPLETE
    return EXIT_FOUND if any(counts[outcome] for outcome in STILL_THERE) else EXIT_CLEAN


def _tell(done: Lookback, folder: Path) -> None:
    for unit, counts in tally(done.looked).items():
        words = ",".join(f"{LOOKBACK_WORDS[c]}{n}条" for c, n in counts.items() if n)
        print(f"{unit}:{words}")
    total = Counter(one.outcome for one in done.looked)
    print(f"共{len(done.looked)}条:" + ",".join(f"{w}{total[c]}条" for c, w in LOOKBACK_WORDS.items()))
    if done.passed_over:
        print(f"豁免期内未复核{len(done.passed_over)}条")
    print(f"复核结果:{folder / LOOKBACK}")
    if total["cannot be tested"]:
        why = Counter(
            one.message.partition(":")[0] for one in done.looked if one.outcome == "cannot be tested"
        )
        reasons = ";".join(f"{words}{n}条" for words, n in why.most_common(5))
        print(f"无法复核:{reasons}", file=sys.stderr)
