"""Exceptions in the rulebook's own terms: what one covers, and all of them as records and as a file."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import yaml

from kaoping.rulebook import Waiver

from .models import Exemption, Suspect

# facts by which checks name the word or rule that they met; see `kaoping.checks.exceptions`
_ENTRY_FACTS = ("wrong", "word", "words", "rule", "entry")


def scope_of(suspect: Suspect) -> dict[str, str]:
    """
    What an exemption of this suspect covers: its check's fact on this page alone; where the fact is a word,
    that word on this page.
    """
    scope = {"page": suspect.url, "site": suspect.site.host if suspect.site else urlsplit(suspect.url).netloc}
    entry = next((suspect.facts[name] for name in _ENTRY_FACTS if suspect.facts.get(name)), "")
    if entry:
        scope["entry"] = "、".join(map(str, entry)) if isinstance(entry, list) else str(entry)
    return {name: value for name, value in scope.items() if value}


def waivers_of(exemptions: Iterable[Exemption]) -> tuple[Waiver, ...]:
    """
    Exceptions that were not revoked, as the rulebook's records. The worker adds them to the rulebook with
    which it judges: an expired one too, so that the report can say what is told again.
    """
    return tuple(_waiver(one) for one in exemptions if one.revoked_at is None and one.check_id)


def standing(today: date) -> tuple[Waiver, ...]:
    """All exceptions for a run on this day."""
    rows = Exemption.objects.select_related("unit", "by").filter(revoked_at=None).order_by("id")
    return tuple(dict.fromkeys(waivers_of(rows.filter(until__gte=today))))


def exceptions_file(exemptions: Iterable[Exemption]) -> str:
    """The file ``exceptions/<name>.yaml`` of an office's rulebook folder, for runs outside this program."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for one in waivers_of(exemptions):
        scope = {name: getattr(one, name) for name in ("check", "entry", "unit", "site", "page")}
        kept = {name: value for name, value in scope.items() if value}
        row = kept | {"author": one.author, "reason": one.reason, "until": one.until.isoformat()}
        known = rows.get(tuple(scope.values()))
        if known is None or known["until"] < row["until"]:  # one scope stands once: the longest holds
            rows[tuple(scope.values())] = row
    return yaml.safe_dump(
        {"title": "复核认定的例外", "exceptions": list(rows.values())}, allow_unicode=True, sort_keys=False
    )


def _waiver(one: Exemption) -> Waiver:
    return Waiver(
        check=one.check_id,
        entry=one.scope.get("entry", ""),
        unit=one.unit.name if one.unit else "",
        site=one.scope.get("site", ""),
        page=one.scope.get("page", ""),
        author=one.by.name or one.by.username,
        reason=one.reason,
        until=one.until,
        where=f"例外登记 {one.public_id}",
    )
