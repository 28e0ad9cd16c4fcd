"""
Statutory item not disclosed (法定公开事项缺失).

Looks at:     a unit and one item of a catalogue that applies to this kind of unit.
Problem when: no section, page or document answers it, on no site of the unit. An item that applies only on a
              condition counts where the unit's own catalogue has all the others of the same article.
Unsure when:  parts of the site were not seen; a similar section waits for the office's word; the only answer
              is a link out that did not open; whether a conditional item applies was not registered.
Silent:       items that do not apply, by the register or by the unit's own word; a working link out.
Not its job:  an empty place, see `upkeep.section_empty`; old content, see `disclosure.item_outdated`; news in
              place of it, see `disclosure.news_as_policy`; reports, see `disclosure.annual_report_missing`.
              What all sites of a unit lack is told once, for its first site in the roster.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from kaoping.pages.disclosure import CatalogueItem, DisclosureItem
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure

NOT_REGISTERED = "没有对应栏目,本单位是否适用没有登记"


@check(
    title="法定公开事项缺失",
    reads=CatalogueItem,
    lane="person",
    message="没有找到法定公开事项“{item}”的栏目或文件({ground})",
    basis="政府信息公开条例(国务院令第711号)第十二条、第十九条至第二十一条",
    remedy="请设置相应栏目并公开内容;确实不适用的,请登记理由和期限。",
)
def item_missing(
    subject: CatalogueItem, rules: Rulebook, *, told_by_reports: list[str]
) -> Iterator[Observation]:
    found = subject.found
    if found.id in told_by_reports or found.told_at:
        return
    facts: dict[str, Any] = {
        "item": found.item,
        "item_id": found.id,
        "item_basis": found.basis,
        "item_mark": found.mark,
    }
    if found.state == "missing":
        yield problem(subject.home_url, ground=_ground(found), near=_near(found), **facts)
    elif why := _why_unsure(found):
        # Conditional items that nobody registered are one question to the office, not dozens.
        more: dict[str, Any] = {} if why == NOT_REGISTERED else facts
        yield unsure(found.url or subject.home_url, why=why, **more)


def _ground(found: DisclosureItem) -> str:
    pieces = [found.basis]
    if found.exemption_expired is not None:
        pieces.append(f"登记的“不适用”已于{found.exemption_expired.isoformat()}到期")
    if found.why:
        pieces.append(found.why)
    return ";".join(filter(None, pieces))


def _near(found: DisclosureItem) -> Sequence[str]:
    return [candidate.name for candidate in found.candidates]


def _why_unsure(found: DisclosureItem) -> str:
    if found.state == "ask":
        return f"“{found.item}”{found.why}"
    if found.state == "linked_out" and found.places and all(p.works is False for p in found.places):
        return f"“{found.item}”只有站外链接,检查时打不开"
    if found.state != "unsure":
        return ""
    if found.is_conditional and not found.places and found.condition in found.why:
        expired = found.exemption_expired
        return f"“{found.item}”登记的“不适用”已于{expired.isoformat()}到期" if expired else NOT_REGISTERED
    return f"“{found.item}”{found.why}" if found.places else found.why
