"""A unit's report on rectification (整改报告): each finding with what was done, before and after."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .material import RoundFacts
from .printing import write_publication
from .publication import DASH, Column, Grid, Publication, Row

REPORT = "整改报告"
DONE, STILL = "已整改", "仍存在"
COLUMNS = (
    Column("序号", 3, "count"),
    Column("问题", 14),
    Column("页面", 10, "link"),
    Column("原因", 6, "sign"),
    Column("责任人", 5, "sign"),
    Column("整改措施和情况", 14),
    Column("期限", 6, "sign"),
    Column("报送", 6, "sign"),
    Column("复核", 7, "sign"),
    Column("复核所见", 10),
    Column("整改前证据", 7, "digest"),
    Column("整改后证据", 7, "digest"),
)


@dataclass(frozen=True, slots=True)
class RectifiedItem:
    """
    One finding with what became of it. `state` is a Chinese word, 已整改 where it was seen to be put right;
    `seen` is what was seen then. `before` and `after` are digests of the evidence, ``""`` for none.
    """

    message: str
    url: str
    due: date
    state: str
    cause: str = ""
    owner: str = ""
    plan: str = ""
    done: str = ""
    reported: date | None = None
    seen: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class RectificationMaterial:
    """The items of one unit in the order in which they are to be printed."""

    facts: RoundFacts
    unit: str
    items: tuple[RectifiedItem, ...]


def write_rectification_report(material: RectificationMaterial, path: Path) -> None:
    """
    Write the report as docx or xlsx, by the path's suffix.

    Raises:
        OutputError: It cannot be written.
    """
    write_publication(rectification_report(material), path)


def rectification_report(material: RectificationMaterial) -> Publication:
    """Counts first, then the items, then the causes."""
    facts, items = material.facts, material.items
    rows = tuple(_row(number, item) for number, item in enumerate(items, 1))
    causes = Counter(item.cause for item in items if item.cause)
    grids = [Grid("整改情况", COLUMNS, rows)]
    if causes:
        columns = (Column("原因", 12), Column("问题数", 4, "count"))
        grids.append(Grid("原因统计", columns, tuple(causes.most_common()), is_whole=True))
    return Publication(
        title=f"{material.unit}关于{facts.title}的{REPORT}",
        heads=(("报送单位", material.unit), ("考评机关", facts.office), ("整改情况", counted_words(items))),
        grids=tuple(grids),
        notes=("注:证据摘要为存档网页内容 SHA-256 的前12位;复核由系统重新访问页面并重新检查得出。",),
        author=material.unit,
        day=facts.day.isoformat(),
    )


def counted_words(items: Sequence[RectifiedItem]) -> str:
    """How many there are, and of each state how many."""
    states = Counter(item.state for item in items)
    told = "、".join(f"{state} {count} 个" for state, count in states.most_common())
    return f"共 {len(items)} 个问题" + (f",{told}" if told else "") + "。"


def _row(number: int, item: RectifiedItem) -> Row:
    done = "\n".join(text for text in (item.plan and f"措施:{item.plan}", item.done) if text)
    return (
        number,
        item.message,
        item.url,
        item.cause or DASH,
        item.owner or DASH,
        done or DASH,
        item.due.isoformat(),
        item.reported.isoformat() if item.reported else "未报",
        item.state,
        item.seen,
        item.before,
        item.after,
    )
