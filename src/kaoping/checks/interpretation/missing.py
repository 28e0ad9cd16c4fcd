"""
Policy document without any interpretation (政策文件未解读).

Looks at:     each policy document of the unit with every interpretation found on any known site of the unit.
Problem when: it must be interpreted (decree, normative document, formal rules that speak to many people),
              was published within the last `months` months, and more than `within_workdays` working days on
              there is no interpretation: no page, and no picture, video, file or link named as one.
Unsure when:  it is a formal document whose reach cannot be told; the sites were not seen whole; an
              interpretation of no known document may be meant; no publication date could be read.
Not its job:  an interpretation that is late or older (`interpretation.late`, `.backdated`): there one exists.
              What need not be interpreted (personnel, meetings, drafts …): see `pages/obligation.py`.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.pages.documents import PolicyDocument, is_within
from kaoping.pages.interpretationwords import interpretation_words
from kaoping.rulebook import OutsideCalendar, Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="政策文件未解读",
    reads=PolicyDocument,
    lane="person",
    message="文件应当解读({must_why}),{published}发布至今{workdays}个工作日,没有见到任何解读",
    basis="国办发〔2016〕80号,行政规范性文件等重要政策应同步解读;国办发〔2017〕47号《政府网站发展指引》关于解读发布的要求",
    remedy="请由起草部门补做解读,发布后与文件相互关联;依规不需解读的,说明理由。",
)
def missing(
    document: PolicyDocument, rules: Rulebook, *, within_workdays: int, months: int, today: date
) -> Iterator[Observation]:
    page = document.page
    if document.pairs or document.is_reposted or document.must_interpret == "no":
        return
    if not is_within(page, today, months) or _is_named(document, rules):
        return
    copies = [copy.url for copy in document.copies]
    if why := _doubt(document):
        yield unsure(page.url, *copies, why=why)
        return
    assert page.published is not None
    try:
        workdays = rules.workdays.between(page.published, today)
    except OutsideCalendar:
        yield unsure(page.url, *copies, why="发布至今的日数超出已知的工作日历")
        return
    if workdays > within_workdays:
        yield problem(
            page.url, *copies, must_why=document.why, published=page.published, workdays=workdays,
            limit=within_workdays, item=page.title,
        )  # fmt: skip


def _doubt(document: PolicyDocument) -> str:
    if document.must_interpret == "unsure":
        return document.why
    if document.page.published is None:
        return "没有读到文件的发布日期"
    if document.likely:
        return "有标题相近而没有写明所解读文件的解读"
    if document.page.has_scripted_relations:
        return "文件页的关联解读可能由脚本生成,没有渲染"
    return document.blind


def _is_named(document: PolicyDocument, rules: Rulebook) -> bool:
    """Whether the document's page offers a file, picture, video or link named as an interpretation."""
    named = interpretation_words(rules).named
    pages = (document.page, *document.copies)
    links = (link for page in pages for link in (*page.text_links, *page.related, *page.attachments))
    return any(named.search(link.text) for link in links)
