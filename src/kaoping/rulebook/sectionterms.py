"""An office's word on single sections: which need not be kept up, and in what period others must be."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .schemas import Path


@dataclass(frozen=True, slots=True)
class SectionTerm:
    """
    One registered section of one unit, `section` being its name or its address.

    With `period_days` something new is due within so many days; without, nothing is due. `until` is the last
    day on which this holds, None without end. `where` names file and line.
    """

    unit: str = ""
    section: str = ""
    reason: str = ""
    until: date | None = None
    period_days: int | None = None
    where: str = ""

    def is_expired(self, today: date) -> bool:
        """Whether its last day lies before today."""
        return self.until is not None and self.until < today


def section_term(
    terms: Iterable[SectionTerm], unit: str, section: Collection[str], today: date
) -> SectionTerm | None:
    """
    What is registered of a unit's section, called by its names and address: what is in force before what has
    expired, else the last written.
    """
    found = [term for term in terms if term.unit == unit and term.section in section]
    in_force = [term for term in found if not term.is_expired(today)]
    return next(reversed(in_force or found), None)


def section_terms_of(
    data: Mapping[str, Any], lines: Mapping[Path, int], shown: str
) -> tuple[SectionTerm, ...]:
    """The part `sections` of a valid exemptions file as records; `shown` names the file in messages."""
    return tuple(
        SectionTerm(
            unit=one["unit"],
            section=one["section"],
            reason=one["reason"],
            until=date.fromisoformat(one["until"]) if one.get("until") else None,
            period_days=one.get("period_days"),
            where=f"{shown} 第 {lines.get(('sections', n), 0)} 行",
        )
        for n, one in enumerate(data.get("sections", ()))
    )
