"""
Section without content (空白栏目).

Looks at:     a section with all its list pages joined.
Problem when: it has no row at all, or says so itself ("暂无内容", "建设中").
Unsure when:  the rows could not be seen or need rendering, or should come from data that nobody could read.
Silent:       archives; a section that the office exempts, as long as that is in force; sections of a kind
              that shows text or a form in place of rows, unless they say so.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.pages.subjects import Section
from kaoping.rulebook import Rulebook, section_term

from ..declaration import check
from ..observation import Observation, problem, unsure
from .section_stale import expired_words

# an overview, a leader's page, a service hall or a letter box is no list: rows are not expected there
WITHOUT_ROWS = frozenset({"overview", "leaders", "service", "interaction", "annual_report"})
# of these some are lists after all: a list that stands there and is empty tells
MAY_BE_LISTS = frozenset({"service", "annual_report"})


@check(
    title="空白栏目",
    reads=Section,
    lane="machine",
    message="“{name}”栏目没有内容({reason}){note}",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“栏目不更新”中的空白栏目",
    remedy="请补充栏目内容;没有内容来源的栏目应予撤并。",
)
def section_empty(section: Section, rules: Rulebook, *, today: date) -> Iterator[Observation]:
    if section.item_count or section.items or section.is_archive:
        return
    term = section_term(rules.section_terms, section.unit, (section.name, section.url), today)
    if term is not None and not term.is_expired(today) and term.period_days is None:
        return
    note = expired_words(term, today)
    if section.unseen or section.needs_rendering:
        why = f"没有看到“{section.name}”的内容({section.unseen or section.needs_rendering})"
        yield unsure(section.url, why=why, name=section.name)
    elif section.empty_words:
        yield problem(
            section.url,
            quote=section.empty_words,
            name=section.name,
            kind=section.kind,
            reason=f"页面写着“{section.empty_words}”",
            note=note,
        )
    elif section.is_from_data and not section.is_data_answered:
        why = f"“{section.name}”的信息应来自脚本数据或接口,但没有读到"
        yield unsure(section.url, why=why, name=section.name)
    elif section.kind not in WITHOUT_ROWS or (section.kind in MAY_BE_LISTS and section.has_list):
        yield problem(section.url, name=section.name, kind=section.kind, reason="没有一条信息", note=note)
