"""Letters without a page of their own: rows that scripts open, and letters printed below each other."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from .grids import table_rows
from .interaction import MessageRow, State
from .interactionwords import DAY, InteractionWords
from .markup import Tree
from .page import Page

_MOST = 100
_MOST_TABLES = 20
_DAY = re.compile(DAY)
_TITLE_CHARACTERS = 60


def letters_in_place(page: Page, text: str, tree: Tree, words: InteractionWords) -> tuple[MessageRow, ...]:
    """
    Rows of a table that is headed by both days (or the day and the state), else letters one below the other.
    Each is called by the page's address with its number behind ``#``.
    """
    if not words.asked_heading.search(text):
        return ()
    found = _in_tables(tree, words) if words.row_heads.search(text) else iter(())
    rows = list(islice(found, _MOST)) or list(islice(_below_each_other(text, words), _MOST))
    if len(rows) < 2 or not any(row.answered or row.state for row in rows):
        return ()
    return tuple(
        MessageRow(f"{page.url}#{number}", row.title, row.asked, row.answered, row.state)
        for number, row in enumerate(rows, 1)
    )


def _in_tables(tree: Tree, words: InteractionWords) -> Iterator[MessageRow]:
    for table in tree.named("table")[:_MOST_TABLES]:
        rows = table_rows(tree, table)
        heads = rows[0] if rows else []
        asked = _place(heads, words.asked_heading)
        answered, state = _place(heads, words.answered_heading), _place(heads, words.status)
        if asked is not None and (answered is not None or state is not None):
            for row in rows[1:]:
                if len(row) == len(heads) and (day := day_in(row[asked])):
                    yield _row(row, day, answered, state, words)


def _row(
    row: Sequence[str], asked: date, answered: int | None, state: int | None, words: InteractionWords
) -> MessageRow:
    day = day_in(row[answered]) if answered is not None else None
    told = state_of(row[state], words) if state is not None else ""
    title = max(row, key=len)[:_TITLE_CHARACTERS]
    return MessageRow("", title, asked, day, told or ("answered" if day else ""))


def _place(heads: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((place for place, head in enumerate(heads) if pattern.search(head)), None)


def _below_each_other(text: str, words: InteractionWords) -> Iterator[MessageRow]:
    """Each reaches from the line of its own day to the line of the next one's."""
    starts = list(islice(words.asked.finditer(text), _MOST + 1))
    if len(starts) < 2:
        return
    for place, start in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else start.end() + 2000
        own = text[start.end() : end]
        answered = words.answered.search(own)
        day = day_in(answered.group()) if answered else None
        title = text[: start.start()].rpartition("\n")[0].rpartition("\n")[2]  # the line above the label's
        yield MessageRow("", title[:_TITLE_CHARACTERS], day_in(start.group()), day,
                         "answered" if day else state_of(own, words))  # fmt: skip


def state_of(text: str, words: InteractionWords) -> State:
    """The first state that a text speaks of; ``""`` where it speaks of none."""
    return next((state for state, pattern in words.states.items() if pattern.search(text)), "")


def day_in(text: str) -> date | None:
    """The first valid day in a text."""
    found = _DAY.search(text)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
