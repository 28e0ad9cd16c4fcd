"""
Interpretation published before its document (解读早于文件).

Looks at:     each policy document of the last `months` months, with its first interpretation.
Problem when: both publication dates are certain and the interpretation's is the earlier one.
Unsure when:  the document's page was published long after the document was signed (`moved_days`), as when
              a site was moved or filled up later; the interpretation is a drafter's note.
Silent when:  both bear one day; the interpretation explains a draft for consultation.
Not its job:  lateness: this check goes before `interpretation.late`, which is silent on such a pair.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.pages.consultation import is_consultation, may_be_consultation
from kaoping.pages.documents import is_first, is_within
from kaoping.pages.interpretationwords import interpretation_words
from kaoping.pages.page import Page
from kaoping.pages.subjects import PolicyPair
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="解读早于文件",
    reads=PolicyPair,
    lane="person",
    message="解读({interpretation_date})早于文件({policy_date}){days}天发布",
    basis="国办发〔2016〕80号,解读材料与文件同步发布;解读不应先于文件公开",
    remedy="请核对两处发布日期:文件补录、迁移造成的,改正日期;确属先解读后公开的,今后应同步发布。",
)
def backdated(
    pair: PolicyPair, rules: Rulebook, *, months: int, moved_days: int, today: date
) -> Iterator[Observation]:
    policy, interpretation = pair.policy, pair.interpretation
    first, last = policy.published, interpretation.published
    if first is None or last is None or last >= first or pair.is_reposted:
        return
    if not is_first(pair) or not is_within(policy, today, months):
        return
    if is_consultation(interpretation, interpretation_words(rules)):
        return
    pages = [policy.url, *(copy.url for copy in pair.copies)]
    if why := _doubt(policy, interpretation, last, moved_days, rules):
        yield unsure(interpretation.url, *pages, why=why)
        return
    yield problem(
        interpretation.url, *pages, policy=policy.url, policy_date=first, interpretation_date=last,
        days=(first - last).days,
    )  # fmt: skip


def _doubt(policy: Page, interpretation: Page, last: date, moved_days: int, rules: Rulebook) -> str:
    if policy.conflicts or interpretation.conflicts:
        return "页面上的日期互相矛盾"
    if may_be_consultation(interpretation, interpretation_words(rules)):
        return "可能是起草阶段的说明"
    signed = [seen.value for seen in policy.dates if seen.what == "signed" and seen.value]
    assert policy.published is not None
    if signed and min(signed) <= last and (policy.published - min(signed)).days > moved_days:
        return "文件成文后很久才在本站发布,可能是补录或迁移"
    return ""
