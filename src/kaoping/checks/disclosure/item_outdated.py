"""
Statutory item with old content only (法定公开事项内容陈旧).

Looks at:     a unit and one item of a catalogue, with every place of the site that answers it.
Problem when: the newest content of all its places is older than the item's period.
Unsure when:  nothing in its places bears a date.
Silent:       items without a period (valid for long); items that do not apply; items answered elsewhere.
Not its job:  reports of last year, see `disclosure.annual_report_missing`; sections that are too old by the
              period of their own kind (notices, policy, plans, personnel): `upkeep.section_stale` tells those
              and this check yields; an empty place, see `upkeep.section_empty`.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.pages.disclosure import CatalogueItem
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="法定公开事项内容陈旧",
    reads=CatalogueItem,
    lane="person",
    message="“{item}”(栏目“{name}”)最新内容为{newest},距检查日{days}天,超过{months}个月",
    basis="政府信息公开条例(国务院令第711号)第二十四条、第二十六条",
    remedy="请补充公开期限内的内容;确无新内容的,请在栏目内说明。",
)
def item_outdated(
    subject: CatalogueItem, rules: Rulebook, *, told_by_reports: list[str], today: date
) -> Iterator[Observation]:
    found = subject.found
    if found.id in told_by_reports or found.state not in ("only_old", "present") or found.months is None:
        return
    if found.state == "present":
        if found.count and found.newest is None and not found.documents:
            yield unsure(
                found.url, why=f"“{found.item}”的{found.count}条信息都没有可识别的日期", item=found.item
            )
        return
    old = [place for place in found.places if place.state == "only_old"]
    if found.newest is None or (old and all(place.has_period for place in old)):
        return
    yield problem(
        found.url or subject.home_url,
        *(place.url for place in old if place.url != found.url),
        item=found.item,
        item_id=found.id,
        name=found.name,
        newest=found.newest,
        days=(today - found.newest).days,
        months=found.months,
        item_basis=found.basis,
        item_mark=found.mark,
    )
