"""A system of the 博达 form: a section's next pages count down, plain links lead through them."""

from __future__ import annotations

from typing import ClassVar

from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article, Section
from kaoping_toytown.skins.skin import Query, Skin, Target, whole

_FIRST_COLUMN = 1001


class Vsb(Skin):
    name = "vsb"
    files = "/__local/"
    home_paths = ("/index.htm",)
    inner_home = "/sy.htm"
    map_path = "/wzdt.htm"
    nav = (
        '<div class="top"><h1><a href="{up}index.htm">{site}</a></h1></div>\n<div class="menu"><dl>\n',
        "<dt>{group}</dt><dd>",
        '<a href="{href}" title="{title}">{title}</a>',
        "</dd>\n",
        "</dl></div>\n",
    )
    crumbs = ('<div class="dqwz">当前位置: {}</div>\n', " &gt; ")
    rows_around = ('<div class="ny_list"><ul>\n', "</ul></div>\n")
    row = (
        '<li id="line_u8_{id}"><span class="fr">[{date}]</span>'
        '<a href="{href}" title="{title}">{pin}{title}</a></li>\n'
    )
    date_format = "%Y/%m/%d"
    home_block = (
        '<div class="sy_box"><h3>{title}<em><a href="{more}">MORE+</a></em></h3><ul>\n{rows}</ul></div>\n'
    )
    paragraph: ClassVar = {
        "text": '<p class="vsbcontent_start">　　{}</p>',
        "heading": '<p class="MsoNormal"><b>　　{}</b></p>',
        "center": '<p class="vsbcontent_img" style="text-align:center">{}</p>',
        "right": '<p class="vsbcontent_end" style="text-align:right">{}</p>',
        "left": "<p>{}</p>",
    }
    article_page = (
        '<form name="_newscontent_fromname"><div class="c-title"><h1>{title}</h1></div>\n'
        '<div class="c-info"><span>作者：{source}</span> <span>时间：{stamp}</span> '
        '<span>点击数：<i id="dynclicks">0</i></span></div>\n'
        '<div id="vsb_content"><div class="v_news_content">\n{body}\n</div></div></form>\n'
    )
    footer_around = ('<div class="foot"><ul><li>', "</li><li>", "</li></ul></div>\n")

    def list_path(self, book: SiteBook, section: Section, page: int) -> str:
        if self.is_second(book):
            turned = f"totalpage={book.page_count(section)}&PAGENUM={page + 1}&" if page else ""
            column = _FIRST_COLUMN + section.number
            return f"/list.jsp?{turned}urltype=tree.TreeTempUrl&wbtreeid={column}"
        if not page:
            return f"/{section.path}.htm"
        return f"/{section.path}/{book.page_count(section) - page}.htm"

    def article_path(self, book: SiteBook, article: Article) -> str:
        return f"/info/{_FIRST_COLUMN + article.section.number}/{article.id}.htm"

    def find(self, book: SiteBook, path: str, query: Query) -> Target | None:
        if path == "/list.jsp" and self.is_second(book):
            section = book.by_number.get(whole(query.get("wbtreeid", "")) - _FIRST_COLUMN)
            page = whole(query.get("PAGENUM", "1")) - 1
            is_known = section is not None and 0 <= page < book.page_count(section)
            return Target("section", section, page) if is_known else None
        if not path.endswith(".htm"):
            return None
        stem = path[1:-4]
        folder, _, name = stem.rpartition("/")
        if folder.startswith("info/"):
            article = book.find(whole(name))
            if article is None or self.article_path(book, article) != path:
                return None
            return Target("article", article.section, 0, article)
        if stem in book.by_path and not self.is_second(book):
            return Target("section", book.by_path[stem])
        section = book.by_path.get(folder)
        if section is None:
            return None
        pages, number = book.page_count(section), whole(name)
        return Target("section", section, pages - number) if 0 < number < pages else None

    def pager(self, book: SiteBook, section: Section, page: int, pages: int) -> str:
        links = [
            f'<span class="p_t">共{section.count}条</span> <span class="p_no_d">{page + 1}/{pages}</span>'
        ]
        if page:
            links.append(f'<a href="{self.list_path(book, section, 0)}" class="Next">首页</a>')
            links.append(f'<a href="{self.list_path(book, section, page - 1)}" class="Next">上页</a>')
        if page + 1 < pages:
            links.append(f'<a href="{self.list_path(book, section, page + 1)}" class="Next">下页</a>')
            links.append(f'<a href="{self.list_path(book, section, pages - 1)}" class="Next">尾页</a>')
        return f'<div class="pb_sys_common">{" ".join(links)}</div>\n'
