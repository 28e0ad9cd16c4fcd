"""
Earlier problem still there (前期问题未整改).

Looks at:     each finding of an earlier round that was looked at again.
Problem when: it is still there, and the unit neither reported it as put right nor had it closed before.
Not checked:  it could not be tested: the page refuses us, does not answer, or needs a browser.
Silent:       it is gone.
Not its job:  one reported as put right, see `followup.false_claim`; one that had been closed, see
              `followup.relapsed`: an earlier finding is told by one of the three, never by two.
"""

from collections.abc import Iterator

from kaoping.roster.openitems import OwedFinding
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem


@check(
    title="前期问题未整改",
    reads=OwedFinding,
    lane="machine",
    message="{round}指出的问题仍然存在,未报整改:{told}",
    basis="通报关于限期整改并报送整改情况的要求",
    remedy="请立即整改并报送整改情况。",
)
def unresolved(owed: OwedFinding, rules: Rulebook) -> Iterator[Observation]:
    if owed.was_closed or owed.claimed is not None:
        return
    if owed.seen == "unseen":
        yield not_checked(owed.url, why=owed.why, finding=owed.finding)
    elif owed.seen == "there":
        yield problem(
            owed.url, *owed.pages, quote=owed.quote, item=owed.finding, told=owed.told, now=owed.now,
            round=owed.round,
        )  # fmt: skip
