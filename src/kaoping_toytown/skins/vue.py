"""A single-page application: home and lists are drawn by script from JSON, articles come ready or as data."""

from __future__ import annotations

import json
from typing import ClassVar

from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article, Section
from kaoping_toytown.skins.skin import Data, Query, Skin, Target, whole

_SCRIPT = "/static/js/app.5c19e0.js"
_APP = """<div id="app"></div>
<noscript><p>请启用浏览器脚本，或查看<a href="/map.html">网站地图</a>。</p></noscript>
"""


class Vue(Skin):
    name = "vue"
    files = "/file/"
    is_drawn_by_script = True
    nav = (
        '<div class="app-header"><a href="{up}">{site}</a></div>\n<div class="app-menu">\n',
        '<div class="menu-group"><span>{group}</span>',
        '<a class="menu-item" href="{href}">{title}</a>',
        "</div>\n",
        "</div>\n",
    )
    crumbs = ('<div class="el-breadcrumb">{}</div>\n', "<i>/</i>")
    rows_around = ('<div class="el-list">\n', "</div>\n")
    row = (
        '<div class="el-item"><a href="{href}" title="{title}">{pin}{title}</a>'
        '<time datetime="{date}">{date}</time></div>\n'
    )
    home_block = '<div class="el-card"><header>{title}<a href="{more}">查看更多</a></header>\n{rows}</div>\n'
    paragraph: ClassVar = {
        "text": '<p class="ind">{}</p>',
        "heading": "<h3>{}</h3>",
        "center": '<p class="mid">{}</p>',
        "right": '<p class="end">{}</p>',
        "left": "<p>{}</p>",
    }
    article_page = (
        '<article class="detail"><h1>{title}</h1>\n<div class="detail-info"><span>发布时间：{stamp}</span>'
        "<span>来源：{source}</span><span>浏览次数：0</span></div>\n"
        '<div class="rich-text">\n{body}\n</div></article>\n'
    )
    footer_around = ('<div class="app-footer"><div>', "</div>\n<div>", "</div></div>\n")

    def list_path(self, book: SiteBook, section: Section, page: int) -> str:
        turned = f"?page={page + 1}" if page and self.is_second(book) else ""
        return f"/column/{section.number + 101}{turned}"

    def article_path(self, book: SiteBook, article: Article) -> str:
        return f"/detail/{article.id}"

    def find(self, book: SiteBook, path: str, query: Query) -> Target | None:
        if path.startswith("/column/"):
            section = book.by_number.get(whole(path.removeprefix("/column/")) - 101)
            page = whole(query.get("page", "1")) - 1
            is_known = section is not None and 0 <= page < book.page_count(section)
            return Target("section", section, page) if is_known else None
        if path.startswith("/detail/"):
            article = book.find(whole(path.removeprefix("/detail/")))
            return Target("article", article.section, 0, article) if article else None
        return None

    def list_main(self, book: SiteBook, section: Section, page: int) -> str:
        if self.is_second(book):
            return self._island(book, section, page)
        return f'{_APP}<script src="{_SCRIPT}" data-column="{section.number + 101}"></script>\n'

    def _island(self, book: SiteBook, section: Section, page: int) -> str:
        """The later form: a server lays the page's rows beside the empty mount, and links the next page."""
        block = {**self._block(book, section, book.rows(section, page)), "total": section.count}
        state = {"props": {"pageProps": {"column": block}}}
        text = json.dumps(state, ensure_ascii=False).replace("</", "<\\/")
        onward = page + 1 < book.page_count(section)
        href = self.list_path(book, section, page + 1)
        link = f'<nav class="el-pagination"><a rel="next" href="{href}">下一页</a></nav>\n' if onward else ""
        island = f'<script id="__NEXT_DATA__" type="application/json">{text}</script>\n'
        return f'<div id="__next"></div>\n{island}{link}'

    def home_main(self, book: SiteBook, shown: list[tuple[Section, list[Article]]]) -> str:
        return f'{_APP}<script src="{_SCRIPT}"></script>\n'

    def pager(self, book: SiteBook, section: Section, page: int, pages: int) -> str:
        return ""

    def is_island(self, article: Article) -> bool:
        """Whether the article's text lies in the page as data, to be drawn by script."""
        return article.section.number % 2 == 1

    def article_main(self, book: SiteBook, article: Article) -> str:
        if not self.is_island(article):
            return super().article_main(book, article)
        state = {
            "article": {
                "id": article.id,
                "title": article.title,
                "publishTime": f"{article.stamp}:00",
                "source": article.source,
                "columnName": article.section.title,
                "content": self.body(book, article),
            }
        }
        text = json.dumps(state, ensure_ascii=False).replace("</", "<\\/")
        return (
            f'{_APP}<script>window.__INITIAL_STATE__ = {text};</script>\n<script src="{_SCRIPT}"></script>\n'
        )

    def data(self, book: SiteBook, path: str, query: Query) -> Data | None:
        if path == "/api/column/list":
            return self._list(book, query)
        if path == "/api/site/menu":
            menu = [
                {
                    "columnId": self._id(s),
                    "name": s.title,
                    "group": s.group,
                    "url": self.list_path(book, s, 0),
                }
                for s in book.by_number.values()
            ]
            return _answer(menu)
        if path == "/api/home/blocks":
            sections = [book.section(key) for key in ("news", "notice", "normative", "interpretation")]
            return _answer([self._block(book, section, book.rows(section, 0, 6)) for section in sections])
        return None

    def _id(self, section: Section) -> int:
        return section.number + 101

    def _list(self, book: SiteBook, query: Query) -> Data | None:
        section = book.by_number.get(whole(query.get("columnId", "")) - 101)
        if section is None:
            return None
        page = max(1, whole(query.get("pageNo", "1")))
        size = min(100, max(1, whole(query.get("pageSize", "15"))))
        block = self._block(book, section, book.rows(section, page - 1, size))
        return _answer({**block, "total": section.count, "pageNo": page, "pageSize": size})

    def _block(self, book: SiteBook, section: Section, articles: list[Article]) -> dict[str, object]:
        rows = [
            {"id": a.id, "title": a.title, "publishTime": f"{a.stamp}:00", "url": self.article_path(book, a)}
            for a in articles
        ]
        return {"columnId": self._id(section), "columnName": section.title, "rows": rows}


def _answer(data: object) -> Data:
    return Data("application/json", json.dumps({"code": 200, "msg": "ok", "data": data}, ensure_ascii=False))
