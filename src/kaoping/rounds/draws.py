"""What a round draws by lot: its lists, and the lots that anyone can draw again from the published seed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kaoping.errors import RoundError, ScoringError
from kaoping.roster import Form, read_form
from kaoping.scoring import drawn_sample, lot

from .csv_tables import csv_bytes
from .round_file import Draw, Round

DRAWS = "draws.csv"
HEAD = ("抽取事项", "名称", "签值", "次序", "是否抽中", "种子", "总数", "抽取数", "复算方法")
_LIST = Form(
    "抽样名单", {"name": ("名称", "单位名称", "栏目名称", "区域", "村(社区)", "抽样对象")}, ("name",)
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw with all its names in the order of their lots; the first `size` are drawn."""

    title: str
    seed: str
    size: int
    names: tuple[str, ...]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names that were drawn, the smallest lot first."""
        return self.names[: self.size]


def draws_of(one: Round) -> tuple[Drawn, ...]:
    """
    Draw all that the round draws by lot.

    Raises:
        RoundError: No seed; more are to be drawn than there are; a list that names nobody.
        RosterError: A list cannot be read.
    """
    return tuple(_drawn(draw, one.seed) for draw in one.draws)


def _drawn(draw: Draw, seed: str) -> Drawn:
    names = draw.names if draw.source is None else tuple(_listed(draw.source))
    try:
        drawn_sample(seed, names, draw.size)
        return Drawn(draw.title, seed, draw.size, drawn_sample(seed, names, len(set(names))))
    except ScoringError as error:
        raise RoundError(f"抽取“{draw.title}”:{error}") from None


def _listed(path: Path) -> Iterator[str]:
    rows = read_form(path, _LIST)
    if not any(row["name"] for row in rows):
        raise RoundError(f"抽样名单 {path} 是空的,请填写名称")
    yield from (row["name"] for row in rows if row["name"])


def draws_csv(drawn: Iterable[Drawn]) -> bytes:
    """Every name with its lot, drawn or not, and how the lot is found by hand."""
    return csv_bytes(HEAD, (row for one in drawn for row in _rows(one)))


def _rows(one: Drawn) -> Iterator[tuple[str, ...]]:
    how = "对“种子:名称”(UTF-8,英文冒号)求SHA-256,按签值从小到大取前若干个"
    for place, name in enumerate(one.names, 1):
        is_drawn = "是" if place <= one.size else "否"
        counts = str(len(one.names)), str(one.size)
        yield one.title, name, lot(one.seed, name), str(place), is_drawn, one.seed, *counts, how
