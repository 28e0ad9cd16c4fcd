"""A system of the kaipu form: rows of a table under their years, dates without a year, a written pager."""

from __future__ import annotations

from typing import ClassVar

from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article, Section
from kaoping_toytown.skins.skin import Query, Skin, Target, numbered, whole

_PAGER = """<div class="pages"><script type="text/javascript">
var currentPage = {page};
var countPage = {pages};
var prevPage = currentPage - 1;
var nextPage = currentPage + 1;
document.write("共" + countPage + "页&nbsp;");
if (currentPage == 1) document.write("<a href=\\"index.shtml\\">上一页</a>&nbsp;");
if (currentPage > 1) document.write("<a href=\\"index" + "_" + prevPage + "." + "shtml\\">上一页</a>&nbsp;");
if (nextPage < countPage)
  document.write("<a href=\\"index" + "_" + nextPage + "." + "shtml\\">下一页</a>&nbsp;");
</script></div>
"""


class Ucap(Skin):
    name = "ucap"
    files = "/uploads/"
    map_path = "/wzdt/index.shtml"
    home_paths = ("/", "/index.shtml")
    inner_home = "/sy/index.shtml"
    nav = (
        '<header class="ucap-head"><strong><a href="{up}">{site}</a></strong></header>'
        '\n<nav class="ucap-nav">\n',
        '<section class="nav-col"><h4>{group}</h4>',
        '<a href="{href}"><span>{title}</span></a>',
        "</section>\n",
        "</nav>\n",
    )
    crumbs = ('<div class="position"><i></i>您所在的位置：{}</div>\n', "<em>›</em>")
    rows_around = ('<table class="list-table" width="100%"><tbody>\n', "</tbody></table>\n")
    row = (
        '<tr><td class="dot">·</td><td><a href="{href}" title="{title}">{pin}{title}</a></td>'
        '<td class="d">{date}</td></tr>\n'
    )
    date_format = "%m-%d"
    home_block = (
        '<div class="panel"><div class="panel-h"><span>{title}</span><a href="{more}">更多</a></div>'
        '<table class="panel-b"><tbody>\n{rows}</tbody></table></div>\n'
    )
    paragraph: ClassVar = {
        "text": '<p style="text-indent:2em;">{}</p>',
        "heading": '<p style="text-indent:2em;font-weight:bold;">{}</p>',
        "center": '<p style="text-align:center;">{}</p>',
        "right": '<p style="text-align:right;">{}</p>',
        "left": "<p>{}</p>",
    }
    article_page = (
        '<div class="xl-main"><div class="xl-tit">{title}</div>\n<div class="xl-info">'
        '<span class="date">{stamp}</span><span class="ly">来源： {source}</span><span>'
        "阅读： <b>--</b> 次</span></div>\n"
        '<div class="content" id="UCAP-CONTENT">\n{body}\n</div></div>\n'
    )
    footer_around = ('<footer class="ucap-foot"><div>', "</div><div>", "</div></footer>\n")

    def list_path(self, book: SiteBook, section: Section, page: int) -> str:
        return f"/{section.path}/index_{page}.shtml" if page else f"/{section.path}/index.shtml"

    def article_path(self, book: SiteBook, article: Article) -> str:
        return f"/{article.section.path}/{article.date:%Y%m}/{article.id}.shtml"

    def find(self, book: SiteBook, path: str, query: Query) -> Target | None:
        place = numbered(path, "index", "shtml")
        if place is not None:
            section = book.by_path.get(place[0])
            if section is None or place[1] >= book.page_count(section):
                return None
            return Target("section", section, place[1])
        article = book.find(whole(path[path.rfind("/") + 1 :].removesuffix(".shtml")))
        if article is None or self.article_path(book, article) != path:
            return None
        return Target("article", article.section, 0, article)

    def rows(self, book: SiteBook, section: Section, page: int) -> str:
        pinned = book.pinned(section) if page == 0 else 0
        year = 0
        out = [self.rows_around[0]]
        for n, article in enumerate(book.rows(section, page)):
            if article.date.year != year:
                year = article.date.year
                out.append(f'<tr class="year"><th colspan="3">{year}年</th></tr>\n')
            out.append(self.row_html(book, section, article, n < pinned))
        out.append(self.rows_around[1])
        return "".join(out)

    def pager(self, book: SiteBook, section: Section, page: int, pages: int) -> str:
        return _PAGER.replace("{page}", str(page)).replace("{pages}", str(pages))
