"""
Reported as put right, yet still there (虚报整改).

Looks at:     each finding of an earlier round that the unit reported as put right.
Problem when: it is still there when looked at again.
Not checked:  it could not be tested.
Silent:       it is gone.
Not its job:  one that had been verified as put right before; see `followup.relapsed`.
"""

from collections.abc import Iterator

from kaoping.roster.openitems import OwedFinding
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem


@check(
    title="虚报整改",
    reads=OwedFinding,
    lane="person",
    severity="疑似",
    message="{claimed}报称已整改,复核时问题仍然存在:{told}",
    basis="通报关于限期整改并报送整改情况的要求",
    remedy="请查明报称整改与实际不符的原因,重新整改后再报。",
)
def false_claim(owed: OwedFinding, rules: Rulebook) -> Iterator[Observation]:
    if owed.was_closed or owed.claimed is None:
        return
    if owed.seen == "unseen":
        yield not_checked(owed.url, why=owed.why, finding=owed.finding)
    elif owed.seen == "there":
        yield problem(
            owed.url, *owed.pages, quote=owed.quote, item=owed.finding, told=owed.told, now=owed.now,
            round=owed.round, claimed=owed.claimed.isoformat(),
        )  # fmt: skip
