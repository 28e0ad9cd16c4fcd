"""What a notice (通报) is drafted from: facts alone, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kaoping.roster import Unit

Sources = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group of assessed units: how many, and those that did well in the order in which they are told."""

    name: str
    count: int
    praised: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The units of a group that have a fault, of how many, with how many findings."""

    group: str
    units: tuple[str, ...]
    of: int
    count: int


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One kind of fault and the units that have it, in the roster's order.

    `what` is a predicate that follows the unit (超期解读) or, with `is_title`, the name of a problem.
    `target` is what it concerns (微信公众号, 养老服务栏目). `kinds` are ids of rule and check, for sentences
    of their own. `shares` tell by groups how far it is spread (none: not known, all units are named).
    `parents` are units above those named, where their names do not say so. `sources` are ids of findings or
    places in the facts file.
    """

    units: tuple[str, ...]
    what: str
    sources: Sources
    target: str = ""
    basis: str = ""
    is_title: bool = False
    kinds: tuple[str, ...] = ()
    shares: tuple[Share, ...] = ()
    parents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupRemark:
    """What is said of a whole group without naming anybody: what it `lacks`, or its `problem`."""

    group: str
    lacks: tuple[str, ...] = ()
    problem: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure of a third party, as it gave it: `value` may well be 数百条."""

    source_name: str
    period: str
    metric: str
    value: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """The problems of one category. `title` is ``""`` where the wording's own heading is to stand."""

    id: str
    title: str = ""
    bases: tuple[str, ...] = ()
    rule: str = ""
    elements: tuple[str, ...] = ()
    general: tuple[str | GroupRemark, ...] = ()
    faults: tuple[Fault, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    everywhere_in: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """
    A cause, its points, and how many findings it is behind (0: not counted), of how many `units`; `sources`
    are those findings' ids. The same of the round before, called `earlier_round`, as it was put right.
    """

    title: str
    points: tuple[str, ...] = ()
    count: int = 0
    source: str = ""
    units: int = 0
    sources: Sources = ()
    earlier_round: str = ""
    earlier_count: int = 0
    earlier_units: int = 0


@dataclass(frozen=True, slots=True)
class DemandFacts:
    """What the office demands. `deadline` is in words (11月中旬…前), `meaning` what is due then."""

    title: str
    actions: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    deadline: str = ""
    meaning: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """A last day, or words for it, and what is due; `workdays` after the notice where it was so counted."""

    day: date | None
    words: str
    deliverables: tuple[str, ...]
    channel: str = ""
    workdays: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class AnnexFacts:
    """An annex by number and title."""

    number: int
    title: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A document that does not stand among the annexes, and how it reaches the units."""

    name: str
    via: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Website:
    """The office's website, for the tags of the page there; `published` as YYYY-MM-DD HH:mm."""

    name: str = ""
    domain: str = ""
    code: str = ""
    section: str = ""
    published: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class RoundTerms:
    """The terms of a round, for demands that the office did not word itself."""

    rectify: date | None = None
    rectify_workdays: int = 0
    report: date | None = None
    report_workdays: int = 0
    contact_annex: int = 0


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """
    All that a notice is drafted from; what is not known stays empty and is not told.

    `roster` are the units with their aliases, in the fixed order. `method`, `coverage_mode`, `supplementary`
    are words. `looked_back` counts earlier findings by class (Chinese words). `open_suspects` is told in the
    internal edition alone. `findings_with_cause` are those of which a unit named the cause, `contact_gaps`
    units whose responsible person left without a successor. `remarks` are what the drafter has to know: they
    never stand in the notice. `copies`, `printer` and `printed` are of the imprint (版记).
    """

    office: str
    name: str
    day: date | None = None
    title: str = ""
    number: str = ""
    addressees: tuple[str, ...] = ()
    period: str = ""
    focus: str = ""
    scope: str = ""
    method: str = ""
    coverage_mode: str = ""
    supplementary: str = ""
    groups: tuple[GroupFacts, ...] = ()
    progress: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    findings: int = 0
    units_with_findings: int = 0
    open_suspects: int = 0
    looked_back: Mapping[str, int] = field(default_factory=dict)
    categories: tuple[CategoryFacts, ...] = ()
    causes: tuple[Cause, ...] = ()
    findings_with_cause: int = 0
    contact_gaps: tuple[str, ...] = ()
    demands: tuple[DemandFacts, ...] = ()
    deadlines: tuple[DeadlineFacts, ...] = ()
    terms: RoundTerms = RoundTerms()
    mail: str = ""
    copies: tuple[str, ...] = ()
    printer: str = ""
    printed: date | None = None
    annexes: tuple[AnnexFacts, ...] = ()
    handed_out: tuple[HandedOut, ...] = ()
    website: Website = Website()
    is_sealed: bool = False
    roster: tuple[Unit, ...] = ()
    remarks: tuple[str, ...] = ()
