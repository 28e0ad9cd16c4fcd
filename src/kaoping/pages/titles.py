"""The title that a reader sees: what the page prints largest, agreeing with its tags where it has any."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block
from .markup import Tree
from .words import Lexis, collapse, squeeze
from .zones import Zones

_PARTS = re.compile(
    r"\s*(?:_{1,3}|\s[-–—|｜丨·]\s?|\s?[-–—|｜丨·]\s|--+|[|｜丨])\s*|(?<=[一-龥）》”])[-－](?=[一-龥])"
)
_PLACEHOLDER = re.compile(r"[{}<>$]|^(?:标题|无标题|title|Untitled.*|\W*)$", re.IGNORECASE)
_HEADINGS = {"h1": 3.0, "h2": 1.5, "h3": 1.0, "h4": 0.5}
_LEAST, _MOST = 4, 160
_BARE_DATE = re.compile(
    r"(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\s+\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{0,2}秒?)?)?"
)
_ENOUGH = 3.0
_PROMISING = 1.0
_LONE_INFO_LINES = 3  # more lines with date and source are rows of a list


@dataclass(frozen=True, slots=True)
class Title:
    """`text` as read; `block` the index of the first block that prints it, -1 where none does."""

    text: str = ""
    block: int = -1
    end: int = -1  # one past its last block
    is_tagged: bool = False  # the page names it in ArticleTitle
    has_agreed: bool = True  # tag and print say the same
    strength: float = 0.0


def head_titles(tree: Tree) -> tuple[str, ...]:
    """Every <title> of the page but those inside drawings, in order."""
    found = []
    for node in tree.named("title"):
        if not any(tree.tags[up] == "svg" for up in tree.above(node, 8)):
            found.append(collapse(tree.words(node)))
    return tuple(found)


def title_of(
    tree: Tree, page_blocks: Sequence[Block], tagged: str, heads: Sequence[str], names: Sequence[str],
    zones: Zones, lexis: Lexis,
) -> Title:  # fmt: skip
    """
    The document's title.

    Args:
        tagged: The ArticleTitle tag, or ``""``.
        heads: Every <title>.
        names: Site and section names of the tags and the breadcrumb: never themselves a title.
    """
    tagged = "" if _PLACEHOLDER.search(tagged) else collapse(tagged)
    head = next((h for h in heads if h), "")
    best = _best(
        tree, page_blocks, squeeze(tagged), squeeze(head), {squeeze(n) for n in names if n}, zones, lexis
    )
    if best is None or best.strength < _ENOUGH:
        text = tagged or without_tails(head, names, lexis)
        return Title(text, is_tagged=bool(tagged))
    if tagged and squeeze(tagged) != squeeze(best.text):
        return _disagreeing(best, tagged)
    return Title(best.text, best.block, best.end, bool(tagged), True, best.strength)


def _disagreeing(best: Title, tagged: str) -> Title:
    """Print and tag differ: the longer of two that begin alike, else what is printed."""
    shown, named = squeeze(best.text), squeeze(tagged)
    is_alike = shown in named or named in shown
    text = tagged if shown in named and len(named) - len(shown) < 80 and shown != named else best.text
    return Title(text, best.block, best.end, True, is_alike, best.strength)


def _best(
    tree: Tree,
    page_blocks: Sequence[Block],
    tagged: str,
    head: str,
    names: set[str],
    zones: Zones,
    lexis: Lexis,
) -> Title | None:
    best = lone = _above_info(page_blocks, names, zones, lexis)
    index = 0
    while index < len(page_blocks):
        start, node = index, page_blocks[index].holder
        holder, end = _heading(tree, page_blocks, index, zones, lexis)
        text = " ".join(b.text for b in page_blocks[start:end])
        index = end
        shown = squeeze(text)
        if not _LEAST <= len(shown) <= _MOST or (shown in names and shown != tagged):
            continue
        strength = _strength(tree, holder, shown, tagged, head, zones, lexis)
        if strength < _PROMISING or zones.of(node) in {"footer", "breadcrumb", "navigation"}:
            continue
        strength += _nearness(page_blocks, start, end, lexis) - (3 if page_blocks[start].hidden else 0)
        strength -= 2 if page_blocks[start].is_linked else 0
        if best is None or strength > best.strength or (best is lone and strength >= best.strength):
            best = Title(collapse(text), start, end, strength=strength)
    return best


def _above_info(page_blocks: Sequence[Block], names: set[str], zones: Zones, lexis: Lexis) -> Title | None:
    """The line above the one that prints date and source, where nothing else tells the title."""
    shown_blocks = [(i, b.text) for i, b in enumerate(page_blocks) if not b.hidden and len(b.text) < 160]
    found = [i for i, text in shown_blocks if lexis.info_words.search(text)]
    if not found:
        # a bare date heads an article only where no prose stands above it: below, it signs one
        prose = next(
            (i for i, b in enumerate(page_blocks) if len(b.text) > 60 and not b.is_linked), len(page_blocks)
        )
        found = [i for i, text in shown_blocks if i < prose and _BARE_DATE.fullmatch(text)]
    if not found or len(found) > _LONE_INFO_LINES:
        return None
    for index in range(found[0] - 1, max(found[0] - 4, -1), -1):
        block = page_blocks[index]
        shown = squeeze(block.text)
        if _is_info(block.text, lexis):
            continue
        is_wanted = (
            6 <= len(shown) <= _MOST and not block.is_linked and not block.hidden and shown not in names
        )
        if is_wanted and zones.of(block.holder) not in {"footer", "breadcrumb", "navigation", "header"}:
            if lexis.breadcrumb_words.match(block.text) or lexis.all_labels.match(block.text) or ">" in shown:
                return None
            return Title(collapse(block.text), index, index + 1, strength=_ENOUGH)
    return None


def _is_info(text: str, lexis: Lexis) -> bool:
    return len(text) < 160 and (
        lexis.info_words.search(text) is not None or _BARE_DATE.fullmatch(text) is not None
    )


def _heading(
    tree: Tree, page_blocks: Sequence[Block], index: int, zones: Zones, lexis: Lexis
) -> tuple[int, int]:
    """The element that holds a heading's lines (broken by <br> or blocks), and one past its last block."""
    holder = page_blocks[index].holder
    node = page_blocks[index].first
    for up in tree.above(node, 6):
        if tree.tags[up] in _HEADINGS or (
            tree.marks[up] and tree.ends[up] - up < 30 and zones.is_title(tree.marks[up])
        ):
            end = index
            while end < min(len(page_blocks), index + 6) and page_blocks[end].first < tree.ends[up]:
                end += 1
            if end - index <= 4 and not lexis.info_words.search(page_blocks[end - 1].text):
                return up, max(end, index + 1)
            break
    return holder, index + 1


def _strength(
    tree: Tree, holder: int, shown: str, tagged: str, head: str, zones: Zones, lexis: Lexis
) -> float:
    strength = 0.0
    if tagged:
        if shown == tagged:
            strength += 6
        elif len(shown) >= 8 and (shown in tagged or tagged in shown):
            strength += 3
    if len(shown) >= 6 and shown in head:
        is_site_name = len(shown) < 24 and lexis.site_tails.search(shown) is not None
        is_most = head.startswith(shown) or len(shown) * 3 > len(head)
        strength += 3 if is_most and not is_site_name else 1.5
    tag = tree.tags[holder]
    strength += _HEADINGS.get(tag, 0)
    if strength < 1 and not tree.marks[holder]:
        return strength
    for up in [holder, *tree.above(holder, 2)]:
        mark = tree.marks[up]
        if mark and tree.ends[up] - up < 60:
            if lexis.title_refused.search(mark):
                return strength - 3
            if zones.is_title(mark):
                return strength + 2
    return strength


def _nearness(page_blocks: Sequence[Block], start: int, end: int, lexis: Lexis) -> float:
    """A line with date or source follows: the head of an article."""
    near = page_blocks[end : end + 5]
    if any(len(b.text) < 200 and lexis.info_words.search(b.text) for b in near):
        return 2.0
    return 0.0


def without_tails(head: str, names: Sequence[str], lexis: Lexis) -> str:
    """A <title> without the site's and the section's name at either end."""
    known = {squeeze(n) for n in names if n}
    parts = [p for p in _PARTS.split(head) if p]
    joints = _PARTS.findall(head)
    if len(parts) < 2:
        return _without_names(head, [n for n in names if n])
    first, last = 0, len(parts)
    while last - first > 1 and _is_tail(parts[last - 1], known, lexis):
        last -= 1
    while last - first > 1 and _is_lead(parts[first], known, lexis, last == len(parts)):
        first += 1
    if last - first == 1:
        return _without_names(parts[first], [n for n in names if n])
    start = head.find(parts[first])
    end = head.rfind(parts[last - 1]) + len(parts[last - 1])
    return head[start:end].strip() if joints else head


def _is_lead(part: str, known: set[str], lexis: Lexis, is_uncut: bool) -> bool:
    """A name before the title: a known one, or a site's where no tail was cut."""
    return squeeze(part) in known or (is_uncut and len(part) < 24 and _is_tail(part, known, lexis))


def _is_tail(part: str, known: set[str], lexis: Lexis) -> bool:
    return squeeze(part) in known or (len(part) <= 30 and lexis.site_tails.search(part) is not None)


def _without_names(head: str, names: Sequence[str]) -> str:
    """Names that stand before the title with blanks only (大汉 prints site, section, title)."""
    text = head.strip()
    for _ in range(3):
        for name in names:
            if len(text) > len(name) + _LEAST:
                if text.startswith(name + " "):
                    text = text[len(name) :].strip()
                if text.endswith(" " + name):
                    text = text[: -len(name)].strip()
    return text
