"""The matrix of units by indicators as a workbook: points as numbers, shaded by share kept, 待核 hatched."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook

from kaoping.scoring import ScoreLine, ScoreSheet

from ..cells import cell_text
from .book import Formats, with_book, write_cell
from .material import MatrixMaterial
from .publication import Publication
from .score_words import PROVISIONAL, STATE_WORDS
from .sheet_names import sheet_name
from .sheet_sums import TOTAL

# from which share of the points on (per cent), colour, words; light enough for black letters, and in greys
# still a ladder
SHADES = (
    (100, "#FFFFFF", "满分"),
    (80, "#FFF3D6", "得分率80%及以上"),
    (60, "#FDD9A0", "得分率60%及以上"),
    (30, "#F5AE7A", "得分率30%及以上"),
    (0, "#E07B64", "得分率不足30%"),
)
NOT_APPLICABLE, OPEN = "#E4E4E4", "#7A7A7A"
HATCH = 14  # thin diagonal lines
LEGEND = "图例"
HEADER_ROWS = 5
SIDE = ("单位", TOTAL, "等次")


def write_matrix(material: MatrixMaterial, path: Path) -> None:
    """
    Write the matrix: a worksheet for each group and system, and a legend.

    Raises:
        OutputError: It cannot be written.
    """
    facts = material.facts
    frame = Publication(f"{facts.title}得分矩阵", (), (), author=facts.office, day=facts.day.isoformat())
    with_book(path, frame, lambda book: _fill(book, material))


def _fill(book: Workbook, material: MatrixMaterial) -> None:
    formats = Formats(book)
    taken: set[str] = {LEGEND}
    for group, sheets in material.groups:
        systems = dict.fromkeys(sheet.system for sheet in sheets)
        for system in systems:
            name = group if len(systems) == 1 else f"{group} {_title(material, system)}"
            chosen = tuple(sheet for sheet in sheets if sheet.system == system)
            _write_group(book, formats, sheet_name(name, taken), _Table.of(chosen, material, system))
    _write_legend(book, formats)


def _title(material: MatrixMaterial, system: str) -> str:
    found = material.systems.get(system)
    return found.title if found else system


@dataclass(frozen=True, slots=True)
class _Table:
    """The indicators that any of the sheets has, in their order, and each sheet's lines by indicator."""

    title: str
    heads: tuple[ScoreLine, ...]
    rows: tuple[tuple[ScoreSheet, Mapping[str, ScoreLine]], ...]

    @classmethod
    def of(cls, sheets: tuple[ScoreSheet, ...], material: MatrixMaterial, system: str) -> "_Table":
        heads = {line.indicator: line for sheet in reversed(sheets) for line in sheet.lines}
        order = {line.indicator: line for sheet in sheets for line in sheet.lines}
        rows = tuple((sheet, {line.indicator: line for line in sheet.lines}) for sheet in sheets)
        title = f"{material.facts.title}得分矩阵：{_title(material, system)}"
        return cls(title, tuple(heads[id_] for id_ in order), rows)


def _write_group(book: Workbook, formats: Formats, name: str, table: _Table) -> None:
    sheet: Any = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADER_ROWS - 1)
    sheet.freeze_panes(HEADER_ROWS, len(SIDE))
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 2, 9)
    sheet.set_column(len(SIDE), len(SIDE) + len(table.heads) - 1, 8)
    sheet.write_string(0, 0, cell_text(table.title), formats.title)
    _write_header(sheet, formats, table.heads)
    last = HEADER_ROWS - 1
    for last, (one, lines) in enumerate(table.rows, HEADER_ROWS):
        _write_unit(sheet, formats, last, one, [lines.get(head.indicator) for head in table.heads])
    sheet.write_string(last + 2, 0, f"第{HEADER_ROWS}行为满分；颜色和斜线的含义见“{LEGEND}”。", formats.line)
    sheet.autofilter(HEADER_ROWS - 1, 0, max(last, HEADER_ROWS), len(SIDE) + len(table.heads) - 1)


def _write_header(sheet: Any, formats: Formats, heads: tuple[ScoreLine, ...]) -> None:
    """Rows in their order: level, number, name, and full marks, which bear the filter."""
    sheet.set_row(3, 66)
    for line, label in enumerate(("级", "编号", "指标"), 1):
        sheet.write_string(line, 0, label, formats.header)
        for column, head in enumerate(heads, len(SIDE)):
            told = (head.level, head.indicator, head.title)[line - 1]
            write_cell(sheet, line, column, told, formats.header)
    for column, label in enumerate(SIDE):
        sheet.write_string(HEADER_ROWS - 1, column, label, formats.header)
    for column, head in enumerate(heads, len(SIDE)):
        sheet.write_number(HEADER_ROWS - 1, column, float(head.full), formats.header)


def _write_unit(
    sheet: Any, formats: Formats, row: int, one: ScoreSheet, lines: list[ScoreLine | None]
) -> None:
    name, total = formats.of(border=1), formats.of(border=1, bold=True, num_format="0.00", align="center")
    write_cell(sheet, row, 0, one.unit, name)
    write_cell(sheet, row, 1, one.total, total)
    write_cell(sheet, row, 2, one.grade + (f"（{PROVISIONAL}）" if one.is_provisional else ""), name)
    for column, line in enumerate(lines, len(SIDE)):
        if line is None or line.state == "not_applicable":
            write_cell(sheet, row, column, None, _plain(formats, NOT_APPLICABLE))
        else:
            write_cell(sheet, row, column, line.points, _shaded(formats, line))


def _plain(formats: Formats, colour: str) -> Any:
    return formats.of(border=1, bg_color=colour, border_color="#BFBFBF")


def _shaded(formats: Formats, line: ScoreLine) -> Any:
    wishes: dict[str, Any] = {
        "border": 1, "border_color": "#BFBFBF", "num_format": "0.00", "align": "center",
        "bg_color": shade_of(line.points, line.full), "bold": not line.is_leaf,
    }  # fmt: skip
    if line.low != line.points or line.state in ("not_checked", "error"):
        wishes |= {"pattern": HATCH, "fg_color": OPEN, "num_format": '0.00"*"'}
    return formats.of(**wishes)


def shade_of(points: Decimal, full: Decimal) -> str:
    """The colour for so much of the full marks."""
    if full <= 0:
        return SHADES[0][1]
    return next(colour for share, colour, _ in SHADES if points * 100 >= share * full)


def _write_legend(book: Workbook, formats: Formats) -> None:
    sheet: Any = book.add_worksheet(LEGEND)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 44)
    sheet.fit_to_pages(1, 1)
    sheet.write_string(0, 0, LEGEND, formats.title)
    rows = [(_plain(formats, colour), words) for _, colour, words in SHADES]
    rows.append((_plain(formats, NOT_APPLICABLE), f"{STATE_WORDS['not_applicable']}，不计入"))
    hatched = formats.of(border=1, border_color="#BFBFBF", pattern=HATCH, fg_color=OPEN, bg_color="#FFFFFF")
    rows.append((hatched, "斜线和*：有待核事项，所列得分暂按未失分"))
    for line, (made, words) in enumerate(rows, 2):
        sheet.write_blank(line, 0, None, made)
        sheet.write_string(line, 1, words)
