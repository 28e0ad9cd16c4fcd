"""Faults for `integrity.cloaked`: pages that show spiders, searchers or telephones something else."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Mask
from kaoping_toytown.truth import Spot

CHECK = "integrity.cloaked"

_SPAM = '<div><a href="http://spam-{n}.invalid/">某某体育app官网</a></div>'
_MASKS = (
    ("爬虫看到博彩标题", Mask("spider", title="_亚博体育app官网-投注平台", words=_SPAM)),
    ("从搜索结果点入被带走", Mask("referred", location="{outer}/bet/cloak.html")),
    ("手机被脚本带走", Mask("phone", words="<script>location.href='http://m-{n}.invalid/'</script>")),
)
_LAWFUL = (
    ("拒绝爬虫", Mask("spider", status=403)),
    ("手机转到本站手机版", Mask("phone", location="/?m=1")),
    ("给爬虫的页面多一行访问计数", Mask("spider", words="<p>访问量：{n}</p>")),
    ("搜索来访者看到官方链接", Mask("referred", words='<p><a href="http://www.gov.cn/">中国政府网</a></p>')),
)


def plant(plot: Plot) -> None:
    number = 100 + plot.dice(CHECK).below(800)
    for n, (why, mask) in enumerate(_MASKS * plot.rounds):
        spot = _home(plot, f"{CHECK}:{n}") if n % 2 == 0 else plot.free_article(f"{CHECK}/{n}", ("news",))
        if spot is not None:
            _put_on(plot, spot, mask, number + n)
            plot.expect(CHECK, spot, why)


def plant_decoys(plot: Plot) -> None:
    for n, (why, mask) in enumerate(_LAWFUL):
        spot = _home(plot, f"{CHECK}:lawful{n}")
        if spot is not None:
            _put_on(plot, spot, mask, n)
            plot.decoy(CHECK, spot, why)


def _home(plot: Plot, use: str) -> Spot | None:
    number = plot.free_site(use, lambda site, plan: "splash" not in plan.traits and not plan.cloaks)
    return None if number is None else Spot(number)


def _put_on(plot: Plot, spot: Spot, mask: Mask, number: int) -> None:
    place = None if spot.section is None or spot.index is None else (spot.section, spot.index)
    words = mask.words.replace("{n}", str(number))
    plot.plans[spot.site].cloaks[place] = Mask(mask.visitor, mask.title, words, mask.location, mask.status)
    if place is not None:
        plot.plans[spot.site].edits.setdefault(place, [])
