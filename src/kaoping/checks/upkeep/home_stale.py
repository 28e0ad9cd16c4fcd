"""
Home page not updated (首页不更新).

Looks at:     the newest date on the home page, or on the second level where the home page is a mere entrance.
Problem when: it lies more than `window_days` before the day of judgement.
Unsure when:  no date was seen, dates come by script and no browser looked, or the home page shows an old date
              while pages one step below are fresh and the home page hardly dates its rows.
Not checked:  there is no home page to look at.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from kaoping.pages.subjects import Site
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem, unsure

# with fewer dated rows a home page may be fresh without showing it: on many most rows bear no date
FEWEST_DATED_ROWS = 3


@check(
    title="首页不更新",
    reads=Site,
    lane="machine",
    severity="严重",
    message="{place}最新信息日期为{newest},距检查日已{days}天,超过{window_days}天未更新",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“首页不更新”",
    remedy="请立即在首页更新信息并标明发布日期,明确专人每周检查。",
)
def home_stale(site: Site, rules: Rulebook, *, window_days: int, today: date) -> Iterator[Observation]:
    if site.home is None or site.is_blocked:
        yield not_checked(site.home_url, why=site.home_unseen or "没有取得首页")
        return
    home, second = _past(site.home_newest, today), _past(site.second_newest, today)
    newest = max((d for d in (home, second if site.is_home_entrance else None) if d), default=None)
    oldest_allowed = today - timedelta(days=window_days)
    if newest is not None and newest >= oldest_allowed:
        return
    if why := _why_unsure(site, newest, second, oldest_allowed):
        yield unsure(site.home_url, why=why)
        return
    assert newest is not None  # without any date `_why_unsure` has spoken
    yield problem(
        site.home_url,
        place="首页为导航入口,首页和二级页面" if site.is_home_entrance else "首页",
        newest=newest,
        days=(today - newest).days,
        window_days=window_days,
    )


def _past(day: date | None, today: date) -> date | None:
    """A date after today is a slip of the page or of its reading: it shows nothing."""
    return day if day is not None and day <= today else None


def _why_unsure(site: Site, newest: date | None, second: date | None, oldest_allowed: date) -> str:
    assert site.home is not None
    if site.home.needs_rendering:
        return f"首页内容须渲染后才能看到({site.home.needs_rendering})"
    if newest is None:
        return "首页和二级页面没有可识别的日期" if site.is_home_entrance else "首页没有可识别的日期"
    dated_rows = sum(item.published is not None for item in site.home.items)
    if second is not None and second >= oldest_allowed and dated_rows < FEWEST_DATED_ROWS:
        return f"首页可识别的日期很少,而二级页面{second}有更新"
    return ""
