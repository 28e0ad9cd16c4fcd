"""
Required section missing on a township's platform (乡镇平台栏目缺失).

Looks at:     one township's platform inside a county's site, required section by section.
Problem when: a required section is not there. One that is owed according to local conditions (条例第二十一
              条), or that is no more than advised, counts where at least `peer_share` of the county's other
              townships (`least_peers` or more) have it: the county's own platforms are the measure.
Unsure when:  parts of the platform were not seen; only a similar section is there.
Silent:       sections that streets do not owe (farming); platforms on other hosts.
Not its job:  a township without any platform, see `platforms.township_missing`; an empty section, see
              `upkeep.section_empty`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from kaoping.pages.townships import Platform, TownshipSection
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="乡镇平台栏目缺失",
    reads=Platform,
    lane="person",
    message="{township}的信息公开平台没有“{section}”栏目({ground})",
    basis="政府信息公开条例第二十一条;国办公开办函〔2019〕61号;国办发〔2019〕54号",
    remedy="请补设该栏目并公开内容。",
)
def township_section_missing(
    subject: Platform, rules: Rulebook, *, advised_marks: list[str], peer_share: float, least_peers: int
) -> Iterator[Observation]:
    township = subject.township
    if township.state != "present" or not (township.section_count or township.count):
        return
    url = township.url or subject.home_url
    for section in township.sections:
        facts: dict[str, Any] = {
            "item": f"{township.name}/{section.name}",
            "township": township.name,
            "section": section.name,
        }
        if section.state == "ask":
            yield unsure(section.url or url, why=f"{township.name}“{section.name}”:{section.why}", **facts)
        elif section.state == "missing" and _is_owed(section, advised_marks, peer_share, least_peers):
            if township.doubt:
                yield unsure(url, why=f"{township.name}没有看全({township.doubt})", **facts)
            else:
                yield problem(url, *township.addresses(url), ground=_ground(section, advised_marks), **facts)


def _is_owed(section: TownshipSection, advised: Sequence[str], share: float, least: int) -> bool:
    if not section.is_conditional and section.mark not in advised:
        return True
    return section.peers_with >= max(least, share * section.peers)


def _ground(section: TownshipSection, advised: Sequence[str]) -> str:
    if section.is_conditional or section.mark in advised:
        return f"本县其他{section.peers}个乡镇中{section.peers_with}个都有"
    return "平台应有的栏目"
