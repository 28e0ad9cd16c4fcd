"""Which column is which: the headings that rosters really have."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from .tables import Row, Table

# first the heading that we ask for; earlier ones win where a table has several
HEADINGS: Mapping[str, tuple[str, ...]] = {
    field: tuple(words.split())
    for field, words in {
        "unit": "单位名称 单位 考评单位 被考评单位 主办单位 责任单位 主管单位 部门名称 部门 机构名称"
        " unit unitname organization organisation org department",
        "unit_kind": "单位类别 单位类型 单位性质 单位分组 考评分组 类别 类型 分组 组别"
        " unitkind unittype unitcategory kind category type group",
        "name": "网站名称 站点名称 网站全称 网站 站点 名称 name sitename websitename site website title",
        "url": "首页网址 网站首页网址 网站网址 网站地址 首页地址 网址 首页链接 首页 主页网址 主页地址 主页"
        " 网站域名 域名 链接 地址"
        " url homeurl homepage homepageurl home siteurl websiteurl address link domain",
        "townships": "下辖乡镇 下辖乡镇街道 所辖乡镇 所辖乡镇街道 乡镇名单 乡镇街道名单 townships",
        "code": "网站标识码 政府网站标识码 标识码 网站代码 code sitecode siteidcode idcode websitecode",
    }.items()
}
REQUIRED = ("unit", "url")
SEARCHED_ROWS = 10

_FIELDS = {heading: (field, rank) for field, names in HEADINGS.items() for rank, heading in enumerate(names)}
_NOTES = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|〔.*?〕|《|》")
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The heading row of a table: for each field its column, from 0."""

    row: Row
    columns: Mapping[str, int]

    @property
    def missing(self) -> tuple[str, ...]:
        """Required headings that the row lacks."""
        return tuple(HEADINGS[field][0] for field in REQUIRED if field not in self.columns)

    def heading(self, field: str) -> str:
        """The heading as it stands in the file, or the one that we would ask for."""
        return self.row.cells[self.columns[field]] if field in self.columns else HEADINGS[field][0]

    def value(self, row: Row, field: str) -> str:
        """The cell of a row under this field, ``""`` where the row or the table has none."""
        column = self.columns.get(field)
        return row.cells[column] if column is not None and column < len(row.cells) else ""


def header_of(table: Table) -> Header | None:
    """The best heading row among the first ten rows with content; None where no cell is a known heading."""
    found = [Header(row, _columns(row)) for row in table.rows[:SEARCHED_ROWS]]
    best = max(found, key=lambda header: (-len(header.missing), len(header.columns)), default=None)
    return best if best is not None and best.columns else None


def _columns(row: Row) -> dict[str, int]:
    best: dict[str, tuple[int, int]] = {}
    for column, cell in enumerate(row.cells):
        field, rank = _FIELDS.get(bare(cell), ("", 0))
        if field and (field not in best or rank < best[field][0]):
            best[field] = (rank, column)
    return {field: column for field, (_, column) in best.items()}


def bare(heading: str) -> str:
    """A heading without blanks, brackets and what stands in them, marks and letter case."""
    folded = unicodedata.normalize("NFKC", heading).lower()
    return _NOT_WORDS.sub("", _NOTES.sub("", folded)).removesuffix("必填").removesuffix("选填")
