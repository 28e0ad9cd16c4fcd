"""Faults for `integrity.bad_external_link`: outer pages that were harmless once."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit

CHECK = "integrity.bad_external_link"

_BAD = (("域名出售", "/parked/"), ("英文停放页", "/parked2/"), ("博彩页", "/bet/"), ("色情页", "/adult/"))
_GOOD = (
    ("彩票管理机构", "/lottery/"),
    ("打击赌博的报道", "/press/"),
    ("公司网站", "/firm/"),
    ("普通网页", "/fine/"),
)


def plant(plot: Plot) -> None:
    number = 100 + plot.dice(CHECK).below(800)
    for n, (why, path) in enumerate(plot.turned(CHECK, _BAD, 2)):
        spot = plot.free_article(f"{CHECK}/{n}")
        if spot is not None:
            target = f"{{outer}}{path}{number + n}.html"
            plot.edit(spot, Edit("paragraph", f'合作单位网站：<a href="{target}">点击进入</a>。'))
            plot.expect(CHECK, spot, why, target=target)


def plant_decoys(plot: Plot) -> None:
    for n, (why, path) in enumerate(plot.turned(f"{CHECK}/lawful", _GOOD, 2)):
        spot = plot.shared_article(f"{CHECK}/lawful{n}")
        if spot is not None:
            plot.edit(spot, Edit("paragraph", f'有关网站：<a href="{{outer}}{path}{n}.html">点击进入</a>。'))
            plot.decoy(CHECK, spot, why)
