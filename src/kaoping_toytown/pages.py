"""From an address to an answer: finds what is asked for, dresses it in the site's skin, encodes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from kaoping_toytown import citizens, extras, rolls, shell, spoilt
from kaoping_toytown.attachments import CONTENT_TYPES
from kaoping_toytown.book import SiteBook
from kaoping_toytown.content import file_bytes
from kaoping_toytown.records import Article, PageKind, Section
from kaoping_toytown.response import Cloak, Response, html
from kaoping_toytown.skins import SKINS
from kaoping_toytown.skins.skin import Query, Target, whole

_HOME_SECTIONS = (
    ("news", 8), ("notice", 6), ("normative", 4), ("interpretation", 4),
    ("other_policy", 4), ("message", 4), ("service", 4),
)  # fmt: skip
_NOT_FOUND = "很抱歉，您访问的页面不存在或者已被删除！"
_VERIFY = (
    "<html><head><title>安全验证</title></head><body><p>您的访问行为异常，请完成安全验证后继续访问。</p>"
    '<form><input name="code"/><button>验证</button></form></body></html>'
)
_GONE = 404
_SLOW_HOME_S, _SLOW_PAGE_S = 2.0, 0.1
_HEAVY_LINKS = 190
_OTHER_LINKS = 15  # of the foot and the article itself
_LIGHT_PART_BYTES = 7000  # tags, title and an article's own text
_DAY = re.compile(r"\{day-(\d+)\}")


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class SitePages:
    """One site's pages; shells are encoded once for each depth and kept, bodies are made each time."""

    def __init__(self, book: SiteBook, outer: str, friends: Sequence[tuple[str, str]]) -> None:
        self.book = book
        self.skin = SKINS[book.site.skin]
        self.outer = outer
        self.friends = friends
        self.codec = (
            "gbk" if book.site.encoding != "utf-8" and "mislabelled" not in book.plan.traits else "utf-8"
        )
        self._shells: dict[tuple[str, bool], tuple[bytes, bytes]] = {}
        self._bulk = ""
        self._menu = self._menu_items()
        if book.page_bytes:
            shown = sum(len(part) for part in self._shell("/", False))
            self._bulk = shell.bulk(book.page_bytes - shown - _LIGHT_PART_BYTES)
            self._shells.clear()

    # -- answering ------------------------------------------------------------------------------

    def respond(self, path: str, query: Query) -> Response:
        """The answer to a GET of `path`, which is decoded and without its query."""
        plan = self.book.plan
        if plan.status == "down":
            return html("<html><head><title>503</title></head><body>Service Unavailable</body></html>", 503)
        if plan.status == "refusing":
            return html(_VERIFY, 403)
        found = self._page(path, query) or self._other(path, query) or self._missing()
        if plan.status == "slow":
            return replace(found, delay_s=_SLOW_HOME_S if path in self.skin.home_paths else _SLOW_PAGE_S)
        return found

    def _page(self, path: str, query: Query) -> Response | None:
        if path in self.skin.home_paths:
            main = self._entrance() if "splash" in self.book.plan.traits else self._home()
            return self._cloaked(self._dressed(path, Target("home"), main), None)
        if path == "/" and "/" not in self.skin.home_paths:
            return Response(302, "text/html", b"", location=self.skin.home_paths[0])
        if path == self.skin.inner_home and "splash" in self.book.plan.traits:
            return self._dressed(path, Target("home"), self._home())
        target = self.skin.find(self.book, path, query)
        if target is None:
            return None
        if target.article is not None:
            status = self.book.plan.answers.get((target.article.section.key, target.article.index))
            if status is not None:
                return self._missing() if status == _GONE else html(_VERIFY, status)
            article = self._as_printed(target.article)
            page = self._dressed(
                path, replace(target, article=article), self._article(path, article, target.article.date)
            )
            return self._cloaked(page, (article.section.key, article.index))
        assert target.section is not None
        return self._dressed(path, target, self._section(path, target.section, target.page))

    def _as_printed(self, article: Article) -> Article:
        """The article under the day that it prints, where a fault gave it another."""
        edits = self.book.edits(article.section, article.index)
        days = [int(edit.text) for edit in edits if edit.where == "printed"]
        return replace(article, date=article.date - timedelta(days=days[-1])) if days else article

    def _cloaked(self, page: Response, place: tuple[str, int] | None) -> Response:
        mask = self.book.plan.cloaks.get(place)
        if mask is None:
            return page
        if mask.status != 200:
            return replace(page, cloak=Cloak(mask.visitor, html(_VERIFY, mask.status)))
        if mask.location:
            location = mask.location.replace("{outer}", self.outer)
            return replace(
                page, cloak=Cloak(mask.visitor, Response(302, "text/html", b"", location=location))
            )
        body = page.body.replace(b"</title>", self._encoded(mask.title) + b"</title>", 1)
        words = self._encoded(mask.words.replace("{outer}", self.outer))
        body = body.replace(b"</body>", words + b"</body>", 1)
        return replace(page, cloak=Cloak(mask.visitor, replace(page, body=body)))

    def _other(self, path: str, query: Query) -> Response | None:
        data = self.skin.data(self.book, path, query)
        if data is not None:
            charset = "gb2312" if self.codec == "gbk" else "utf-8"
            return Response(
                200, f"{data.content_type}; charset={charset}", self._encoded(data.text), self._newest()
            )
        if path.startswith(self.skin.files):
            return self._file(path)
        if path == self.skin.map_path:
            return self._dressed(path, Target("home"), self._map())
        if path == citizens.FORM_PATH and "message" in self.book.plan.sections:
            return self._dressed(path, Target("home"), citizens.form(self.book))
        if path == "/js/footer.js":
            script = extras.footer_script(self._footer_html())
            return Response(200, "application/javascript; charset=utf-8", script.encode())
        if path.startswith("/frame/"):
            return self._frame(path)
        if path == "/search.html":
            return html("<html><head><title>站内搜索</title></head><body>请输入关键词</body></html>")
        if path.startswith("/flaky/"):
            return html("<html><head><title>资料下载</title></head><body><p>资料下载页面。</p></body></html>")
        return (
            spoilt.file(path)
            or rolls.file(path)
            or extras.asset(path)
            or extras.plain(self.book, self.skin, path, query)
        )

    def _missing(self) -> Response:
        text = f"<html><head><title>提示信息</title></head><body><p>{_NOT_FOUND}</p></body></html>"
        return html(text, 200 if "soft_404" in self.book.plan.traits else 404)

    def _file(self, path: str) -> Response | None:
        name, _, extension = path[path.rfind("/") + 1 :].partition(".")
        article = self.book.find(whole(name))
        if article is None:
            return None
        months = {f"{day:%Y%m}" for day in (article.date, self._as_printed(article).date)}
        if path not in {f"{self.skin.files}{month}/{name}.{extension}" for month in months}:
            return None
        body = file_bytes(self.book, article, extension)
        if body is None:
            return None
        return Response(200, CONTENT_TYPES[extension], body, article.date)

    # -- parts of pages ---------------------------------------------------------------------------

    def _home(self) -> str:
        shown = []
        for key, count in _HOME_SECTIONS:
            section = self.book.section(key)
            if section.form not in ("frame", "building", "empty"):
                shown.append((section, self._newest_of(section, count)))
        return self.skin.home_main(self.book, shown)

    def _newest_of(self, section: Section, count: int) -> list[Article]:
        return [self.book.article(section, n) for n in range(min(count, section.count))]

    def _entrance(self) -> str:
        return (
            f'<div class="entrance"><a href="{self.skin.inner_home}"><img src="/images/entrance.png" '
            f'alt="{self.book.site.name}"/></a><p><a href="{self.skin.inner_home}">进入网站</a></p></div>\n'
        )

    def _article(self, path: str, article: Article, came: date) -> str:
        main = self.skin.article_main(self.book, article)
        if "{day-" in main:
            main = _DAY.sub(lambda m: _in_words(came - timedelta(days=int(m[1]))), main)
        return self._crumbs(path, article.section) + main

    def _section(self, path: str, section: Section, page: int) -> str:
        crumbs = self._crumbs(path, section)
        if section.form == "page":
            return crumbs + self.skin.article_main(self.book, self.book.article(section, 0))
        if section.form == "building":
            return crumbs + '<div class="building"><p>栏目建设中，敬请期待！</p></div>\n'
        if section.form == "frame":
            frame = f"/frame/{section.number}.html"
            return f'{crumbs}<iframe src="{frame}" width="100%" height="600" frameborder="0"></iframe>\n'
        if section.kind == "message":
            crumbs += citizens.board_head(self.book, section)
        return crumbs + self.skin.list_main(self.book, section, page)

    def _crumbs(self, path: str, section: Section) -> str:
        around, between = self.skin.crumbs
        steps = [f'<a href="{self._up(path)}">首页</a>', section.group]
        steps.append(f'<a href="{self.skin.list_path(self.book, section, 0)}">{section.title}</a>')
        if self.skin.is_drawn_by_script and "/detail/" not in path:
            return ""
        return around.format(between.join(steps))

    def _map(self) -> str:
        links = "".join(
            f'<li><a href="{self.skin.list_path(self.book, section, 0)}">{section.title}</a></li>\n'
            for section in self.book.by_number.values()
        )
        return f'<div class="wzdt"><h2>网站地图</h2><ul>\n{links}</ul></div>\n'

    def _frame(self, path: str) -> Response | None:
        number = whole(path.removeprefix("/frame/").removesuffix(".html"))
        section = self.book.by_number.get(number)
        if section is None or section.form != "frame":
            return None
        rows = "".join(
            self.skin.home_row(self.book, article, is_framed=True) for article in self._newest_of(section, 60)
        )
        start, end = self.skin.rows_around
        text = f"<!DOCTYPE html>\n<html><head>{self._charset()}<title>{section.title}</title></head><body>\n"
        return Response(200, self._content_type(), self._encoded(f"{text}{start}{rows}{end}</body></html>\n"),
                        self.book.date_of(section, 0))  # fmt: skip

    # -- the shell around -------------------------------------------------------------------------

    def _up(self, path: str) -> str:
        return "../" * (path.count("/") - 1) or "./" if self.skin.is_relative else "/"

    def _dressed(self, path: str, target: Target, main: str) -> Response:
        section, article = target.section, target.article
        kind: PageKind = target.kind
        if section is not None and section.form == "page" and article is None:
            article = self.book.article(section, 0)
        is_bare = self.skin.is_drawn_by_script and target.article is None and path != self.skin.map_path
        is_bare = is_bare or 'class="entrance"' in main[:30]
        top, bottom = self._shell(self._up(path), is_bare)
        title, tail = self._title(target)
        head = (
            f"{self.skin.doctype}\n<html>\n<head>\n{self._charset()}\n<title>{title}</title>\n"
            f"{shell.metas(self.book, kind, section, article)}\n"
        )
        body = b"".join((self._encoded(head), top, self._encoded(main), bottom, self._encoded(tail)))
        modified = article.date if article is not None else self._newest()
        return Response(200, self._content_type(), body, modified)

    def _title(self, target: Target) -> tuple[str, str]:
        """The title element's text, and what a fault writes after the page's end."""
        name = self.book.site.name
        if target.article is None:
            return (f"{target.section.title}_{name}" if target.section else name), ""
        edits = self.book.edits(target.article.section, target.article.index)
        tail = "".join(edit.text for edit in edits if edit.where == "title_tag")
        after = "".join(edit.text for edit in edits if edit.where == "after_html")
        return f"{target.article.title}_{name}{tail}", after

    def _shell(self, up: str, is_bare: bool) -> tuple[bytes, bytes]:
        found = self._shells.get((up, is_bare))
        if found is None:
            style = (
                f'<link rel="stylesheet" href="/css/site.css">\n<script src="/js/page.js">'
                f"</script>\n{self._bulk}"
            )
            nav = "" if is_bare else self._nav(up)
            bottom = f"{self._foot(is_bare)}{self.skin.foot_scripts(self.book)}</body>\n</html>\n"
            found = self._encoded(f"{style}</head>\n<body>\n{nav}"), self._encoded(bottom)
            self._shells[up, is_bare] = found
        return found

    def _menu_items(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Groups of (title, path); heavy pages also name each section's newest articles."""
        groups: dict[str, list[tuple[str, str]]] = {}
        sections = self.book.by_number.values()
        listed = [section for section in sections if section.form == "rows"]
        room = _HEAVY_LINKS - len(sections) - _OTHER_LINKS if self.book.page_bytes else 0
        for section in sections:
            items = groups.setdefault(section.group, [])
            items.append((section.title, self.skin.list_path(self.book, section, 0)))
            if section in listed:
                more = -(-room // (len(listed) - listed.index(section)))
                shown = self._newest_of(section, more)
                room -= len(shown)
                items += [(a.title, self.skin.article_path(self.book, a)) for a in shown]
        return list(groups.items())

    def _nav(self, up: str) -> str:
        start, group_start, item, group_end, end = self.skin.nav
        out = [start.format(up=up, site=self.book.site.name)]
        for group, items in self._menu:
            out.append(group_start.format(group=group))
            out += [item.format(href=up + path[1:], title=title) for title, path in items]
            out.append(group_end)
        out.append(end)
        out.append(shell.search_box(self.book, self.outer))
        if "traps" in self.book.plan.traits:
            out.append('<p><a href="/calendar.html">办事日历</a> <a href="/visit.html">在线导览</a></p>\n')
        return "".join(out)

    def _foot(self, is_bare: bool) -> str:
        links = "".join(f'<a href="{url}/">{name}</a> ' for name, url in self.friends)
        friends = f'<div class="friends">友情链接：{links}</div>\n' if links else ""
        is_scripted = "script_footer" in self.book.plan.traits or (is_bare and self.skin.is_drawn_by_script)
        if is_scripted:
            return f'{friends}<div id="footer"></div>\n<script src="/js/footer.js"></script>\n'
        return friends + self._footer_html()

    def _footer_html(self) -> str:
        return self.skin.footer(shell.footer_parts(self.book, self.outer, self.skin.map_path))

    def _newest(self) -> date:
        return min(self.book.today, self.book.today - timedelta(days=self.book.section("news").newest_age))

    def _charset(self) -> str:
        declared = self.book.site.encoding
        if self.book.site.number % 2:
            return f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
        return f'<meta charset="{declared}">'

    def _content_type(self) -> str:
        if "mislabelled" in self.book.plan.traits:
            return "text/html"
        return f"text/html; charset={self.book.site.encoding}"

    def _encoded(self, text: str) -> bytes:
        return text.encode(self.codec, "xmlcharrefreplace")
