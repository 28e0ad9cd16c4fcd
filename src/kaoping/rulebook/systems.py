"""
Indicator systems (指标体系): the tree of what is demanded, with points, deductions, vetoes, bonus and grades.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from .sources import Mark, Source

By = Literal["check", "ask", "import", "derived"]
Per = Literal["once", "finding", "fact", "ladder", "rate"]
Confirmer = Literal["machine", "person"]
VetoEffect = Literal["stop", "mark", "grade"]


@dataclass(frozen=True, slots=True)
class Basis:
    """
    A legal basis in Chinese, and how far it was verified; shown as 待核 unless `mark` is seen or recalled.
    """

    text: str
    mark: Mark = "unverified"


@dataclass(frozen=True, slots=True)
class Step:
    """
    A rung of a ladder: from strictly above `over` on, `points` are lost; the highest rung reached counts.
    """

    over: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Deduction:
    """
    How many points findings cost.

    `per` once: `points` as soon as there is one finding. finding: `points` each. fact: `points` for each
    distinct value of the facts named in `same` (all of them together). ladder: `steps`, measured on the fact
    `measure` of each finding and added up, or on the number of findings where `measure` is ``"count"``.
    rate: `points` times findings / subjects looked at. `at_most` caps the rule; the indicator's points and
    each group's own cap stand above it.
    """

    per: Per = "finding"
    points: Decimal = Decimal(0)
    at_most: Decimal | None = None
    same: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One way to lose (or, under a bonus, to earn) points (评分细则). One that `doubles` costs its points though
    the same fact costs points under another rule too; all others share a fact out, so that it costs once.

    `by` and `name` say who sees it: the check of this id with `options` (the file's ``with:``); a question to
    a person (`question`, Chinese); an import of this kind (e.g. ``third_party_monitor``); something derived
    by the ledger (e.g. ``followup.unresolved``). `where` limits it to observations with these values of a
    fact, or of ``severity``. `confirm` says whether a second sighting by the machine is enough. `evidence`
    names the kinds of proof wanted, Chinese. `id` is unique in its system: ``<indicator>.<n>`` where the file
    gives none. `origin` is the layer that last wrote it, ``""`` in a system without layers.
    """

    id: str
    when: str
    by: By
    name: str
    deduct: Deduction
    options: Mapping[str, Any] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    question: str = ""
    doubles: bool = False
    confirm: Confirmer = "person"
    evidence: str = ""
    mark: Mark = "unverified"
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """
    A node of the tree, to three levels. A leaf has rules and no children.

    `points` are full marks (分); of a group they are the sum of its children. `at_most` caps what the whole
    subtree may lose (``None``: its points). `applies_to` are kinds of unit (empty: all); `skip_when` are
    traits of a unit under which it does not apply. `subunits` scores it from the unit's sub-units.
    `category` is disclosure, interpretation, platform, interaction, content_review, new_media, lookback,
    organisation, upkeep or ``""``: the heading in a notice. `origin` is the layer that last wrote it.
    """

    id: str
    title: str
    points: Decimal
    children: tuple["Indicator", ...] = ()
    rules: tuple[Rule, ...] = ()
    at_most: Decimal | None = None
    applies_to: tuple[str, ...] = ()
    skip_when: tuple[str, ...] = ()
    subunits: bool = False
    category: str = ""
    basis: tuple[Basis, ...] = ()
    points_mark: Mark = "unverified"
    remedy: str = ""
    note: str = ""
    origin: str = ""
    where_written: str = field(default="", compare=False)

    def walk(self) -> Iterator["Indicator"]:
        """This node, then all below it, in the file's order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class VetoCase:
    """
    One situation that strikes a veto: `count` distinct findings by `by`/`name` (as in `Rule`), inclusive.
    """

    id: str
    when: str
    by: By
    name: str
    count: int = 1
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    question: str = ""
    confirm: Confirmer = "person"
    mark: Mark = "unverified"
    origin: str = ""


@dataclass(frozen=True, slots=True)
class VetoRule:
    """
    A veto (单项否决). `effect` stop: failed, nothing more is scored; mark: the total is `mark_points` at
    most; grade: one grade down.
    """

    id: str
    title: str
    when: str
    effect: VetoEffect
    cases: tuple[VetoCase, ...]
    mark_points: Decimal | None = None
    applies_to: tuple[str, ...] = ()
    skip_when: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    mark: Mark = "unverified"
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points on top: up to `points`, entered only where the re-based total is strictly above `enter_over`."""

    points: Decimal
    enter_over: Decimal | None
    items: tuple[Indicator, ...]
    mark: Mark = "unverified"


@dataclass(frozen=True, slots=True)
class Grade:
    """
    A grade band: totals from `at_least` on (inclusive). Bands stand from the best down; the last starts at 0.
    """

    name: str
    at_least: Decimal
    mark: Mark = "unverified"


@dataclass(frozen=True, slots=True)
class Change:
    """What a layer did to the one above it: `verb` change, add or remove, on the part `id`, for a reason."""

    layer: str
    verb: Literal["change", "add", "remove"]
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndicatorSystem:
    """
    One indicator system in force from `effective` until `expires`, with all layers (`layers`: file names from
    the nation down) laid over each other.

    `full` is what the tree adds up to and what totals are re-based to where some of it does not apply: total
    = points kept x full / points that apply. `places` is the number of decimals to which a line that does not
    come out even is rounded (half up) when it is made. `changes` tell what each layer did and why. `digest`
    is that of its content: the same for the same rules, however the file is laid out.
    """

    name: str
    title: str
    version: str
    source: Source
    applies_to: tuple[str, ...]
    full: Decimal
    groups: tuple[Indicator, ...]
    vetoes: tuple[VetoRule, ...] = ()
    bonus: Bonus | None = None
    grades: tuple[Grade, ...] = ()
    pass_line: Decimal | None = None
    pass_mark: Mark = "unverified"
    places: int = 2
    effective: date | None = None
    expires: date | None = None
    layers: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    note: str = ""
    digest: str = ""

    def walk(self) -> Iterator[Indicator]:
        """All indicators of the tree, groups before what they hold, in the file's order; no bonus items."""
        for group in self.groups:
            yield from group.walk()

    def leaves(self) -> Iterator[Indicator]:
        """The indicators that have rules of their own or no children."""
        return (one for one in self.walk() if not one.children)

    def rules(self) -> Iterator[tuple[Indicator, Rule]]:
        """Every rule with its indicator, those of bonus items last."""
        for one in (*self.walk(), *self.bonus_items()):
            for rule in one.rules:
                yield one, rule

    def bonus_items(self) -> Iterator[Indicator]:
        """The items of the bonus and all below them."""
        for item in self.bonus.items if self.bonus else ():
            yield from item.walk()
