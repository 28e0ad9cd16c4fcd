"""What a change of the rulebook can touch: which pages would have to be judged again, and which not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kaoping.checks import load_checks
from kaoping.pages import Attachment, Page
from kaoping.pages.suspicion import ForeignPage
from kaoping.rulebook import LISTED, Entry, Lexicon, Rulebook, plain
from kaoping.rulebook.workdays import Workdays

from .letters import Words

_READS_PAGES = (Page, Attachment, ForeignPage)
# of the rulebook's parts these alone decide how a page is read and what its own checks say
_OF_PAGES: Mapping[str, str] = {
    "readings": "reading(识读规则)",
    "names": "names(名称沿革)",
    "severities": "severities(严重程度)",
}


_NO_DAYS = Workdays((1,), ())  # every day that matters lies outside: a page's check that counts days says so


@dataclass(frozen=True, slots=True)
class PageChange:
    """
    What differs for pages between two rulebooks: words of lists (`words`); or more than that, and then every
    page is read again because of `why` (Chinese). What is judged of whole sites is judged anew in any case.
    """

    words: Words
    why: str = ""


def rules_of_pages(rules: Rulebook) -> Rulebook:
    """
    The rulebook as children that read pages see it: without what judges sites alone. A change of these parts
    cannot touch a page: not because we say so, but because children never have them.
    """
    return replace(
        rules, workdays=_NO_DAYS, catalogues={}, exemptions=(), section_terms=(), waivers=(), systems={},
        notices={},
    )  # fmt: skip


def change_between(earlier: Rulebook, later: Rulebook) -> PageChange:
    """What the later rulebook may say otherwise of a page."""
    for part, words in _OF_PAGES.items():
        if getattr(earlier, part) != getattr(later, part):
            return PageChange(Words(()), f"{words}有改动")
    for check in load_checks().values():
        if any(subject in check.subjects for subject in _READS_PAGES):
            demands = earlier.demand_of(check.id), later.demand_of(check.id)
            if len({str(demand and demand.options) for demand in demands}) > 1:
                return PageChange(Words(()), f"检查项 {check.id} 的参数有改动")
    before, after = _others(earlier), _others(later)
    if changed := sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    ):
        return PageChange(Words(()), f"词库 {changed[0]} 有改动,它不只用于查找所列用语")
    orders = [[one.name for one in rules.listed] for rules in (earlier, later)]
    both = set(orders[0]) & set(orders[1])
    if len({tuple(name for name in order if name in both) for order in orders}) > 1:
        return PageChange(Words(()), "词库的先后次序有改动")
    return PageChange(Words(_changed_words(earlier, later)))


def _others(rules: Rulebook) -> dict[str, Lexicon]:
    """Lexicons that more than `wording.listed` reads."""
    return {name: one for name, one in rules.lexicons.items() if one.use != LISTED}


def _changed_words(earlier: Rulebook, later: Rulebook) -> Iterator[str]:
    before = {one.name: one for one in earlier.listed}
    after = {one.name: one for one in later.listed}
    for name in sorted(before.keys() | after.keys()):
        yield from _changed_in(before.get(name), after.get(name))


def _changed_in(before: Lexicon | None, after: Lexicon | None) -> Iterator[str]:
    had, has = _by_form(before), _by_form(after)
    is_same_list = before is not None and after is not None and _bare(before) == _bare(after)
    off = set(map(plain, before.off if before else ())) ^ set(map(plain, after.off if after else ()))
    for form in had.keys() | has.keys():
        if not is_same_list or form in off or had.get(form) != has.get(form):
            yield form


def _bare(lexicon: Lexicon) -> Lexicon:
    return replace(lexicon, entries=(), off=())


def _by_form(lexicon: Lexicon | None) -> dict[str, tuple[Entry, ...]]:
    """Entries by the form in which they are compared; of one form the first that is wrong is told."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in lexicon.entries if lexicon else ():
        found[plain(entry.wrong)].append(entry)
    return {form: tuple(entries) for form, entries in found.items()}
