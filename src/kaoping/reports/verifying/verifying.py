"""Adds up again every sum of the files given, each from its own print, then compares them with each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from kaoping.errors import UsageError
from kaoping.pages.attachments import read_attachment
from kaoping.pages.attachments.attachment import Refused
from kaoping.pages.attachments.packages import Package
from kaoping.scoring import Difference, PublishedRank, PublishedSheet, plain, verify_sums

from ..publishing import sheet_sums as sums
from .outcome import Flaw, Verified
from .seen_docx import hidden_words, tables_of
from .seen_json import read_scores
from .seen_ranking import SeenRanking, seen_ranking
from .seen_sheet import SeenSheet, is_score_sheet, seen_sheet
from .seen_xlsx import read_workbook
from .tables import SeenTable

MOST_BYTES = 50 << 20
# the words of a difference, and the item of the printed sum that it speaks of
_ITEMS = {
    "适用满分": sums.APPLICABLE,
    "各项得分合计": sums.KEPT,
    "折算得分": sums.REBASED,
    "下级单位得分": sums.PARTS_POINTS,
    "合成得分": sums.BASIS,
    "加分": sums.BONUS_SUM,
    "总分": sums.TOTAL,
}


@dataclass(slots=True)
class _Seen:
    """All that was read, in the order of the files."""

    sheets: list[SeenSheet] = field(default_factory=list)
    rankings: list[SeenRanking] = field(default_factory=list)
    told_sheets: list[PublishedSheet] = field(default_factory=list)
    told_ranks: list[PublishedRank] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


def verify_files(paths: Sequence[Path]) -> Verified:
    """
    Add up score sheets and ranked annexes (docx, xlsx) and scores.json once more.

    Nothing but the files is asked. Where sheets and annexes are given together, totals are compared between
    them, and so are two prints of one sheet.

    Raises:
        UsageError: A file cannot be read, or is none of these.
    """
    seen = _Seen()
    later = [(path, *_read(path, seen)) for path in paths]
    titles = {one.system_title: one.sheet.system for one in seen.sheets if one.system_title}
    for path, tables, notes in later:
        if tables and not is_score_sheet(tables):
            found = seen_ranking(tables, notes, titles)
            if found is None:
                words = "请给出评分明细表、考评成绩附件(.docx、.xlsx)或 scores.json。"
                raise UsageError(f"{path} 里没有认得的表格(评分明细表或考评成绩):{words}")
            seen.rankings.append(found)
    sheets = [one.sheet for one in seen.sheets] + seen.told_sheets
    ranks = [rank for one in seen.rankings for rank in one.ranks] + seen.told_ranks
    flaws = [*seen.flaws, *(f for one in seen.sheets for f in one.flaws)]
    flaws += [f for one in seen.rankings for f in one.flaws]
    flaws += [_placed(one, seen) for one in verify_sums(sheets, ranks)]
    flaws += _between(sheets)
    return Verified(len(sheets), len(ranks), tuple(flaws))


def _read(path: Path, seen: _Seen) -> tuple[tuple[SeenTable, ...], str]:
    """Read a file: a score sheet and scores go to `seen`; tables and text of any other are handed back."""
    data = _bytes_of(path)
    if path.suffix.lower() == ".json":
        sheets, ranks, flaws = read_scores(data, path.name)
        seen.flaws += flaws
        seen.told_sheets += sheets
        seen.told_ranks += ranks
        return (), ""
    tables, notes = _document(path, data, seen) if path.suffix.lower() == ".docx" else (_book(path, data), "")
    if not tables:
        raise UsageError(f"{path} 里没有表格,无法核算。请给出评分明细表或考评成绩附件。")
    if is_score_sheet(tables):
        seen.sheets.append(seen_sheet(tables))
    return tables, notes


def _bytes_of(path: Path) -> bytes:
    if path.suffix.lower() not in (".docx", ".xlsx", ".json"):
        raise UsageError(f"{path} 不是能核算的文件:只认 .docx、.xlsx 和 scores.json。")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} 超过 {MOST_BYTES >> 20} MB,不像公布的成绩,请检查是否选错文件。")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} 无法读取({error.strerror})。请检查路径和权限。") from error


def _book(path: Path, data: bytes) -> tuple[SeenTable, ...]:
    try:
        return read_workbook(Package(data), path.name)
    except Refused as error:
        raise UsageError(f"{path} 无法读取:{error.words}。请用表格软件打开后另存为 .xlsx。") from None


def _document(path: Path, data: bytes, seen: _Seen) -> tuple[tuple[SeenTable, ...], str]:
    document = read_attachment(data, path.name)
    if document.format != "docx" or document.state != "read":
        why = ";".join(document.notes) or "不是 Word 文档"
        raise UsageError(f"{path} 无法读取:{why}。请用文字软件打开后另存为 .docx。")
    for name in hidden_words(document):
        seen.flaws.append(Flaw(path.name, None, "", f"含有读者看不到的文字({name})"))
    return tables_of(document, path.name), "".join(part.text for part in document.parts if not part.is_hidden)


def _placed(one: Difference, seen: _Seen) -> Flaw:
    """The difference with the row in which it stands."""
    for sheet in seen.sheets:
        if sheet.sheet.where == one.where and sheet.sheet.unit == one.unit:
            item = _ITEMS.get(one.what, one.what)
            if one.row:
                words = f"{one.row}的{one.what}"
                return Flaw(
                    sheet.where_lines, sheet.rows.get(one.row), one.what, words, one.printed, one.computed
                )
            return Flaw(sheet.where_sums, sheet.sums.get(item), "数值", item, one.printed, one.computed)
    for ranking in seen.rankings:
        if ranking.where == one.where:
            row, words = ranking.rows.get(one.unit), f"{one.unit}的{one.what}"
            return Flaw(ranking.where, row, one.what, words, one.printed, one.computed)
    words = "".join((one.unit, one.row, "的", one.what))
    return Flaw(one.where, None, one.what, words, one.printed, one.computed)


def _between(sheets: Sequence[PublishedSheet]) -> Iterator[Flaw]:
    """Two prints of one sheet say the same."""
    first: dict[tuple[str, str], PublishedSheet] = {}
    for sheet in sheets:
        other = first.setdefault((sheet.unit, sheet.system), sheet)
        if other is sheet:
            continue
        if other.total != sheet.total:
            words = f"{sheet.unit}的总分与 {other.where} 不一致"
            yield Flaw(sheet.where, None, "总分", words, _said(sheet.total), _said(other.total))
        known = {(row.id, row.title): row for row in other.rows}
        for row in sheet.rows:
            twin = known.get((row.id, row.title))
            if twin is None or twin.points != row.points:
                words = f"{sheet.unit} {row.id}{row.title}的得分与 {other.where} 不一致"
                yield Flaw(
                    sheet.where, None, "得分", words, plain(row.points), _said(twin.points if twin else None)
                )


def _said(points: Decimal | None) -> str:
    return "无" if points is None else plain(points)
