"""Figures on messages received and answered: in text, on boards, in tables, with their day."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .grids import table_rows
from .interaction import Counted
from .interactionwords import InteractionWords
from .markup import Tree
from .page import Page
from .words import collapse, squeeze

_CLUSTER_GAP = 90
_NEAR = 60  # characters around figures in which a page says what they count
_MOST = 10
_TABLES = 20
_NUMBER = re.compile(r"\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?")
_IN = frozenset({"received", "accepted"})
_OUT = frozenset({"answered", "closed", "rate"})
_PERIOD = re.compile(
    r"(?P<y>20\d\d)\s?(?:[-./年]\s?(?P<m>1[0-2]|0?[1-9])(?!\d)(?:\s?[-./月]\s?(?P<d>[0-3]?\d)(?!\d))?|年)"
)
_CHART = re.compile(r"echarts|highcharts|new Chart\(|chart\.js", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    key: str
    number: float


def statistics(page: Page, text: str, tree: Tree, words: InteractionWords) -> tuple[Counted, ...]:
    """
    Blocks that tell of messages both in and out. In articles only where title or section say so; figures on
    applications, permits or petitions are not of messages.
    """
    is_named = _is_of_messages(page, words)
    if page.shape == "article" and not (is_named and words.statistics_titles.search(page.title)):
        return ()
    blocks = list(_in_text(text, words)) or (list(_in_tables(tree, words)) if is_named else [])
    return tuple(one for one, around in blocks if _is_meant(one.quote, around, is_named, words))[:_MOST]


def unread_statistics(page: Page, text: str, tree: Tree, words: InteractionWords) -> str:
    """Why figures that the page seems to print could not be read (Chinese); ``""`` without a hint of any."""
    if page.shape == "article" or not _is_of_messages(page, words):
        return ""
    if words.statistics_pages.search(squeeze(page.section or page.title)):
        return "统计页面上没有读到数字(可能是图片或由脚本生成)"
    if _CHART.search(page.script_text) or any(map(_CHART.search, page.scripts)):
        return "页面上的图表由脚本生成"
    if tree.named("script") and words.blank_statistics.search(text):
        return "统计数字由脚本填入"
    return ""


def _is_of_messages(page: Page, words: InteractionWords) -> bool:
    names = (page.section, page.title, *(step.text for step in page.breadcrumb))
    return any(words.message_context.search(name) for name in names)


def _is_meant(quote: str, around: str, is_named: bool, words: InteractionWords) -> bool:
    """Outside places for messages, words beside the figures may say that they count other things."""
    if is_named:
        return True
    is_said = words.message_context.search(quote) or words.message_context.search(around)
    return not words.not_messages.search(quote if is_said else around + quote)


def _in_text(text: str, words: InteractionWords) -> Iterator[tuple[Counted, str]]:
    """Figures behind their labels, else in front of them, that stand close together."""
    for patterns in (words.statistics, words.turned_statistics):
        clusters = [c for c in _clusters(_hits(text, patterns)) if _tells_both({hit.key for hit in c})]
        for cluster in clusters:
            yield _counted(cluster, text, words), text[max(0, cluster[0].start - _NEAR) : cluster[0].start]
        if clusters:
            return


def _hits(text: str, patterns: Mapping[str, re.Pattern[str]]) -> list[_Hit]:
    """In the order of the text; none where messages in, or out, are not counted: the rest tells nothing."""
    found: list[_Hit] = []
    for keys in (_IN, _OUT, patterns.keys() - _IN - _OUT):
        hits = [
            _Hit(match.start(), match.end(), key, _value(match["number"]))
            for key in sorted(keys & patterns.keys())
            for match in patterns[key].finditer(text)
        ]
        if not hits and not keys.isdisjoint(_IN | _OUT):
            return []
        found += hits
    return sorted(found, key=lambda hit: (hit.start, hit.key))


def _counted(cluster: Sequence[_Hit], text: str, words: InteractionWords) -> Counted:
    start, end = cluster[0].start, cluster[-1].end
    numbers: dict[str, float] = {}
    for hit in cluster:
        numbers.setdefault(hit.key, hit.number)
    until = _as_of(text[max(0, start - _NEAR) : end + _NEAR], words)
    return Counted(collapse(text[start:end])[:200], numbers, until)


def _clusters(hits: Sequence[_Hit]) -> list[list[_Hit]]:
    clusters: list[list[_Hit]] = []
    for hit in hits:
        if clusters and hit.start - clusters[-1][-1].end <= _CLUSTER_GAP:
            clusters[-1].append(hit)
        else:
            clusters.append([hit])
    return clusters


def _tells_both(keys: set[str]) -> bool:
    return bool(keys & _IN) and bool(keys & _OUT)


def _in_tables(tree: Tree, words: InteractionWords) -> Iterator[tuple[Counted, str]]:
    """Tables with labels in the first row, or in the first cell of each row, and numbers beside them."""
    for table in tree.named("table")[:_TABLES]:
        rows = table_rows(tree, table)
        for grid in (rows, list(map(list, zip(*rows, strict=False))) if rows else []):
            counted = _column_heads(grid, words)
            if counted is not None:
                yield counted, ""
                break


def _column_heads(rows: Sequence[Sequence[str]], words: InteractionWords) -> Counted | None:
    for place, heads in enumerate(rows[:3]):
        keys = {n: key for n, head in enumerate(heads) if (key := _key(head, words))}
        lines = [row for row in rows[place + 1 :] if len(row) == len(heads) and _is_counted(row, keys)]
        if _tells_both(set(keys.values())) and lines:
            ends = [day for row in rows[place + 1 :] for cell in row if (day := _end_of(cell))]
            first = lines[0]
            numbers = {
                key: _value(found[0]) for n, key in keys.items() if (found := _NUMBER.search(first[n]))
            }
            quote = collapse(" ".join(heads) + ";" + " ".join(first))[:200]
            return Counted(quote, numbers, max(ends, default=None))
    return None


def _is_counted(row: Sequence[str], keys: dict[int, str]) -> bool:
    return all(_NUMBER.match(row[n]) for n in keys)


def _key(head: str, words: InteractionWords) -> str:
    """Which figure a heading names; rates and averages before the words they are made of."""
    if len(head) > 20:
        return ""
    ordered = ("rate", "average", *(key for key in words.statistics_heads if key not in ("rate", "average")))
    return next((key for key in ordered if words.statistics_heads[key].search(head)), "")


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _as_of(around: str, words: InteractionWords) -> date | None:
    """The latest day that is said to be the figures' own."""
    days = [
        day for found in words.as_of.finditer(around)
        if (day := _end_of(around[found.end() : found.end() + 24]))
    ]  # fmt: skip
    return max(days, default=None)


def _end_of(text: str) -> date | None:
    """The last day of the first year, month or day that a text names."""
    found = _PERIOD.search(text)
    if found is None:
        return None
    year, month = int(found["y"]), int(found["m"] or 12)
    last = monthrange(year, month)[1]
    return date(year, month, min(int(found["d"] or last) or last, last))
