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
    says_next: Remembered  # the same patterns, for words of links and lines that stand on every page
    says_pager: Remembered
    says_more: Remembered
    says_search: Remembered
    leads_to_search: Remembered  # of addresses
    says_sitemap: Remembered
    says_info: Remembered


def lexis(rules: Rules) -> Lexis:
    """
    Compile the reading words of a rulebook.

    Raises:
        KeyError: A word list that reading cannot do without is missing from the rulebook.
    """
    body, kinds = rules.reading("body"), rules.reading("kinds")
    return Lexis(
        **_label_words(rules.reading("dates"), body["labels"]),
        **_body_words(body),
        **_relation_words(body, rules.reading("interpretation")["bonds"]),
        **_place_words(rules.reading("marks")),
        **_list_words(rules.reading("lists")),
        **_sign_words(rules.reading("signs")),
        **_file_words(rules.reading("files")),
        **_footer_words(rules.reading("footer")),
        **_pager_words(rules.reading("pagers")),
        **_township_words(rules.reading("disclosure")["township"]),
        kinds=tuple({**rule, "pattern": re.compile(rule["pattern"])} for rule in kinds["rules"]),
        kind_least=int(kinds["least"]),
        kind_order=tuple(kinds["order"]),
        interaction=interaction_words(rules.reading("interaction")),
        fittings=fitting_words(rules.reading("fittings")),
    )


_Given = Mapping[str, Any]  # the data of one file
_Part = dict[str, Any]  # fields of `Lexis`


def _label_words(dates: _Given, fields: _Given) -> _Part:
    kinds = {squeeze(w): kind for kind, words in dates["labels"].items() for w in words}
    every = [w for words in fields.values() for w in words] + list(kinds)
    return {
        "date_labels": labelled(kinds),
        "date_kinds": kinds,
        "date_tags": tuple(t.lower() for t in dates["tags"]),
        "told_words": patterns(dates["told_words"]),
        **{
            f"{name}_labels": labelled(fields[name])
            for name in ("source", "number", "issuer", "index", "title")
        },
        "all_labels": labelled(every),
        "table_labels": labelled([*fields["number"], *fields["issuer"], *fields["index"]]),
    }


def _body_words(body: _Given) -> _Part:
    names = ("info_words", "noise_marks", "end_marks", "tail_noise", "site_tails", "section_tails")
    compiled = {name: patterns(body[name]) for name in names}
    return {
        **compiled,
        "says_info": Remembered(compiled["info_words"].search),
        "body_names": frozenset(n.lower() for n in body["containers"]),
        "body_tags": frozenset(body["container_tags"]),
        "sign_tail": patterns(body["after_signature"]),
    }


def _relation_words(body: _Given, bonds: _Given) -> _Part:
    return {
        "relation_heads": patterns(body["relation_heads"]),
        "relation_titles": re.compile(bonds["titles"]),
        "relation_boxes": re.compile(bonds["boxes"]),
    }


def _place_words(marks: _Given) -> _Part:
    places = ("title", "side", "navigation", "footer", "header", "breadcrumb", "pager")
    return {
        **{f"{place}_marks": patterns(marks[place]) for place in places},
        "title_refused": patterns(marks["title_refused"]),
        "breadcrumb_words": patterns(marks["breadcrumb_words"]),
        "home_words": frozenset(marks["home_words"]),
    }


def _list_words(lists: _Given) -> _Part:
    more_words = patterns(lists["more_words"])
    return {
        "pinned_words": patterns(lists["pinned_words"]),
        "pinned_marks": patterns(lists["pinned_marks"]),
        "empty_words": patterns(lists["empty_words"]),
        "data_keys": lists["data_keys"],
        "more_words": more_words,
        "says_more": Remembered(more_words.match),
    }


def _sign_words(signs: _Given) -> _Part:
    names = (
        "not_found_titles", "not_found_words", "loading_words", "list_mounts", "search_paths", "search_marks",
        "entrance_words", "article_paths", "section_paths",
    )  # fmt: skip
    compiled = {name: patterns(signs[name]) for name in names}
    return {
        **compiled,
        "mount_points": frozenset(signs["mount_points"]),
        "says_search": Remembered(compiled["search_marks"].match),
        "leads_to_search": Remembered(compiled["search_paths"].search),
    }


def _file_words(files: _Given) -> _Part:
    return {
        "attachment_ends": frozenset(files["attachments"]),
        "attachment_paths": patterns(files["attachment_paths"]),
        "media_ends": frozenset(files["media"]),
        "image_ends": frozenset(files["images"]),
    }


def _footer_words(footer: _Given) -> _Part:
    sitemap_words = patterns(footer["sitemap_words"])
    return {
        "footer": {name: re.compile(pattern) for name, pattern in footer["patterns"].items()},
        "footer_hints": {name: re.compile(pattern) for name, pattern in footer["hints"].items()},
        "foot_words": patterns(footer["foot_words"]),
        "sitemap_words": sitemap_words,
        "says_sitemap": Remembered(lambda words: sitemap_words.search(squeeze(words).lower())),
    }


def _pager_words(pagers: _Given) -> _Part:
    next_words, pager_words = patterns(pagers["next_words"]), patterns(pagers["pager_words"])
    return {
        "next_words": next_words,
        "pager_words": pager_words,
        "says_next": Remembered(next_words.match),
        "says_pager": Remembered(pager_words.match),
    }


def _township_words(township: _Given) -> _Part:
    return {
        "township_roots": re.compile(township["roots"]),
        "township_names": re.compile(township["names"]),
        "not_townships": re.compile(township["not_names"]),
    }
