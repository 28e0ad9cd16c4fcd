"""
News in place of policy (以工作动态代替政策文件).

Looks at:     the places of a site that must hold policy or service: places of such items of a catalogue, and
              sections that are named after policy.
Problem when: at least `news_share` of the newest `newest` items are news, and none is a policy document. The
              facts list every item on which this rests, with its kind and by what the kind was told.
Unsure when:  so many kinds are unknown that the rest could tip the scale.
Silent:       sections meant for news; places with fewer than `least_items` items.
Not its job:  a place without any item, see `upkeep.section_empty`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kaoping.pages.disclosure import DisclosureItem, DisclosureMap, PlaceSeen
from kaoping.pages.places import KnownItem
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="以工作动态代替政策文件",
    reads=DisclosureMap,
    lane="person",
    message="“{name}”栏目最新{seen}条中有{news}条是工作动态,没有一份政策文件",
    basis="政府信息公开条例第二十条;国办公开办函〔2019〕61号(法定主动公开内容不得放置工作动态)",
    remedy="请把工作动态移到动态类栏目,在本栏目公开政策文件、标准、流程和结果。",
)
def news_as_policy(
    subject: DisclosureMap,
    rules: Rulebook,
    *,
    contents: list[str],
    newest: int,
    least_items: int,
    news_share: float,
) -> Iterator[Observation]:
    for place, names in _places(subject, contents):
        items = place.items[:newest]
        news = [item for item in items if item.told == "news"]
        unknown = sum(1 for item in items if not item.told)
        if len(items) < least_items or any(item.told == "policy" for item in items):
            continue
        facts: dict[str, Any] = {
            "name": place.name,
            "seen": len(items),
            "news": len(news),
            "item": "、".join(names),
        }
        if len(news) >= news_share * len(items):
            yield problem(place.url, items=[_told(item) for item in items], **facts)
        elif unknown and len(news) + unknown >= news_share * len(items) and len(news) * 2 >= len(items):
            why = f"“{place.name}”的{len(items)}条中{len(news)}条是工作动态,另有{unknown}条认不出文种"
            yield unsure(place.url, why=why, **facts)


def _places(subject: DisclosureMap, contents: Sequence[str]) -> Iterator[tuple[PlaceSeen, list[str]]]:
    """Each place once, with the items that it answers; sections meant for news are left out."""
    found: dict[str, tuple[PlaceSeen, list[str]]] = {}
    for item in subject.items:
        for place in item.places if _is_due(item, contents) else ():
            found.setdefault(place.url, (place, []))[1].append(item.item)
    for place in subject.policy_places:
        found.setdefault(place.url, (place, []))
    return (one for one in found.values() if one[0].section_kind != "news" and not one[0].is_outer)


def _is_due(item: DisclosureItem, contents: Sequence[str]) -> bool:
    return item.content in contents


def _told(item: KnownItem) -> Mapping[str, str]:
    day = item.published.isoformat() if item.published else ""
    return {"title": item.title, "url": item.url, "date": day, "kind": item.told, "why": item.why}
