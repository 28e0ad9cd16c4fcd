"""A printed score sheet read back into the figures that it is made of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.scoring import PublishedRow, PublishedSheet

from ..publishing import sheet_sums as sums
from ..publishing.check_code import check_code
from ..publishing.score_words import BESIDE, STATE_WORDS
from .figures import ZERO, Figures
from .outcome import Flaw
from .reasons import cap_in, losses_in, wrong_products
from .tables import Headed, SeenRow, SeenTable, headed

LINE_HEADS = ("编号", "级", "指标", "满分", "扣分", "得分", "状态")
SUM_HEADS = ("项目", "数值", "说明")
BONUS_HEADS = ("编号", "加分项", "加分")
BESIDE_HEADS = (BESIDE, "权重", "得分", "满分")
_STATES = {word: state for state, word in STATE_WORDS.items()}
_SYSTEM = re.compile(r"^(?P<title>.*)（(?P<name>\S+) [^（]*，摘要[^（）]*）$")


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """A sheet with the place of every row and figure: `rows` by number and name, `sums` by item."""

    sheet: PublishedSheet
    system_title: str
    where_lines: str
    where_sums: str
    rows: Mapping[str, int]
    sums: Mapping[str, int]
    flaws: tuple[Flaw, ...]


def is_score_sheet(tables: Sequence[SeenTable]) -> bool:
    """Whether a file's tables are those of a score sheet."""
    return _found(tables, LINE_HEADS) is not None and _found(tables, SUM_HEADS) is not None


def _found(tables: Sequence[SeenTable], heads: Sequence[str]) -> Headed | None:
    return next((one for table in tables if (one := headed(table, heads)) is not None), None)


def seen_sheet(tables: Sequence[SeenTable]) -> SeenSheet:
    """Read a score sheet; the tables are those of one."""
    lines, told = _found(tables, LINE_HEADS), _found(tables, SUM_HEADS)
    assert lines is not None
    assert told is not None
    figures, summing = Figures(lines), _Sums(Figures(told))
    rows = tuple(_row(figures, row) for row in lines.rows)
    _compare_code(figures, rows, summing)
    bonus, beside = _found(tables, BONUS_HEADS), _found(tables, BESIDE_HEADS)
    bonus_figures = Figures(bonus) if bonus else None
    beside_figures = Figures(beside) if beside else None
    name = _SYSTEM.match(summing.text(sums.SYSTEM))
    sheet = PublishedSheet(
        unit=summing.text(sums.UNIT),
        system=name["name"] if name else summing.text(sums.SYSTEM),
        rows=rows,
        full=summing.must(sums.FULL),
        places=int(summing.must(sums.PLACES)),
        applicable=summing.must(sums.APPLICABLE),
        kept=summing.must(sums.KEPT),
        rebased=summing.must(sums.REBASED),
        total=summing.may(sums.TOTAL),
        bonus=summing.may(sums.BONUS_SUM) or ZERO,
        bonus_rows=tuple(_bonus_rows(bonus_figures)) if bonus_figures else (),
        bonus_points=summing.may(sums.BONUS_MOST),
        enter_over=summing.may(sums.ENTER_OVER),
        ceiling=summing.may(sums.MARK),
        parts=tuple(_parts(beside_figures)) if beside_figures else (),
        parts_percent=summing.may(sums.PARTS_PERCENT) or ZERO,
        parts_points=summing.may(sums.PARTS_POINTS),
        basis=summing.may(sums.BASIS),
        where=lines.table.file,
    )
    summing.compare_range(sheet.total)
    more = [f for one in (bonus_figures, beside_figures) if one for f in one.flaws]
    return SeenSheet(
        sheet,
        name["title"] if name else "",
        lines.table.where,
        told.table.where,
        {f"{row.id}{row.title}": seen.number for row, seen in zip(rows, lines.rows, strict=True)},
        {item: row.number for item, row in summing.rows.items()},
        (*figures.flaws, *summing.figures.flaws, *more),
    )


def _row(figures: Figures, row: SeenRow) -> PublishedRow:
    table = figures.table
    full, lost, kept = (figures.points(row, name) for name in ("满分", "扣分", "得分"))
    level = figures.points(row, "级")
    word = table.text(row, "状态").strip()
    state = _STATES.get(word)
    if state is None:
        figures.tell(row, "状态", f"不是已知的状态:{word or '空'}")
    if full is None:
        figures.tell(row, "满分", "没有数字")
    if state != "not_applicable" and (lost is None or kept is None):
        figures.tell(row, "扣分" if lost is None else "得分", "没有数字")
    reason = table.text(row, "失分原因")
    made = PublishedRow(
        id=table.text(row, "编号"),
        title=table.text(row, "指标"),
        level=int(level) if level is not None and 1 <= level <= 9 else 1,
        full=full or ZERO,
        lost=lost or ZERO,
        points=kept or ZERO,
        state=state or "error",
        at_most=cap_in(reason),
    )
    _compare_reason(figures, row, made, reason)
    return made


def _compare_reason(figures: Figures, row: SeenRow, made: PublishedRow, reason: str) -> None:
    losses = losses_in(reason)
    if losses and made.state != "not_applicable":
        most = made.full if made.at_most is None else min(made.full, made.at_most)
        readded = min(most, sum((points for _, points in losses), ZERO))
        if readded != made.lost:
            figures.differs(row, "扣分", f"{made.title}的扣分与失分原因各项之和不符", made.lost, readded)
    for words, right in wrong_products(reason):
        figures.differs(row, "失分原因", "算式不成立", words, f"{right.normalize():f}分")


def _compare_code(figures: Figures, rows: Sequence[PublishedRow], summing: "_Sums") -> None:
    """The code is taken over what the cells hold, for an exchange of rows leaves all sums as they were."""
    printed = summing.text(sums.CODE)
    if not printed:
        summing.figures.tell(None, sums.CODE, "没有核对码,行的调换和分值的挪移查不出来", is_grave=False)
        return
    readded = check_code(_code_figures(rows))
    if printed != readded:
        row = summing.rows[sums.CODE]
        words = "核对码不符:评分明细中有的行、分值或状态在印出后改动过"
        summing.figures.differs(row, "说明", words, printed, readded)


def _code_figures(rows: Sequence[PublishedRow]) -> Iterator[tuple[str | Decimal | None, ...]]:
    for row in rows:
        applies = row.state != "not_applicable"
        lost, kept = (row.lost, row.points) if applies else (None, None)
        yield row.id, str(row.level), row.full, lost, kept, STATE_WORDS[row.state]


def _bonus_rows(figures: Figures) -> Iterator[PublishedRow]:
    for row in figures.table.rows:
        most = figures.points(row, "最高可加") or ZERO
        points = figures.points(row, "加分") or ZERO
        id_, title = figures.table.text(row, "编号"), figures.table.text(row, "加分项")
        if points > most:
            figures.differs(row, "加分", f"{title}的加分超过最高可加", points, most)
        yield PublishedRow(id_, title, 1, most, most - points, points, "pass")


def _parts(figures: Figures) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    for row in figures.table.rows:
        total, full, weight = (figures.points(row, name) for name in ("得分", "满分", "权重"))
        if full and weight:
            yield total or ZERO, full, weight


class _Sums:
    """The table of the sum: items by name."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.rows = {figures.table.text(row, "项目").strip(): row for row in figures.table.rows}
        self._known: dict[str, Decimal | None] = {}

    def may(self, item: str) -> Decimal | None:
        """The figure of an item; None where it is not printed."""
        if item not in self._known:
            row = self.rows.get(item)
            self._known[item] = self.figures.points(row, "数值") if row else None
        return self._known[item]

    def must(self, item: str) -> Decimal:
        """The figure of an item that has to be there."""
        found = self.may(item)
        if found is None:
            self.figures.tell(self.rows.get(item), item, "没有这个数,无法核算")
        return found or ZERO

    def text(self, item: str) -> str:
        """What is said of an item."""
        row = self.rows.get(item)
        return self.figures.table.text(row, "说明").strip() if row else ""

    def compare_range(self, total: Decimal | None) -> None:
        """The total lies between the least and the most that it may become."""
        low, high = self.may(sums.LOW), self.may(sums.HIGH)
        if total is None or low is None or high is None or low <= total <= high:
            return
        row = self.rows[sums.TOTAL]
        self.figures.differs(row, "数值", "总分不在最低可能和最高可能之间", total, f"{low}至{high}")
