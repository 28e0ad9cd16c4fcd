"""Policy documents and the interpretations of them, matched by what they print, never by likeness alone."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from .fields import cited_numbers
from .page import Page
from .relations import named_titles
from .subjects import PolicyPair
from .words import Rules, squeeze

_FRAME = re.compile(
    r"^(?:.{0,60}?)?(?:关于)?(?:印发|发布|公布|转发|下发)(?:<|〈|《)?(?P<inner>.+?)(?:>|〉|》)?(?:的(?:通知|公告|通告|决定|函))$"
)
_TAIL = re.compile(r"(?:的(?:通知|公告|通告|决定|函|意见)|[（(](?:试行|暂行|修订|.{0,16}号)[）)])$")
_HEAD = re.compile(
    r"^(?:[一-龥]{2,9}?(?:省|自治区|市|自治州|州|县|区|镇|乡|街道))?(?:[一-龥]{0,24}?(?:人民政府(?:办公[厅室])?|办公[厅室]|委员会|局|厅|部|委))?关于"
)
_PLACE = re.compile(r"^(?:中共)?[一-龥]{2,6}?(?:省|自治区|市|自治州|县|区)(?=[一-龥]{6})")
_LEAST_TITLE = 6


@dataclass(slots=True)
class _Index:
    by_url: dict[str, Page] = field(default_factory=dict)
    by_number: dict[str, list[Page]] = field(default_factory=dict)
    by_title: dict[str, list[Page]] = field(default_factory=dict)


def policy_pairs(pages: Iterable[Page], rules: Rules) -> tuple[PolicyPair, ...]:
    """
    Every pair of a policy document and an interpretation of it, of one unit's hosts, sorted by address.

    Matched, surest first: by a link either way; by the document's own number in its title or
    text; by the document's title in 《》, both reduced to what they enact. Likeness of texts matches
    nothing: a wrong pair costs more than a missing one. Of several documents it pairs with each that
    its title or links name.
    """
    articles = [p for p in pages if p.shape == "article"]
    policies = [p for p in articles if p.kind == "policy"]
    readings = [p for p in articles if p.kind == "interpretation"]
    index = _indexed(policies)
    urls = {p.url for p in readings}
    back: dict[str, list[Page]] = {}
    for policy in policies:
        for link in policy.text_links + policy.related:
            if link.url in urls:
                back.setdefault(link.url, []).append(policy)
    found = [pair for reading in readings for pair in _pairs_of(reading, index, back.get(reading.url, []))]
    return tuple(sorted(found, key=lambda p: (p.policy.url, p.interpretation.url)))


def _indexed(policies: Sequence[Page]) -> _Index:
    index = _Index()
    for policy in policies:
        index.by_url[policy.url] = policy
        if policy.document_number:
            index.by_number.setdefault(squeeze(policy.document_number), []).append(policy)
        for name in names_of(policy.title):
            index.by_title.setdefault(name, []).append(policy)
    return index


def _pairs_of(reading: Page, index: _Index, linking: Sequence[Page]) -> list[PolicyPair]:
    reasons: dict[str, tuple[Page, list[str]]] = {}

    def match(policy: Page, reason: str) -> None:
        entry = reasons.setdefault(policy.url, (policy, []))
        if reason not in entry[1]:
            entry[1].append(reason)

    for link in reading.text_links + reading.related:
        if link.url in index.by_url and _agrees(index.by_url[link.url], reading):
            match(index.by_url[link.url], "解读页链接文件")
    for policy in linking:
        if _agrees(policy, reading):
            match(policy, "文件页链接解读")
    for policy in _by_title(reading.title, index):
        match(policy, "解读标题写明文件名称")
    if not reasons:
        _by_text(reading, index, match)
    return [PolicyPair(policy, reading, tuple(why)) for policy, why in reasons.values()]


def _by_title(title: str, index: _Index) -> list[Page]:
    named = [t for outer in named_titles(title) for t in names_of(outer)]
    if not named:
        bare = re.sub(
            r"^.*?[:：|｜]|【[^】]*】|(?:的)?(?:政策)?(?:解读|图解|问答|答记者问)(?:之.{1,3}|[（(].{1,6}[）)])?$",
            "",
            title,
        )
        named = [*names_of(bare.removesuffix("的"))]
    return [p for name in dict.fromkeys(named) for p in _only(index.by_title.get(name, []))]


def _by_text(reading: Page, index: _Index, match: Callable[[Page, str], None]) -> None:
    """The first document that the text names by number or title, if it names it early: what it is about."""
    head = reading.text[:1500]
    for number in cited_numbers(reading.title + "\n" + head):
        for policy in _only(index.by_number.get(squeeze(number), [])):
            match(policy, "解读写明文号")
            return
    for title in named_titles(head):
        for name in names_of(title):
            for policy in _only(index.by_title.get(name, [])):
                match(policy, "解读写明文件名称")
                return


def _only(policies: Sequence[Page]) -> Sequence[Page]:
    """A name that several documents bear names none of them, unless they are copies with one number."""
    if len(policies) <= 1:
        return policies
    numbers = {p.document_number for p in policies}
    return policies if len(numbers) == 1 and "" not in numbers else ()


def _agrees(policy: Page, reading: Page) -> bool:
    """A link counts where nothing printed says that the interpretation is of another document."""
    named = [n for outer in named_titles(reading.title) for n in names_of(outer)]
    if not named:
        return True
    own = set(names_of(policy.title))
    return any(n in own or any(n in o or o in n for o in own) for n in named)


def names_of(title: str) -> tuple[str, ...]:
    """The forms under which a document's title is cited: whole, what it enacts, without its place."""
    whole = re.sub(r"[《》〈〉<>“”\"]", "", squeeze(title)).rstrip("。.")
    names = [whole]
    framed = _FRAME.match(whole)
    if framed:
        names.append(framed["inner"])
    headless = _HEAD.sub("", whole)
    names += [headless, _TAIL.sub("", headless)]
    for name in list(names):
        names.append(_PLACE.sub("", name))
        names.append(_TAIL.sub("", name))
    return tuple(dict.fromkeys(n for n in names if len(n) >= _LEAST_TITLE))
