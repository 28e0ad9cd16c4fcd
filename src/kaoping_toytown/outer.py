"""Foreign hosts, all on one port: what works, what is gone, and what refuses robots."""

from __future__ import annotations

from kaoping_toytown.response import Response, html

_REFUSALS = {"/refuse/403": 403, "/refuse/429": 429, "/refuse/503": 503}


# what became of pages that were once harmless, and pages that only look like it
_CHANGED = {
    "/parked/": ("域名出售", "<p>此域名正在出售，有意者请联系报价。This domain is for sale.</p>"),
    "/parked2/": (
        "example",
        "<p>Buy this domain. The domain may be for sale by its owner. Related searches</p>",
    ),
    "/bet/": (
        "澳门新葡京娱乐场官网入口",
        "<p>真人百家乐、老虎机、时时彩在线投注，首存送彩金，返水秒到。</p><p>注册 登录 下载</p>",
    ),
    "/adult/": ("免费影视", "<p>成人视频 偷拍 高清无码 三级片在线观看，未满18岁请离开。</p>"),
    "/lottery/": (
        "体育彩票管理中心",
        "<p>体育彩票开奖公告、公益金使用情况、彩票销售网点查询，倡导理性购彩。</p>",
    ),
    "/press/": (
        "警方打掉一个跨境网络赌博团伙",
        "<p>警方查处开设赌场案件，涉案平台以百家乐、时时彩、老虎机吸引群众下注，嫌疑人已被刑事拘留。</p>",
    ),
    "/firm/": ("望川亚博机械有限公司", "<p>公司简介 产品中心 企业新闻 联系我们</p>"),
}


def _copy(path: str) -> Response:
    """A page that bears the title in its own address: an honest reprint, or a counterfeit."""
    title = path.rsplit("/", 1)[1].removesuffix(".html")
    text = "各单位要认真贯彻落实会议精神，抓好检查发现问题的整改，及时公开政府网站信息。"
    if path.startswith("/mirror/"):
        text = f"澳门新葡京官网。{text}亚博体育app官网：各单位要及时报送。"
    return html(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>")


def respond(path: str) -> Response:
    """The answer for a path, query removed."""
    if path in _REFUSALS:
        return html(
            "<html><head><title>访问受限</title></head><body>访问过于频繁，请稍后再试。</body></html>",
            _REFUSALS[path],
        )
    if path.startswith("/softgone/"):
        return html(
            "<html><head><title>404 Not Found</title></head><body><h1>404</h1>"
            "<p>您要查找的网页不存在，可能已被移除。</p></body></html>"
        )
    if path.startswith("/gone/"):
        return html("<html><head><title>404</title></head><body>Not Found</body></html>", 404)
    if path.startswith(("/mirror/", "/reprint/")):
        return _copy(path)
    for start, (title, text) in _CHANGED.items():
        if path.startswith(start):
            return html(
                f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{text}</body></html>"
            )
    return html(f"<html><head><title>外部网站</title></head><body><p>外部网站页面{path}。</p></body></html>")
