"""What was seen, laid to a unit and an indicator: witnesses, suspects, decisions, findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Voice = Literal["check", "inspector", "monitor", "unit", "ledger"]
Verdict = Literal["confirm", "dismiss", "exempt", "reopen"]
State = Literal["suspect", "confirmed", "dismissed", "exempted"]


@dataclass(frozen=True, slots=True)
class Witness:
    """
    One who saw a fact. `name` is the check's id, the inspector's name, or the monitor's; `answer` problem or
    unsure. `digest`, `archive` and `offset` are the evidence (``""``: none). `key` is the same for the same
    saying of the same voice: repeated input adds nothing. `runs` name the runs that saw it (a run and its
    replays): a second sighting is one of another run. `url` is where a person or a third party saw it.
    """

    voice: Voice
    name: str
    seen_at: datetime | None
    answer: str = "problem"
    message: str = ""
    quote: str = ""
    digest: str = ""
    archive: str = ""
    offset: int = 0
    rule_version: str = ""
    key: str = ""
    runs: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Suspect:
    """
    A fact laid to a unit and to a rule of its indicator system, not yet anyone's fault (疑似问题).

    `id` comes of the fact itself: unit, rule, address and `object` (the target, item, sentence or whatever
    is meant on the page), in one spelling; the same fact seen again, by anyone, has the same id. `also` are
    ids that a witness without the others would have given it: what was ruled under them holds. `fact` is the
    same under every rule and system that the same voice feeds: one fact under two rules can be told by it.
    `pages` are other pages with the fact. Of an observation's facts only those are kept that rules ask for
    and that say what is meant.
    """

    id: str
    unit: str
    system: str
    indicator: str
    rule: str
    url: str
    object: str
    message: str
    severity: str = "一般"
    lane: str = "person"
    pages: tuple[str, ...] = ()
    quote: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    witnesses: tuple[Witness, ...] = ()
    site: str = ""
    fact: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """
    What somebody ruled on a suspect. `by` is a person's name, or ``""`` for the machine's second sighting.
    `until` ends an exemption (inclusive). Of several the latest holds, but a person's always above a
    machine's. `second_by` is a second person's name where two are demanded. `where` names file and row.
    """

    suspect: str
    verdict: Verdict
    by: str
    at: datetime
    reason: str
    until: date | None = None
    second_by: str = ""
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """
    A suspect with the decision in force. Only `state` confirmed costs points and enters a notice. A suspect
    with an exemption as its decision had one that has expired.
    """

    suspect: Suspect
    state: State
    decision: Decision | None = None

    @property
    def id(self) -> str:
        """The fact's own id."""
        return self.suspect.id


@dataclass(frozen=True, slots=True)
class Looked:
    """
    That somebody looked: `subjects` were looked at for `unit` by `name` (a check's id, or the rule's id a
    person answered), of which `unseen` could not be seen, each for a Chinese reason in `why`. `verdict` is
    what a person answered: ``"met"``, ``"not_applicable"`` or ``""``. Without any, a rule is 待核, never
    passed.
    """

    unit: str
    name: str
    subjects: int
    unseen: int = 0
    why: str = ""
    verdict: str = ""
    failed: bool = False
