"""What a pre-check's reports are made of: plain records that `rounds` fills and every writer reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from kaoping.checks.observation import Observation
from kaoping.scoring.verdict import Verdict

from .interaction import InteractionPart
from .interpretations import InterpretationPart

_NO_INTERPRETATIONS = InterpretationPart()
SectionState = Literal["fresh", "stale", "empty", "unseen", "long_term"]


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What the reports say of a check, once."""

    id: str = ""
    title: str = ""
    group: str = ""  # the problem group as a notice names it, e.g. "运维更新"
    basis: str = ""
    basis_mark: str = "recalled"  # seen, recalled, unverified, suggested
    remedy: str = ""
    lane: str = "person"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Addresses that share one fate: `reason` is Chinese, `examples` at most 20 addresses."""

    reason: str = ""
    count: int = 0
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section's freshness for the picture. `period_days` is what it must keep; None: it need not."""

    name: str = ""
    path: tuple[str, ...] = ()
    kind: str = ""  # Chinese
    url: str = ""
    newest: date | None = None
    item_count: int = 0
    period_days: int | None = None
    state: SectionState = "fresh"
    note: str = ""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of a catalogue on one site, as the matrix of items shows it. `state` is an `ItemState`."""

    id: str = ""
    item: str = ""
    group: str = ""  # 平台栏目, 第二十条 …
    basis: str = ""
    mark: str = "unverified"
    state: str = "unsure"
    name: str = ""  # of the place that answers it
    url: str = ""
    newest: date | None = None
    count: int = 0
    why: str = ""
    is_statutory: bool = True


@dataclass(frozen=True, slots=True)
class TownshipCell:
    """One required section of one township."""

    name: str = ""
    state: str = "missing"
    url: str = ""
    newest: date | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class TownshipRow:
    """One township of a county's site; `cells` are keyed by the ids of required sections."""

    name: str = ""
    url: str = ""
    state: str = "present"
    why: str = ""
    count: int = 0
    newest: date | None = None
    cells: Mapping[str, TownshipCell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SiteReport:
    """One site's part. Counts: `pages_found` addresses known, `pages_seen` understood, `requests` sent."""

    site: str = ""
    unit: str = ""
    unit_kind: str = ""
    name: str = ""
    home_url: str = ""
    verdict: Verdict = field(default_factory=Verdict)
    observations: tuple[Observation, ...] = ()
    sections: tuple[SectionRow, ...] = ()
    interaction: InteractionPart = field(default_factory=InteractionPart)
    pages_found: int = 0
    pages_seen: int = 0
    targets_checked: int = 0
    requests: int = 0
    bytes_received: int = 0
    started: datetime | None = None
    finished: datetime | None = None
    busiest_second: int = 0  # most requests in any one second
    not_visited: tuple[Coverage, ...] = ()
    failures: tuple[Coverage, ...] = ()
    looked_at: Mapping[str, int] = field(default_factory=dict)  # check id -> subjects it was shown
    interpretations: InterpretationPart = _NO_INTERPRETATIONS
    items: tuple[ItemRow, ...] = ()
    townships: tuple[TownshipRow, ...] = ()
    remarks: tuple[str, ...] = ()  # what a reader must know, e.g. "首页跳转到其他主机"


@dataclass(frozen=True, slots=True)
class RunReport:
    """A whole run of the pre-check (预检)."""

    sites: tuple[SiteReport, ...] = ()
    today: date = date(1970, 1, 1)
    rulebook_version: str = ""
    product_version: str = ""
    is_complete: bool = True
    incomplete_why: tuple[str, ...] = ()
    checks: Mapping[str, CheckFacts] = field(default_factory=dict)
    command: str = ""
