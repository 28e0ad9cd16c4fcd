"""What all pages of a site share: tags in the head, the footer's parts, the bulk of a heavy template."""

from __future__ import annotations

from html import escape

from kaoping_toytown import names
from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article, PageKind, Section

FOOTER_PARTS = (
    "主办单位",
    "联系方式",
    "网站标识码",
    "ICP备案号",
    "公安备案号",
    "站点地图",
    "我为政府网站找错",
)

# tags as pages wrote them before the norm of 2017
_OLDER_NAMES = {
    "ArticleTitle": "title",
    "PubDate": "firstpublishedtime",
    "ContentSource": "source",
    "ColumnName": "lanmu",
    "ColumnType": "catalog",
}


def _tags(book: SiteBook, section: Section | None, article: Article | None) -> list[tuple[str, str]]:
    site = book.site
    code = book.plan.codes.get("tag", site.code)
    tags = [("SiteName", site.name), ("SiteDomain", site.domain), ("SiteIDCode", code)]
    if section is not None:
        tags += [("ColumnName", section.title), ("ColumnType", section.column_type)]
        tags.append(("ColumnDescription", f"{site.name}{section.title}栏目"))
    if article is not None:
        tags += [
            ("ArticleTitle", article.title),
            ("PubDate", article.stamp),
            ("ContentSource", article.source),
        ]
        tags.append(("Keywords", article.title[:12]))
    return tags


def metas(book: SiteBook, kind: PageKind, section: Section | None, article: Article | None) -> str:
    """The norm's tags for a kind of page, as this site writes them."""
    out = []
    for name, content in _tags(book, section, article):
        gap = book.plan.tags.get((kind, name))
        if gap == "absent":
            continue
        if "older_tags" in book.plan.traits:
            name = _OLDER_NAMES.get(name, name)
        elif "lower_case_tags" in book.plan.traits:
            name = name.lower()
        text = "" if gap == "empty" else escape(content)
        out.append(f'<meta name="{name}" content="{text}">')
    return "\n".join(out)


def _find_errors(book: SiteBook, outer: str) -> str:
    code = book.plan.codes.get("entrance", book.site.code)
    address = f"{outer}/exposure/jiucuo.html?site_code={code}"
    match book.plan.forms.get("find_errors"):
        case "words":
            return f'<a href="{address}">我为政府网站找错</a>'
        case "script":
            return f"<span id=\"_span_jiucuo\"><script sitecode='{code}' src='/js/jiucuo.js'></script></span>"
        case _:
            return (
                f'<a href="{address}" title="我为政府网站找错">'
                '<img src="/images/jiucuo.png" alt="我为政府网站找错"/></a>'
            )


def search_box(book: SiteBook, outer: str) -> str:
    """The way into the site's search, as this site offers it."""
    forms = {
        "none": "",
        "platform": f'<form action="{outer}/s/{book.site.code}"><input name="searchWord" title="关键字"/>'
        "<button>搜 索</button></form>\n",
        "picture": '<a href="/search.html"><img src="/images/dot.png"/></a>\n',
        "words": '<a href="/search.html" title="搜索">站内搜索</a>\n',
        "button": '<button class="search-btn" onclick="toSearch()"></button>\n',
    }
    usual = '<form action="/search.html" method="get"><input name="q"/><button>搜索</button></form>\n'
    return forms.get(book.plan.forms.get("search", ""), usual)


def footer_parts(book: SiteBook, outer: str, map_href: str) -> dict[str, str]:
    """The footer's parts by name, in the order of `FOOTER_PARTS`; a fault leaves some out."""
    site = book.site
    parts = {
        "主办单位": f"【主办】{site.unit}"
        if book.plan.forms.get("sponsor") == "brackets"
        else f"主办单位：{site.unit}",
        "联系方式": f"联系电话：{names.telephone(site.number + 500)}（仅受理网站建设维护相关事宜）",
        "网站标识码": f"网站标识码：{book.plan.codes.get('footer', site.code)}",
        "ICP备案号": f'<a href="{outer}/beian/icp" target="_blank">{names.icp_number(site.number)}</a>',
        "公安备案号": f'<a href="{outer}/beian/police?code={site.number}" target="_blank">'
        f'<img src="/images/police.png" alt="公安备案图标"/>{names.police_number(site.number)}</a>',
        "站点地图": f'<a href="{map_href}">网站地图</a>',
        "我为政府网站找错": _find_errors(book, outer),
    }
    return {name: html for name, html in parts.items() if name not in book.plan.footer_gaps}


def bulk(size_bytes: int) -> str:
    """Style rules of about this size, as heavy templates carry them inline."""
    if size_bytes < 200:
        return ""
    out = []
    length = 0
    number = 0
    while length < size_bytes - 100:
        rule = (
            f".mod-{number} .item-{number % 17}{{width:{100 + number % 900}px;"
            f"margin:{number % 9}px 0 {number % 13}px;color:#{number * 7919 % 0xFFFFFF:06x}}}\n"
        )
        out.append(rule)
        length += len(rule)
        number += 1
    return f"<style>\n{''.join(out)}</style>\n"
