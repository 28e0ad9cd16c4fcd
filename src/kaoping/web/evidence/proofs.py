"""What proves a suspect: the captures that its witnesses name, each under a key of its own."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from ..review.models import Suspect

VOICE_WORDS = {
    "check": "机器检查",
    "inspector": "检查员",
    "monitor": "第三方监测",
    "unit": "单位",
    "ledger": "台账",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """
    An archived capture behind a suspect. `key` stands in addresses and stays the same when other witnesses
    come; `archive` is a file of the round, `offset` the record in it, `digest` that of the body.
    """

    key: str
    voice: str
    url: str
    digest: str
    archive: str
    offset: int
    seen_at: datetime | None
    quote: str = ""


def proofs_of(suspect: Suspect) -> tuple[Proof, ...]:
    """The captures, the earliest first; one that several witnesses name stands once."""
    found: dict[str, Proof] = {}
    for witness in suspect.witnesses:
        if isinstance(witness, dict) and witness.get("archive") and witness.get("digest"):
            one = _proof(witness, suspect)
            found.setdefault(one.key, one)
    return tuple(sorted(found.values(), key=lambda one: (one.seen_at is None, one.seen_at or 0, one.key)))


def proof_of(suspect: Suspect, key: str) -> Proof | None:
    """The capture under this key, if it is one of the suspect's."""
    return next((one for one in proofs_of(suspect) if one.key == key), None)


def _proof(witness: dict[str, Any], suspect: Suspect) -> Proof:
    archive, offset = str(witness["archive"]), int(witness.get("offset") or 0)
    digest = str(witness["digest"])
    seen = str(witness.get("seen_at") or "")
    return Proof(
        key=hashlib.sha256(f"{archive}\0{offset}\0{digest}".encode()).hexdigest()[:16],
        voice=VOICE_WORDS.get(str(witness.get("voice", "")), ""),
        url=str(witness.get("url") or suspect.url),
        digest=digest,
        archive=archive,
        offset=offset,
        seen_at=parse_datetime(seen) if seen else None,
        quote=str(witness.get("quote") or suspect.quote),
    )
