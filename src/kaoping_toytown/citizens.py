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
        return [*letter, Block("left", "办理状态：未回复")]
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
    """Above the list of messages: figures, unless the plan lacks them (`gaps`), and the way to the form."""
    total, open_letters = section.count, len(book.plan.unanswered)
    words = f"累计收到{total}件，已答复{total - open_letters}件，公开{total}件。"
    figures = "" if "statistics" in book.plan.gaps else f'<div class="tj">留言统计：{words}</div>\n'
    return f'{figures}<p class="write"><a href="{FORM_PATH}">我要写信</a></p>\n'


def form(book: SiteBook) -> str:
    """The page on which a letter is written."""
    return (
        f'<div class="letter"><h2>我要写信</h2><p>请填写来信内容，{book.site.unit}将在规定时限内答复。</p>\n'
        '<form action="/letter" method="post"><p>标题 <input name="subject"/></p>'
        '<p>内容 <textarea name="content" rows="8"></textarea></p>'
        '<button type="submit">提交来信</button></form></div>\n'
    )
