"""What is carried over: earlier findings with where they stand when the next round begins."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kaoping.errors import LedgerError
from kaoping.findings import Finding

from .records import LOOKBACK_WORDS, Event, LookedBack, OpenItem
from .transitions import NEW, Life, life_of


def open_items(
    findings: Sequence[Finding],
    events: Iterable[Event],
    *,
    title: str,
    due: date | None,
    counted: str,
    today: date,
    earlier: Sequence[OpenItem] = (),
) -> tuple[OpenItem, ...]:
    """
    What opens the next round.

    Args:
        findings: Of the round that ends; only the confirmed and the exempted are carried.
        events: What happened to them and to the earlier ones in this round, in any order.
        title: Of the round that ends.
        earlier: What that round began with. Where a finding stands in both, round and last day stay those of
            the first time; one that nobody looked at again stays as it was. One that had been closed, or
            was reported as put right, and was found anew is relapsed, or a false claim.

    Returns:
        Sorted by unit, indicator, address and id. Closed ones are among them (`is_open` is false): only so
        can it be said later that one is back.

    Raises:
        LedgerError: An event that cannot follow on what went before.
    """
    happened = _by_finding(events, (*(item.finding for item in earlier), *findings))
    before = {item.id: item for item in earlier}
    items: dict[str, OpenItem] = {}
    for finding in findings:
        if finding.state not in ("confirmed", "exempted"):
            before.pop(finding.id, None)
            continue
        fresh = OpenItem(finding, title, "open", due, counted)
        item = before.pop(finding.id, None)
        life = _life(finding, item, happened.get(finding.id, ()), today)
        items[finding.id] = _standing(finding, item or fresh, life)
    for id_, item in before.items():
        life = life_of(happened.get(id_, ()), begin=_begun(item), today=today)
        items[id_] = _standing(item.finding, item, life)
    return tuple(sorted(items.values(), key=item_order))


def after_events(items: Sequence[OpenItem], events: Iterable[Event], *, today: date) -> tuple[OpenItem, ...]:
    """
    The items as what happened since leaves them, in their order. An event may name a finding by any id that
    it ever had.

    Raises:
        LedgerError: An event about none of them, or one that cannot follow on what went before.
    """
    happened = _by_finding(events, [item.finding for item in items])
    if strangers := sorted(set(happened) - {item.id for item in items}):
        shown = "、".join(strangers[:10]) + (f" 等 {len(strangers)} 个" if len(strangers) > 10 else "")
        raise LedgerError(f"问题编号 {shown} 不在未销号问题清单中,请核对。")
    return tuple(
        _standing(item.finding, item, life_of(happened[item.id], begin=_begun(item), today=today))
        if item.id in happened
        else item
        for item in items
    )


def _by_finding(events: Iterable[Event], findings: Iterable[Finding]) -> dict[str, list[Event]]:
    """Events by the finding's own id, also where they name one that joined it."""
    own = {id_: finding.id for finding in findings for id_ in finding.suspect.also}
    happened: dict[str, list[Event]] = {}
    for event in events:
        happened.setdefault(own.get(event.finding, event.finding), []).append(event)
    return happened


def item_order(item: OpenItem) -> tuple[str, ...]:
    """Key by which items are sorted in every list: unit, indicator, address, id."""
    suspect = item.finding.suspect
    return suspect.unit, suspect.indicator, suspect.url, suspect.id


def due_items(items: Iterable[OpenItem], today: date) -> tuple[OpenItem, ...]:
    """Those whose last day has passed and which are still owed, in the order given."""
    return tuple(i for i in items if i.is_open and i.due is not None and i.due < today)


def lookback_events(looked: Iterable[LookedBack], *, by: str) -> tuple[Event, ...]:
    """What a look back says, as events of the ledger. Those that were never looked at say nothing."""
    return tuple(
        Event(
            finding=one.item.id,
            kind=one.outcome,
            at=one.seen_at,
            by=by,
            reason=f"{LOOKBACK_WORDS[one.outcome]}:{one.message}",
            digest=one.after_digest,
        )
        for one in looked
        if one.seen_at is not None
    )


def _begun(item: OpenItem) -> Life:
    return Life(item.status, item.claimed_at, item.was_closed, item.exempt_until)


def _life(finding: Finding, item: OpenItem | None, events: Iterable[Event], today: date) -> Life:
    """Where a finding of this round stands; that it was found anew is an answer to what was said before."""
    begin = _begun(item) if item else NEW
    told = list(events)
    decision = finding.decision
    if finding.state == "exempted" and decision is not None and begin.status != "verified":
        told.append(
            Event(finding.id, "exempted", decision.at, decision.by, decision.reason, until=decision.until)
        )
    elif item is not None and not any(e.kind in LOOKBACK_WORDS for e in told):
        begin = _found_anew(begin)
    return life_of(told, begin=begin, today=today)


def _found_anew(life: Life) -> Life:
    answers: Mapping[str, Life] = {
        "verified": Life("relapsed", None, True),
        "claimed fixed": Life("false claim", life.claimed_at, life.was_closed),
    }
    return answers.get(life.status, life)


def _standing(finding: Finding, item: OpenItem, life: Life) -> OpenItem:
    return OpenItem(
        finding=finding,
        round=item.round,
        status=life.status,
        due=item.due,
        counted=item.counted,
        claimed_at=life.claimed_at,
        was_closed=life.was_closed,
        exempt_until=life.until,
    )
