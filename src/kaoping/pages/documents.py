"""A unit's documents and interpretations as the checks of the group 政策解读 look at them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .citations import number_key
from .docnames import name_of, name_rules
from .nearest import day_of
from .page import Page
from .subjects import PolicyPair
from .words import Rules

DAYS_A_MONTH = 30.44
_NO_PAGE = Page()
Duty = Literal["yes", "no", "unsure"]


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A policy document of a unit with every interpretation of it on any known site of the unit."""

    page: Page = _NO_PAGE
    pairs: tuple[PolicyPair, ...] = ()
    copies: tuple[Page, ...] = ()  # other pages of the unit with the same document
    must_interpret: Duty = "unsure"
    why: str = ""  # Chinese clause for `must_interpret`
    unit: str = ""
    is_reposted: bool = False  # of a higher level: only passed on
    likely: tuple[Page, ...] = ()  # interpretations of no document that may be of this one
    blind: str = ""  # why an interpretation may be there that was not seen, or ""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One interpretation with the documents that it is of; `page` has its text."""

    page: Page = _NO_PAGE
    policies: tuple[Page, ...] = ()
    companions: tuple[Page, ...] = ()  # other interpretations of the same documents
    is_reposted: bool = False


@dataclass(frozen=True, slots=True)
class FormedInterpretation:
    """What the count of forms needs of one interpretation."""

    url: str = ""
    title: str = ""
    published: date | None = None
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitInterpretations:
    """All interpretations of a unit's own documents, told for one of its sites."""

    site: str = ""
    unit: str = ""
    home_url: str = ""
    section_url: str = ""  # where they are listed, or ""
    items: tuple[FormedInterpretation, ...] = ()
    blind: str = ""  # why further ones may be there that were not seen, or ""


def same_documents(policies: Iterable[Page], rules: Rules) -> list[tuple[Page, ...]]:
    """
    Pages of documents, those of one document together: of one number, or where one lacks it of one name and
    of dates within the limit by which copies are told apart. The first of each is the one published first.
    """
    words = name_rules(rules)
    apart = words.limits["apart_days"]
    groups: list[list[Page]] = []
    known: dict[str, list[list[Page]]] = {}
    for page in sorted(policies, key=lambda p: (day_of(p) or date.max, p.url)):
        number = number_key(page.document_number) if page.document_number else ""
        keys = [number] if number else []
        keys += name_of(page.title, words).forms[:1]
        group = next((g for key in keys for g in known.get(key, ()) if _is_copy(g[0], page, apart)), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(page)
        for key in keys:
            if all(g is not group for g in known.get(key, ())):
                known.setdefault(key, []).append(group)
    return [tuple(group) for group in groups]


def _is_copy(first: Page, other: Page, apart_days: float) -> bool:
    if first.document_number and other.document_number:
        return number_key(first.document_number) == number_key(other.document_number)
    one, two = day_of(first), day_of(other)
    return one is not None and two is not None and abs((two - one).days) < apart_days


def joined_pairs(pairs: Iterable[PolicyPair], groups: Iterable[tuple[Page, ...]]) -> tuple[PolicyPair, ...]:
    """
    One pair for each document and interpretation, however many pages bear the document, sorted by address.

    `policy` is the document's first page, `copies` its others, `companions` its other interpretations.
    """
    group_of = {page.url: group for group in groups for page in group}
    found: dict[str, dict[str, list[PolicyPair]]] = {}
    for pair in pairs:
        first = group_of.get(pair.policy.url, (pair.policy,))[0]
        found.setdefault(first.url, {}).setdefault(pair.interpretation.url, []).append(pair)
    joined = (_joined(group_of, readings) for readings in found.values())
    return tuple(sorted((p for many in joined for p in many), key=_address))


def _joined(
    group_of: Mapping[str, tuple[Page, ...]], readings: Mapping[str, Sequence[PolicyPair]]
) -> Iterator[PolicyPair]:
    pages = {url: same[0].interpretation for url, same in readings.items()}
    for url, same in readings.items():
        group = group_of.get(same[0].policy.url, (same[0].policy,))
        yield PolicyPair(
            policy=group[0],
            interpretation=pages[url],
            reasons=tuple(dict.fromkeys(why for pair in same for why in pair.reasons)),
            is_reposted=any(pair.is_reposted for pair in same),
            copies=group[1:],
            companions=tuple(page for other, page in pages.items() if other != url),
        )


def _address(pair: PolicyPair) -> tuple[str, str]:
    return pair.policy.url, pair.interpretation.url


def is_first(pair: PolicyPair) -> bool:
    """
    Whether promptness is judged by this pair: no other interpretation of the document was published before.

    A picture may follow weeks after the text. An undated one is taken only where no other is dated.
    """
    return all(_order(pair.interpretation) < _order(other) for other in pair.companions)


def _order(page: Page) -> tuple[date, str]:
    return page.published or date.max, page.url


def is_within(page: Page, today: date, months: int) -> bool:
    """Whether a page was published in the last `months` months; an undated one counts as such."""
    return page.published is None or (today - page.published).days <= months * DAYS_A_MONTH
