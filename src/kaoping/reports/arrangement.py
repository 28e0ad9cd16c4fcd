"""Puts a run's observations in reading order: site, group as a notice names it, check, row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from kaoping.checks.observation import Lane, Observation

from .material import CheckFacts, RunReport, SiteReport
from .symbols import shortened
from .words import GROUP_OF_FOLDER, LANE_WORDS, SEVERITY_ORDER

QUOTE_AROUND = 90  # characters kept each side of the wrong words
LONGEST_QUOTE = 260
OTHER_GROUP = "其他问题"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation cut at the wrong words; `wrong` is empty where nothing is marked."""

    before: str = ""
    wrong: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One observation with what the reader needs beside it. `extra_pages` do not include its own page."""

    number: int
    seen: Observation
    message: str
    quote: Quote
    extra_pages: tuple[str, ...]
    extra_count: int
    about: tuple[str, ...]  # facts that the message does not already say: the dead address, the item


@dataclass(frozen=True, slots=True)
class CheckBlock:
    """Everything that one check saw on one site with one kind of answer."""

    facts: CheckFacts
    anchor: str
    rows: tuple[Row, ...]
    total: int
    lanes: Mapping[Lane, int]

    @property
    def left_out(self) -> int:
        """How many rows stand only in the workbook and in observations.jsonl."""
        return self.total - len(self.rows)

    @property
    def lane_counts(self) -> tuple[tuple[Lane, str, int], ...]:
        """Lane, its word and count, in fixed order, without zeros."""
        return tuple((lane, word, self.lanes[lane]) for lane, word in LANE_WORDS.items() if self.lanes[lane])


@dataclass(frozen=True, slots=True)
class GroupBlock:
    """A problem group of a notice with its checks."""

    name: str
    anchor: str
    blocks: tuple[CheckBlock, ...]

    @property
    def total(self) -> int:
        """All observations of the group, listed or not."""
        return sum(block.total for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a run is listed in full on one page; the workbook always holds everything."""

    rows_per_check: int = 200
    sections: int = 400
    pages_per_row: int = 50
    examples: int = 20


ROW_STEPS = (200, 120, 80, 50, 30, 20, 12, 8, 5, 3, 2, 1)
SECTION_STEPS = (400, 200, 100, 60, 40, 25, 15, 10, 5)
ROWS_OF_MANY_SITES = 3_000
SECTIONS_OF_MANY_SITES = 1_500


def limits_for(report: RunReport) -> Limits:
    """One site is listed up to 200 rows a check; many sites share one page, so each lists less."""
    if len(report.sites) <= 1:
        return Limits()
    crowds = [n for site in report.sites for n in _crowds(site)]
    sections = [len(site.sections) for site in report.sites]
    return Limits(
        rows_per_check=_largest(ROW_STEPS, crowds, ROWS_OF_MANY_SITES),
        sections=_largest(SECTION_STEPS, sections, SECTIONS_OF_MANY_SITES),
        pages_per_row=10,
        examples=5,
    )


def _crowds(site: SiteReport) -> Iterable[int]:
    return Counter((seen.check, seen.answer) for seen in site.observations).values()


def _largest(steps: tuple[int, ...], counts: list[int], allowed: int) -> int:
    return next((step for step in steps if sum(min(n, step) for n in counts) <= allowed), steps[-1])


def facts_of(check: str, report: RunReport) -> CheckFacts:
    """What the run says of a check, or a stand-in under the group of its folder where it says nothing."""
    known = report.checks.get(check)
    if known is not None and known.group:
        return known
    group = GROUP_OF_FOLDER.get(check.partition(".")[0], OTHER_GROUP)
    if known is None:
        return CheckFacts(id=check, title=check, group=group, basis_mark="unverified")
    return CheckFacts(check, known.title, group, known.basis, known.basis_mark, known.remedy, known.lane)


def group_order(report: RunReport) -> dict[str, int]:
    """Groups in the order in which the run's checks first name them, unknown ones after."""
    names = [facts_of(check, report).group for check in report.checks]
    names += [*GROUP_OF_FOLDER.values(), OTHER_GROUP]
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def ordered(observations: Iterable[Observation], report: RunReport) -> list[Observation]:
    """Reading order: group, check, hints last, gravest first, then address and message. Stable."""
    places = group_order(report)

    def place(seen: Observation) -> tuple[int, str, bool, int, str, str]:
        grave = (
            SEVERITY_ORDER.index(seen.severity) if seen.severity in SEVERITY_ORDER else len(SEVERITY_ORDER)
        )
        group = places.get(facts_of(seen.check, report).group, len(places))
        return group, seen.check, seen.lane == "hint", grave, seen.url, seen.message

    return sorted(observations, key=place)


def blocks(
    observations: Iterable[Observation], report: RunReport, limits: Limits, anchor: str
) -> tuple[CheckBlock, ...]:
    """One block a check, in reading order; `anchor` goes before each block's own anchor."""
    return tuple(
        _block(check, list(seen), report, limits, anchor)
        for check, seen in groupby(ordered(observations, report), key=lambda seen: seen.check)
    )


def _block(check: str, seen: list[Observation], report: RunReport, limits: Limits, anchor: str) -> CheckBlock:
    listed = seen[: limits.rows_per_check]
    rows = tuple(row_of(one, number, limits) for number, one in enumerate(listed, 1))
    lanes = Counter(one.lane for one in seen)
    return CheckBlock(facts_of(check, report), f"{anchor}-{check}", rows, len(seen), lanes)


def groups(found: tuple[CheckBlock, ...], anchor: str) -> tuple[GroupBlock, ...]:
    """Blocks, already in reading order, joined by group."""
    return tuple(_groups(found, anchor))


def _groups(found: tuple[CheckBlock, ...], anchor: str) -> Iterator[GroupBlock]:
    for number, (name, members) in enumerate(groupby(found, key=lambda block: block.facts.group), 1):
        yield GroupBlock(name, f"{anchor}-g{number}", tuple(members))


def row_of(seen: Observation, number: int, limits: Limits) -> Row:
    """The row of one observation."""
    message = message_of(seen)
    others = tuple(dict.fromkeys(page for page in seen.pages if page != seen.url))
    return Row(
        number,
        seen,
        shortened(message, 600),
        quote_of(seen),
        others[: limits.pages_per_row],
        len(others),
        about_of(seen),
    )


def message_of(seen: Observation) -> str:
    """Its message; where the check gave none, the reason why it could not tell."""
    return seen.message or str(seen.facts.get("why", "")) or "(未写明)"


def about_of(seen: Observation) -> tuple[str, ...]:
    """The target and item that are meant, unless the message or the address already names them."""
    named = (str(seen.facts[key]) for key in ("target", "item") if seen.facts.get(key))
    return tuple(shortened(name, 300) for name in named if name not in seen.message and name != seen.url)


def quote_of(seen: Observation) -> Quote:
    """The quotation with its wrong words set apart; a span outside the quotation marks nothing."""
    quote, span = seen.quote, seen.span
    if span is None or not 0 <= span[0] < span[1] <= len(quote):
        return Quote(before=shortened(quote, LONGEST_QUOTE))
    first, last = span
    before, after = quote[:first], quote[last:]
    return Quote(
        before if len(before) <= QUOTE_AROUND else f"…{before[-QUOTE_AROUND:]}",
        shortened(quote[first:last], LONGEST_QUOTE),
        after if len(after) <= QUOTE_AROUND else f"{after[:QUOTE_AROUND]}…",
    )
