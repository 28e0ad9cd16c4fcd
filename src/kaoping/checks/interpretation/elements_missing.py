"""
Interpretation that lacks elements (解读要素缺失).

Looks at:     each interpretation of the unit's own documents, of the last `months` months.
Problem when: its words, and those of other interpretations of the document, show neither a heading nor a
              sentence on one of the elements of the rulebook (背景依据, 目的意义, 目标任务, 主要内容).
Unsure when:  what lacks may stand in a picture, video or file, in a text cut short, or be asked in other
              words (questions and answers, press conferences).
Not its job:  whether what is said is true or enough: a person reads it.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from kaoping.pages.documents import Interpretation, is_within
from kaoping.pages.elements import ElementSeen, elements
from kaoping.pages.interpretationforms import forms_of, is_pictured
from kaoping.pages.interpretationwords import InterpretationWords, interpretation_words
from kaoping.pages.page import Page
from kaoping.pages.storage import is_cut_short
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="解读要素缺失",
    reads=Interpretation,
    lane="person",
    message="解读没有讲到{item}(已见:{found})",
    basis="国办发〔2017〕47号《政府网站发展指引》,解读应讲清背景依据、目标任务、主要内容、解决的问题",
    remedy="请补充所缺的要素,讲清文件为什么出台、要达到什么目的和任务、主要内容是什么。",
)
def elements_missing(
    interpretation: Interpretation, rules: Rulebook, *, months: int, today: date
) -> Iterator[Observation]:
    page = interpretation.page
    if interpretation.is_reposted or not is_within(page, today, months):
        return
    words = interpretation_words(rules)
    readable = [one for one in (page, *interpretation.companions) if one.text]
    seen = {found.item: found for one in readable for found in elements(one.text, words)}
    absent = [one.item for one in words.elements if one.item not in seen]
    if not absent:
        return
    pages = [policy.url for policy in interpretation.policies]
    if why := _doubt((page, *interpretation.companions), words):
        yield unsure(page.url, *pages, why=why)
        return
    yield problem(page.url, *pages, item="、".join(absent), found=_told(seen.values()))


def _doubt(pages: tuple[Page, ...], words: InterpretationWords) -> str:
    if any(is_pictured(page, words) for page in pages):
        return "有图片、视频、附件或正文很短,所缺要素可能在其中"
    if any(is_cut_short(page) for page in pages):
        return "正文太长,没有读完"
    if any(set(forms_of(page, words)) - {words.text_form} for page in pages):
        return "不是一般的文字解读,要素可能另有讲法"
    return ""


def _told(found: Iterable[ElementSeen]) -> str:
    told = [f"{one.item}——{one.by}“{one.words}”" for one in found]
    return "、".join(told) or "无"
