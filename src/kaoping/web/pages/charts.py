"""Charts as SVG, drawn on the server: they print, need no script, and stand beside their table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 720


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a ranking: `low` to `high` is drawn as a whisker where it differs from `value`."""

    label: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None
    url: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar with its place on the drawing."""

    bar: Bar
    y: int
    width: float
    whisker_from: float | None
    whisker_to: float | None
    kind: str


@dataclass(frozen=True, slots=True)
class RankingChart:
    """Horizontal bars, the best on top, on one scale from 0."""

    title: str
    bars: tuple[PlacedBar, ...]
    ticks: tuple[tuple[float, str], ...]
    height: int
    left: int
    width: int = WIDTH


def ranking_chart(
    title: str, bars: Sequence[Bar], *, full: float = 100, pass_line: float | None = None
) -> RankingChart:
    """Place the bars on a scale from 0 to `full`; those below the pass line are drawn in another colour."""
    left = 16 + 14 * max((min(len(bar.label), 14) for bar in bars), default=4)
    span = WIDTH - left - 64

    def x(value: float) -> float:
        return round(left + span * max(0.0, min(value, full)) / full, 1)

    placed = tuple(
        PlacedBar(
            bar,
            y=8 + 30 * number,
            width=round(x(bar.value) - left, 1),
            whisker_from=x(bar.low) if bar.low is not None and bar.low != bar.high else None,
            whisker_to=x(bar.high) if bar.high is not None and bar.low != bar.high else None,
            kind="c4" if pass_line is not None and bar.value < pass_line else "c1",
        )
        for number, bar in enumerate(bars)
    )
    ticks = tuple((x(full * step / 4), f"{full * step / 4:g}") for step in range(5))
    return RankingChart(title, placed, ticks, height=30 * len(bars) + 34, left=left)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a trend: values by the labels of the axis, None where there was none."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line with its points on the drawing."""

    label: str
    points: str
    dots: tuple[tuple[float, float, str], ...]
    kind: int


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Lines over rounds, on a scale that fits them."""

    title: str
    axis: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[PlacedLine, ...]
    width: int = WIDTH
    height: int = 280


def trend_chart(title: str, axis: Sequence[str], lines: Sequence[Line]) -> TrendChart:
    """Lines over the labels of `axis`, oldest first."""
    known = [value for line in lines for value in line.values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    low, high = (low - 1, high + 1) if low == high else (low - (high - low) * 0.1, high + (high - low) * 0.1)
    left, right, top, bottom = 56, WIDTH - 20, 14, 240

    def x(number: int) -> float:
        return round(left + (right - left) * (number / (len(axis) - 1) if len(axis) > 1 else 0.5), 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - top) * (value - low) / (high - low), 1)

    placed = []
    for order, line in enumerate(lines):
        dots = tuple((x(n), y(v), f"{v:g}") for n, v in enumerate(line.values) if v is not None)
        placed.append(PlacedLine(line.label, " ".join(f"{a},{b}" for a, b, _ in dots), dots, order % 5 + 1))
    ticks = tuple((y(low + (high - low) * n / 4), f"{low + (high - low) * n / 4:.1f}") for n in range(5))
    return TrendChart(title, tuple((x(n), label) for n, label in enumerate(axis)), ticks, tuple(placed))


def heat(lost: Decimal | float, full: Decimal | float) -> str:
    """The class of a matrix cell: ``h0`` nothing lost … ``h5`` all lost."""
    if not full:
        return "na"
    share = float(lost) / float(full)
    return next((f"h{n}" for n, most in enumerate((0.0, 0.1, 0.25, 0.5, 0.75)) if share <= most), "h5")


def shares(counts: Mapping[str, int], width: int = WIDTH) -> tuple[tuple[str, int, float, float, int], ...]:
    """One bar cut into shares: (label, count, x, width, colour) in the mapping's order."""
    whole = sum(counts.values()) or 1
    placed, x = [], 0.0
    for order, (label, count) in enumerate(counts.items()):
        part = round(width * count / whole, 1)
        placed.append((label, count, round(x, 1), part, order % 5 + 1))
        x += part
    return tuple(placed)
