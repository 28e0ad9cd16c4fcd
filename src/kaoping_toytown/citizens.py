"""What citizens come for: messages with their replies, figures on them, a form, and service guides."""

from __future__ import annotations

from datetime import timedelta

from kaoping_toytown import prose
from kaoping_toytown.blocks import Block
from kaoping_toytown.book import SiteBook
from kaoping_toytown.records import Article, Section

FORM_PATH = "/wyxx.html"
# classes of elements of a service guide, by the word before the colon
GUIDE_PARTS = (
    "事项名称",
    "设定依据",
    "申请条件",
    "办理材料",
    "办理机构",
    "办理地点",
    "办理时间",
    "收费标准",
    "联系电话",
    "办理流程",
)

_OPEN_WORDS = ("未回复", "待答复", "办理中", "暂未回复")
_MONTHS = 3


def question(book: SiteBook, article: Article) -> list[Block]:
    """
    A letter and who answered it when. The plan may fix the day of the letter (`asked`) or leave it without
    an answer (`unanswered`).
    """
    dice = book.dice(article.section, article.index, 8)
    asked = book.plan.asked.get(article.index, article.date - timedelta(days=dice.between(1, 4)))
    matter = dice.pick(prose.words()["matter"])
    letter = [
        Block("left", f"来信时间：{asked.isoformat()}"),
        Block("text", f"来信内容：您好，想咨询{matter}的有关情况，请问应当如何办理，谢谢。"),
    ]
    if article.index in book.plan.unanswered:
        return [*letter, Block("left", f"办理状态：{dice.pick(_OPEN_WORDS)}")]
    return [
        *letter,
        Block("left", f"答复时间：{article.date.isoformat()}"),
        Block("left", f"答复单位：{book.site.unit}"),
    ]


def guide(book: SiteBook, article: Article) -> list[Block]:
    """A service guide, one paragraph for each class of elements; the plan's `guide_gaps` are left out."""
    dice = book.dice(article.section, article.index, 5)
    given = dict(book.given(article.section, article.index, article.date))
    given["cert"] = article.title.removesuffix("办理指南").removesuffix("服务指南")
    gaps = book.plan.guide_gaps.get(article.index, frozenset())
    lines = [prose.fill(pattern, dice, given) for pattern in prose.patterns()["body.guide_parts"]]
    return [Block("text", line) for line in lines if line.partition("：")[0] not in gaps]


def board_head(book: SiteBook, section: Section) -> str:
    """
    Above the list of messages: figures in one of several forms, and the way to the form, unless the plan
    lacks them (`gaps`: `statistics`, `write`).
    """
    figures = "" if "statistics" in book.plan.gaps else _figures(book, section)
    way = "" if "write" in book.plan.gaps else f'<p class="write"><a href="{FORM_PATH}">我要写信</a></p>\n'
    return figures + way


def _figures(book: SiteBook, section: Section) -> str:
    total = section.count
    done = total - len(book.plan.unanswered)
    forms = {
        "figures_table": lambda: _table(
            ["收到来信（件）", "已答复（件）", "办结率"], [[total, done, "100%"]]
        ),
        "figures_board": lambda: _board([(total, "来信总数"), (done, "已办结"), (done, "已公开")]),
        "figures_monthly": lambda: _monthly(book, done),
    }
    chosen = next((form for form in forms if form in book.plan.traits), "")
    if chosen:
        return forms[chosen]()
    return f'<div class="tj">留言统计：累计收到{total}件，已答复{done}件，公开{total}件。</div>\n'


def _table(heads: list[str], rows: list[list[object]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="tj"><tr>{head}</tr>{lines}</table>\n'


def _board(figures: list[tuple[int, str]]) -> str:
    boxes = "".join(f"<li><b>{number}</b><span>{name}</span></li>" for number, name in figures)
    return f'<ul class="tj">{boxes}</ul>\n'


def _monthly(book: SiteBook, done: int) -> str:
    day, rows = book.today.replace(day=1), []
    for _ in range(_MONTHS):
        day = (day - timedelta(days=1)).replace(day=1)
        rows.append([f"{day.year}年{day.month}月", done + day.month, done + day.month, done])
    return _table(["月份", "收到留言", "办结", "公开"], rows)


def form(book: SiteBook) -> str:
    """The page on which a letter is written."""
    return (
        f'<div class="letter"><h2>我要写信</h2><p>请填写来信内容，{book.site.unit}将在规定时限内答复。</p>\n'
        '<form action="/letter" method="post"><p>标题 <input name="subject"/></p>'
        '<p>内容 <textarea name="content" rows="8"></textarea></p>'
        '<button type="submit">提交来信</button></form></div>\n'
    )
