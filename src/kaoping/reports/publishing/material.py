"""What the publications of a round are made of: one record for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from kaoping.findings import Finding
from kaoping.ledger import LookedBack, OpenItem
from kaoping.rulebook import IndicatorSystem
from kaoping.scoring import ScoreSheet, Standing

# public: no open suspects, nobody's name, no number of a person
Edition = Literal["public", "internal"]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """
    What every publication of a round says of it. `title` is that of the assessment, e.g.
    ``2026年上半年政务公开考评``; `period` is printed as it is. `shows_rank` lets the internal score sheet
    name the unit's rank; the public one never does.
    """

    title: str
    office: str
    day: date
    period: str = ""
    edition: Edition = "public"
    shows_rank: bool = False

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it."""
        return self.edition == "public"


@dataclass(frozen=True, slots=True)
class SheetMaterial:
    """
    One unit's score sheet. `findings` are by id: those that its lines name, and its open suspects for the
    internal edition. Give this unit's alone: others are left out, but all are gone through.
    """

    facts: RoundFacts
    sheet: ScoreSheet
    system: IndicatorSystem
    findings: Mapping[str, Finding] = field(default_factory=dict)
    group: str = ""
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class RankingMaterial:
    """
    One ranked annex: the standings of `group` in the order in which they are to be printed, and the sheets
    behind them by unit, one for each system that counts, with its weight (of 1, of 100, as it comes).
    """

    facts: RoundFacts
    group: str
    annex: str
    standings: tuple[Standing, ...]
    sheets: Mapping[str, tuple[tuple[ScoreSheet, Decimal], ...]]
    systems: Mapping[str, IndicatorSystem]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who is responsible in one unit; what is not known stays blank."""

    unit: str
    leader: str = ""
    post: str = ""
    section: str = ""
    clerk: str = ""
    telephone: str = ""
    mobile: str = ""
    mail: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ContactMaterial:
    """The contact sheet; contacts with nothing but `unit` make a sheet to be filled in."""

    facts: RoundFacts
    contacts: tuple[Contact, ...]
    annex: str = "附件3"
    title: str = ""


@dataclass(frozen=True, slots=True)
class LedgerMaterial:
    """Open items in the order of the list, and what a look back saw, by the finding's id."""

    facts: RoundFacts
    items: tuple[OpenItem, ...]
    looked_back: Mapping[str, LookedBack] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class MatrixMaterial:
    """Units by indicators: the sheets of a round, each group's in the order in which they are printed."""

    facts: RoundFacts
    groups: tuple[tuple[str, tuple[ScoreSheet, ...]], ...]
    systems: Mapping[str, IndicatorSystem]
