"""What an interpretation says, by the form that a site gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kaoping_toytown import prose
from kaoping_toytown.blocks import Block
from kaoping_toytown.records import Article

if TYPE_CHECKING:
    from kaoping_toytown.book import SiteBook

_TITLES = {
    "picture": "一图读懂{name}",
    "video": "视频解读：{name}",
    "questions": "{name}政策问答",
    "drafter": "{name}起草说明",
    "foreign": "《社会救助条例》政策解读",
}
_HEADINGS = ("制定背景", "目的意义", "目标任务", "主要内容")
_NUMERALS = "一二三四五六七八九"

# element -> (headings in three manners, what is said)
_ELEMENTS = {
    "background": (
        ("起草背景", "出台背景与依据", "为什么要制定这份文件"),
        "近年来，{region}{field}工作面临不少新的情况，原有规定已经难以适应需要。根据国家和省有关法律法规的规定，"
        "{unit}在走访调研、听取各方面想法的基础上起草了文件。",
    ),
    "purpose": (
        ("目的意义", "制定目的", "出台的目的是什么"),
        "出台文件是为了把各地行之有效的做法固定下来，进一步规范{field}工作，让企业和群众办事有章可循、心里有数。",
    ),
    "tasks": (
        ("目标任务", "主要目标", "要完成哪些任务"),
        "到{plan_year}年底，{region}基本建成覆盖城乡的{field}服务体系，各项工作分年度推进，由牵头单位逐项落实到位。",
    ),
    "content": (
        ("主要内容", "重点条款", "文件规定了哪些内容"),
        "文件共五个部分十八条。一是划清部门职责，二是缩短办理时间，三是加大扶持力度，四是强化监督检查，"
        "每一项都给出可以直接照着做的规定。",
    ),
}
_TAIL = (
    "咨询电话：{phone}，工作日有人接听。材料样式可以在政务服务大厅领取，也可以在网上下载，"
    "填写当中有疑问的，窗口工作人员会现场指导。因故不能到场的，可以委托家人或者社区工作人员代为递交。"
)


def form_of(book: SiteBook, index: int) -> str:
    """The form of one interpretation: as planned, else text with questions and pictures in between."""
    planned = book.plan.readings.get(index)
    if planned is not None:
        return planned
    if "plain_readings" in book.plan.traits:
        return "text"
    return {1: "questions", 4: "picture"}.get(index % 6, "text")


def title_of(book: SiteBook, index: int) -> str:
    """The interpretation's title."""
    name = book.document_name(index)
    return _TITLES.get(form_of(book, index), "{name}政策解读").format(name=name)


def middle(book: SiteBook, article: Article, files: str) -> list[Block]:
    """What stands between opening and end."""
    form = form_of(book, article.index)
    given = book.given(article.section, article.index, article.date)
    if form == "picture":
        source = f"{files}{article.date:%Y%m}/{article.id}.png"
        return [Block("center", f'<img src="{source}" alt="{article.title}" width="480" height="320"/>')]
    if form == "video":
        return [Block("html", '<video src="/images/reading.mp4" controls width="480"></video>')]
    if form == "questions":
        return _asked(given)
    if form in ("copied", "reworded"):
        return _copied(book, article.index, given, is_reworded=form == "reworded")
    if form == "quoting":
        return _headed(given) + _quoted(book, article.index)
    if form == "foreign":
        return _headed({**given, "unit": "国家有关部门", "region": "全国"})
    if form == "prose" or form.startswith("prose-"):
        return _prose(given, form.removeprefix("prose-"))
    if form.startswith("labelled-"):
        return _labelled(given, form.removeprefix("labelled-"))
    if form == "other_words" or form.startswith("headed-"):
        return _headed(given, form.removeprefix("headed-"), manner=1)
    return _plain(book, article, given)


def _plain(book: SiteBook, article: Article, given: Mapping[str, str]) -> list[Block]:
    texts = prose.paragraphs("interpretation", 9, book.dice(article.section, article.index, 5), given)
    out = []
    for n, heading in enumerate(_HEADINGS):
        out.append(Block("heading", f"{_NUMERALS[n]}、{heading}"))
        out += [Block("text", text) for text in texts[n :: len(_HEADINGS)]]
    return out


def _headed(given: Mapping[str, str], without: str = "", manner: int = 0) -> list[Block]:
    out, number = [], 0
    for name, (headings, text) in _ELEMENTS.items():
        if name != without:
            out.append(Block("heading", f"{_NUMERALS[number]}、{headings[manner]}"))
            out.append(Block("text", text.format_map(given)))
            number += 1
    return [*out, Block("text", _TAIL.format_map(given))]


def _labelled(given: Mapping[str, str], without: str) -> list[Block]:
    said = [
        Block("text", f"<strong>{headings[1]}：</strong>{text.format_map(given)}")
        for name, (headings, text) in _ELEMENTS.items()
        if name != without
    ]
    return [*said, Block("text", _TAIL.format_map(given))]


def _prose(given: Mapping[str, str], without: str) -> list[Block]:
    """No heading at all: sentences alone tell of the elements."""
    said = [Block("text", text.format_map(given)) for n, (_, text) in _ELEMENTS.items() if n != without]
    return [*said, Block("text", _TAIL.format_map(given))]


def _asked(given: Mapping[str, str]) -> list[Block]:
    out = []
    for headings, text in _ELEMENTS.values():
        out += [Block("text", f"问：{headings[2]}？"), Block("text", f"答：{text.format_map(given)}")]
    return out


def _clauses(book: SiteBook, index: int) -> list[str]:
    """The document's own sentences."""
    section = book.section("normative")
    given = book.given(section, index, book.date_of(section, index))
    return prose.paragraphs("normative", 9, book.dice(section, index, 5), given)


def _copied(book: SiteBook, index: int, given: Mapping[str, str], *, is_reworded: bool) -> list[Block]:
    clauses = _clauses(book, index)
    if is_reworded:  # a word here and there is another: it is still the document's text
        clauses = [
            clause.replace("做好相关工作", "抓好有关工作").replace("，并对", "并且对") for clause in clauses
        ]
    short = ("起草背景：旧文件到期。", "制定目的：便民利企。", "目标任务：三年见效。", "主要内容：")
    return [Block("text", text) for text in (*short, *clauses)]


def _quoted(book: SiteBook, index: int) -> list[Block]:
    first, second = _clauses(book, index)[:2]
    return [Block("text", f"文件原文规定：“{first}”"), Block("text", f"文件还规定：“{second}”")]
