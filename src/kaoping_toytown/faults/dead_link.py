"""Faults for `upkeep.dead_link`: pages, pictures and outer pages that are gone."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit, SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "upkeep.dead_link"

# what is dead, its address, how the page cites it
_OWN = (
    ("页面404", "/wzgd/2021/{n}.html", '相关内容请参见<a href="{target}">原网站有关页面</a>。'),
    ("图片404", "/images/2021/{n}.jpg", '<img src="{target}" alt="现场图片"/>'),
    (
        "旧版页面404",
        "/old/{n}.shtml",
        '更多情况见<a href="{target}" target="_blank">旧版专栏</a>。',
    ),
)
_OUTER = (
    ("外部链接404", "{outer}/gone/{n}.html", '有关报道见<a href="{target}">合作网站</a>。'),
    ("外部页面返回200但写着不存在", "{outer}/softgone/{n}.html", '原文见<a href="{target}">有关媒体</a>。'),
    ("外部域名无法解析", "http://no-such-host-{n}.invalid/", '报名请登录<a href="{target}">报名系统</a>。'),
)
_SOFT = ("软404：返回200但提示页面不存在", "/zt/gone_{n}.html", '专题见<a href="{target}">专题页面</a>。')

_ALIVE = (
    ("外部主机对爬虫返回403", "{outer}/refuse/403"),
    ("外部主机对爬虫返回429", "{outer}/refuse/429"),
    ("外部主机对爬虫返回503", "{outer}/refuse/503"),
    ("脚本地址", "javascript:window.print()"),
    ("邮件地址", "mailto:wangchuan@wangchuanshi.gov.cn"),
    ("电话地址", "tel:0729-8100500"),
    ("首次访问503、再次访问正常", "/flaky/{n}.html"),
    ("正常的外部链接", "{outer}/alive/{n}.html"),
)


def _is_honest(site: ToySite, plan: SitePlan) -> bool:
    return "soft_404" not in plan.traits


def _is_soft(site: ToySite, plan: SitePlan) -> bool:
    return "soft_404" in plan.traits


def _plant_one(plot: Plot, spot: Spot | None, why: str, address: str, words: str, number: int) -> None:
    if spot is None:
        return
    address = address.replace("{n}", str(number))
    target = address if address.startswith(("http", "{outer}")) else f"{{site}}{address}"
    plot.edit(spot, Edit("paragraph", words.replace("{target}", address)))
    plot.expect(CHECK, spot, why, target=target)


def plant(plot: Plot) -> None:
    number = 41000 + plot.dice(CHECK).below(900)
    for turn in range(plot.rounds):
        for n, (why, address, words) in enumerate((*_OWN, *_OUTER)):
            spot = plot.free_article(f"{CHECK}/{turn}/{n}", fits=_is_honest)
            _plant_one(plot, spot, why, address, words, number + n)
        soft = plot.free_article(f"{CHECK}/{turn}/soft", fits=_is_soft)
        _plant_one(plot, soft, *_SOFT, number + 60)
        number += 1000


def plant_decoys(plot: Plot) -> None:
    for n, (why, address) in enumerate(_ALIVE):
        spot = plot.free_article(f"{CHECK}/alive{n}", fits=_is_honest)
        if spot is not None:
            href = address.replace("{n}", str(52000 + n))
            plot.edit(spot, Edit("paragraph", f'相关服务：<a href="{href}">点击查看</a>。'))
            plot.decoy(CHECK, spot, f"{why}：{href}")
