"""A publication before it is printed: title, head, grids of cells, notes; the same for docx and xlsx."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Cell = str | int | Decimal | None
Row = tuple[Cell, ...]
# text and name are read from the left, points are printed with the grid's places, count is a whole number,
# sign is a short word in the middle, link an address, digest is shortened on paper
Kind = Literal["text", "name", "points", "count", "sign", "link", "digest"]
DASH = "—"
SHORT_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid; `width` is in Chinese characters and shared out on paper."""

    name: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Grid:
    """
    One table. `name` is its heading on paper and the name of its worksheet. `strong` are numbers of rows
    (from 0) that are set off: groups and sums. `places` are the decimals that points have at least. `size`
    is that of the letters on paper, in points. `is_whole` asks that it stand on one page.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    strong: frozenset[int] = frozenset()
    places: int = 2
    notes: tuple[str, ...] = ()
    size: float = 9
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """
    `annex` is 附件1 or ``""``. `heads` are label and value, printed above the first grid. `is_wide` asks for
    landscape. `day` is the day that the file bears (ISO), never that of the clock.
    """

    title: str
    heads: tuple[tuple[str, str], ...]
    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()
    annex: str = ""
    is_wide: bool = True
    author: str = ""
    day: str = ""


def points_text(points: Decimal, places: int = 2) -> str:
    """
    Points as printed: at least `places` decimals, and as many more as they really have; never rounded, so
    that what is printed can be added up again.
    """
    exact = points.normalize()
    exponent = exact.as_tuple().exponent
    own = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"{exact:.{max(places, own)}f}"


def rounded(points: Decimal, places: int = 2) -> Decimal:
    """Rounded half up, as a clerk does."""
    return points.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def short_digest(digest: str) -> str:
    """The first characters of a digest, without the name of its kind."""
    return digest.rpartition(":")[2][:SHORT_DIGEST]
