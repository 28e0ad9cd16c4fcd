"""An old dynamic system: everything behind list.jsp and view.jsp, pages chosen by links and a select."""

from __future__ import annotations

from typing import ClassVar

from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article, Section
from kaoping_toytown.skins.skin import Query, Skin, Target, whole


class Jsp(Skin):
    name = "jsp"
    doctype = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">'
    files = "/UploadFiles/"
    map_path = "/map.jsp"
    home_paths = ("/", "/index.jsp")
    inner_home = "/main.jsp"
    nav = (
        '<table width="960" align="center"><tr><td><font size="6"><a href="{up}">'
        "{site}</a></font></td></tr></table>\n"
        '<table width="960" align="center" class="menu">\n',
        "<tr><td><b>{group}</b></td><td>",
        '<a href="{href}">{title}</a> | ',
        "</td></tr>\n",
        "</table>\n",
    )
    crumbs = ('<table width="960" align="center"><tr><td>所在位置：{}</td></tr></table>\n', " → ")
    rows_around = ('<table width="960" align="center" class="tb">\n', "</table>\n")
    row = (
        '<tr data-date="{date}"><td width="80%"><a href="{href}" title="{title}">{pin}{title}</a></td>'
        '<td class="date" align="right">{date}</td></tr>\n'
    )
    home_block = (
        '<table width="476" class="box"><tr><th><a href="{more}">{title}</a></th><th></th>'
        "</tr>\n{rows}</table>\n"
    )
    paragraph: ClassVar = {
        "text": "<P>&nbsp;&nbsp;&nbsp;&nbsp;{}</P>",
        "heading": "<P><B>{}</B></P>",
        "center": "<P align=center>{}</P>",
        "right": "<P align=right>{}</P>",
        "left": "<P>{}</P>",
    }
    article_page = (
        '<table width="960" align="center"><tr><td align="center" class="bigtitle">{title}</td></tr>\n'
        '<tr><td align="center" class="gray">'
        '信息来源：{source} | 添加时间：{stamp} | 点击：[<span id="num">0</span>]次</td></tr>\n'
        '<tr><td class="zw" id="content">\n{body}\n</td></tr></table>\n'
    )
    footer_around = (
        '<table width="960" align="center" class="bottom"><tr><td>',
        "<br>",
        "</td></tr></table>\n",
    )

    def list_path(self, book: SiteBook, section: Section, page: int) -> str:
        address = f"/list.jsp?classid={section.number + 1}"
        return f"{address}&page={page + 1}" if page else address

    def article_path(self, book: SiteBook, article: Article) -> str:
        return f"/view.jsp?classid={article.section.number + 1}&id={article.id}"

    def find(self, book: SiteBook, path: str, query: Query) -> Target | None:
        section = book.by_number.get(whole(query.get("classid", "")) - 1)
        if section is None:
            return None
        if path == "/list.jsp":
            page = whole(query.get("page", "1")) - 1
            return Target("section", section, page) if 0 <= page < book.page_count(section) else None
        article = book.find(whole(query.get("id", ""))) if path == "/view.jsp" else None
        return Target("article", section, 0, article) if article and article.section is section else None

    def row_href(self, book: SiteBook, section: Section, article: Article) -> str:
        return self.article_path(book, article).replace("&", "&amp;")

    def pager(self, book: SiteBook, section: Section, page: int, pages: int) -> str:
        address = f"list.jsp?classid={section.number + 1}"
        options = "".join(
            f'<option value="{n + 1}"{" selected" if n == page else ""}>第{n + 1}页</option>'
            for n in range(min(pages, 60))
        )
        links = ""
        if self.is_second(book):
            return self._by_function(section, page, pages)
        if page:
            links += f'<a href="{address}&page={page}">上一页</a> '
        if page + 1 < pages:
            links += (
                f'<a href="{address}&page={page + 2}">下一页</a> <a href="{address}&page={pages}">末页</a>'
            )
        return (
            f'<form action="list.jsp" method="get" class="fy"><input type="hidden" name="classid" '
            f'value="{section.number + 1}">共{section.count}条 {links} 转到<select name="page" '
            f'onchange="this.form.submit()">{options}</select></form>\n'
        )

    def _by_function(self, section: Section, page: int, pages: int) -> str:
        """The later form: links that call a function, which sets the address."""
        steps = [("首页", 1), ("上一页", page), ("下一页", min(page + 2, pages)), ("尾页", pages)]
        links = " ".join(f'<a href="javascript:goPage({n});">{words}</a>' for words, n in steps if n)
        go = (
            "function goPage(n) { window.location.href = "
            f'"list.jsp?classid={section.number + 1}&page=" + n; }}'
        )
        return f'<div class="fy">第{page + 1}页/共{pages}页 {links}</div>\n<script>{go}</script>\n'
