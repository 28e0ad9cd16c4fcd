"""
No entrance 我为政府网站找错 (没有“找错”入口).

Looks at:     the home page: its links, pictures, scripts and the footer that scripts draw; of a splash page
              what lies one step below.
Problem when: nothing there is called or addressed as the entrance.
Unsure when:  it may come by script and no browser looked: a footer drawn by script, an empty box named for
              the entrance, a page that must be rendered and bears no footer; or a link is only called 纠错,
              which may be a tool of the page itself.
Not checked:  there is no home page to look at.
Not its job:  an entrance that bears another site's code; see `norms.site_code_wrong`.
"""

from collections.abc import Iterator

from kaoping.pages.subjects import Site
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem, unsure


@check(
    title="没有“我为政府网站找错”入口",
    reads=Site,
    lane="machine",
    severity="提示",
    message="首页没有{item}入口",
    basis="国办发〔2017〕47号《政府网站发展指引》关于“我为政府网站找错”监督举报平台入口的要求",
    remedy="请在首页页脚添加“我为政府网站找错”入口,并带上本站标识码。",
    same_fact=("item",),
)
def find_errors_missing(site: Site, rules: Rulebook) -> Iterator[Observation]:
    if site.home is None or site.is_blocked:
        yield not_checked(site.home_url, why=site.home_unseen or "没有取得首页")
    elif site.find_errors.told:
        return
    elif why := _why_unsure(site):
        yield unsure(site.home_url, why=why)
    else:
        yield problem(site.home_url, item="我为政府网站找错")


def _why_unsure(site: Site) -> str:
    assert site.home is not None
    if site.find_errors.is_by_script:
        return "首页留有“找错”入口的空位,可能由脚本填入,未渲染"
    if site.footer_by_script:
        return "页脚可能由脚本生成,未渲染"
    if site.home.needs_rendering and not site.has_static_footer:
        return f"首页须渲染后才能看全({site.home.needs_rendering})"
    return "首页只有“纠错”字样的链接,不能断定是不是统一平台的入口" if site.find_errors.is_near else ""
