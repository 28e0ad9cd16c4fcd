"""
Interpretations all of one form (解读形式单一).

Looks at:     all interpretations of a unit's own documents published in the last `months` months.
Problem when: there are at least `least` of them and all are of one form, be it text or pictures.
Unsure when:  what was not seen may be of another form.
Silent when:  there are fewer, or the form of one could not be told.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from kaoping.pages.documents import DAYS_A_MONTH, UnitInterpretations
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="解读形式单一",
    reads=UnitInterpretations,
    lane="hint",
    severity="提示",
    message="近{months}个月发布的{count}篇解读全部是{form}形式",
    basis="国办发〔2016〕80号、国办发〔2017〕47号关于采用图表、音频、视频等多种形式解读的要求",
    remedy="请根据文件特点增加图解、问答、视频等形式。",
)
def single_form(
    unit: UnitInterpretations, rules: Rulebook, *, months: int, least: int, today: date
) -> Iterator[Observation]:
    recent = [
        one for one in unit.items
        if one.published and 0 <= (today - one.published).days <= months * DAYS_A_MONTH
    ]  # fmt: skip
    forms = Counter(form for one in recent for form in one.forms)
    if len(recent) < least or len(forms) != 1 or not all(one.forms for one in recent):
        return
    url, pages = unit.section_url or unit.home_url, [one.url for one in recent]
    if unit.blind:
        yield unsure(url, *pages, why=unit.blind)
        return
    yield problem(url, *pages, months=months, count=len(recent), form=next(iter(forms)))
