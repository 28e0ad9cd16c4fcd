"""What a check saw: the record, and the three words by which a check says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Answer = Literal["problem", "unsure", "not_checked"]
Lane = Literal["machine", "person", "hint"]
Severity = Literal["严重", "疑似", "一般", "提示"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The capture behind an observation: `digest` is ``sha256:<hex>`` of the body; with file and offset."""

    digest: str = ""
    archive: str = ""  # file name below archive/
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Observation:
    """
    One fact seen by one check. A check yields it half filled (by `problem` or `unsure`): the engine adds
    check, site, unit, lane, message, evidence and time.
    """

    check: str = ""
    answer: Answer = "problem"
    site: str = ""
    unit: str = ""
    url: str = ""
    pages: tuple[str, ...] = ()
    message: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    quote: str = ""
    span: tuple[int, int] | None = None
    suggestion: str = ""
    severity: Severity = "一般"
    lane: Lane = "person"
    evidence: Evidence = Evidence()
    rule_version: str = ""
    seen_at: datetime | None = None


def problem(
    url: str,
    *pages: str,
    quote: str = "",
    span: tuple[int, int] | None = None,
    suggestion: str = "",
    severity: Severity | None = None,
    lane: Lane | None = None,
    **facts: Any,
) -> Observation:
    """
    The check accuses the page at `url`; `pages` are others with the fact; `facts` fill the message.

    `lane` is given only as ``hint``, by a rule less sure than its check; else it is the check's own.
    """
    return Observation(
        answer="problem",
        url=url,
        pages=pages,
        quote=quote,
        span=span,
        suggestion=suggestion,
        severity=severity or "一般",
        lane=lane or "person",
        facts=facts,
    )


def unsure(url: str, *pages: str, why: str = "", quote: str = "", **facts: Any) -> Observation:
    """The check could not see well enough; `why` is one Chinese clause. A person decides."""
    return Observation(answer="unsure", url=url, pages=pages, quote=quote, facts={"why": why, **facts})


def not_checked(url: str, *pages: str, why: str = "", **facts: Any) -> Observation:
    """The subject could not be seen; `why` is one Chinese clause. It scores neither passed nor failed."""
    return Observation(answer="not_checked", url=url, pages=pages, facts={"why": why, **facts})
