"""
Put right once, and back again (整改后复发).

Looks at:     each finding of an earlier round that had been verified as put right.
Problem when: it is there again.
Not checked:  it could not be tested.
Silent:       it is still gone.
"""

from collections.abc import Iterator

from kaoping.roster.openitems import OwedFinding
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem


@check(
    title="整改后复发",
    reads=OwedFinding,
    lane="person",
    message="{round}已销号的问题再次出现:{told}",
    basis="通报关于巩固整改成果、防止问题反弹的要求",
    remedy="请查明复发原因,再次整改并建立日常监测。",
)
def relapsed(owed: OwedFinding, rules: Rulebook) -> Iterator[Observation]:
    if not owed.was_closed:
        return
    if owed.seen == "unseen":
        yield not_checked(owed.url, why=owed.why, finding=owed.finding)
    elif owed.seen == "there":
        yield problem(
            owed.url, *owed.pages, quote=owed.quote, item=owed.finding, told=owed.told, now=owed.now,
            round=owed.round,
        )  # fmt: skip
