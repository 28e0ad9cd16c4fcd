"""Suspects and observations of `kaoping.findings` as rows of the database."""

from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec

from kaoping.checks import Observation, observation_json
from kaoping.findings import Suspect, Witness, joined

from ..planning.models import Unit
from ..review import models as review
from ..review.records import suspect_of
from .grouping import group_key
from .models import Job

# what a machine's sight changes of a suspect; all else is people's
MACHINE_FIELDS = (
    "url", "object", "message", "quote", "severity", "lane", "witnesses", "facts", "pages", "sightings",
    "first_seen_at", "last_seen_at",
)  # fmt: skip


def new_row(one: Suspect, job: Job, unit: Unit, *, is_veto: bool) -> review.Suspect:
    """A suspect that the round did not know."""
    check = next((w.name for w in one.witnesses if w.voice == "check"), "")
    return review.Suspect(
        round=job.round,
        unit=unit,
        site=job.site,
        fact=one.id,
        system=one.system,
        indicator=one.indicator,
        rule=one.rule,
        check_id=check[:60],
        is_veto=is_veto,
        group_key=group_key(rule=one.rule, check=check, site=one.site, facts=one.facts, message=one.message),
        **told_values(one),
    )


def told_values(one: Suspect) -> dict[str, Any]:
    """The values of `MACHINE_FIELDS`."""
    moments = [w.seen_at for w in one.witnesses if w.seen_at is not None]
    return {
        "url": _clean(one.url),
        "object": _clean(one.object),
        "message": _clean(one.message),
        "quote": _clean(one.quote),
        "severity": one.severity,
        "lane": one.lane,
        "witnesses": [_witness(w) for w in one.witnesses],
        "facts": _plain(dict(one.facts)),
        "pages": _plain(list(one.pages)),
        "sightings": sightings_of(one),
        "first_seen_at": min(moments, default=None),
        "last_seen_at": max(moments, default=None),
    }


def sightings_of(one: Suspect) -> int:
    """By how many runs a machine saw it; what people alone saw was seen once."""
    return max(1, len({run for w in one.witnesses if w.voice == "check" for run in w.runs}))


def merged(row: review.Suspect, one: Suspect) -> Suspect:
    """What is stored together with what was seen now, whoever was first."""
    return next(own for own in joined((suspect_of(row), one)) if own.id == one.id)


def observation_row(one: Observation, job: Job, unit: Unit | None, suspect: int | None) -> review.Observation:
    """A line of the run as stored evidence, under the digest of the line."""
    line = observation_json(one).replace(b"\\u0000", b"\\ufffd")
    return review.Observation(
        round=job.round,
        job=job,
        unit=unit,
        suspect_id=suspect,
        check_id=one.check[:60],
        answer=one.answer,
        severity=one.severity,
        url=_clean(one.url),
        seen_at=one.seen_at,
        key=blake2b(line, digest_size=32).hexdigest(),
        body=msgspec.json.decode(line),
    )


def _witness(one: Witness) -> dict[str, Any]:
    told: dict[str, Any] = {key: value for key, value in _plain(one).items() if value}
    moment: datetime | None = one.seen_at
    return {**told, "seen_at": moment.isoformat() if moment else None}


def _plain(record: Any) -> Any:
    """As JSON data that every database gives back as it took it."""
    return msgspec.json.decode(msgspec.json.encode(record).replace(b"\\u0000", b"\\ufffd"))


def _clean(text: str) -> str:
    return text.replace("\0", "\ufffd")
