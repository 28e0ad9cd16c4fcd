"""The words by which pages are read: rulebook data (`reading/*.yaml`), compiled once per reader."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .fittingwords import FittingWords, fitting_words
from .interactionwords import InteractionWords, interaction_words


class Rules(Protocol):
    """What a reading needs of a rulebook: the plain data of `reading/<name>.yaml`."""

    def reading(self, name: str, /) -> Mapping[str, Any]: ...


def squeeze(text: str) -> str:
    """Text without any white space, for comparing what a reader would call the same words."""
    return "".join(text.split())


def collapse(text: str) -> str:
    """Text with every run of white space (also full-width and no-break) as one space, none at the ends."""
    return " ".join(text.split())


def alternatives(words: Iterable[str]) -> str:
    """A regular expression's source that matches any of `words` literally, the longest first."""
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) or r"(?!)"


def spaced(words: Iterable[str]) -> str:
    """As `alternatives`, but blanks may stand between the characters, as offices print labels (来  源)."""
    return "|".join(r"\s*".join(map(re.escape, w)) for w in sorted(words, key=lambda w: (-len(w), w)))


def patterns(sources: Iterable[str]) -> re.Pattern[str]:
    """Several regular expressions as one."""
    return re.compile("|".join(f"(?:{s})" for s in sources) or r"(?!)")


def labelled(words: Iterable[str]) -> re.Pattern[str]:
    """A label with its colon (`来源：`) or in brackets (`[来源]`); group ``label`` is the word."""
    return re.compile(rf"(?P<label>{spaced(words)})\s*(?:[\]】]\s*[:：]?|[:：])\s*")


class Remembered(dict[str, bool]):
    """
    Whether words are of some kind, asked once: links of menus and feet say the same on every page. At most
    `_MOST` answers of short words are kept; then it starts anew.
    """

    _MOST = 4096

    def __init__(self, asked: Callable[[str], object]) -> None:
        super().__init__()
        self._asked = asked

    def __missing__(self, words: str) -> bool:
        found = bool(self._asked(words))
        if len(words) <= 600:
            if len(self) >= self._MOST:
                self.clear()
            self[words] = found
        return found


@dataclass(frozen=True, slots=True)
class Lexis:
    """Every compiled pattern that reading one page needs."""

    date_labels: re.Pattern[str]  # any date label; group label
    date_kinds: Mapping[str, str]  # label without blanks -> DateKind
    date_tags: tuple[str, ...]  # meta names (lower case) that give the publication date, best first
    source_labels: re.Pattern[str]
    number_labels: re.Pattern[str]
    issuer_labels: re.Pattern[str]
    index_labels: re.Pattern[str]
    title_labels: re.Pattern[str]
    all_labels: re.Pattern[str]
    table_labels: re.Pattern[str]  # of information tables only: number, issuer, index
    info_words: re.Pattern[str]
    body_names: frozenset[str]
    body_tags: frozenset[str]
    noise_marks: re.Pattern[str]
    end_marks: re.Pattern[str]
    tail_noise: re.Pattern[str]
    sign_tail: re.Pattern[str]
    title_marks: re.Pattern[str]
    title_refused: re.Pattern[str]
    site_tails: re.Pattern[str]
    section_tails: re.Pattern[str]
    relation_heads: re.Pattern[str]
    relation_titles: re.Pattern[str]  # headings that are of relations and of nothing else
    relation_boxes: re.Pattern[str]  # names of boxes that scripts fill with relations
    side_marks: re.Pattern[str]
    navigation_marks: re.Pattern[str]
    footer_marks: re.Pattern[str]
    header_marks: re.Pattern[str]
    breadcrumb_marks: re.Pattern[str]
    breadcrumb_words: re.Pattern[str]
    home_words: frozenset[str]
    pager_marks: re.Pattern[str]
    pinned_words: re.Pattern[str]
    pinned_marks: re.Pattern[str]
    empty_words: re.Pattern[str]
    not_found_titles: re.Pattern[str]
    not_found_words: re.Pattern[str]
    mount_points: frozenset[str]
    loading_words: re.Pattern[str]
    list_mounts: re.Pattern[str]
    search_paths: re.Pattern[str]
    entrance_words: re.Pattern[str]
    attachment_ends: frozenset[str]
    attachment_paths: re.Pattern[str]
    media_ends: frozenset[str]
    image_ends: frozenset[str]
    kinds: tuple[Mapping[str, Any], ...]
    footer: Mapping[str, re.Pattern[str]]
    footer_hints: Mapping[str, re.Pattern[str]]
    foot_words: re.Pattern[str]
    sitemap_words: re.Pattern[str]
    next_words: re.Pattern[str]
    pager_words: re.Pattern[str]
    more_words: re.Pattern[str]
    search_marks: re.Pattern[str]
    kind_least: int
    kind_order: tuple[str, ...]
    data_keys: Mapping[str, Any]
    article_paths: re.Pattern[str]
    section_paths: re.Pattern[str]
    interaction: InteractionWords
    told_words: re.Pattern[str]  # behind a date: what happened on that day is past
    fittings: FittingWords
    township_roots: re.Pattern[str]
    township_names: re.Pattern[str]
    not_townships: re.Pattern[str]
    says_next: Remembered  # the same patterns, for the words of links
    says_pager: Remembered
    says_more: Remembered
    says_search: Remembered
    leads_to_search: Remembered  # of addresses
    says_sitemap: Remembered


def lexis(rules: Rules) -> Lexis:
    """
    Compile the reading words of a rulebook.

    Raises:
        KeyError: A word list that reading cannot do without is missing from the rulebook.
    """
    dates, body, marks = rules.reading("dates"), rules.reading("body"), rules.reading("marks")
    signs, lists, files = rules.reading("signs"), rules.reading("lists"), rules.reading("files")
    kinds = {squeeze(w): kind for kind, words in dates["labels"].items() for w in words}
    fields = body["labels"]
    next_words, pager_words = (patterns(rules.reading("pagers")[n]) for n in ("next_words", "pager_words"))
    township = rules.reading("disclosure")["township"]
    more_words, search_marks = patterns(lists["more_words"]), patterns(signs["search_marks"])
    sitemap_words = patterns(rules.reading("footer")["sitemap_words"])
    every = [w for words in fields.values() for w in words] + list(kinds)
    return Lexis(
        date_labels=labelled(kinds),
        date_kinds=kinds,
        date_tags=tuple(t.lower() for t in dates["tags"]),
        source_labels=labelled(fields["source"]),
        number_labels=labelled(fields["number"]),
        issuer_labels=labelled(fields["issuer"]),
        index_labels=labelled(fields["index"]),
        title_labels=labelled(fields["title"]),
        all_labels=labelled(every),
        table_labels=labelled([*fields["number"], *fields["issuer"], *fields["index"]]),
        info_words=patterns(body["info_words"]),
        body_names=frozenset(n.lower() for n in body["containers"]),
        body_tags=frozenset(body["container_tags"]),
        noise_marks=patterns(body["noise_marks"]),
        end_marks=patterns(body["end_marks"]),
        tail_noise=patterns(body["tail_noise"]),
        sign_tail=patterns(body["after_signature"]),
        title_marks=patterns(marks["title"]),
        title_refused=patterns(marks["title_refused"]),
        site_tails=patterns(body["site_tails"]),
        section_tails=patterns(body["section_tails"]),
        relation_heads=patterns(body["relation_heads"]),
        relation_titles=re.compile(rules.reading("interpretation")["bonds"]["titles"]),
        relation_boxes=re.compile(rules.reading("interpretation")["bonds"]["boxes"]),
        side_marks=patterns(marks["side"]),
        navigation_marks=patterns(marks["navigation"]),
        footer_marks=patterns(marks["footer"]),
        header_marks=patterns(marks["header"]),
        breadcrumb_marks=patterns(marks["breadcrumb"]),
        breadcrumb_words=patterns(marks["breadcrumb_words"]),
        home_words=frozenset(marks["home_words"]),
        pager_marks=patterns(marks["pager"]),
        pinned_words=patterns(lists["pinned_words"]),
        pinned_marks=patterns(lists["pinned_marks"]),
        empty_words=patterns(lists["empty_words"]),
        not_found_titles=patterns(signs["not_found_titles"]),
        not_found_words=patterns(signs["not_found_words"]),
        mount_points=frozenset(signs["mount_points"]),
        loading_words=patterns(signs["loading_words"]),
        list_mounts=patterns(signs["list_mounts"]),
        search_paths=patterns(signs["search_paths"]),
        entrance_words=patterns(signs["entrance_words"]),
        attachment_ends=frozenset(files["attachments"]),
        attachment_paths=patterns(files["attachment_paths"]),
        media_ends=frozenset(files["media"]),
        image_ends=frozenset(files["images"]),
        kinds=tuple({**r, "pattern": re.compile(r["pattern"])} for r in rules.reading("kinds")["rules"]),
        footer={k: re.compile(v) for k, v in rules.reading("footer")["patterns"].items()},
        footer_hints={k: re.compile(v) for k, v in rules.reading("footer")["hints"].items()},
        foot_words=patterns(rules.reading("footer")["foot_words"]),
        sitemap_words=sitemap_words,
        next_words=next_words,
        pager_words=pager_words,
        more_words=more_words,
        search_marks=search_marks,
        kind_least=int(rules.reading("kinds")["least"]),
        kind_order=tuple(rules.reading("kinds")["order"]),
        data_keys=lists["data_keys"],
        article_paths=patterns(signs["article_paths"]),
        section_paths=patterns(signs["section_paths"]),
        interaction=interaction_words(rules.reading("interaction")),
        told_words=patterns(dates["told_words"]),
        fittings=fitting_words(rules.reading("fittings")),
        township_roots=re.compile(township["roots"]),
        township_names=re.compile(township["names"]),
        not_townships=re.compile(township["not_names"]),
        says_next=Remembered(next_words.match),
        says_pager=Remembered(pager_words.match),
        says_more=Remembered(more_words.match),
        says_search=Remembered(search_marks.match),
        leads_to_search=Remembered(patterns(signs["search_paths"]).search),
        says_sitemap=Remembered(lambda words: sitemap_words.search(squeeze(words).lower())),
    )
