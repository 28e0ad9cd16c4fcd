"""Lays what checks saw to units and to the rules of their indicator systems."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any

from kaoping.checks import Observation, load_checks, silence
from kaoping.errors import FindingsError
from kaoping.roster import Unit, listed_faults
from kaoping.rulebook import IndicatorSystem, Waiver

from .assessed import Assessed, Demanded
from .identity import address_key, fact_key, host_key, suspect_id, witness_key, words_key
from .records import Suspect, Witness

# facts that say what is meant on a page: those of them that an observation has tell it from its neighbours
_TELLING = ("finding", "target", "item", "year", "wrong", "interpretation", "policy", "name", "other", "host")
_ALSO_TELLING = {"privacy.personal_data": ("kind",)}
_SHOWN = ("target", "item", "wrong", "name", "policy", "interpretation", "host")
# what rooms downstream tell a fact by, or show of it; all else of an observation's facts stays in its file
_KEPT = frozenset({
    "target", "item", "item_id", "name", "year", "township", "hosts", "wrong", "right", "words", "word",
    "rule", "kind", "finding", "round", "count",
})  # fmt: skip
_SHORT = 16  # characters: such words come again and again, and are kept once
_NO_FACTS: Mapping[str, Any] = {}  # one for all: a million empty ones are not small
# not of the fact: how sure the check is of it, and whose page was first
_NOT_TELLING = frozenset({"lane", "severity"})

Moment = tuple[datetime | None, str]


def suspects_of(
    observations: Iterable[Observation],
    units: Iterable[Unit],
    systems: Mapping[str, Sequence[IndicatorSystem]],
    site_units: Mapping[str, str] | None = None,
    *,
    run: str = "",
    waivers: Iterable[Waiver] = (),
    today: date | None = None,
    passed_over: Iterable[str] = (),
) -> tuple[Suspect, ...]:
    """
    What one run's observations lay to whom: one suspect for each observation and each rule that it falls
    under, not yet joined (see `joined`).

    Hints lay nothing to anybody, nor does what could not be checked; what a check was unsure of does, and
    goes to a person.

    Args:
        observations: Of one run, in any order; those of a site together is quicker with waivers.
        units: All units of the round, parts included.
        systems: For each group its systems.
        site_units: Units by site, where they are not those that the observations name.
        run: Names the run. Sightings of one run never confirm each other.
        waivers: Exceptions of the rulebook (例外登记) that are to hold although the run did not know them.
        today: The day on which waivers are looked at; needed with waivers.
        passed_over: Sites and units of the run that are no part of the round.

    Raises:
        FindingsError: Observations of units that the list of units does not know, with the nearest names.
    """
    assessed = Assessed(units, systems)
    kept = _unwaived(observations, tuple(waivers), today)
    return tuple(lay(kept, assessed, site_units or {}, run=run, passed_over=frozenset(passed_over)))


def lay(
    observations: Iterable[Observation],
    assessed: Assessed,
    site_units: Mapping[str, str],
    *,
    run: str = "",
    passed_over: frozenset[str] = frozenset(),
) -> Iterator[Suspect]:
    """As `suspects_of`, one after the other; unknown units are told at the end. Raises `FindingsError`."""
    runs = (run,) if run else ()
    unknown: dict[str, int] = {}
    known: dict[str, Unit | None] = {}
    moments: dict[datetime | None, Moment] = {}
    for one in observations:
        if one.answer == "not_checked" or one.lane == "hint":
            continue
        named = site_units.get(one.site, one.unit)
        if named not in known:
            known[named] = assessed.names.get(named)
        unit = known[named]
        if unit is None:
            if not {one.site, one.unit, named} & passed_over:
                unknown[named] = unknown.get(named, 0) + 1
            continue
        for demanded in assessed.by_check(unit).get(one.check, ()):
            if _holds(demanded, one):
                moment = moments.get(one.seen_at)
                if moment is None:
                    moment = moments[one.seen_at] = _moment(one.seen_at)
                yield _suspect(one, unit, demanded, runs, moment)
    if unknown:
        raise FindingsError(_strangers(unknown, assessed))


def _unwaived(
    observations: Iterable[Observation], waivers: tuple[Waiver, ...], today: date | None
) -> Iterable[Observation]:
    if not waivers:
        return observations
    if today is None:
        raise ValueError("exceptions hold until a day: today is needed")
    return (
        one
        for (unit, site), own in groupby(observations, key=lambda o: (o.unit, o.site))
        for one in silence(own, waivers, today, unit=unit, site=site).kept
    )


def _holds(demanded: Demanded, one: Observation) -> bool:
    for name, allowed in demanded.rule.where.items():
        value = one.severity if name == "severity" else one.facts.get(name, "")
        values = value if isinstance(value, list | tuple) else (value,)
        if not any(str(v) in allowed for v in values):
            return False
    return True


def _suspect(
    one: Observation, unit: Unit, demanded: Demanded, runs: tuple[str, ...], moment: Moment
) -> Suspect:
    place, words, shown = _meant(one)
    fact = fact_key(unit.name, demanded.told_by, place, words)
    is_sure = one.answer == "problem"
    return Suspect(
        id=suspect_id(demanded.system, demanded.rule.id, fact),
        unit=unit.name,
        system=demanded.system,
        indicator=demanded.indicator,
        rule=demanded.rule.id,
        url=one.url,
        object=shown,
        message=one.message,
        severity=one.severity,
        lane=one.lane if is_sure else "person",
        pages=tuple(sorted({*one.pages} - {one.url})) if one.pages else (),
        quote=one.quote,
        facts=_kept(one.facts, demanded.kept),
        witnesses=(_witness(one, demanded, runs, moment),),
        site=sys.intern(one.site),
        fact=fact,
    )


def _kept(facts: Mapping[str, Any], asked: frozenset[str]) -> Mapping[str, Any]:
    """What rules ask for, and what says which fact it is."""
    kept = {
        sys.intern(name): sys.intern(value) if type(value) is str and len(value) <= _SHORT else value
        for name, value in facts.items()
        if name in asked or (name in _KEPT and not (name == "count" and value == 1))
    }
    return kept or _NO_FACTS


def _moment(seen_at: datetime | None) -> Moment:
    return seen_at, seen_at.isoformat() if seen_at else ""


def _witness(one: Observation, demanded: Demanded, runs: tuple[str, ...], moment: Moment) -> Witness:
    seen_at, iso = moment
    said = (one.check, one.answer, iso, one.url, one.message, one.quote, one.evidence.digest)
    return Witness(
        voice="ledger" if demanded.rule.by == "derived" else "check",
        name=demanded.rule.name,
        seen_at=seen_at,
        answer=one.answer,
        message=one.message,
        quote=one.quote,
        digest=one.evidence.digest,
        archive=sys.intern(one.evidence.archive),
        offset=one.evidence.offset,
        rule_version=sys.intern(one.rule_version),
        key=witness_key(*said),
        runs=runs,
    )


def _meant(one: Observation) -> tuple[str, str, str]:
    """
    Where the fact is, what is meant there in one spelling, and as people read it.

    A check that folds pages (`same_fact`), and one that names an address as its target, speaks of its whole
    site: which page came first is chance. Any other speaks of the page.
    """
    facts = one.facts
    shown = next((str(facts[name]) for name in _SHOWN if facts.get(name)), "")
    if same := _same_fact(one.check):
        told = [str(facts[name] if name in facts else getattr(one, name, "")) for name in same]
        is_of_site = any(told)
    else:
        names = (*_TELLING, *_ALSO_TELLING.get(one.check, ()))
        told = [_told(facts[name]) for name in names if facts.get(name)]
        is_of_site = "target" in facts
    place = host_key(one.site) if is_of_site else address_key(one.url)
    return place, "\0".join(map(words_key, filter(None, told))), shown


def _told(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@cache
def _same_fact(check: str) -> tuple[str, ...]:
    known = load_checks().get(check)
    return tuple(name for name in known.same_fact if name not in _NOT_TELLING) if known else ()


@cache
def is_site_wide(check: str) -> bool:
    """Whether what it saw is told by the site and the object alone, on whichever page it was met."""
    same = _same_fact(check)
    return bool(same) and "quote" not in same


def _strangers(unknown: Mapping[str, int], assessed: Assessed) -> str:
    lines = []
    for name, count in sorted(unknown.items()):
        near = assessed.names.near(name)
        advice = f"(是不是{'、'.join(near)}?)" if near else ""
        lines.append(f"“{name}”:{count} 条{advice}")
    return listed_faults("观察记录里有单位不在单位名单中,请补进名单、写成别名,或在网站名单中更正单位", lines)
