"""A system of the Guangdong form: numbered links, and a disclosure part whose lists come as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article, Section
from kaoping_toytown.sections import OPEN_GROUPS
from kaoping_toytown.skins.skin import Data, Query, Skin, Target, numbered, whole

_FIRST_COLUMN = 2500
_DRAW = """<div class="gkml-list"><ul id="gkml_rows"></ul><div id="gkml_pages"></div></div>
<script>
(function () {
  var c = window._CONFIG, page = 1;
  function day(t) { var d = new Date(t * 1000); return d.getFullYear() + "-" +
    ("0" + (d.getMonth() + 1)).slice(-2) + "-" + ("0" + d.getDate()).slice(-2); }
  function draw(n) {
    fetch(c.API + "/all/" + c.COLUMN + "?page=" + n + "&sid=" + c.SID).then(function (r) { return r.json(); })
      .then(function (got) {
        document.getElementById("gkml_rows").innerHTML = got.articles.map(function (a) {
          return "<li><a href='" + a.url + "'>" + a.title + "</a><b>" + day(a.date) + "</b></li>";
        }).join("");
      });
  }
  draw(page);
})();
</script>
"""

_SCRIPT = "/gkmlpt/gkml/pc/js/chunk-list.js"
_APP = f'<div id="app" class="gkml-list"></div>\n<script src="{_SCRIPT}"></script>\n'
_ASK = (
    '(window.webpackJsonp=window.webpackJsonp||[]).push([["list"],'
    "{a:function(e,t,n){function r(column,page){"
    'return n.get("/gkmlpt/api/all/".concat(column,"?page=").concat(page,'
    '"&sid=").concat(window._CONFIG.SID))}'
    "t.list=r}}]);"
)


class Gkmlpt(Skin):
    name = "gkmlpt"
    files = "/attachment/"
    map_path = "/wzdt/index.html"
    nav = (
        '<div class="gd-header"><a href="{up}"><img src="/images/logo.png" alt="{site}"/>'
        '</a></div>\n<ul class="gd-nav">\n',
        '<li><a href="javascript:;">{group}</a><ol>',
        '<li><a href="{href}" target="_self">{title}</a></li>',
        "</ol></li>\n",
        "</ul>\n",
    )
    crumbs = ('<div class="path">当前位置：{}</div>\n', " > ")
    rows_around = ('<ul class="news_list">\n', "</ul>\n")
    row = '<li><a href="{href}" title="{title}">{pin}{title}</a><span class="time">{date}</span></li>\n'
    home_block = (
        '<div class="gd-mod"><div class="hd"><a href="{more}">{title}</a></div>'
        '<ul class="bd">\n{rows}</ul></div>\n'
    )
    paragraph: ClassVar = {
        "text": '<p style="text-indent: 2em; text-align: justify;">{}</p>',
        "heading": '<p style="text-indent: 2em;"><strong>{}</strong></p>',
        "center": '<p class="nfw-cms-img" style="text-align: center;">{}</p>',
        "right": '<p style="text-align: right;">{}</p>',
        "left": '<p style="text-align: justify;">{}</p>',
    }
    article_page = (
        '<div class="article"><h3 class="title">{title}</h3>\n<div class="msg"><span>来源：{source}</span>'
        "<span>发布时间：{stamp}:00</span><span>浏览量：-</span></div>\n"
        '<div class="article-content">\n{body}\n</div></div>\n'
    )
    footer_around = ('<div class="gd-footer"><span>', "</span><span>", "</span></div>\n")

    def is_disclosed(self, section: Section) -> bool:
        """Whether the section belongs to the disclosure part, whose rows come as JSON."""
        return section.group in OPEN_GROUPS and section.form in ("rows", "pinned")

    def column(self, section: Section) -> int:
        return _FIRST_COLUMN + section.number

    def list_path(self, book: SiteBook, section: Section, page: int) -> str:
        if self.is_disclosed(section):
            return f"/gkmlpt/mulu/{self.column(section)}.html"
        return f"/{section.path}/index_{page + 1}.html" if page else f"/{section.path}/index.html"

    def article_path(self, book: SiteBook, article: Article) -> str:
        if self.is_disclosed(article.section):
            return f"/gkmlpt/content/{article.id // 1_000_000}/{article.id // 1000}/post_{article.id}.html"
        return f"/{article.section.path}/content/post_{article.id}.html"

    def find(self, book: SiteBook, path: str, query: Query) -> Target | None:
        if "/post_" in path:
            article = book.find(whole(path[path.rfind("_") + 1 :].removesuffix(".html")))
            if article is None or self.article_path(book, article) != path:
                return None
            return Target("article", article.section, 0, article)
        if path.startswith("/gkmlpt/mulu/"):
            number = whole(path.removeprefix("/gkmlpt/mulu/").removesuffix(".html"))
            section = book.by_number.get(number - _FIRST_COLUMN)
            return Target("section", section) if section and self.is_disclosed(section) else None
        return self._list(book, path)

    def _list(self, book: SiteBook, path: str) -> Target | None:
        place = numbered(path, "index", "html")
        section = book.by_path.get(place[0]) if place else None
        if place is None or section is None or self.is_disclosed(section) or place[1] == 1:
            return None
        page = max(0, place[1] - 1)
        return Target("section", section, page) if page < book.page_count(section) else None

    def list_main(self, book: SiteBook, section: Section, page: int) -> str:
        if not self.is_disclosed(section):
            return super().list_main(book, section, page)
        config = {
            "SID": book.site.code[:6],
            "COLUMN": self.column(section),
            "API": "/gkmlpt/api",
            "TITLE": section.title,
            "PAGES": book.page_count(section),
        }
        if self.is_second(book):
            tree = [{"id": self.column(s), "name": s.title, "children": []} for s in self._disclosed(book)]
            text = json.dumps({**config, "TREE": tree}, ensure_ascii=False)
            return f"<script>window._CONFIG = {text};</script>\n{_APP}"
        return f"<script>window._CONFIG = {json.dumps(config, ensure_ascii=False)};</script>\n{_DRAW}"

    def _disclosed(self, book: SiteBook) -> list[Section]:
        return [s for s in book.by_number.values() if self.is_disclosed(s)]

    def pager(self, book: SiteBook, section: Section, page: int, pages: int) -> str:
        shown = range(max(0, page - 3), min(pages, page + 4))
        links = []
        for n in shown:
            style = "current" if n == page else "num"
            links.append(f'<a class="{style}" href="{self.list_path(book, section, n)}">{n + 1}</a>')
        if page + 1 < pages:
            links.append(f'<a class="next" href="{self.list_path(book, section, page + 1)}">下一页</a>')
            links.append(f'<a class="last" href="{self.list_path(book, section, pages - 1)}">最后一页</a>')
        return f'<div class="pagination">{"".join(links)}</div>\n'

    def data(self, book: SiteBook, path: str, query: Query) -> Data | None:
        if path == _SCRIPT:
            return Data("application/javascript", _ASK)
        if not path.startswith("/gkmlpt/api/all/"):
            return None
        section = book.by_number.get(whole(path.removeprefix("/gkmlpt/api/all/")) - _FIRST_COLUMN)
        if section is None:
            return None
        page = max(1, whole(query.get("page", "1")))
        articles = [self._record(book, article) for article in book.rows(section, page - 1)]
        answer = {
            "articles": articles,
            "classify": {"id": self.column(section), "name": section.title, "post_count": section.count},
            "total": section.count,
            "page": page,
            "pages": book.page_count(section),
        }
        return Data("application/json", json.dumps(answer, ensure_ascii=False))

    def _record(self, book: SiteBook, article: Article) -> dict[str, str | int]:
        midnight = datetime(article.date.year, article.date.month, article.date.day, tzinfo=UTC)
        moment = midnight + timedelta(minutes=article.minute - 8 * 60)  # stamps are China's time
        return {
            "id": article.id,
            "title": article.title,
            "url": book.site.base_url + self.article_path(book, article),
            "date": int(moment.timestamp()),
            "display_publish_time": int(moment.timestamp()),
            "created_at": f"{article.stamp}:00",
            "publisher": article.source,
        }
