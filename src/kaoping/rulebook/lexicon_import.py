"""An office's own list of words as a lexicon file: rows in, entries and row-level mistakes out."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from .normalised import plain

# field of an entry -> headings as offices write them, the one that we ask for first
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "wrong": (
        "错误写法",
        "敏感词",
        "错误表述",
        "错词",
        "错误词",
        "错误",
        "词语",
        "关键词",
        "违禁词",
        "wrong",
        "word",
    ),
    "right": (
        "正确写法",
        "正确表述",
        "规范表述",
        "规范写法",
        "建议修改",
        "建议",
        "正确",
        "right",
        "suggestion",
    ),
    "class": ("类别", "分类", "错误类型", "类型", "class", "kind"),
    "not_after": ("前例外", "例外(前)", "前文例外", "not_after"),
    "not_before": ("后例外", "例外(后)", "后文例外", "not_before"),
    "carriers": ("例外", "例外词", "正常词语", "包含词", "carriers"),
    "note": ("说明", "备注", "依据", "note"),
    "valid_from": ("起", "起始日期", "生效日期", "自", "valid_from", "from"),
    "valid_to": ("止", "截止日期", "失效日期", "至", "valid_to", "to"),
}
_FIELD_OF = {plain(heading): field for field, names in HEADINGS.items() for heading in names}
_LISTS = ("not_after", "not_before", "carriers")
_DAYS = ("valid_from", "valid_to")
_SEARCHED_ROWS = 10
_LONGEST = 200
_BETWEEN = re.compile(r"[、,,;;|/\s]+")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?\Z")
_NAME = re.compile(r"[\w-]{1,60}\Z")
_UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff]")


class Row(Protocol):
    """A row of a table: `number` as the program that wrote it shows it, from 1."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> tuple[str, ...]: ...


class Sheet(Protocol):
    """A table; `sheet` is ``""`` for a text file."""

    @property
    def sheet(self) -> str: ...
    @property
    def rows(self) -> Sequence[Row]: ...


@dataclass(frozen=True, slots=True)
class ImportedList:
    """Entries as a lexicon file holds them, and Chinese lines about rows that cannot be taken."""

    entries: tuple[Mapping[str, str | list[str]], ...]
    mistakes: tuple[str, ...]

    def text(self, title: str, origin: str, *, use: str = "listed", class_: str = "") -> str:
        """
        The lexicon file, one entry a line.

        Args:
            title: Its title.
            origin: Where the words come from.
            use: As in the schema; ``""`` for none.
            class_: For entries without a class of their own.
        """
        head = [f"title: {_quoted(title)}", *([f"use: {use}"] if use else [])]
        head += [f"source: {{what: {_quoted(origin)}, mark: unverified}}", "entries:"]
        lines = (_line({**({"class": class_} if class_ else {}), **entry}) for entry in self.entries)
        return "\n".join([*head, *lines]) + "\n"


def is_lexicon_name(name: str) -> bool:
    """Whether a lexicon file may be called so: letters, digits, Chinese characters, ``-`` and ``_``."""
    return bool(_NAME.match(name))


def imported_list(tables: Sequence[Sheet], where: str) -> ImportedList:
    """
    The rows of every table with a heading 错误写法 or 敏感词; where none has it, of the widest one, whose
    first three columns are then the word, its right form and its class.

    Cells of several words (例外) are parted by 、,; or blanks. A word may stand once in all tables. Rows
    whose first cell begins with # are remarks.

    Args:
        tables: Of one file; of a text file one per separator it may have.
        where: The file, for messages.
    """
    found = [(table, header) for table in tables if (header := _header(table))]
    if tables and not tables[0].sheet:  # one text, parted in different ways
        found = sorted(found, key=lambda f: -len(f[1][1]))[:1]
    if not found and tables:
        widest = max(tables, key=lambda t: sum(len(list(filter(None, row.cells))) for row in t.rows))
        found = [(widest, (0, {"wrong": 0, "right": 1, "class": 2}))]
    reading = _Reading(where)
    for table, (header_row, columns) in found:
        for row in table.rows:
            if row.number > header_row and not row.cells[0].startswith("#"):
                reading.take(table.sheet, row, columns)
    if not reading.entries and not reading.mistakes:
        reading.mistakes.append(f"{where}:没有读到词,请在第一行写“错误写法”等列名,或每行写一个词")
    return ImportedList(tuple(reading.entries), tuple(reading.mistakes))


def _header(table: Sheet) -> tuple[int, dict[str, int]] | None:
    """Row number and columns by field of the heading row; None where there is none."""
    for row in table.rows[:_SEARCHED_ROWS]:
        columns: dict[str, int] = {}
        for n, cell in enumerate(row.cells):
            if field := _FIELD_OF.get(re.sub(r"\s", "", plain(cell))):
                columns.setdefault(field, n)
        if "wrong" in columns:
            return row.number, columns
    return None


class _Reading:
    def __init__(self, where: str) -> None:
        self._where = where
        self._seen: dict[str, str] = {}
        self.entries: list[dict[str, str | list[str]]] = []
        self.mistakes: list[str] = []

    def take(self, sheet: str, row: Row, columns: Mapping[str, int]) -> None:
        """One row: an entry, or its mistakes."""
        cells = {f: row.cells[n].strip() for f, n in columns.items() if n < len(row.cells)}
        cells = {field: text for field, text in cells.items() if text}
        if not cells:
            return
        at = f"{f'工作表“{sheet}”' if sheet else ''}第 {row.number} 行"
        wrong = [f"{self._where} {at} {_column(columns, field)}:{words}" for field, words in _faults(cells)]
        word = plain(cells.get("wrong", ""))
        if not wrong and word in self._seen:
            words = f"“{cells['wrong']}”与{self._seen[word]}重复,请只留一行"
            wrong = [f"{self._where} {at} {_column(columns, 'wrong')}:{words}"]
        self._seen.setdefault(word, at)
        self.mistakes += wrong
        if not wrong:
            self.entries.append(_entry(cells))


def _faults(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    wrong, right = cells.get("wrong", ""), cells.get("right", "")
    if not plain(wrong).strip():
        yield "wrong", "没有填写要查的词,请填写或删去此行"
        return
    if len(wrong) > _LONGEST:
        yield "wrong", f"“{wrong[:20]}…”超过 {_LONGEST} 字,不像一个词,请检查是否填错列"
    if right and plain(right) == plain(wrong):
        yield "right", f"“{right}”与错误写法相同(全角半角、大小写不作区分),请改正或删去此行"
    for field in _DAYS:
        if field in cells and _day(cells[field]) is None:
            yield field, f"“{cells[field]}”不是日期,请写成 2023-03-16"
    days = [_day(cells.get(field, "")) for field in _DAYS]
    if days[0] and days[1] and days[0] > days[1]:
        yield "valid_to", f"“{cells['valid_to']}”早于起始日期“{cells['valid_from']}”"
    for carrier in _several(cells.get("carriers", "")):
        if plain(wrong) not in plain(carrier) or plain(wrong) == plain(carrier):
            yield "carriers", f"例外词“{carrier}”应是包含“{wrong}”的更长词语"


def _entry(cells: Mapping[str, str]) -> dict[str, str | list[str]]:
    entry: dict[str, str | list[str]] = {}
    for field in HEADINGS:
        if field not in cells:
            continue
        if field in _LISTS:
            entry[field] = list(_several(cells[field]))
        elif field in _DAYS:
            entry[field] = str(_day(cells[field]))
        else:
            entry[field] = _UNSEEN.sub(" ", cells[field])
    return entry


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, _BETWEEN.split(_UNSEEN.sub(" ", cell)))))


def _day(cell: str) -> date | None:
    if not (met := _DAY.match(cell)):
        return None
    try:
        return date(*map(int, met.groups()))
    except ValueError:
        return None


def _column(columns: Mapping[str, int], field: str) -> str:
    letters, n = "", columns.get(field, 0) + 1
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters} 列({HEADINGS[field][0]})"


def _line(entry: Mapping[str, str | list[str]]) -> str:
    ordered: Iterable[tuple[str, str | list[str]]] = sorted(entry.items(), key=lambda e: e[0] != "wrong")
    return "  - {" + ", ".join(f"{name}: {_value(value)}" for name, value in ordered) + "}"


def _value(value: str | list[str]) -> str:
    return _quoted(value) if isinstance(value, str) else f"[{', '.join(map(_quoted, value))}]"


def _quoted(text: str) -> str:
    """Text between double quotes, as JSON and YAML both read it; what YAML refuses is left out."""
    return json.dumps(_UNSEEN.sub("", text), ensure_ascii=False)
