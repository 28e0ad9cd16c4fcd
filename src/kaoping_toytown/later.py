"""The same city some weeks later: some faults are mended, some came back, some are only said to be mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from kaoping_toytown.faults.item_missing import SECTION_OF_ITEM
from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Section, SitePlan
from kaoping_toytown.truth import Expected, Planted, Spot

Turn = Literal["mended", "deleted", "shut", "came back", "claimed", "left"]
Originals = Mapping[str, Section]

# the class in which a look back must lay each
OUTCOMES: Mapping[Turn, str] = {
    "mended": "fixed",
    "deleted": "fixed",
    "shut": "cannot be tested",
    "came back": "relapsed",
    "claimed": "false claim",
    "left": "not claimed",
}
_STAYS: tuple[Turn, ...] = ("claimed", "left", "came back")
_MENDABLE: tuple[Turn, ...] = ("mended", "claimed", "left", "came back")
_ON_PAGE: tuple[Turn, ...] = ("mended", "claimed", "deleted", "left", "came back", "shut")

_GONE, _SHUT = 404, 403
_BY_EDIT = frozenset(
    {
        "integrity.bad_external_link", "integrity.foreign_script", "integrity.hidden_link",
        "integrity.tampered", "privacy.personal_data", "upkeep.attachment_dead", "upkeep.dead_link",
        "wording.formulation", "wording.typo",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fate:
    """
    What became of a fault. `was_claimed` says that the unit reports it as mended, `was_closed` that it had
    been verified as mended in between; `outcome` is the class in which a look back must lay it.
    """

    expected: Expected
    turn: Turn
    was_claimed: bool
    was_closed: bool
    outcome: str


def turn_of_events(plot: Plot, originals: Mapping[int, Originals]) -> None:
    """
    Change the plans as time did, and write down in `plot.turns` what became of each planted fault.

    Args:
        originals: The sections of each site before anything was planted.
    """
    still: list[Planted] = []
    counted: dict[str, int] = {}
    pages: dict[Spot, Turn] = {}  # faults that stand in one text share its fate
    for planted in plot.expected:
        plan, is_on_page = plot.plans[planted.spot.site], planted.check in _BY_EDIT
        turn = pages.get(planted.spot) if is_on_page else None
        if turn is None:
            choices = _choices(planted, plan)
            first = plot.dice(f"later/{planted.check}").below(len(choices))
            number = counted[planted.check] = counted.get(planted.check, first) + 1
            turn = choices[number % len(choices)]
        if is_on_page:
            pages[planted.spot] = turn
        plot.turns.append((planted, turn))
        if turn in ("claimed", "left", "came back"):
            still.append(planted)
        else:
            _change(planted, turn, plan, originals[planted.spot.site])
    plot.expected[:] = still


def fate_of(expected: Expected, turn: Turn) -> Fate:
    """The fate in words of the ledger."""
    is_claimed = turn in ("mended", "deleted", "claimed")
    return Fate(expected, turn, is_claimed, turn == "came back", OUTCOMES[turn])


def _choices(planted: Planted, plan: SitePlan) -> tuple[Turn, ...]:
    if planted.check in _BY_EDIT:
        # a file stays at its address, whatever becomes of the page that offers it
        return (
            _STAYS if planted.check == "privacy.personal_data" and _offers_file(planted, plan) else _ON_PAGE
        )
    mender = _MENDERS.get(planted.check)
    is_rooted = "stale_home" in plan.claims  # all of such a site is old: nothing is mended by itself
    return _MENDABLE if mender is not None and not is_rooted else _STAYS


def _offers_file(planted: Planted, plan: SitePlan) -> bool:
    return any("href=" in edit.text for edit in plan.edits[_place(planted.spot)])


def _change(planted: Planted, turn: Turn, plan: SitePlan, originals: Originals) -> None:
    if turn in ("deleted", "shut"):
        plan.answers[_place(planted.spot)] = _GONE if turn == "deleted" else _SHUT
    elif planted.check in _BY_EDIT:
        plan.edits.pop(_place(planted.spot), None)
    else:
        _MENDERS[planted.check](planted, plan, originals)


def _place(spot: Spot) -> tuple[str, int]:
    assert spot.section is not None
    assert spot.index is not None
    return spot.section, spot.index


def _section_again(planted: Planted, plan: SitePlan, originals: Originals) -> None:
    assert planted.spot.section is not None
    plan.sections[planted.spot.section] = originals[planted.spot.section]


def _item_again(planted: Planted, plan: SitePlan, originals: Originals) -> None:
    key = SECTION_OF_ITEM[str(planted.facts["item"])]
    plan.sections[key] = originals[key]


def _footer_again(planted: Planted, plan: SitePlan, originals: Originals) -> None:
    plan.footer_gaps.discard(str(planted.facts["item"]))


def _tags_again(planted: Planted, plan: SitePlan, originals: Originals) -> None:
    for place in [place for place in plan.tags if place[1] == planted.facts["item"]]:
        del plan.tags[place]


def _ties_again(planted: Planted, plan: SitePlan, originals: Originals) -> None:
    assert planted.spot.index is not None
    for section in ("normative", "interpretation"):
        plan.ties.pop((section, planted.spot.index), None)


def _marks_again(planted: Planted, plan: SitePlan, originals: Originals) -> None:
    plan.file_gaps.pop(_place(planted.spot), None)


_MENDERS: Mapping[str, Callable[[Planted, SitePlan, Originals], None]] = {
    "disclosure.item_missing": _item_again,
    "disclosure.normative_file_incomplete": _marks_again,
    "interpretation.unlinked": _ties_again,
    "norms.footer_missing": _footer_again,
    "norms.meta_missing": _tags_again,
    "upkeep.section_empty": _section_again,
    "upkeep.section_stale": _section_again,
}
