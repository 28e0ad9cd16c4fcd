"""
Township platform with hardly any content, or with another's (乡镇平台内容贫乏).

Looks at:     one township's platform inside a county's site, and how it compares with the county's others.
Problem when: it has fewer than `min_items` items; or at least `copied_share` of its newest items
              (`least_copied` or more) are another township's, title by title but for the name, with the same
              day or length.
Unsure when:  rows could not be seen, or no other platform of the site shows `min_items` items either: then
              its lists may be of a form that we cannot read.
Silent:       the township that was copied from; platforms on other hosts.
Not its job:  no platform at all, see `platforms.township_missing`; missing sections, see
              `platforms.township_section_missing`. Two that resemble each other are told once, for the later.
"""

from collections.abc import Iterator
from typing import Any

from kaoping.pages.townships import Platform
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="乡镇平台内容贫乏",
    reads=Platform,
    lane="person",
    message="{item}的信息公开平台{ground}",
    basis="政府信息公开条例第二十一条;国办发〔2019〕54号",
    remedy="请按标准目录补充本乡镇(街道)自己的信息,不得照搬其他乡镇的内容。",
)
def township_thin(
    subject: Platform, rules: Rulebook, *, min_items: int, copied_share: float, least_copied: int
) -> Iterator[Observation]:
    township = subject.township
    if township.state != "present" or not (township.section_count or township.count):
        return
    url, copied = township.url or subject.home_url, subject.alike_titles
    pages = township.addresses(url)
    if township.count < min_items:
        facts: dict[str, Any] = {"item": township.name, "count": township.count, "min_items": min_items}
        if township.doubt or subject.most_elsewhere < min_items:
            why = township.doubt or "全县乡镇平台的信息都很少,可能没有读懂列表"
            yield unsure(url, why=f"{township.name}只看到{township.count}条信息({why})", **facts)
        else:
            yield problem(
                url, *pages, ground=f"全部栏目只有{township.count}条信息,少于{min_items}条", **facts
            )
    elif subject.alike_share >= copied_share and len(copied) >= least_copied:
        is_mutual = subject.alike_back >= copied_share
        if is_mutual and not subject.is_later:
            return
        yield problem(
            url,
            *pages,
            item=township.name,
            other=subject.alike,
            ground=f"的{len(copied)}条信息({subject.alike_share:.0%})与{subject.alike}雷同",
            share=subject.alike_share,
            titles=list(copied[:20]),
        )
