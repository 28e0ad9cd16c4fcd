"""Faults for `integrity.hidden_link`: links to strange hosts that no reader sees."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit

CHECK = "integrity.hidden_link"

_LINKS = (
    '<a href="http://yl{n}.invalid/">澳门太阳城娱乐</a><a href="http://qp{n}.invalid/">棋牌官网</a>'
    '<a href="http://ssc{n}.invalid/">时时彩平台</a>'
)
_PLAIN = "".join(f'<a href="http://x{i}-{{n}}.invalid/">推荐{i}</a>' for i in range(4))
_WAYS = (
    ("display", "<div style=\"display:none\">{links}</div>", _LINKS),
    ("移出屏幕", "<div style=\"position:absolute;top:-3000px\">{links}</div>", _PLAIN),
    ("零尺寸", "<div style=\"height:0;width:0;overflow:hidden\">{links}</div>", _LINKS),
    ("字号为零", "<span style=\"font-size:0px\">{links}</span>", _PLAIN),
    ("同色", "<div style=\"background-color:#FFF;color:white\">{links}</div>", _LINKS),
    ("一像素滚动", "<marquee width=\"1\" height=\"1\">{links}</marquee>", _LINKS),
    ("透明", "<div style=\"opacity:0\">{links}</div>", _PLAIN),
    ("缩进", "<div style=\"text-indent:-8000px\">{links}</div>", _LINKS),
    ("样式类", "<style>.q7{position:absolute;left:-4000px}</style><div class=\"q7\">{links}</div>", _LINKS),
    (
        "脚本",
        "<div id=\"q8\">{links}</div><script>document.getElementById('q8').style.display='no'+'ne'</script>",
        _LINKS,
    ),
    ("裁剪", "<div style=\"position:absolute;clip:rect(0,0,0,0)\">{links}</div>", _PLAIN),
)  # fmt: skip
_LAWFUL = (
    ("收起的链接", '<ul style="display:none"><li><a href="{outer}/a/">甲医院</a></li></ul>'),
    ("打印块", '<div class="noprint" style="display:none"><a href="{outer}/gov/">政务服务网</a></div>'),
    ("本站菜单", '<ul style="display:none"><li><a href="/">首页</a></li></ul>'),
    ("跳过导航", '<a href="#main" style="position:absolute;left:-9999px">跳到正文</a>'),
    ("屏外标识", '<div style="text-indent:-9999px"><a href="{outer}/firm/1.html">技术支持</a></div>'),
)  # fmt: skip


def plant(plot: Plot) -> None:
    number = 100 + plot.dice(CHECK).below(800)
    for n, (why, form, links) in enumerate(plot.turned(CHECK, _WAYS, 4)):
        spot = plot.free_article(f"{CHECK}/{n}")
        if spot is None:
            continue
        block = form.replace("{links}", links.replace("{n}", str(number + n)))
        plot.edit(spot, Edit("paragraph", block))
        plot.expect(CHECK, spot, f"暗链:{why}")
        hosts = [word.split('"')[0] for word in block.split('href="')[1:]]
        for target in hosts:
            plot.expect("upkeep.dead_link", spot, "暗链指向的域名无法解析", target=target)


def plant_decoys(plot: Plot) -> None:
    for n, (why, block) in enumerate(plot.turned(f"{CHECK}/lawful", _LAWFUL, 3)):
        spot = plot.shared_article(f"{CHECK}/lawful{n}")
        if spot is not None:
            plot.edit(spot, Edit("paragraph", block))
            plot.decoy(CHECK, spot, why)
