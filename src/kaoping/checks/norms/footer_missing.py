"""
Footer lacks required parts (页脚要素缺失).

Looks at:     the footer of the home page.
Problem when: a part that `parts` names is absent, while others are there: one observation per missing part.
Unsure when:  the footer may come by script and no browser looked, or no footer was recognised at all. A
              footer that stands in the markup with most of its parts does not come by script, also where
              the rest of the page does.
Not checked:  there is no home page to look at.
"""

from collections.abc import Iterator, Sequence

from kaoping.pages.page import Footer
from kaoping.pages.subjects import Site
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem, unsure


@check(
    title="页脚要素缺失",
    reads=Site,
    lane="machine",
    severity="提示",
    message="首页页脚缺少{item}",
    basis="国办发〔2017〕47号《政府网站发展指引》附件《网页设计规范》关于底部功能区的要求",
    remedy="请在全站统一的页脚中补齐所列要素。",
    same_fact=("item",),
)
def footer_missing(site: Site, rules: Rulebook, *, parts: Sequence[str]) -> Iterator[Observation]:
    if site.home is None or site.is_blocked:
        yield not_checked(site.home_url, why=site.home_unseen or "没有取得首页")
        return
    printed = _printed(site.footer)
    lacking = [part for part in parts if not printed.get(part)]
    if not lacking:
        return
    if why := _why_unsure(site):
        yield unsure(site.home_url, why=why, lacking="、".join(lacking))
        return
    for part in lacking:
        yield problem(site.home_url, item=part)


def _printed(footer: Footer) -> dict[str, str]:
    return {
        "主办单位": footer.sponsor,
        "联系方式": footer.contact,
        "网站标识码": footer.site_code,
        "ICP备案号": footer.icp,
        "公安备案号": footer.police,
        "站点地图": footer.sitemap,
    }


def _why_unsure(site: Site) -> str:
    assert site.home is not None
    if site.has_static_footer:
        return ""
    if site.footer_by_script:
        return "页脚可能由脚本生成,未渲染"
    if site.home.needs_rendering:
        return f"首页须渲染后才能看全({site.home.needs_rendering})"
    return "" if any(_printed(site.footer).values()) else "没有找到页脚"
