"""The title that a reader sees: what the page prints largest, agreeing with its tags where it has any."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block
from .infolines import is_cell, is_info, is_row
from .markup import Tree
from .numbers import OWN_NUMBER
from .words import Lexis, collapse, squeeze
from .zones import Zones

_PARTS = re.compile(
    r"\s*(?:_{1,3}|\s[-–—|｜丨·]\s?|\s?[-–—|｜丨·]\s|--+|[|｜丨])\s*|(?<=[一-龥）》”])[-－](?=[一-龥])"
)
_PLACEHOLDER = re.compile(r"[{}<>$]|^(?:标题|无标题|title|Untitled.*|\W*)$", re.IGNORECASE)
_HEADINGS = {"h1": 3.0, "h2": 1.5, "h3": 1.0, "h4": 0.5}
_LEAST, _MOST = 4, 160
_ENOUGH = 3.0
_PROMISING = 1.0
_SHORT_TOOL = 14  # characters: what may stand between a title and its date without being a title itself
_NEAR_PROSE = 4  # blocks between a heading that nothing confirms and the text that it must head
_MOST_LINES = 4  # of a title that <br> breaks
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
    is_aside: bool = False  # in a side column


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
        is_weak = (
            best is None or best.is_aside or not 0 <= _first_prose(page_blocks) - best.end <= _NEAR_PROSE
        )
        if best is None or tagged or is_weak or not _is_name(text, names, lexis):
            return Title(text, is_tagged=bool(tagged))
    if tagged and squeeze(tagged) != squeeze(best.text):
        return _disagreeing(best, tagged)
    return Title(best.text, best.block, best.end, bool(tagged), True, best.strength)


def over_text(
    page_blocks: Sequence[Block], title: Title, first: int, names: Sequence[str], zones: Zones, lexis: Lexis
) -> Title:
    """
    `title`, or, where it says only whose page it is, the line that stands over the text's `first` block.
    """
    if title.block >= 0 or title.is_tagged or not _is_name(title.text, names, lexis):
        return title
    known = {squeeze(n) for n in names if n}
    found = _above_line(page_blocks, first, known, zones, lexis)
    return title if found is None or found.text.endswith(("。", "：", "；")) else found


def _is_name(text: str, names: Sequence[str], lexis: Lexis) -> bool:
    """A <title> that says only whose page it is: the site's name, the section's, or nothing."""
    shown = squeeze(text)
    if not shown or shown in {squeeze(n) for n in names}:
        return True
    if lexis.section_tails.search(shown):
        return True
    return len(shown) < 24 and lexis.site_tails.search(shown) is not None


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
    prose = _first_prose(page_blocks)
    named = _named_in_table(page_blocks[:prose], lexis)
    index = 0
    while index < len(page_blocks):
        start, node = index, page_blocks[index].holder
        holder, end = _heading(tree, page_blocks, index, zones, lexis)
        text = page_blocks[start].text if end == start + 1 else _joined(page_blocks, start, end)
        shown = squeeze(text)
        told = tagged or head
        if _LEAST <= len(shown) < len(told) and shown in told:
            end = _told_end(page_blocks, start, end, told)
            text = _joined(page_blocks, start, end)
            shown = squeeze(text)
        index = end
        if not _LEAST <= len(shown) <= _MOST or (shown in names and shown != tagged):
            continue
        strength = _strength(tree, holder, shown, tagged, head, zones, lexis)
        is_named = shown == named and start <= prose and not is_cell(page_blocks, start, lexis)
        strength += 3 if is_named else 0
        if strength < _PROMISING or zones.of(node) in {"footer", "breadcrumb", "navigation"}:
            continue
        strength += _nearness(page_blocks, end, prose, lexis) - (4 if page_blocks[start].hidden else 0)
        strength -= 2 if page_blocks[start].is_linked else 0
        if best is None or strength > best.strength or (best is lone and strength >= best.strength):
            is_aside = zones.of(node) == "side"
            best = Title(collapse(text), start, end, strength=strength, is_aside=is_aside)
    return best


def _above_info(page_blocks: Sequence[Block], names: set[str], zones: Zones, lexis: Lexis) -> Title | None:
    """The line above the one that prints date and source, where nothing else tells the title."""
    shown = [
        i
        for i, b in enumerate(page_blocks)
        if not b.hidden and is_info(b.text, lexis) and not is_row(page_blocks, i, lexis)
    ]
    # a bare date heads an article only where no prose stands above it: below, it signs one
    prose = _first_prose(page_blocks)
    heads = [i for i in shown if i < prose] or [
        i for i in shown if lexis.info_words.search(page_blocks[i].text)
    ]
    if not heads or len(heads) > _LONE_INFO_LINES:
        return None
    found = (_above_line(page_blocks, line, names, zones, lexis) for line in heads)
    return next((title for title in found if title is not None), None)


def _above_line(
    page_blocks: Sequence[Block], line: int, names: set[str], zones: Zones, lexis: Lexis
) -> Title | None:
    for index in range(line - 1, max(line - 4, -1), -1):
        block = page_blocks[index]
        shown = squeeze(block.text)
        if is_info(block.text, lexis) or _is_number(block.text):
            continue
        is_wanted = (
            _LEAST <= len(shown) <= _MOST and not (block.is_linked or block.hidden) and shown not in names
        )
        if is_wanted and zones.of(block.holder) not in {"footer", "breadcrumb", "navigation", "header"}:
            if lexis.breadcrumb_words.match(block.text) or ">" in shown or is_row(page_blocks, index, lexis):
                return None
            start = _first_of_lines(page_blocks, index, lexis)
            text = collapse(" ".join(b.text for b in page_blocks[start : index + 1]))
            return Title(text, start, index + 1, strength=_ENOUGH)
    return None


def _first_of_lines(page_blocks: Sequence[Block], index: int, lexis: Lexis) -> int:
    """The first of the lines of one element that are broken by <br> only, where a title fills it."""
    start = index
    while start > 0 and index - start < _MOST_LINES - 1 and _continues(page_blocks, start - 1, start, lexis):
        start -= 1
    return start


def _continues(page_blocks: Sequence[Block], above: int, below: int, lexis: Lexis) -> bool:
    """Two lines of the same element, neither of them an info line, a number or a sentence."""
    first, second = page_blocks[above], page_blocks[below]
    if first.holder != second.holder or first.hidden or len(first.text) + len(second.text) > _MOST:
        return False
    return not any(
        is_info(b.text, lexis) or _is_number(b.text) or b.is_linked or b.text.endswith(("。", "：", ":"))
        for b in (first, second)
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
    end = index + 1
    most = min(len(page_blocks), index + _MOST_LINES)
    while end < most and _continues(page_blocks, end - 1, end, lexis):
        end += 1
    is_whole = end == len(page_blocks) or page_blocks[end].holder != holder
    return holder, end if is_whole else index + 1


def _joined(page_blocks: Sequence[Block], start: int, end: int) -> str:
    return " ".join(b.text for b in page_blocks[start:end])


def _told_end(page_blocks: Sequence[Block], start: int, end: int, told: str) -> int:
    """One past the last line of a title printed over several paragraphs, by what the tags say of it."""
    shown = squeeze(_joined(page_blocks, start, end))
    while end < len(page_blocks) and end - start < _MOST_LINES:
        longer = shown + squeeze(page_blocks[end].text)
        if longer not in told:
            break
        shown, end = longer, end + 1
    return end


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
        strength += 0.5 * len(shown) / len(head)  # of two that it says, the one that says more
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


def _nearness(page_blocks: Sequence[Block], end: int, prose: int, lexis: Lexis) -> float:
    """A line with date or source follows: an article's head. Below prose a bare date is a signature's."""
    for place, block in enumerate(page_blocks[end : end + 5]):
        if len(block.text) < 200 and lexis.info_words.search(block.text):
            between = page_blocks[end : end + place]
            return 2.0 if all(len(b.text) < _SHORT_TOOL for b in between) else 1.0
    return 2.0 if end < prose and any(is_info(b.text, lexis) for b in page_blocks[end : end + 2]) else 0.0


def _is_number(text: str) -> bool:
    """Nothing but a document number."""
    return len(text) < 48 and OWN_NUMBER.fullmatch(squeeze(text).strip("（()）")) is not None


def _named_in_table(page_blocks: Sequence[Block], lexis: Lexis) -> str:
    """What an information table calls the document (名称, 标题), without blanks; ``""`` where none does."""
    for index, block in enumerate(page_blocks):
        found = (
            lexis.title_labels.match(block.text.strip("[【 ").rstrip(":：]】") + ":")
            if len(block.text) < 12
            else None
        )
        if found is not None and is_cell(page_blocks, index + 1, lexis):
            return squeeze(page_blocks[index + 1].text)
    return ""


def _first_prose(page_blocks: Sequence[Block]) -> int:
    """The first block that reads as prose, or one past the last."""
    for index, block in enumerate(page_blocks):
        size = len(block.text)
        if not block.is_linked and (size > 60 or (size >= 20 and block.text.endswith("。"))):
            return index
    return len(page_blocks)


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
    if last < len(parts) and last - first > 1 and lexis.section_tails.search(squeeze(parts[last - 1])):
        last -= 1  # title, section, site: in this order
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
