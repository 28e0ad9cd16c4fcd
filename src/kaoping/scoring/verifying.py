"""Adding up again what was published: from the printed figures alone, without rulebook, round or findings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .figures import HUNDRED, ZERO, half_up, plain, weighted_mean
from .sheet import LineState, ScoreLine, ScoreSheet


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """
    One printed row of a sheet. `level` is its depth from 1; rows below it follow it, one deeper. `at_most` is
    the cap printed for it (None: its full marks). `id` and `title` are as printed.
    """

    id: str
    title: str
    level: int
    full: Decimal
    lost: Decimal
    points: Decimal
    state: LineState
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PublishedSheet:
    """
    One printed sheet. Every figure is one that stands on it; `full`, `places`, `enter_over`, `bonus_points`
    (the most that the bonus may bring) and `ceiling` (the fixed mark of a veto) are the terms printed with
    it. `parts` are the totals of the parts that count beside the unit, each on full marks of its own, with
    weights. `total` is None where the scoring was stopped, or nothing was scored. `where` names the file,
    and the sheet in it.
    """

    unit: str
    system: str
    rows: tuple[PublishedRow, ...]
    full: Decimal
    places: int
    applicable: Decimal
    kept: Decimal
    rebased: Decimal
    total: Decimal | None
    bonus: Decimal = ZERO
    bonus_rows: tuple[PublishedRow, ...] = ()
    bonus_points: Decimal | None = None
    enter_over: Decimal | None = None
    ceiling: Decimal | None = None
    parts: tuple[tuple[Decimal, Decimal, Decimal], ...] = ()
    parts_percent: Decimal = ZERO
    parts_points: Decimal | None = None
    basis: Decimal | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class PublishedRank:
    """
    One printed row of a ranking. `sheets` are the shares (of 1) with which the unit's sheets, by system, come
    to its total; empty where only one does.
    """

    unit: str
    group: str
    rank: int | None
    total: Decimal | None
    percent: Decimal | None
    full: Decimal
    shares: tuple[tuple[str, Decimal], ...] = ()
    where: str = ""
    places: int = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed figure that does not follow from those it is made of. `words` say so in Chinese."""

    where: str
    unit: str
    row: str
    what: str
    printed: str
    computed: str

    @property
    def words(self) -> str:
        """One line for the command's output."""
        row = f" {self.row}" if self.row else ""
        return (
            f"{self.where} {self.unit}{row}:{self.what}印作{self.printed},重新计算为{self.computed}".strip()
        )


def verify_sums(
    sheets: Iterable[PublishedSheet], ranking: Iterable[PublishedRank] = ()
) -> tuple[Difference, ...]:
    """
    Add up published sheets and rankings once more.

    Args:
        sheets: As read from exported files.
        ranking: Likewise; a unit's total is compared with its sheets where they are given.

    Returns:
        Every figure that does not follow from those printed, sheet by sheet in the order given; then those of
        the rankings. Empty where all is as it should be.
    """
    told = tuple(sheets)
    rows = tuple(ranking)
    found = [one for sheet in told for one in _sheet(sheet)]
    return (*found, *_totals(rows, told), *_ranks(rows))


def published_sheet(
    sheet: ScoreSheet, bonus_points: Decimal | None = None, where: str = ""
) -> PublishedSheet:
    """What a sheet's export has to print, so that it can be added up again from the print alone."""
    marks = [v.mark_points for v in sheet.vetoes if v.is_certain and v.effect == "mark" and v.mark_points]
    return PublishedSheet(
        unit=sheet.unit,
        system=sheet.system,
        rows=tuple(_row(line) for line in sheet.lines),
        full=sheet.full,
        places=sheet.places,
        applicable=sheet.applicable,
        kept=sheet.kept,
        rebased=sheet.rebased,
        total=sheet.total,
        bonus=sheet.bonus,
        bonus_rows=tuple(_row(line) for line in sheet.bonus_lines),
        bonus_points=bonus_points,
        enter_over=sheet.enter_over,
        ceiling=min(marks, default=None),
        parts=tuple(
            (part.total or ZERO, part.full, weight) for part, weight in sheet.beside if not part.is_empty
        ),
        parts_percent=sheet.parts_percent,
        parts_points=sheet.parts_points,
        basis=sheet.basis,
        where=where,
    )


def _row(line: ScoreLine) -> PublishedRow:
    return PublishedRow(
        line.indicator, line.title, line.level, line.full, line.lost, line.points, line.state, line.at_most
    )


def _sheet(sheet: PublishedSheet) -> Iterator[Difference]:
    def differs(
        what: str, printed: Decimal | None, computed: Decimal | None, row: str = ""
    ) -> Iterator[Difference]:
        if printed != computed:
            yield Difference(sheet.where, sheet.unit, row, what, _said(printed), _said(computed))

    for row, children in _families(sheet.rows):
        name = f"{row.id}{row.title}"
        if row.state == "not_applicable":
            yield from differs("不适用指标的得分", row.points, ZERO, name)
            continue
        yield from differs("得分", row.points, row.full - row.lost, name)
        if children:
            own = [child for child in children if child.state != "not_applicable"]
            full = sum((child.full for child in own), ZERO)
            cap = full if row.at_most is None else min(row.at_most, full)
            lost = min(cap, sum((child.lost for child in own), ZERO))
            yield from differs("满分", row.full, full, name)
            yield from differs("扣分", row.lost, lost, name)
        elif not ZERO <= row.lost <= row.full:
            yield Difference(sheet.where, sheet.unit, name, "扣分", _said(row.lost), f"0至{plain(row.full)}")
    tops = [row for row in sheet.rows if row.level == 1 and row.state != "not_applicable"]
    yield from differs("适用满分", sheet.applicable, sum((row.full for row in tops), ZERO))
    yield from differs("各项得分合计", sheet.kept, sum((row.points for row in tops), ZERO))
    for what, printed, computed in _ends(sheet):
        yield from differs(what, printed, computed)


def _ends(sheet: PublishedSheet) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    """Re-basing, parts, bonus and total; each from the figures printed before it."""
    rebased = ZERO
    if sheet.applicable:
        rebased = half_up(sheet.kept * sheet.full / sheet.applicable, sheet.places)
    yield "折算得分", sheet.rebased, rebased
    basis = sheet.rebased
    if sheet.parts:
        yield "下级单位得分", sheet.parts_points, weighted_mean(sheet.parts, sheet.full, sheet.places)
    if sheet.parts_points is not None:
        own = sheet.rebased * (HUNDRED - sheet.parts_percent)
        basis = half_up((own + sheet.parts_points * sheet.parts_percent) / HUNDRED, sheet.places)
    if sheet.basis is not None:
        yield "合成得分", sheet.basis, basis
    earned = sum((row.points for row in sheet.bonus_rows), ZERO)
    if sheet.bonus_points is not None:
        earned = min(earned, sheet.bonus_points)
    enters = bool(sheet.bonus_rows) and (sheet.enter_over is None or basis > sheet.enter_over)
    yield "加分", sheet.bonus, earned if enters else ZERO
    if sheet.total is not None:
        total = basis + sheet.bonus
        yield "总分", sheet.total, total if sheet.ceiling is None else min(total, sheet.ceiling)


def _families(rows: Sequence[PublishedRow]) -> Iterator[tuple[PublishedRow, list[PublishedRow]]]:
    """Each row with those directly below it."""
    below: list[list[PublishedRow]] = [[] for _ in rows]
    open_rows: list[int] = []
    for n, row in enumerate(rows):
        while open_rows and rows[open_rows[-1]].level >= row.level:
            open_rows.pop()
        if open_rows:
            below[open_rows[-1]].append(row)
        open_rows.append(n)
    return zip(rows, below, strict=True)


def _totals(ranking: Sequence[PublishedRank], sheets: Sequence[PublishedSheet]) -> Iterator[Difference]:
    own: dict[str, dict[str, PublishedSheet]] = {}
    for sheet in sheets:
        own.setdefault(sheet.unit, {})[sheet.system] = sheet
    for row in ranking:
        percent = None
        if row.total is not None and row.full:
            percent = half_up(row.total * HUNDRED / row.full, max(2, row.places))
        if row.percent is not None and row.percent != percent:
            yield _rank_difference(row, "得分率", _said(row.percent), _said(percent))
        known = own.get(row.unit, {})
        shares = row.shares or tuple((name, Decimal(1)) for name in known if len(known) == 1)
        if shares and all(name in known for name, _ in shares):
            total = _weighed([(known[name], share) for name, share in shares], row)
            if total != row.total:
                yield _rank_difference(row, "总分", _said(row.total), _said(total))


def _weighed(parts: Sequence[tuple[PublishedSheet, Decimal]], row: PublishedRank) -> Decimal | None:
    scored = [(sheet, share) for sheet, share in parts if share]
    if any(sheet.total is None for sheet, _ in scored):
        return None
    if len(scored) == 1:
        return scored[0][0].total
    terms = ((sheet.total or ZERO, sheet.full, share) for sheet, share in scored)
    return weighted_mean(terms, HUNDRED, row.places)


def _ranks(ranking: Sequence[PublishedRank]) -> Iterator[Difference]:
    groups: dict[str, list[PublishedRank]] = {}
    for row in ranking:
        groups.setdefault(row.group, []).append(row)
    for rows in groups.values():
        is_by_percent = len({row.full for row in rows}) > 1
        values = [row.percent if is_by_percent else row.total for row in rows]
        ordered = sorted((value for value in values if value is not None), reverse=True)
        ranks = {value: n for n, value in reversed(list(enumerate(ordered, start=1)))}
        for row, value in zip(rows, values, strict=True):
            rank = None if value is None else ranks[value]
            if rank != row.rank:
                yield _rank_difference(row, "名次", str(row.rank or "无"), str(rank or "无"))


def _rank_difference(row: PublishedRank, what: str, printed: str, computed: str) -> Difference:
    return Difference(row.where, row.unit, "", what, printed, computed)


def _said(value: Decimal | None) -> str:
    return "无" if value is None else plain(value)
