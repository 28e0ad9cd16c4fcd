"""
Normative document without one of its marks (规范性文件要素不全).

Looks at:     a page that is a normative document (行政规范性文件) by its section, number or clauses; the
              facts say by what (`pages/normative.py`).
Problem when: its document number, issuing date or validity status stands nowhere on the page.
              A site that marks it on none of its documents is told once, with all of them.
Unsure when:  the marks may stand in an attachment or a picture, for the page itself has hardly any text.
Silent:       interpretations, drafts, appointments, replies, meeting notices, documents of higher bodies, and
              documents that carry no number by kind (通告, 公告, 令).
"""

from collections.abc import Iterator

from kaoping.pages.normative import normative
from kaoping.pages.page import Page
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="规范性文件要素不全",
    reads=Page,
    lane="person",
    same_fact=("item",),
    message="规范性文件没有标明{item}:{title}({reason})",
    basis="国办公开办函〔2019〕61号;国办发〔2018〕37号关于规范性文件统一登记、统一编号、统一印发的要求",
    remedy="请在文件页面补齐发文字号、成文日期和有效性(有效、失效、废止、修改)。",
)
def normative_file_incomplete(page: Page, rules: Rulebook, *, marks: list[str]) -> Iterator[Observation]:
    found = normative(page, rules)
    lacks = [mark for mark in found.lacks if mark in marks] if found else []
    if found is None or not lacks:
        return
    item = "、".join(lacks)
    if found.hidden:
        yield unsure(page.url, why=f"没有看到{item};{found.hidden}", item=item)
        return
    yield problem(page.url, title=page.title, item=item, reason=found.reason)
