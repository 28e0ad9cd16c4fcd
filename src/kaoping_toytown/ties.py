"""How a document and its interpretation lead to each other: in the text, in a block, by a file, or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kaoping_toytown import readings
from kaoping_toytown.blocks import Block
from kaoping_toytown.records import Article

if TYPE_CHECKING:
    from kaoping_toytown.book import SiteBook

Addressed = Callable[[Article], str]


def opening(book: SiteBook, article: Article, address: Addressed) -> list[Block]:
    """An interpretation's first paragraph; it links its document unless it is tied otherwise."""
    if readings.form_of(book, article.index) == "foreign":
        return [Block("text", "国家有关部门近日公布了《社会救助条例》，有关部门负责人就条例作了解读。")]
    document = book.article(book.section("normative"), article.index)
    named = book.document_name(article.index)
    if book.plan.file_gaps.get(("normative", article.index), "") != "number":
        named += f"（{book.document_number(article.index)}）"
    if _tie(book, article) == "line":
        named = f'<a href="{address(document)}" title="{document.title}">{named}</a>'
    return [Block("html", f"近日，{book.site.unit}印发了{named}，现解读如下。")]


def closing(book: SiteBook, article: Article, address: Addressed, files: str) -> list[Block]:
    """What stands below the text and leads to the other one."""
    is_document = article.section.kind == "normative"
    tie = _tie(book, article)
    partner = book.article(book.section("interpretation" if is_document else "normative"), article.index)
    link = f'<a href="{address(partner)}" title="{partner.title}">{partner.title}</a>'
    if tie == "block":
        head = "相关解读" if is_document else "相关文件"
        return [Block("html", f'<div class="xgwj"><h4>{head}</h4><ul><li>{link}</li></ul></div>')]
    if tie == "script":
        box = '<div id="xgwj"></div><script>loadRelated("xgwj")</script>'
        return [Block("html", box)]
    if tie == "picture":
        source = f"{files}{article.date:%Y%m}/{article.id}.png"
        return [Block("html", f'<a href="{source}">一图读懂{book.document_name(article.index)}</a>')]
    if tie == "file":
        source = f"{files}{partner.date:%Y%m}/{partner.id}.pdf"
        return [Block("html", f'<a href="{source}">附件：{partner.title}.pdf</a>')]
    if is_document and tie == "line":
        return [Block("html", f"相关解读：{link}")]
    return []


def _tie(book: SiteBook, article: Article) -> str:
    return book.plan.ties.get((article.section.key, article.index), "line")
