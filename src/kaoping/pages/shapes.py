"""What a page is by its shape: home page, section, article, entrance, search, shell, frameset or other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .addresses import path_of
from .lists import Group
from .page import Shape
from .words import Lexis

_ROOT = re.compile(r"^/(?:(?:index|default|home|main|sy|portal)(?:_\d)?\.\w{2,5})?(?:\?.*)?$", re.IGNORECASE)
_FEW_LINKS = 12
_PROSE = 200  # characters


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shape is judged by."""

    url: str
    has_frameset: bool
    tagged: str  # ArticleTitle
    column: str  # ColumnName
    has_info: bool  # date or source stand between title and text
    text_length: int
    is_named_text: bool
    title_strength: float
    group: Group | None
    list_length: int  # characters of its rows
    dated_groups: int
    more_links: int
    list_in_text: bool
    pager: str
    has_trail: bool
    page_links: int
    visible: int
    needs_rendering: str
    refresh: str
    entrance_words: bool
    empty_words: str


def shape_of(seen: Evidence, lexis: Lexis) -> Shape:
    """The shape, by plain rules; an article with side lists is an article."""
    path = path_of(seen.url)
    is_root = _ROOT.match(path) is not None
    if seen.has_frameset:
        return "frameset"
    if is_root and not seen.tagged:
        return _root(seen)
    if lexis.search_paths.search(path.lower()) and not seen.tagged and seen.pager != "createPageHTML":
        return "search"
    article, section = _article(seen, path, lexis), _section(seen, path, lexis)
    if article >= 4 and article > section:
        return "article"
    if seen.needs_rendering and seen.group is None:
        return "shell"
    if not seen.pager and seen.more_links >= 2 and seen.dated_groups >= 2:
        return "other"
    if section >= 2:
        return "section"
    return "article" if article >= 4 else "other"


def _root(seen: Evidence) -> Shape:
    if seen.needs_rendering and seen.visible < 300:
        return "shell"
    is_bare = seen.page_links <= _FEW_LINKS and not seen.dated_groups and seen.visible < 600
    if is_bare and (seen.entrance_words or seen.refresh or seen.page_links <= 4):
        return "entrance"
    return "home"


def _article(seen: Evidence, path: str, lexis: Lexis) -> int:
    points = 3 if seen.tagged else 0
    points += 3 if seen.has_info else 0
    points += 3 if seen.text_length >= 200 else 2 if seen.text_length >= 60 else 0
    points += 1 if seen.is_named_text and seen.text_length else 0
    points += 2 if lexis.article_paths.search(path) else 0
    points += 1 if seen.title_strength >= 5 else 0
    is_main = seen.group is None or _is_beside_text(seen)
    points += 1 if seen.title_strength >= 3 and seen.text_length >= 60 and is_main else 0
    return points


def _section(seen: Evidence, path: str, lexis: Lexis) -> int:
    group = seen.group
    points = 0
    if group and not group.is_side and not seen.list_in_text:
        dated = 0 if _is_beside_text(seen) else group.dated
        points += 4 if dated >= 5 else 3 if dated >= 2 else 1 if len(group.rows) >= 3 else 0
        points += 1 if len(group.rows) >= 10 and dated * 2 > len(group.rows) else 0
    points += 3 if seen.pager and seen.pager != "links" else 2 if seen.pager else 0
    points += 2 if seen.column and not seen.tagged else 0
    points += 1 if seen.has_trail and not seen.tagged else 0
    points += 1 if lexis.section_paths.search(path) and not lexis.article_paths.search(path) else 0
    points += 2 if seen.empty_words else 0
    return points


def _is_beside_text(seen: Evidence) -> bool:
    """The page's prose outweighs its list, which has no pager: related or popular articles beside a text."""
    return seen.text_length >= _PROSE and not seen.pager and seen.text_length > seen.list_length


def heaviest(groups: Sequence[Group]) -> Group | None:
    """The likeliest page list that is no side list, or null."""
    return next((g for g in groups if not g.is_side), None)
