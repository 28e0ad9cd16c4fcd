"""
No in-site search (没有站内搜索).

Looks at:     the home page: forms, text boxes, links, buttons and scripts that are named as a search; and the
              pages of sections, which often bear the same head.
Problem when: there is none.
Unsure when:  the home page must be rendered, or is a mere entrance of which nothing below was seen.
Silent:       a search on the shared platform's host, a link or button in place of a box, a box by script.
Not checked:  there is no home page to look at.
"""

from collections.abc import Iterator

from kaoping.pages.subjects import Site
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem, unsure


@check(
    title="没有站内搜索",
    reads=Site,
    lane="machine",
    severity="提示",
    message="首页没有{item}",
    basis="国办发〔2017〕47号《政府网站发展指引》关于网站提供站内搜索功能的要求",
    remedy="请在首页显著位置提供站内搜索,或链接到统一检索平台中本站的检索页。",
    same_fact=("item",),
)
def search_missing(site: Site, rules: Rulebook) -> Iterator[Observation]:
    if site.home is None or site.is_blocked:
        yield not_checked(site.home_url, why=site.home_unseen or "没有取得首页")
    elif site.has_search:
        return
    elif site.home.needs_rendering:
        yield unsure(site.home_url, why=f"首页须渲染后才能看全({site.home.needs_rendering})")
    elif site.is_home_entrance:
        yield unsure(site.home_url, why="首页只是导航入口,二级页面中没有看到站内搜索")
    else:
        yield problem(site.home_url, item="站内搜索")
