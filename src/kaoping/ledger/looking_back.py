"""From what a look back saw to one of five classes, and to what the checks of `followup` judge."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kaoping.roster import OwedFinding
from kaoping.roster.openitems import Seen

from .records import LOOKBACK_WORDS, LookbackClass, LookedBack, OpenItem

_CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Sighting:
    """
    What was seen of one earlier finding. `message` says in Chinese what is there now, how it is gone, or why
    it could not be seen; the rest is the evidence.
    """

    seen: Seen
    message: str
    at: datetime | None = None
    url: str = ""
    pages: tuple[str, ...] = ()
    quote: str = ""
    digest: str = ""
    archive: str = ""
    offset: int = 0


def outcome_of(item: OpenItem, seen: Seen) -> LookbackClass:
    """The class of an earlier finding: exactly one, whatever was seen."""
    if seen == "gone":
        return "fixed"
    if seen != "there":
        return "cannot be tested"
    if item.was_closed:
        return "relapsed"
    return "not claimed" if item.claimed_at is None else "false claim"


def looked_back(item: OpenItem, sighting: Sighting) -> LookedBack:
    """Lay an item and what was seen of it into its class."""
    return LookedBack(
        item=item,
        outcome=outcome_of(item, sighting.seen),
        seen_at=sighting.at,
        before_digest=item.before_digest,
        after_digest=sighting.digest,
        message=sighting.message,
        after_url=sighting.url or item.finding.suspect.url,
        after_archive=sighting.archive,
        after_offset=sighting.offset,
        after_quote=sighting.quote,
    )


def owed_finding(item: OpenItem, sighting: Sighting) -> OwedFinding:
    """The same, as the checks of `followup` judge it."""
    suspect = item.finding.suspect
    return OwedFinding(
        unit=suspect.unit,
        site=suspect.site,
        finding=suspect.id,
        url=sighting.url or suspect.url,
        pages=sighting.pages,
        told=suspect.message,
        now=sighting.message if sighting.seen == "there" else "",
        quote=sighting.quote,
        round=item.round,
        due=item.due,
        claimed=item.claimed_at.astimezone(_CHINA).date() if item.claimed_at else None,
        was_closed=item.was_closed,
        seen=sighting.seen,
        why=sighting.message if sighting.seen == "unseen" else "",
    )


def tally(looked: Iterable[LookedBack]) -> Mapping[str, Mapping[LookbackClass, int]]:
    """How many of each class by unit, in order of unit; every class is named, also with 0."""
    counts: dict[str, Counter[LookbackClass]] = {}
    for one in looked:
        counts.setdefault(one.item.finding.suspect.unit, Counter())[one.outcome] += 1
    return {unit: {c: counts[unit][c] for c in LOOKBACK_WORDS} for unit in sorted(counts)}
