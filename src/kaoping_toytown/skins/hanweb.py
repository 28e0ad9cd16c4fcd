"""A system of the hanweb form: rows lie as XML in a script, further rows come from a data proxy."""

from __future__ import annotations

from typing import ClassVar

from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article, Section
from kaoping_toytown.skins.skin import Data, Query, Skin, Target, whole

_PROXY = "/module/web/jpage/dataproxy.jsp"
_FIRST_COLUMN = 1200
_PAGES_IN_GROUP = 2


class Hanweb(Skin):
    name = "hanweb"
    files = "/module/download/"
    nav = (
        '<div id="top"><a href="{up}" class="sitename">{site}</a></div>'
        '\n<table class="bt_nav" width="1000"><tr>\n',
        '<td class="bt_td"><span>{group}</span><div class="bt_sub">',
        '<a class="bt_link" href="{href}">{title}</a> ',
        "</div></td>\n",
        "</tr></table>\n",
    )
    crumbs = (
        '<table width="1000"><tr><td class="bt_position">当前位置：{}</td></tr></table>\n',
        " &gt;&gt; ",
    )
    rows_around = ("", "")
    row = (
        '<li class="clearfix"><a href="{href}" target="_blank" title="{title}">'
        "{pin}{title}</a><span>{date}</span></li>"
    )
    home_block = (
        '<div class="bt-box"><div class="bt-title"><a href="{more}">{title}</a>'
        '<a class="bt-more" href="{more}">更多</a></div><ul>{rows}</ul></div>\n'
    )
    paragraph: ClassVar = {
        "text": '<p><span style="font-family: 宋体; font-size: 16px;">　　{}</span></p>',
        "heading": '<p><span style="font-family: 黑体; font-size: 16px;">　　{}</span></p>',
        "center": '<p style="text-align:center">{}</p>',
        "right": '<p style="text-align:right">{}</p>',
        "left": '<p><span style="font-family: 宋体;">{}</span></p>',
        "html": "<p>　　{}</p>",
    }
    article_page = (
        '<div id="barrierfree_container"><table width="100%"><tr>'
        '<td class="title" align="center">{title}</td></tr>\n'
        '<tr><td class="info" align="center">发布日期：{stamp}　信息来源：{source}　浏览次数：'
        '<script src="/module/visitcount/articlehits.jsp?articleid={id}"></script></td></tr>\n'
        '<tr><td class="bt_content"><div id="zoom">\n<!--ZJEG_RSS.content.begin-->\n{body}\n'
        "<!--ZJEG_RSS.content.end-->\n</div></td></tr></table></div>\n"
    )
    footer_around = (
        '<table class="bt_foot" width="100%"><tr><td align="center">',
        "　",
        "</td></tr></table>\n",
    )

    def column(self, section: Section) -> int:
        return _FIRST_COLUMN + section.number

    def list_path(self, book: SiteBook, section: Section, page: int) -> str:
        return f"/col/col{self.column(section)}/index.html"

    def article_path(self, book: SiteBook, article: Article) -> str:
        day = article.date
        return f"/art/{day.year}/{day.month}/{day.day}/art_{self.column(article.section)}_{article.id}.html"

    def find(self, book: SiteBook, path: str, query: Query) -> Target | None:
        if path.startswith("/art/"):
            article = book.find(whole(path[path.rfind("_") + 1 :].removesuffix(".html")))
            if article is None or self.article_path(book, article) != path:
                return None
            return Target("article", article.section, 0, article)
        if path.startswith("/col/col"):
            number = whole(path.removeprefix("/col/col").removesuffix("/index.html").rstrip("/"))
            section = book.by_number.get(number - _FIRST_COLUMN)
            return Target("section", section) if section else None
        return None

    def rows(self, book: SiteBook, section: Section, page: int) -> str:
        unit, column = 4000 + section.number, self.column(section)
        store = self._store(book, section, 0)
        if self.is_second(book):
            return (
                f'<div id="{unit}" class="default_pgContainer">'
                f'<script type="text/xml">{store}</script></div>\n'
                f"<script>{self._posting(book, section)}</script>\n"
            )
        setting = (
            f"var jpage_unit = '{unit}', totalRecord = {section.count}, perPage = {book.per_page}, "
            f"proxyUrl = '{_PROXY}', columnid = {column}, unitid = {unit};"
        )
        return (
            f'<div id="{unit}" class="default_pgContainer"><script type="text/xml">{store}</script></div>\n'
            f"<script>{setting}</script>\n"
        )

    def _posting(self, book: SiteBook, section: Section) -> str:
        """The later form: no next group in the store, the proxy is told everything by the script."""
        unit = 4000 + section.number
        told = (
            f"'col':1,'appid':'1','webid':'{book.site.number + 1}','path':'/',"
            f"'columnid':'{self.column(section)}',"
            f"'sourceContentType':'1','unitid':'{unit}','webname':'{book.site.name}','permissiontype':0"
        )
        return (
            f"$('#{unit}').jpage({{ dataStore:null, totalRecord:{section.count}, perPage:{book.per_page}, "
            f"proxyUrl:'{_PROXY}', proxyParam:{{{told}}} }});"
        )

    def pager(self, book: SiteBook, section: Section, page: int, pages: int) -> str:
        return '<script src="/js/jpage.js"></script>\n'

    def _store(self, book: SiteBook, section: Section, group: int) -> str:
        size = book.per_page * _PAGES_IN_GROUP
        onward = None if self.is_second(book) else group + 1
        return self._records(book, section, group * size, (group + 1) * size, onward)

    def _records(self, book: SiteBook, section: Section, start: int, end: int, group: int | None) -> str:
        """Rows `start` to before `end`, and where the next group lies if there is one."""
        onward = ""
        if group is not None and end < section.count:
            unit = 4000 + section.number
            onward = (
                "<nextgroup>"
                f'<![CDATA[<a href="{_PROXY}?page={group}&webid={book.site.number + 1}&path=http&columnid='
                f'{self.column(section)}&unitid={unit}&permissiontype=0"></a>]]></nextgroup>\n'
            )
        records = "".join(
            f"<record><![CDATA[{self._row_at(book, section, position)}]]></record>\n"
            for position in range(max(start, 0), min(end, section.count))
        )
        return (
            f"<datastore>\n{onward}<totalrecord>{section.count}</totalrecord>"
            f"<recordset>\n{records}</recordset>\n</datastore>"
        )

    def _row_at(self, book: SiteBook, section: Section, position: int) -> str:
        article = book.article(section, book.index_at(section, position))
        return self.row_html(book, section, article, position < book.pinned(section))

    def data(self, book: SiteBook, path: str, query: Query) -> Data | None:
        if path == "/module/visitcount/articlehits.jsp":
            return Data("text/javascript", f"document.write('{whole(query.get('articleid', '0')) % 997}');")
        if path != _PROXY:
            return None
        section = book.by_number.get(whole(query.get("columnid", "")) - _FIRST_COLUMN)
        if section is None:
            return None
        if "startrecord" in query:
            start, end = whole(query["startrecord"]), whole(query.get("endrecord", "0"))
            return Data("text/xml", self._records(book, section, start - 1, min(end, start + 299), None))
        return Data("text/xml", self._store(book, section, max(0, whole(query.get("page", "0")))))
