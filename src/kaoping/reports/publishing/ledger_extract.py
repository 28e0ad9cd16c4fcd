"""An extract of the ledger (问题台账): state, last day and how it was counted, what was seen again."""

from pathlib import Path

from kaoping.ledger import LOOKBACK_WORDS, STATUS_WORDS, LookedBack, OpenItem

from ..words import moment
from .discretion import digest_of, page_of, quote_of, words_of
from .material import LedgerMaterial
from .printing import write_publication
from .publication import Column, Grid, Publication, Row, short_digest

LEDGER = "问题台账"
COLUMNS = (
    Column("序号", 3.2, "count"),
    Column("问题编号", 5.5, "sign"),
    Column("单位", 6.5, "name"),
    Column("问题", 16),
    Column("页面", 14, "link"),
    Column("发现轮次", 6, "sign"),
    Column("状态", 5.5, "sign"),
    Column("整改期限", 6.4, "sign"),
    Column("期限计算", 16),
    Column("报称整改", 7.2, "sign"),
    Column("回头看结论", 6.4, "sign"),
    Column("复核时间", 6.4, "sign"),
    Column("复核说明", 10),
    Column("整改前证据", 8, "digest"),
    Column("整改后证据", 8, "digest"),
)
# on paper fifteen columns are too narrow to read: what belongs together shares one
PAPER_COLUMNS = (
    Column("序号", 3.2, "count"),
    Column("问题编号", 5.5, "sign"),
    Column("单位", 6.5, "name"),
    Column("问题", 14),
    Column("页面", 12, "link"),
    Column("发现轮次", 6, "sign"),
    Column("状态", 5, "sign"),
    Column("整改期限", 13),
    Column("报称整改", 7.2, "sign"),
    Column("回头看", 11),
    Column("前后证据", 8),
)
_TOGETHER = ((0,), (1,), (2,), (3,), (4,), (5,), (6,), (7, 8), (9,), (10, 11, 12), (13, 14))


def write_ledger_extract(material: LedgerMaterial, path: Path) -> None:
    """
    Write the extract as docx or xlsx, by the path's suffix.

    Raises:
        OutputError: It cannot be written.
    """
    write_publication(ledger_extract(material, is_paper=path.suffix.lower() == ".docx"), path)


def ledger_extract(material: LedgerMaterial, *, is_paper: bool = False) -> Publication:
    """
    Items in the order given; a unit's name in `material.unit` leaves out those of all others. For paper
    columns that belong together are one.
    """
    facts = material.facts
    items = [i for i in material.items if material.unit in ("", i.finding.suspect.unit)]
    rows = tuple(
        _row(number, item, material.looked_back.get(item.finding.id), facts.is_public)
        for number, item in enumerate(items, 1)
    )
    if is_paper:
        rows = tuple(map(_drawn_together, rows))
    columns = PAPER_COLUMNS if is_paper else COLUMNS
    whose = f"（{material.unit}）" if material.unit else ""
    return Publication(
        title=f"{facts.title}{LEDGER}{whose}",
        heads=(),
        grids=(Grid(LEDGER, columns, rows),),
        notes=(_counted(items, material),),
        author=facts.office,
        day=facts.day.isoformat(),
    )


def _row(number: int, item: OpenItem, seen: LookedBack | None, is_public: bool) -> Row:
    finding = item.finding
    suspect = finding.suspect
    quote = quote_of(finding, is_public)
    return (
        number,
        finding.id,
        suspect.unit,
        words_of(suspect.message, is_public) + (f"\n原文：{quote[:60]}" if quote else ""),
        page_of(finding, is_public),
        item.round,
        STATUS_WORDS[item.status] + (f"至{item.exempt_until.isoformat()}" if item.exempt_until else ""),
        item.due.isoformat() if item.due else "",
        item.counted,
        moment(item.claimed_at)[:10],
        LOOKBACK_WORDS[seen.outcome] if seen else "",
        moment(seen.seen_at) if seen else "",
        words_of(seen.message, is_public) if seen else "",
        seen.before_digest if seen else digest_of(finding),
        seen.after_digest if seen else "",
    )


def _drawn_together(row: Row) -> Row:
    digests = {n: short_digest(str(row[n])) for n in _TOGETHER[-1]}
    return tuple(
        row[group[0]]
        if len(group) == 1
        else "\n".join(text for n in group if (text := digests.get(n, str(row[n] or ""))))
        for group in _TOGETHER
    )


def _counted(items: list[OpenItem], material: LedgerMaterial) -> str:
    seen = [material.looked_back[i.finding.id] for i in items if i.finding.id in material.looked_back]
    classes = "、".join(
        f"{word}{sum(one.outcome == outcome for one in seen)}条" for outcome, word in LOOKBACK_WORDS.items()
    )
    looked = f"；回头看{len(seen)}条，其中{classes}" if seen else ""
    return f"注：共{len(items)}条{looked}。证据摘要为存档网页内容 SHA-256 的前12位。"
