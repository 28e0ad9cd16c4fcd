"""
Township without a platform (乡镇平台缺失).

Looks at:     a county's site and one of its townships or streets.
Problem when: the county names it (roster, navigation or its list of townships), but nothing of it can be
              found: no section, page or link; or only a bare entrance without any section or item.
Unsure when:  parts of the site were not seen; the only way leads to an address that did not open.
Silent:       a platform on another host that opens.
Not its job:  a platform that lacks sections or items, see `platforms.township_section_missing` and
              `platforms.township_thin`.
"""

from collections.abc import Iterator

from kaoping.pages.townships import Platform
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="乡镇平台缺失",
    reads=Platform,
    lane="person",
    message="没有找到{item}的政府信息公开平台({ground})",
    basis="政府信息公开条例第二十一条;国办发〔2019〕54号(基层政务公开标准化规范化)",
    remedy="请为该乡镇(街道)建立信息公开平台,或在名单中注明已撤并。",
)
def township_missing(subject: Platform, rules: Rulebook) -> Iterator[Observation]:
    township = subject.township
    where = township.url or subject.home_url
    if township.state == "missing":
        named = "单位名单列有此乡镇" if township.has_listed_name else "网站上只有名称,没有栏目"
        yield problem(where, item=township.name, ground=named)
    elif township.state == "unsure":
        yield unsure(where, why=f"没有看到{township.name}的平台({township.why})", item=township.name)
    elif township.state == "linked_out" and "打不开" in township.why:
        yield unsure(where, why=f"{township.name}的{township.why}", item=township.name)
    elif township.state == "present" and not township.section_count and not township.count:
        if township.doubt:
            yield unsure(where, why=f"没有看到{township.name}的内容({township.doubt})", item=township.name)
        else:
            yield problem(where, item=township.name, ground="只有入口,没有栏目和信息")
