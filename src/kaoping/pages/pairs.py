"""Policy documents and the interpretations of them, matched by what they print, never by likeness alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .alike import Alike
from .citations import Citation, citations, number_key
from .docnames import Name, NameRules, cited_names, is_same, likeness, name_of, name_rules
from .nearest import copies_apart, gap_days, nearest
from .owners import Owners
from .page import Page
from .storage import PAIRING_CHARACTERS
from .subjects import PolicyPair
from .words import Rules


@dataclass(slots=True, eq=False)
class _Policy:
    page: Page
    name: Name


@dataclass(slots=True)
class _Index:
    """Policy documents by address, number and form of name, each in order of address."""

    all: list[_Policy] = field(default_factory=list)
    by_url: dict[str, _Policy] = field(default_factory=dict)
    by_number: dict[str, list[_Policy]] = field(default_factory=dict)
    by_form: dict[str, list[_Policy]] = field(default_factory=dict)
    alike: Alike = field(default_factory=Alike)


def policy_pairs(pages: Iterable[Page], rules: Rules) -> tuple[PolicyPair, ...]:
    """
    Every pair of a policy document and an interpretation of it, of one unit's hosts, sorted by address.

    Matched, surest first: by the document's title in the interpretation's title; by a link either way that
    nothing printed contradicts; by its number or title in the first 1500 characters, where it stands as the
    document that was issued and not as one that others rest on; by likeness of two long titles whose years,
    editions and genres agree, published within half a year. Of documents with one name the nearest in time
    is meant, and where that is not clear none: a wrong pair costs more than a missing one. Drafts for
    consultation and what explains them pair with nothing.
    """
    words = name_rules(rules)
    articles = [
        p for p in pages if p.kind in {"policy", "interpretation"} and not words.drafts.search(p.title)
    ]
    policies = [_Policy(p, name_of(p.title, words)) for p in articles if _is_document(p)]
    readings = [p for p in articles if p.kind == "interpretation"]
    index = _indexed(policies)
    matcher = _Matcher(index, _links_back(policies, readings), words)
    owners = Owners([p.page for p in policies], words)
    found = [
        PolicyPair(policy.page, reading, why, is_reposted=owners.is_reposted(policy.page))
        for reading in readings
        for policy, why in matcher.matches(reading)
        if not owners.is_strange(policy.page, policy.name.place, reading, why)
    ]
    return tuple(sorted(found, key=lambda p: (p.policy.url, p.interpretation.url)))


def _is_document(page: Page) -> bool:
    return page.kind == "policy" and page.shape == "article"


def _indexed(policies: Sequence[_Policy]) -> _Index:
    index = _Index()
    for policy in sorted(policies, key=lambda p: p.page.url):
        index.all.append(policy)
        index.by_url[policy.page.url] = policy
        if policy.page.document_number:
            index.by_number.setdefault(number_key(policy.page.document_number), []).append(policy)
        index.alike.add(policy.name, policy.page)
        for form in policy.name.forms:
            index.by_form.setdefault(form, []).append(policy)
    return index


def _links_back(policies: Sequence[_Policy], readings: Sequence[Page]) -> dict[str, list[_Policy]]:
    """Interpretation's address -> the documents that link it."""
    urls = {p.url for p in readings}
    back: dict[str, list[_Policy]] = {}
    for policy in policies:
        for url in {link.url for link in policy.page.text_links + policy.page.related} & urls:
            back.setdefault(url, []).append(policy)
    return back


class _Matcher:
    """Finds the documents that one interpretation is of."""

    def __init__(self, index: _Index, back: dict[str, list[_Policy]], words: NameRules) -> None:
        self._index = index
        self._back = back
        self._words = words
        self._limits = words.limits

    def matches(self, reading: Page) -> Iterator[tuple[_Policy, tuple[str, ...]]]:
        """Each document with the reasons, the surest first."""
        reasons: dict[str, list[str]] = {}
        named = cited_names(reading.title, self._words)
        head = citations(reading.title, reading.text[:PAIRING_CHARACTERS], self._words)
        for policy in self._by_title(named, reading, head):
            reasons.setdefault(policy.page.url, []).append("解读标题写明文件名称")
        for policy, why in self._by_links(named, reading, head, set(reasons)):
            reasons.setdefault(policy.page.url, []).append(why)
        if not reasons:
            for policy, why in self._by_text(named, reading, head) or self._by_likeness(named, reading):
                reasons.setdefault(policy.page.url, []).append(why)
        for url, words in reasons.items():
            yield self._index.by_url[url], tuple(dict.fromkeys(words))

    def _by_title(self, named: Sequence[Name], reading: Page, head: Sequence[Citation]) -> Iterator[_Policy]:
        for name in named:
            yield from self._meant(self._same(name), reading, head)

    def _same(self, name: Name) -> list[_Policy]:
        """The documents of this name; of several editions the one that is written."""
        found = {p.page.url: p for form in name.forms for p in self._index.by_form.get(form, ())}
        if not found and name.is_cut:
            found = {p.page.url: p for p in self._index.all if is_same(name, p.name)}
        same = [p for p in found.values() if is_same(name, p.name)]
        exact = [p for p in same if p.name.edition == name.edition]
        return exact or same

    def _meant(self, same: Sequence[_Policy], reading: Page, head: Sequence[Citation]) -> Sequence[_Policy]:
        """Of documents with one name, those of the number cited, those linked, or the nearest."""
        if len(same) <= 1 or not copies_apart([p.page for p in same]):
            return [p for p in same if self._is_timely(p, reading, head)]
        cited = {c.number for c in head if c.number and not c.is_basis}
        numbered = [p for p in same if p.page.document_number and number_key(p.page.document_number) in cited]
        if numbered and not copies_apart([p.page for p in numbered]):
            return numbered
        ties = self._ties(reading)
        tied = [p for p in same if p.page.url in ties]
        if tied and not copies_apart([p.page for p in tied]):
            return tied
        near = nearest([p.page for p in same], reading, self._limits)
        return [p for p in same if p.page.url in near]

    def _ties(self, reading: Page) -> set[str]:
        """What links it, and what it links."""
        linking = {p.page.url for p in self._back.get(reading.url, [])}
        return linking | {link.url for link in reading.text_links + reading.related}

    def _is_timely(self, policy: _Policy, reading: Page, head: Sequence[Citation]) -> bool:
        """
        A name alone does not reach over years: the document may have been issued anew since, or before,
        where we did not see it. A cited number does.
        """
        days = gap_days(policy.page, reading)
        if days is None or -self._limits["near_days"] <= days <= self._limits["far_days"]:
            return True
        number = policy.page.document_number
        return bool(number) and number_key(number) in {c.number for c in head}

    def _by_links(
        self, named: Sequence[Name], reading: Page, head: Sequence[Citation], known: set[str]
    ) -> Iterator[tuple[_Policy, str]]:
        """Links either way; where the title named documents, other links are of other documents."""
        linking = self._back.get(reading.url, [])
        basis = {c.name.whole for c in head if c.is_basis and c.name}
        linked = {x.url for x in reading.text_links + reading.related if x.url in self._index.by_url}
        is_template = len(linking) > self._limits["most_linking"]
        for policy in self._own_links(linked, basis, reading):
            if self._agrees(policy, named, known):
                yield policy, "解读页链接文件"
        for policy in linking:
            if self._agrees(policy, named, known, is_named=is_template):
                yield policy, "文件页链接解读"

    def _own_links(self, linked: set[str], basis: set[str], reading: Page) -> list[_Policy]:
        """The linked documents but those that the text names as its grounds; of many those that link back."""
        policies = [self._index.by_url[url] for url in sorted(linked)]
        own = [p for p in policies if not any(_is_part(p.name, b) for b in basis)]
        if len(own) <= self._limits["most_linking"]:
            return own
        back = self._back.get(reading.url, [])
        return [p for p in own if p in back]  # a long list of links is a template's, unless it is answered

    def _agrees(
        self, policy: _Policy, named: Sequence[Name], known: set[str], *, is_named: bool = False
    ) -> bool:
        """
        A link counts where nothing printed says that the interpretation is of another document. With
        `is_named` it counts only where the title names the document.
        """
        if policy.page.url in known:
            return True
        named = [name for name in named if name.genre]  # a mere topic (养老服务新政策解读) names nothing
        if not named:
            return not is_named
        if known:
            return False
        if any(is_same(name, policy.name) for name in named):
            return True
        if any(self._same(name) for name in named):
            return False
        return any(self._is_near(n, policy.name) for n in named)

    def _by_text(
        self, named: Sequence[Name], reading: Page, head: Sequence[Citation]
    ) -> list[tuple[_Policy, str]]:
        """The documents that the text says were issued, else the first that is not mere grounds."""
        usable = [c for c in head if not c.is_basis]
        for group in ([c for c in usable if c.is_made], usable):
            found: list[tuple[_Policy, str]] = []
            sentence = -1
            for citation in group:
                if found and citation.sentence != sentence:
                    break
                hits = [
                    x
                    for x in self._cited(citation, reading, head)
                    if self._fits(x[0], citation, named, reading)
                ]
                if hits:
                    found, sentence = found + hits, citation.sentence
            if found:
                return found
        return []

    def _cited(
        self, citation: Citation, reading: Page, head: Sequence[Citation]
    ) -> Iterator[tuple[_Policy, str]]:
        by_number = self._index.by_number.get(citation.number, []) if citation.number else []
        if by_number and not copies_apart([p.page for p in by_number]):
            yield from ((p, "解读写明文号") for p in by_number)
        elif citation.name:
            yield from (
                (p, "解读写明文件名称") for p in self._meant(self._same(citation.name), reading, head)
            )

    def _fits(self, policy: _Policy, citation: Citation, named: Sequence[Name], reading: Page) -> bool:
        """What only the text names must not be younger than the text, nor be another than the title's."""
        days = gap_days(policy.page, reading)
        if days is not None and days < -self._limits["earlier_days"]:
            return False
        if "《" not in reading.title or not named:
            return True
        if citation.name and any(is_same(n, citation.name) for n in named):
            return True  # the text gives the number of the document that the title names
        return any(self._is_near(n, policy.name) for n in named)

    def _is_near(self, cited: Name, own: Name) -> bool:
        least = self._limits["least_link_likeness"]
        return is_same(cited, own) or likeness(cited, own) >= least or _is_short_for(cited, own)

    def _by_likeness(self, named: Sequence[Name], reading: Page) -> list[tuple[_Policy, str]]:
        found = []
        for name in named:
            like = self._index.alike.to(name, reading, self._limits)
            if like and not copies_apart(like):
                found += [(self._index.by_url[p.url], "标题相似且发布日期相近") for p in like]
        return found


def _is_part(name: Name, whole: str) -> bool:
    return any(form == whole or (len(form) >= 8 and form in whole) for form in name.forms)


def _is_short_for(cited: Name, own: Name) -> bool:
    """An abbreviation: all its characters stand in the document's name in this order, of one genre."""
    if not cited.genre or cited.genre != own.genre or cited.figures - own.figures:
        return False
    rest = iter(own.whole)
    return all(c in rest for c in re.sub(r"^关于|的通知$", "", cited.whole))
