"""What a suspect is held against: the rule's words, points and legal basis, from the round's own system."""

from dataclasses import dataclass
from functools import lru_cache

from kaoping.errors import KaopingError
from kaoping.rulebook import Basis, IndicatorSystem

from ..planning.models import Member, SystemVersion
from ..planning.system_files import system_of_version
from .models import Suspect


@dataclass(frozen=True, slots=True)
class DemandWords:
    """In Chinese: the system, the indicator, the rule, and its legal basis."""

    system: str
    indicator: str
    rule: str
    basis: tuple[Basis, ...]


@lru_cache(maxsize=16)
def _read(key: int, digest: str) -> IndicatorSystem | None:
    try:
        return system_of_version(SystemVersion.objects.get(pk=key))
    except KaopingError:
        return None  # a version that this program cannot read any more


def demand_of(suspect: Suspect) -> DemandWords | None:
    """The rule's words; None where the round's system does not hold it any more."""
    member = Member.objects.filter(round=suspect.round_id, system__name=suspect.system).first()
    version = SystemVersion.objects.defer("text").filter(pk=member.system_id).first() if member else None
    system = _read(version.pk, version.digest) if version else None
    if system is None:
        return None
    for veto in system.vetoes:
        for case in veto.cases:
            if case.id == suspect.rule:
                return DemandWords(system.title, f"单项否决:{veto.title}", case.when, veto.basis)
    for indicator in system.walk():
        for rule in indicator.rules:
            if rule.id == suspect.rule:
                return DemandWords(system.title, indicator.title, rule.when, indicator.basis)
    return None
