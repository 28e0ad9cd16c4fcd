"""A unit's documents and interpretations as the checks of the group 政策解读 look at them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from .citations import number_key
from .docnames import name_of, name_rules
from .nearest import day_of
from .page import Page
from .subjects import PolicyPair
from .words import Rules

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
    is_reposted: bool = False  # of a higher level or another organ: only passed on
    blind: str = ""  # why an interpretation may be there that was not seen, or ""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One interpretation with the documents that it is of; `page` has its text."""

    page: Page = _NO_PAGE
    policies: tuple[Page, ...] = ()
    companions: tuple[Page, ...] = ()  # other interpretations of the same documents, with their texts
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
        keys += [form for form in name_of(page.title, words).forms[:1]]
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


def with_companions(
    pairs: Sequence[PolicyPair], groups: Iterable[tuple[Page, ...]]
) -> tuple[PolicyPair, ...]:
    """The pairs, each knowing the other pages of its document and the other interpretations of it."""
    group_of = {page.url: group for group in groups for page in group}
    readings: dict[int, dict[str, Page]] = {}
    for pair in pairs:
        group = group_of.get(pair.policy.url, (pair.policy,))
        readings.setdefault(id(group), {})[pair.interpretation.url] = pair.interpretation
    return tuple(_completed(pair, group_of, readings) for pair in pairs)


def _completed(
    pair: PolicyPair, group_of: Mapping[str, tuple[Page, ...]], readings: Mapping[int, Mapping[str, Page]]
) -> PolicyPair:
    group = group_of.get(pair.policy.url, (pair.policy,))
    others = readings.get(id(group), {})
    return replace(
        pair,
        copies=tuple(page for page in group if page.url != pair.policy.url),
        companions=tuple(page for url, page in others.items() if url != pair.interpretation.url),
    )
