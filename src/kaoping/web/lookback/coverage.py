"""That the ledger was looked at: what a round's derived rules are scored from where nothing was wrong."""

from collections import Counter
from collections.abc import Iterator

from kaoping.checks import load_checks
from kaoping.findings import Looked
from kaoping.roster import OwedFinding, ReportDuty, UnitTask

from ..planning.models import Round
from . import models

OF_FINDINGS, OF_DUTIES = (OwedFinding,), (ReportDuty, UnitTask)
WHY = "前期问题无法复核"


def ledger_looks(round_: Round) -> Iterator[Looked]:
    """
    For each unit of a round into which a look back was fed. A unit that owes nothing was looked at too: the
    ledger itself counts as one subject.
    """
    fed = models.LookBack.objects.filter(target=round_).exclude(fed_at=None)
    if not fed.exists():
        return
    seen: Counter[int] = Counter()
    unseen: Counter[int] = Counter()
    for unit, outcome in models.Looked.objects.filter(look_back__in=fed).values_list("unit", "outcome"):
        counts = unseen if outcome == "cannot be tested" else seen
        counts[unit or 0] += 1
    checks = load_checks().values()
    findings = [check.id for check in checks if set(OF_FINDINGS) & set(check.subjects)]
    duties = [check.id for check in checks if set(OF_DUTIES) & set(check.subjects)]
    for unit, name in round_.members.order_by("unit").values_list("unit", "unit__name").distinct():
        for check in findings:
            subjects = 1 + seen[unit] + unseen[unit]
            yield Looked(name, check, subjects, unseen[unit], WHY if unseen[unit] else "")
        for check in duties:
            yield Looked(name, check, 1)
