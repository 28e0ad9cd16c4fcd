"""A system of the kaipu form: rows of a table under their years, dates without a year, a written pager."""

from __future__ import annotations

import json
from typing import ClassVar

from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article, Section
from kaoping_toytown.skins.skin import Data, Query, Skin, Target, numbered, whole

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

_MORE = """<div class="load-more"><a href="javascript:loadMore();">加载更多</a></div><script>
var channelId = "{channel}";
var page = 1;
function loadMore() {
  page++;
  $.getJSON("/common/search/" + channelId + "?_isAgg=true&_isJson=true&_pageSize={size}&_template=index"
    + "&_rangeTimeGte=&_channelName=&page=" + page, function (got) { draw(got.data.results); });
}
</script>
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
            pages = 1 if self.is_second(book) else book.page_count(section) if section else 0
            if section is None or place[1] >= pages:
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

    def _channel(self, book: SiteBook, section: Section) -> str:
        return f"{book.site.number * 1000 + section.number + 7:032x}"

    def data(self, book: SiteBook, path: str, query: Query) -> Data | None:
        """The later form's rows: an interface of the search engine, asked by channel and page."""
        if not path.startswith("/common/search/") or not self.is_second(book):
            return None
        channel = path.removeprefix("/common/search/")
        section = next((s for s in book.by_number.values() if self._channel(book, s) == channel), None)
        page = max(1, whole(query.get("page", "1")))
        if section is None:
            return None
        results = [
            {"title": a.title, "url": self.article_path(book, a), "publishedTimeStr": f"{a.stamp}:00"}
            for a in book.rows(section, page - 1)
        ]
        answer = {"total": section.count, "rows": book.per_page, "page": page, "results": results}
        return Data("application/json", json.dumps({"code": 200, "data": answer}, ensure_ascii=False))

    def pager(self, book: SiteBook, section: Section, page: int, pages: int) -> str:
        if self.is_second(book):
            return _MORE.replace("{channel}", self._channel(book, section)).replace(
                "{size}", str(book.per_page)
            )
        return _PAGER.replace("{page}", str(page)).replace("{pages}", str(pages))
