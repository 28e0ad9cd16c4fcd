"""Static pages published by a content system of the TRS form: relative links, createPageHTML pagers."""

from __future__ import annotations

from typing import ClassVar

from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article, Section
from kaoping_toytown.skins.skin import Query, Skin, Target, numbered, whole


class Trs(Skin):
    name = "trs"
    doctype = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
    )
    files = "/protect/"
    map_path = "/wzdt/index.html"
    is_relative = True
    nav = (
        '<div class="header"><a class="logo" href="{up}">{site}</a></div>\n<div class="mainNav"><ul>\n',
        '<li class="navItem"><b>{group}</b><div class="subNav">',
        '<a href="{href}" title="{title}" target="_blank">{title}</a>',
        "</div></li>\n",
        "</ul></div>\n",
    )
    crumbs = ('<div class="curPos">您当前的位置：{}</div>\n', " &gt; ")
    rows_around = ('<ul class="infoList" id="div_list">\n', "</ul>\n")
    row = (
        '<li><a href="{href}" target="_blank" title="{title}">{pin}{title}</a>'
        '<span class="time">{date}</span></li>\n'
    )
    home_block = (
        '<div class="modBox"><div class="modTit"><h2>{title}</h2>'
        '<a class="more" href="{more}">更多&gt;&gt;</a></div>'
        '<ul class="modList">\n{rows}</ul></div>\n'
    )
    paragraph: ClassVar = {
        "text": '<p style="text-indent: 2em; line-height: 2em;">{}</p>',
        "heading": '<p style="text-indent: 2em;"><strong>{}</strong></p>',
        "center": '<p align="center">{}</p>',
        "right": '<p style="text-align: right;">{}</p>',
        "left": "<p>{}</p>",
    }
    article_page = (
        '<div class="detail"><h1 class="articleTitle">{title}</h1>\n'
        '<div class="articleInfo"><span>发布时间：{stamp}</span><span>来源：{source}</span>'
        '<span>浏览次数：<em id="hits">0</em></span><span>字号：[<a href="javascript:zoom(18)">大</a> '
        '<a href="javascript:zoom(14)">小</a>]</span></div>\n'
        '<div class="TRS_Editor trs_paper_default">\n{body}\n</div></div>\n'
    )
    footer_around = ('<div class="footer"><p>', "</p>\n<p>", "</p></div>\n")

    def _is_shtml(self, section: Section) -> bool:
        return section.number % 3 == 2

    def list_path(self, book: SiteBook, section: Section, page: int) -> str:
        if self._is_shtml(section):
            number = page + self.is_second(book)
            return f"/{section.path}/list_{number}.shtml" if page else f"/{section.path}/list.shtml"
        return f"/{section.path}/index_{page}.html" if page else f"/{section.path}/"

    def article_path(self, book: SiteBook, article: Article) -> str:
        return f"/{article.section.path}/{self._name(article)}"

    def _name(self, article: Article) -> str:
        return f"{article.date:%Y%m}/t{article.date:%Y%m%d}_{article.id}.html"

    def row_href(self, book: SiteBook, section: Section, article: Article) -> str:
        return f"./{self._name(article)}"

    def find(self, book: SiteBook, path: str, query: Query) -> Target | None:
        if "/t2" in path or "/t1" in path:
            article = book.find(whole(path[path.rfind("_") + 1 :].removesuffix(".html")))
            if article is None or self.article_path(book, article) != path:
                return None
            return Target("article", article.section, 0, article)
        for stem, extension in (("index", "html"), ("list", "shtml")):
            place = numbered(path, stem, extension)
            section = book.by_path.get(place[0]) if place else None
            if place is None or section is None:
                continue
            page = place[1] - (self.is_second(book) and stem == "list" and place[1] > 0)
            if page >= book.page_count(section) or (place[1] and not page):
                continue
            if self._is_shtml(section) == (stem == "list") or path.endswith("/"):
                return Target("section", section, page)
        return None

    def pager(self, book: SiteBook, section: Section, page: int, pages: int) -> str:
        if self._is_shtml(section):
            call = f"createPageHTML('page_div', {pages}, {page + 1}, 'list', 'shtml', {section.count});"
            return f'<div id="page_div" class="page"></div>\n<script type="text/javascript">{call}</script>\n'
        call = f'createPageHTML({pages}, {page}, "index", "html");'
        if self.is_second(book):
            call = f"createPageHTML('{pages}','{page}','index','html','{section.count}');"
        return f'<div class="page"><script type="text/javascript">{call}</script></div>\n'

    def foot_scripts(self, book: SiteBook) -> str:
        return '<div class="toolbar"><a href="javascript:void(0)" id="wza">无障碍</a></div>\n'
