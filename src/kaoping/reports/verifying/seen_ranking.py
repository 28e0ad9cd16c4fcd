"""A printed ranked annex read back, and each total in it added up again from its row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaoping.scoring import PublishedRank, half_up

from ..publishing import ranking as annex
from ..publishing.score_words import EFFECT_WORDS
from .figures import ZERO, Figures
from .outcome import Flaw
from .tables import Headed, SeenRow, SeenTable, headed

HEADS = (annex.RANK, annex.UNIT, annex.TOTAL, annex.GRADE)
HUNDRED = Decimal(100)
_TOP = re.compile(r"^.*[（(](?P<full>\d+(?:\.\d+)?)[）)]$", re.DOTALL)
_SYSTEM = re.compile(
    r"^(?P<title>.*)（满分(?P<full>\d+(?:\.\d+)?)(?:，权重(?P<share>\d+(?:\.\d+)?)%)?）$", re.DOTALL
)
_MARK = re.compile(rf"{EFFECT_WORDS['mark']}(\d+(?:\.\d+)?)")
_PLACES = re.compile(r"保留(\d)位小数")


@dataclass(frozen=True, slots=True)
class SeenRanking:
    """An annex: its ranks, the number of each unit's row, and what is wrong within the table itself."""

    ranks: tuple[PublishedRank, ...]
    where: str
    rows: Mapping[str, int]
    flaws: tuple[Flaw, ...]


def seen_ranking(tables: Sequence[SeenTable], notes: str, titles: Mapping[str, str]) -> SeenRanking | None:
    """
    Read an annex; None where the tables are not those of one.

    Args:
        tables: Those of the file.
        notes: All that stands outside its tables: there the rounding is said.
        titles: Names of indicator systems by their titles, as far as score sheets tell them.
    """
    table = next((one for t in tables if (one := headed(t, HEADS)) is not None), None)
    if table is None:
        return None
    told = notes + "".join(cell.text for row in table.table.rows for cell in row.cells[:1])
    places = int(found[1]) if (found := _PLACES.search(told)) else 2
    reading = _Reading(table, places, titles)
    ranks = tuple(reading.rank(row) for row in table.rows)
    rows = {rank.unit: row.number for rank, row in zip(ranks, table.rows, strict=True)}
    return SeenRanking(ranks, table.table.where, rows, tuple(reading.figures.flaws))


class _Reading:
    """One annex under way; which columns add up is told by their headings."""

    def __init__(self, table: Headed, places: int, titles: Mapping[str, str]) -> None:
        self.figures = Figures(table)
        self.places = places
        systems = {name: m for name in table.columns if (m := _SYSTEM.match(name))}
        self.systems = {
            name: (titles.get(m["title"], m["title"]), Decimal(m["full"]), _share(m["share"]))
            for name, m in systems.items()
        }
        tops = {name: m for name in table.columns if name not in systems and (m := _TOP.match(name))}
        self.tops = {} if systems else {name: Decimal(m["full"]) for name, m in tops.items()}

    def rank(self, row: SeenRow) -> PublishedRank:
        """The row as published; its total is added up on the way."""
        figures, table = self.figures, self.figures.table
        place, total = figures.points(row, annex.RANK), figures.points(row, annex.TOTAL)
        unit = table.text(row, annex.UNIT)
        full = figures.points(row, annex.FULL) if annex.FULL in table.columns else None
        if full is None:
            full = HUNDRED if self.systems else sum(self.tops.values(), ZERO)
        readded = self._from_systems(row) if self.systems else self._from_tops(row, full)
        if readded is not None and readded[0] != total:
            printed = "—" if total is None else total
            figures.differs(row, annex.TOTAL, f"{unit}的总分与本行各项不符", printed, readded[0])
        return PublishedRank(
            unit=unit,
            group=table.table.where,
            rank=int(place) if place is not None else None,
            total=total,
            percent=figures.points(row, annex.PERCENT) if annex.PERCENT in table.columns else None,
            full=full,
            shares=tuple((name, share) for name, _, share in self.systems.values() if share is not None),
            where=table.table.where,
            places=self.places,
        )

    def _from_tops(self, row: SeenRow, full: Decimal) -> tuple[Decimal | None] | None:
        """The total in a tuple; None where the row alone does not tell it."""
        figures, table = self.figures, self.figures.table
        points = {name: figures.points(row, name) for name in self.tops}
        for name, most in self.tops.items():
            kept = points[name]
            if kept is not None and not ZERO <= kept <= most:
                figures.differs(row, name, "得分不在零分和满分之间", kept, f"0至{most}")
        veto = table.text(row, annex.VETO)
        if EFFECT_WORDS["stop"] in veto:
            return (None,)
        if not self.tops or (annex.PARTS in table.columns and figures.points(row, annex.PARTS) is not None):
            return None
        applicable = figures.points(row, annex.APPLICABLE) if annex.APPLICABLE in table.columns else full
        if not applicable:
            return None
        kept_sum = sum((one for one in points.values() if one is not None), ZERO)
        bonus = figures.points(row, annex.BONUS) if annex.BONUS in table.columns else None
        total = half_up(kept_sum * full / applicable, self.places) + (bonus or ZERO)
        mark = _MARK.search(veto)
        return (min(total, Decimal(mark[1])) if mark else total,)

    def _from_systems(self, row: SeenRow) -> tuple[Decimal | None] | None:
        totals = [(self.figures.points(row, name), *told) for name, told in self.systems.items()]
        if sum((share or ZERO for *_, share in totals), ZERO) != 1:
            self.figures.tell(row, "", "各指标体系的权重合计不是100%,总分无法从本行核算", is_grave=False)
            return None
        if any(total is None for total, *_ in totals):
            return (None,)
        weighed = sum(((t or ZERO) * HUNDRED / full * (share or ZERO) for t, _, full, share in totals), ZERO)
        return (half_up(weighed, self.places),)


def _share(percent: str | None) -> Decimal | None:
    return Decimal(percent) / 100 if percent else None
