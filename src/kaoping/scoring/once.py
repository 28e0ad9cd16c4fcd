"""The same fact costs points once: which findings count under which rule, for sure, at least and at most."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kaoping.findings import Finding

from .plan import Plan

# facts by which a finding of the ledger names the earlier finding that it is about
_EARLIER = ("finding", "item")

Key = tuple[str, ...]


@dataclass(slots=True)
class Counted:
    """
    Findings of one unit under one rule, sorted by id. `sure` are confirmed and cost points now. `least` cost
    points however the open suspects are decided, `most` are all that may. `elsewhere` are confirmed findings
    whose fact costs points under another rule, with that rule's id.
    """

    sure: Sequence[Finding] = ()
    least: Sequence[Finding] = ()
    most: Sequence[Finding] = ()
    elsewhere: list[tuple[Finding, str]] = field(default_factory=list)
    open: int = 0


def counted_by_rule(findings: Iterable[Finding], plan: Plan, skipped: frozenset[str]) -> dict[str, Counted]:
    """
    Findings of one unit by rule, each fact at one place only.

    Args:
        findings: Of one unit and the plan's system, in any order; one given twice counts once.
        plan: Says which rules may tell the same fact, and which goes first.
        skipped: Rules that do not apply; they take no fact from others.
    """
    found = {rule: _sorted(own) for rule, own in _grouped(findings).items()}
    counted = {rule: _counted(own) for rule, own in found.items()}
    if plan.shared or not plan.derived.isdisjoint(found):
        _share(counted, plan, skipped)
    return counted


def _grouped(findings: Iterable[Finding]) -> dict[str, dict[str, Finding]]:
    found: dict[str, dict[str, Finding]] = {}
    for one in findings:
        state = one.state
        if state == "confirmed" or state == "suspect":
            own = found.setdefault(one.suspect.rule, {})
            if state == "confirmed":
                own[one.suspect.id] = one
            else:
                own.setdefault(one.suspect.id, one)
    return found


def _sorted(own: Mapping[str, Finding]) -> list[Finding]:
    return [own[id_] for id_ in sorted(own)]


def _counted(own: list[Finding]) -> Counted:
    sure = [one for one in own if one.state == "confirmed"]
    count = len(own) - len(sure)
    return Counted(sure=sure, least=sure, most=own if count else sure, open=count)


def _share(counted: dict[str, Counted], plan: Plan, skipped: frozenset[str]) -> None:
    """Give each fact to the first rule that counts it. What is dropped at one place is dropped below too."""
    taken: dict[Key, str] = {}
    doubtful: set[Key] = set()
    # without anything from the ledger only what sees for several rules can tell a fact twice
    has_ledger = not plan.derived.isdisjoint(counted)
    for id_ in plan.order:
        one, rule = counted.get(id_), plan.rules[id_]
        if one is None or id_ in skipped or rule.doubles or not (has_ledger or rule.name in plan.shared):
            continue
        keys = {finding.suspect.id: tuple(_keys(finding, id_, plan)) for finding in one.most}
        everything = one.most
        sure, one.elsewhere = _still_free(one.sure, keys, taken)
        one.most = _still_free(one.most, keys, taken)[0] if one.open else sure
        one.least = [f for f in sure if doubtful.isdisjoint(keys[f.suspect.id])] if doubtful else sure
        one.sure = sure
        for finding in everything:
            if finding.state == "confirmed":
                for key in keys[finding.suspect.id]:
                    taken.setdefault(key, id_)
            else:
                doubtful.update(keys[finding.suspect.id])


def _still_free(
    findings: Sequence[Finding], keys: Mapping[str, tuple[Key, ...]], taken: Mapping[Key, str]
) -> tuple[list[Finding], list[tuple[Finding, str]]]:
    free, gone = [], []
    for finding in findings:
        place = next((taken[key] for key in keys[finding.suspect.id] if key in taken), "")
        if place:
            gone.append((finding, place))
        else:
            free.append(finding)
    return free, gone


def _keys(finding: Finding, rule: str, plan: Plan) -> Iterator[Key]:
    """What a finding may share with one under another rule: its id, or what the same voice saw at a place."""
    suspect = finding.suspect
    yield ("id", suspect.id)
    if rule in plan.derived:
        yield from (("id", str(suspect.facts[name])) for name in _EARLIER if name in suspect.facts)
    told_by = plan.rules[rule]
    # of a monitor's two rows about one page only the object says whether they mean the same
    if told_by.name in plan.shared and (suspect.object or (suspect.url and told_by.by == "check")):
        yield ("fact", told_by.name, suspect.url, suspect.object)
