"""The matrices as sheets of the workbook: items by site and one by one, townships, what news was told by."""

from collections.abc import Iterable, Iterator

from .cells import Row, Table
from .material import ItemRow, RunReport, SiteReport
from .matrices import NEWS_CHECK
from .words import ITEM_LONG_WORDS, ITEM_SIGNS, ITEM_WORDS, MARK_WORDS

MOST_SITES = 1000  # columns of one sheet; Excel takes 16,384, people far fewer
ITEM_COLUMNS = (
    ("网站", 20), ("单位", 20), ("编号", 9), ("类别", 12), ("事项", 28), ("状态", 16),
    ("对应栏目或文件", 28), ("地址", 44),
    ("最新日期", 12), ("条数", 8), ("说明", 40), ("依据", 36), ("依据标记", 14),
)  # fmt: skip
ITEMS = Table("公开事项", ITEM_COLUMNS, frozenset({7}))
TOWNSHIP_COLUMNS = (
    ("网站", 20), ("乡镇(街道)", 18), ("平台", 12), ("平台条数", 10), ("栏目", 26), ("状态", 16),
    ("地址", 44), ("最新日期", 12), ("条数", 8),
)  # fmt: skip
TOWNSHIPS = Table("乡镇栏目", TOWNSHIP_COLUMNS, frozenset({6}))
NEWS_COLUMNS = (
    ("网站", 20), ("栏目", 22), ("栏目地址", 40), ("日期", 12), ("标题", 48), ("标题地址", 44),
    ("认作", 10), ("凭什么", 26),
)  # fmt: skip
NEWS = Table("动态代替依据", NEWS_COLUMNS, frozenset({2, 5}))
_TOLD = {"news": "动态", "policy": "政策", "": "不明"}


def matrix_sheets(report: RunReport) -> Iterator[tuple[Table, Iterable[Row]]]:
    """Each sheet with its rows, in order; sheets without any row are left out."""
    sites = [site for site in report.sites if site.items]
    if sites:
        yield _item_table(sites), _matrix_rows(sites)
        yield ITEMS, _item_rows(sites)
    if any(site.townships for site in sites):
        yield TOWNSHIPS, _township_rows(sites)
    if any(o.check == NEWS_CHECK and o.answer == "problem" for site in sites for o in site.observations):
        yield NEWS, _news_rows(sites)


def _item_table(sites: list[SiteReport]) -> Table:
    names = tuple((_name(site), 16) for site in sites[:MOST_SITES])
    return Table("事项矩阵", (("类别", 12), ("事项", 28), *names))


def _matrix_rows(sites: list[SiteReport]) -> Iterator[Row]:
    shown = sites[:MOST_SITES]
    found = [{row.id: row for row in site.items if row.is_statutory} for site in shown]
    longest = max(found, key=len)
    rows = {**longest, **{id_: row for one in found for id_, row in one.items() if id_ not in longest}}
    for id_, row in rows.items():
        yield row.group, row.item, *(_word(one.get(id_)) for one in found)


def _word(row: ItemRow | None) -> str:
    if row is None:
        return ""
    newest = f" {row.newest.isoformat()}" if row.newest else ""
    return f"{ITEM_SIGNS.get(row.state, '?')} {ITEM_WORDS.get(row.state, row.state)}{newest}"


def _item_rows(sites: Iterable[SiteReport]) -> Iterator[Row]:
    for site in sites:
        for row in site.items:
            newest = row.newest.isoformat() if row.newest else ""
            yield (
                _name(site), site.unit, row.id, row.group, row.item, _state(row.state), row.name, row.url,
                newest, row.count or None, row.why, row.basis, MARK_WORDS.get(row.mark, row.mark),
            )  # fmt: skip


def _township_rows(sites: Iterable[SiteReport]) -> Iterator[Row]:
    for site in sites:
        for township in site.townships:
            head = (_name(site), township.name, _state(township.state), township.count)
            if not township.cells:
                yield *head, "", township.why, township.url, "", None
            for cell in township.cells.values():
                newest = cell.newest.isoformat() if cell.newest else ""
                yield *head, cell.name, _state(cell.state), cell.url, newest, cell.count or None


def _news_rows(sites: Iterable[SiteReport]) -> Iterator[Row]:
    for site in sites:
        for o in site.observations:
            for one in o.facts["items"] if o.check == NEWS_CHECK and o.answer == "problem" else ():
                told = _TOLD.get(one["kind"], "其他")
                yield (
                    _name(site), str(o.facts["name"]), o.url, one["date"], one["title"], one["url"], told,
                    one["why"],
                )  # fmt: skip


def _state(state: str) -> str:
    return f"{ITEM_SIGNS.get(state, '?')} {ITEM_LONG_WORDS.get(state, state)}"


def _name(site: SiteReport) -> str:
    return site.name or site.unit or site.site or "未命名网站"
