"""An indicator system read from a workbook: rows into a file's plain data, then into a system."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .schemas import Path as FieldPath
from .schemas import closest, spelled
from .sheet_columns import ABOVE, BONUS, FRAME, FRAME_FIELDS, FRAME_HEADINGS, NAME, SHEETS, WAY, Column
from .sheet_reading import SheetRow, Workbook, read_workbook
from .sheet_values import is_blank
from .system_files import system_from_data
from .systems import IndicatorSystem

_HOMES = {"细则": ("指标", "rules"), "否决情形": ("单项否决", "cases")}
Filled = tuple[SheetRow, dict[str, Any]]


def read_system_xlsx(path: Path, name: str = "") -> IndicatorSystem:
    """
    The system in a workbook of the shape that `write_system_xlsx` writes.

    Args:
        path: An xlsx file.
        name: The system's name in place of the one in the workbook.

    Raises:
        RulebookError: All mistakes at once, with sheet, row, column and what to do; nothing is half read.
    """
    headings = {sheet: tuple(column.heading for column in columns) for sheet, columns in SHEETS.items()}
    book = read_workbook(path, {FRAME: FRAME_HEADINGS, **headings}, (FRAME, "指标"))
    frame, at = _frame(book)
    filled = {sheet: _filled(book, sheet, columns) for sheet, columns in SHEETS.items()}
    data = _assembled(book, frame, filled)
    book.refuse()
    called = name or data.pop("name")
    data.pop("name", None)
    system, wrong = system_from_data(called, data)
    rows = {id(part): row for several in filled.values() for row, part in several}
    book.mistakes += [_told(data, where, words, rows, at) for where, words in wrong]
    book.refuse()
    assert system is not None
    return system


def _frame(book: Workbook) -> tuple[dict[str, Any], dict[str, SheetRow]]:
    known = {column.heading: column for column in FRAME_FIELDS}
    data: dict[str, Any] = {}
    at: dict[str, SheetRow] = {}
    for row in book.sheets.get(FRAME, ()):
        heading = str(row.values.get("项目", "")).strip()
        column = known.get(heading)
        if column is None:
            book.mistakes.append(f"{row.place('项目')}:不认识的项目“{heading}”{closest(heading, known)}")
        elif heading in at:
            book.mistakes.append(f"{row.place('项目')}:“{heading}”写了两次")
        else:
            at[heading] = row
            _fill(book, row, "内容", column, data)
    for heading, column in known.items():
        if column.is_needed and not _held(data, column.key) and heading not in at:
            book.mistakes.append(f"工作表“{FRAME}”缺少“{heading}”一行")
    return data, at


def _filled(book: Workbook, sheet: str, columns: tuple[Column, ...]) -> list[Filled]:
    found: list[Filled] = []
    for row in book.sheets.get(sheet, ()):
        part: dict[str, Any] = {}
        for column in columns:
            _fill(book, row, column.heading, column, part)
        if WAY in part:
            _say_way(book, row, part)
        if sheet == "细则":
            part.setdefault("deduct", {})
        found.append((row, part))
    return found


def _fill(book: Workbook, row: SheetRow, heading: str, column: Column, part: dict[str, Any]) -> None:
    value = row.values.get(heading, "")
    if is_blank(value):
        if column.is_needed:
            shown = "" if heading == column.heading else f"“{column.heading}”"
            book.mistakes.append(f"{row.place(heading)}:{shown}没有填写")
        return
    try:
        read = column.read(value)
    except ValueError as error:
        book.mistakes.append(f"{row.place(heading)}:{error}")
        return
    outer, dot, inner = column.key.partition(".")
    if dot:
        part.setdefault(outer, {})[inner] = read
    else:
        part[outer] = read


def _held(data: Mapping[str, Any], key: str) -> bool:
    outer, dot, inner = key.partition(".")
    return inner in data.get(outer, {}) if dot else outer in data


def _say_way(book: Workbook, row: SheetRow, part: dict[str, Any]) -> None:
    """Turn the two columns of who sees it into the one field of the file."""
    way, name = part.pop(WAY), part.pop(NAME, "")
    if way == "ask":
        if name:
            book.mistakes.append(f"{row.place('检查项或来源')}:由人工判断的不填这一列,请把问题写在“人工问题”")
        if "ask" not in part:
            book.mistakes.append(f"{row.place('人工问题')}:由人工判断的须写明问题")
        return
    if part.pop("ask", ""):
        book.mistakes.append(f"{row.place('人工问题')}:只有人工判断的才填这一列")
    if name:
        part[way] = name
    else:
        book.mistakes.append(f"{row.place('检查项或来源')}:没有填写")


def _assembled(book: Workbook, frame: dict[str, Any], filled: Mapping[str, list[Filled]]) -> dict[str, Any]:
    _tell_twice(book, filled)
    bonus: list[dict[str, Any]] = []
    data = {**frame, "groups": [], "vetoes": [part for _, part in filled["单项否决"]]}
    _tree(book, filled["指标"], data["groups"], bonus)
    for sheet, (home, key) in _HOMES.items():
        homes = {part.get("id"): part for _, part in filled[home]}
        for row, part in filled[sheet]:
            above = part.pop(ABOVE, None)
            if above in homes:
                homes[above].setdefault(key, []).append(part)
            elif above is not None:
                heading = "指标编号" if sheet == "细则" else "否决编号"
                hint = closest(above, map(str, homes))
                book.mistakes.append(f"{row.place(heading)}:“{home}”表中没有编号“{above}”{hint}")
    for row, veto in filled["单项否决"]:
        if "cases" not in veto:
            book.mistakes.append(f"{row.place('编号')}:“否决情形”表中没有它的情形,至少要有一种")
    if bonus or "bonus" in data:
        data["bonus"] = {"points": 0} | data.get("bonus", {}) | {"items": bonus}
    data["grades"] = [part for _, part in filled["分档"]]
    data["changes"] = [part for _, part in filled["改动"]]
    return data


def _tell_twice(book: Workbook, filled: Mapping[str, list[Filled]]) -> None:
    """Ids that stand in two rows of a sheet or in two sheets."""
    first: dict[str, SheetRow] = {}
    for sheet in ("指标", "细则", "单项否决", "否决情形"):
        for row, part in filled[sheet]:
            id_ = part.get("id")
            if id_ in first:
                where = f"先见于工作表“{first[id_].sheet}”第 {first[id_].number} 行"
                book.mistakes.append(f"{row.place('编号')}:编号“{id_}”出现了两次({where})")
            elif id_:
                first[id_] = row


def _tree(
    book: Workbook, rows: list[Filled], groups: list[dict[str, Any]], bonus: list[dict[str, Any]]
) -> None:
    by_id = {part.get("id"): part for _, part in rows}
    ups = {part.get("id"): part.get(ABOVE, "") for _, part in rows}
    for row, part in rows:
        above = part.pop(ABOVE, "")
        if above == BONUS:
            bonus.append(part)
        elif not above:
            groups.append(part)
        elif above not in by_id:
            book.mistakes.append(
                f"{row.place('上级编号')}:没有编号“{above}”{closest(above, map(str, by_id))}"
            )
        elif _circles(part.get("id"), ups):
            book.mistakes.append(f"{row.place('上级编号')}:“{part.get('id')}”与“{above}”互为上级,请改正")
        else:
            by_id[above].setdefault("children", []).append(part)


def _circles(id_: Any, ups: Mapping[Any, Any]) -> bool:
    seen = {id_}
    while (id_ := ups.get(id_)) and id_ != BONUS:
        if id_ in seen:
            return True
        seen.add(id_)
    return False


def _told(
    data: Any, path: FieldPath, words: str, rows: Mapping[int, SheetRow], at: Mapping[str, SheetRow]
) -> str:
    """A mistake of the file's shape, told at its cell: the nearest row around it."""
    row, rest = None, path
    node = data
    for depth, step in enumerate(path):
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            break
        if id(node) in rows:
            row, rest = rows[id(node)], path[depth + 1 :]
    plain_words = words.removeprefix(spelled(path))
    if row is not None:
        return f"{row.place(_heading(SHEETS[row.sheet], rest))}:{plain_words}"
    heading = _heading(FRAME_FIELDS, path)
    return f"{at[heading].place('内容')}:{plain_words}" if heading in at else f"工作表“{FRAME}”:{words}"


def _heading(columns: Iterable[Column], rest: FieldPath) -> str:
    keys = _dotted(rest)
    return next((column.heading for key in keys for column in columns if column.key == key), "编号")


def _dotted(rest: FieldPath) -> Iterator[str]:
    named = [step for step in rest if isinstance(step, str)]
    for n in range(min(2, len(named)), 0, -1):
        yield ".".join(named[:n])
