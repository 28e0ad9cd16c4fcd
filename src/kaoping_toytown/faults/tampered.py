"""Faults for `integrity.tampered`: brands of betting houses planted in pages, openly or in disguise."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit

CHECK = "integrity.tampered"

_PLANTED: tuple[tuple[str, str, Edit], ...] = (
    (
        "正文普通词语被替换为博彩品牌",
        "必威体育",
        Edit(
            "paragraph",
            "会议强调，要认真落实市政府必威体育app官网：加强基层服务的部署要求，把各项任务抓实抓细。",
        ),
    ),
    (
        "正文普通词语被替换为博彩品牌",
        "澳门新葡京",
        Edit("paragraph", "下一步，有关单位要按照澳门新葡京官方网站的要求，及时报送工作情况，确保如期完成。"),
    ),
    ("标题尾部附加博彩宣传语", "亚博体育", Edit("title_tag", " - 亚博体育官网入口|手机版登录注册送彩金")),
    (
        "页面结束标记之后附加博彩文字",
        "新葡京娱乐场",
        Edit("after_html", "<p>澳门新葡京娱乐场_真人在线开户_百家乐网址大全</p>\n"),
    ),
    (
        "品牌词以零宽字符和全角字符变形",
        "必威",
        Edit(
            "paragraph",
            "请登录必\u200b威\u200b体\u200b育（ＢＥＴＷＡＹ）手机客户端，首存即送礼金，查看本次活动安排。",
        ),
    ),
)

# title and paragraph of pages that speak of such things as an office should
_LAWFUL: tuple[tuple[str, str, str], ...] = (
    (
        "警方打击网络赌博的通告",
        "关于依法打击网络赌博违法犯罪活动的通告",
        "近期，公安机关查处一批以“澳门新葡京”“必威体育”等名义设立的赌博网站，提醒群众自觉抵制网络赌博，发现线索及时举报。",
    ),
    (
        "彩票公益金使用情况公告",
        "关于公布彩票公益金使用情况的公告",
        "本年度福利彩票公益金和体育彩票公益金主要用于社会福利和全民健身项目，体彩销售网点的管理按照国家规定执行。",
    ),
    (
        "企业名称含有品牌字样",
        "关于望川市必威机械配件有限公司环境影响评价文件的公示",
        "望川市必威机械配件有限公司拟在双桥工业园建设配件生产线，现将环境影响评价文件受理情况予以公示。",
    ),
    (
        "普通词语相连形成品牌字样",
        "关于加强堤防巡查的提示",
        "河道上游连续降雨，水位上涨势必威胁沿岸低洼地区安全，请各村（社区）加密巡查，及时转移人员。",
    ),
    (
        "活动简称含有品牌字样",
        "望川市代表团参加亚博会签约项目的公示",
        "在本届亚博会期间，我市代表团与参展企业签订农产品购销协议，现将签约项目予以公示。",
    ),
    (
        "打击制售假证的通报",
        "关于集中整治伪造证件违法行为的通报",
        "专项行动期间查处办理假证、私刻印章案件多起，提醒群众不要相信“办证刻章”小广告，通过正规窗口办理证件。",
    ),
    (
        "整治涉赌场所的新闻",
        "市场监管部门联合清理棋牌娱乐场所",
        "执法人员检查棋牌娱乐场所，宣传赌博的危害，对提供赌博条件的场所依法移送公安机关处理。",
    ),
)  # fmt: skip


def plant(plot: Plot) -> None:
    for n, (why, brand, edit) in enumerate(_PLANTED * plot.rounds):
        spot = plot.free_article(f"{CHECK}/{n}")
        if spot is not None:
            plot.edit(spot, edit)
            plot.expect(CHECK, spot, why, brand=brand)


def plant_decoys(plot: Plot) -> None:
    for n, (why, title, text) in enumerate(_LAWFUL):
        spot = plot.free_article(f"{CHECK}/lawful{n}", ("notice", "news"))
        if spot is not None:
            plot.edit(spot, Edit("title", title), Edit("paragraph", text))
            plot.decoy(CHECK, spot, why)
