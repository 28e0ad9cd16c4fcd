"""The lines of an article's head that tell when and whence it came, and the cells of its table."""

import re
from collections.abc import Sequence
from functools import lru_cache

from .blocks import Block
from .words import Lexis, squeeze

_DAY = r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?"
_CLOCK = r"(?:\s*\d{1,2}\s?[:：时]\s?\d{1,2}(?:\s?[:：分]\s?\d{0,2}\s?秒?)?)?"
_BARE_DATE = re.compile(rf"[\[(（【]?\s*{_DAY}{_CLOCK}\s*[\])）】]?")
_YEAR = re.compile(r"(?:19|20)\d\d\s?[-./年]")
_LONGEST_INFO, _LONGEST_DATED = 160, 80
_LONGEST_REST = 12  # characters that may follow a date in figures: a source
_LONGEST_ROW = 40
_PROSE = re.compile(r"[。；！？]|，.*，|[:：]$")


def is_info(text: str, lexis: Lexis) -> bool:
    """A line that prints date, source or readers: by a label, or by a date beside a few words."""
    if len(text) >= _LONGEST_INFO:
        return False
    return lexis.says_info[text] or is_dated_line(text)


def is_dated_line(text: str) -> bool:
    """A short line that is no sentence: nothing but a full date, or one with its time beside a few words."""
    return len(text) < _LONGEST_DATED and _is_dated(text)


@lru_cache(maxsize=4096)  # lines of menus and feet stand on every page, and are asked about several times
def _is_dated(text: str) -> bool:
    found = _BARE_DATE.search(text) if _YEAR.search(text) else None
    if found is None or _PROSE.search(text):
        return False
    rest = len(squeeze(text)) - len(squeeze(found.group()))
    if not rest or ":" in found.group().replace("：", ":"):
        return True
    return rest <= _LONGEST_REST and "年" not in found.group() and found.start() == 0


def is_cell(all_blocks: Sequence[Block], index: int, lexis: Lexis, first: int = 0) -> bool:
    """
    The block is the value of a label that stands alone in the block before, as tables print them. Labels
    before the block `first` do not count: their values were left out (``浏览次数：`` filled by a script).
    """
    if not first < index < len(all_blocks) or _PROSE.search(all_blocks[index].text):
        return False
    label = squeeze(all_blocks[index - 1].text).strip("[]【】")
    if not 2 <= len(label) <= 9 or all_blocks[index - 1].is_linked:
        return False
    found = lexis.all_labels.match(label.rstrip(":：") + ":")
    return found is not None and found.end() >= len(label.rstrip(":：")) + 1


def is_table_line(
    all_blocks: Sequence[Block], index: int, lexis: Lexis, first: int, *, is_begun: bool
) -> bool:
    """
    A line of an information table: label with value, label alone, or value. Tables begin with number,
    issuer or index, at the block `first` or later; where one `is_begun`, any label goes on with it.
    """
    text = all_blocks[index].text
    if len(text) >= _LONGEST_INFO:
        return False
    found = (lexis.all_labels if is_begun else lexis.table_labels).match(text.lstrip("[【"))
    return found is not None or any(is_cell(all_blocks, i, lexis, first) for i in (index, index + 1))


def is_row(all_blocks: Sequence[Block], index: int, lexis: Lexis) -> bool:
    """A row of an information table: none heads an article, but for publication date and source."""
    text = all_blocks[index].text.lstrip("[【")
    found = lexis.all_labels.match(text) if len(text) < _LONGEST_INFO else None
    if found is not None:
        kind = lexis.date_kinds.get(squeeze(found["label"]), "")
        if kind not in {"published", "updated", ""} and len(text) < _LONGEST_ROW:
            return True
        if not kind and lexis.info_words.search(text) is None:
            return True
    return any(is_cell(all_blocks, i, lexis) for i in (index, index + 1))
