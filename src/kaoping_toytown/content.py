"""What an article says: its blocks by kind, from salutation to signature, with links and attachments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kaoping_toytown import attachments, citizens, prose, readings, ties
from kaoping_toytown.blocks import Block
from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article


@dataclass(frozen=True, slots=True)
class Links:
    """How a skin addresses an article and the folder of its files."""

    article: Callable[[Article], str]
    files: str


_NUMERALS = "一二三四五六七八九"

# the numbered headings of each kind that has them
_HEADINGS = {
    "normative": ("总则", "职责分工", "具体措施", "监督管理"),
    "plan": ("总体要求", "重点任务", "保障措施"),
    "report": (
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "存在的主要问题及改进情况",
    ),
    "budget": ("收支总体情况", "具体支出说明", "绩效情况"),
    "guide": ("公开主体与范围", "获取方式", "依申请公开", "监督渠道"),
    "office": ("主要职责", "内设机构", "办公信息"),
}

_FILES = {
    "notice": ("docx", "zip", "doc", "docx"),
    "normative": ("pdf", "docx", "pdf", "ofd"),
    "budget": ("xlsx", "pdf"),
    "service": ("docx",),
    "key_area": ("xlsx", "xls"),
    "purchase": ("docx",),
    "statistics": ("xlsx", "csv"),
}


def file_kind(article: Article) -> str | None:
    """The kind of file an article offers, if it offers one."""
    kinds = _FILES.get(article.section.kind)
    if kinds is None or article.index % 3 == 2:
        return None
    return kinds[article.index % len(kinds)]


def normative_file(index: int) -> str | None:
    """The kind of file that the normative document with this index offers, if it offers one."""
    return None if index % 3 == 2 else _FILES["normative"][index % len(_FILES["normative"])]


def has_picture(book: SiteBook, article: Article) -> bool:
    """Whether a picture goes with the article: one of the news, or an interpretation drawn as one."""
    kind, index = article.section.kind, article.index
    if kind == "interpretation":
        return readings.form_of(book, index) == "picture"
    if kind == "normative":
        return book.plan.ties.get(("normative", index)) == "picture"
    return kind in ("news", "topic") and index % 3 == 0


def file_bytes(book: SiteBook, article: Article, extension: str) -> bytes | None:
    """The bytes of the article's picture or attachment; none where it has no such file."""
    if extension == "png" and has_picture(book, article):
        return attachments.png(article.id)
    if extension != file_kind(article):
        return None
    dice = book.dice(article.section, article.index, 7)
    given = book.given(article.section, article.index, article.date)
    lines = prose.paragraphs(article.section.kind, 5, dice, given)
    return attachments.MAKERS[extension](article.title, lines)


def blocks(book: SiteBook, article: Article, links: Links) -> list[Block]:
    """The body from first to last paragraph, faults and decoys included."""
    out = _opening(book, article, links)
    out += _middle(book, article, links)
    out += [Block("html", edit.text) for edit in book.edits(article.section, article.index)
            if edit.where == "paragraph"]  # fmt: skip
    return out + _closing(book, article, links)


def _middle(book: SiteBook, article: Article, links: Links) -> list[Block]:
    kind = article.section.kind
    if kind == "interpretation":
        return readings.middle(book, article, links.files)
    if kind == "service":
        return citizens.guide(book, article)
    dice = book.dice(article.section, article.index, 5)
    given = book.given(article.section, article.index, article.date)
    headings = _HEADINGS.get(kind)
    if kind == "message" and article.index in book.plan.unanswered:
        return []
    if headings is None:
        return [Block("text", text) for text in prose.paragraphs(kind, dice.between(3, 6), dice, given)]
    texts = prose.paragraphs(kind, 9, dice, given)
    out = []
    for n, heading in enumerate(headings):
        out.append(Block("heading", f"{_NUMERALS[n]}、{heading}"))
        out += [Block("text", text) for text in texts[n :: len(headings)]]
    return out


def _opening(book: SiteBook, article: Article, links: Links) -> list[Block]:
    kind = article.section.kind
    if kind == "normative":
        number = [Block("center", book.document_number(article.index))]
        return [
            *(number if _gap(book, article) != "number" else []),
            Block("left", "各县（区）人民政府，市直各有关单位："),
            Block("text", f"现将{book.document_name(article.index)}印发给你们，请认真贯彻执行。"),
        ]
    if kind == "interpretation":
        return ties.opening(book, article, links.article)
    if kind == "message":
        return citizens.question(book, article)
    if has_picture(book, article) and kind != "normative":
        source = f"{links.files}{article.date:%Y%m}/{article.id}.png"
        return [Block("center", f'<img src="{source}" alt="{article.title}" width="480" height="320"/>')]
    if kind in ("notice", "other_policy") and article.title.endswith("通知"):
        return [Block("left", "各有关单位：")]
    return []


def _gap(book: SiteBook, article: Article) -> str:
    return book.plan.file_gaps.get((article.section.key, article.index), "")


def _closing(book: SiteBook, article: Article, links: Links) -> list[Block]:
    kind = article.section.kind
    out = []
    extension = file_kind(article)
    if extension is not None:
        href = f"{links.files}{article.date:%Y%m}/{article.id}.{extension}"
        name = f"附件：{article.title}.{extension}"
        out.append(Block("html", f'<a href="{href}" title="{name}">{name}</a>'))
    if kind == "normative" and _gap(book, article) != "validity":
        out.append(Block("text", "本文件自印发之日起施行，有效期五年。"))
    if kind in ("normative", "notice", "other_policy", "personnel") and _gap(book, article) != "signed":
        day = article.date
        out.append(Block("right", book.site.unit))
        out.append(Block("right", f"{day.year}年{day.month}月{day.day}日"))
    if kind in ("normative", "interpretation"):
        out += ties.closing(book, article, links.article, links.files)
    return out
