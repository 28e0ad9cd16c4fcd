"""Which sections a site has, how full they are and how fresh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kaoping_toytown.chance import Dice
from kaoping_toytown.records import Form, Section, ToySite

OPEN_GROUPS = ("政务公开", "政府信息公开", "法定主动公开内容")
_LONGEST_DAYS = 3600  # no section reaches further back than about ten years


@dataclass(frozen=True, slots=True)
class _Spec:
    key: str
    title: str
    path: str
    group: str
    kind: str
    column_type: str
    weight: int
    freshest: tuple[int, int]
    step: float
    form: Form = "rows"
    least: int = 3


_OPEN, _PLATFORM, _STATUTORY = OPEN_GROUPS

_EVERYWHERE = (
    _Spec("news", "工作动态", "xwdt/gzdt", "新闻中心", "news", "工作动态", 16, (0, 2), 1.4),
    _Spec("notice", "通知公告", "xwdt/tzgg", "新闻中心", "notice", "通知公告", 9, (1, 6), 4),
    _Spec(
        "normative", "规范性文件", "zwgk/gfxwj", _STATUTORY, "normative", "政策文件", 5, (14, 30), 26, least=6
    ),
    _Spec(
        "interpretation",
        "政策解读",
        "zwgk/zcjd",
        _OPEN,
        "interpretation",
        "政策解读",
        5,
        (9, 20),
        26,
        least=6,
    ),
    _Spec("other_policy", "其他政策文件", "zwgk/qtwj", _OPEN, "other_policy", "政策文件", 4, (5, 60), 12),
    _Spec("office", "机构职能", "zwgk/jgzn", _STATUTORY, "office", "机构职能", 0, (30, 150), 1, "page"),
    _Spec("leaders", "领导信息", "zwgk/ldxx", _STATUTORY, "leaders", "负责人信息", 0, (20, 120), 1, "page"),
    _Spec("plan", "规划计划", "zwgk/ghjh", _STATUTORY, "plan", "规划计划", 3, (40, 200), 45),
    _Spec("personnel", "人事信息", "zwgk/rsxx", _STATUTORY, "personnel", "人事信息", 3, (10, 150), 30),
    _Spec("budget", "财政预决算", "zwgk/czyjs", _STATUTORY, "budget", "财政预决算", 2, (12, 40), 60),
    _Spec(
        "guide", "政府信息公开指南", "zwgk/gkzn", _PLATFORM, "guide", "信息公开指南", 0, (30, 170), 1, "page"
    ),
    _Spec("report", "政府信息公开年报", "zwgk/gknb", _PLATFORM, "report", "信息公开年报", 1, (0, 0), 365),
    _Spec("statistics", "统计信息", "zwgk/tjxx", _STATUTORY, "statistics", "统计数据", 2, (5, 25), 30),
    _Spec("message", "咨询留言", "hdjl/zxly", "互动交流", "message", "咨询投诉", 4, (1, 8), 5),
    _Spec("service", "办事指南", "bsfw/bszn", "办事服务", "service", "办事服务", 4, (10, 60), 20),
    _Spec("topic", "{year}年安全生产月专题", "ztzl/aqscy", "专题专栏", "topic", "专题专栏", 3, (820, 900), 5),
)

# the rest of the platform and of article 20; small sites have two documents in each
_STATUTORY_ITEMS = (
    _Spec(
        "system",
        "政府信息公开制度",
        "zwgk/gkzd",
        _PLATFORM,
        "system",
        "信息公开制度",
        0,
        (90, 700),
        1,
        "page",
    ),
    _Spec(
        "on_request",
        "依申请公开",
        "zwgk/ysqgk",
        _PLATFORM,
        "on_request",
        "依申请公开",
        0,
        (30, 300),
        1,
        "page",
    ),
    _Spec("permit", "行政许可", "zwgk/xzxk", _STATUTORY, "permit", "行政许可", 1, (4, 60), 20, least=2),
    _Spec("penalty", "行政处罚", "zwgk/xzcf", _STATUTORY, "penalty", "行政处罚", 1, (4, 90), 25, least=2),
    _Spec("fee", "行政事业性收费", "zwgk/sfxm", _STATUTORY, "fee", "收费项目", 0, (40, 300), 1, "page"),
    _Spec("purchase", "政府采购", "zwgk/zfcg", _STATUTORY, "purchase", "政府采购", 1, (9, 120), 25, least=2),
    _Spec(
        "project", "重大建设项目", "zwgk/zdxm", _STATUTORY, "project", "重大项目", 1, (9, 120), 25, least=2
    ),
    _Spec(
        "livelihood", "民生政策", "zwgk/mszc", _STATUTORY, "livelihood", "民生政策", 1, (9, 120), 25, least=2
    ),
    _Spec(
        "emergency", "应急管理", "zwgk/yjgl", _STATUTORY, "emergency", "应急管理", 1, (9, 120), 40, least=2
    ),
    _Spec(
        "inspection", "监督检查", "zwgk/jdjc", _STATUTORY, "inspection", "监督检查", 1, (9, 120), 25, least=2
    ),
    _Spec(
        "proposal", "建议提案办理", "zwgk/jyta", _STATUTORY, "proposal", "建议提案", 1, (30, 200), 30, least=2
    ),
)

_KEY_AREAS = ("义务教育", "社会救助", "养老服务", "食品药品监管")


def _key_areas() -> list[_Spec]:
    return [
        _Spec(f"key_area_{n}", name, f"zdly/ly{n}", "重点领域", "key_area", "重点领域", 2, (8, 90), 18)
        for n, name in enumerate(_KEY_AREAS, 1)
    ]


# named and placed after each township
_TOWNSHIP = (
    _Spec("news", "工作动态", "gzdt", "", "news", "工作动态", 2, (1, 6), 4),
    _Spec("policy", "政策文件", "zcwj", "", "other_policy", "政策文件", 1, (9, 90), 30),
    _Spec("guide", "政府信息公开指南", "gkzn", "", "guide", "信息公开指南", 0, (30, 170), 1, "page"),
    _Spec("items", "法定主动公开内容", "fdgk", "", "key_area", "法定主动公开内容", 1, (9, 90), 18),
    _Spec("system", "政府信息公开制度", "gkzd", "", "system", "信息公开制度", 0, (90, 700), 1, "page"),
    _Spec("report", "政府信息公开年报", "gknb", "", "report", "信息公开年报", 0, (0, 0), 365),
    _Spec(
        "catalogue", "基层政务公开标准目录", "bzml", "", "catalogue", "基层政务公开", 0, (90, 500), 1, "page"
    ),
)


def _township(name: str, number: int) -> list[_Spec]:
    return [
        replace(
            spec,
            key=f"township_{number}_{spec.key}",
            title=f"{name}{spec.title}",
            path=f"xzjd/xz{number}/{spec.path}",
            group=name,
        )
        for spec in _TOWNSHIP
    ]


def _specs(site: ToySite) -> list[_Spec]:
    specs = [*_EVERYWHERE, *_STATUTORY_ITEMS]
    if site.unit_kind != "市直单位":
        specs += _key_areas()
    for number, name in enumerate(site.townships, 1):
        specs += _township(name, number)
    return specs


def _newest_age(spec: _Spec, today: date, dice: Dice) -> int:
    if spec.kind != "report":
        return dice.between(*spec.freshest)
    due = date(today.year, 1, 20)
    return (today - (due if due <= today else date(today.year - 1, 1, 20))).days


def _title(spec: _Spec, today: date, age: int) -> str:
    return spec.title.format(year=(today - timedelta(days=age)).year)


def _count(spec: _Spec, articles: int, weights: int) -> int:
    if spec.form == "page":
        return 1
    if spec.kind == "report":
        return 6 if spec.weight else 2
    return max(spec.least, round(articles * spec.weight / weights))


def sections(site: ToySite, *, seed: int, today: date, pages: int) -> dict[str, Section]:
    """A flawless site's sections by key, about `pages` lists and articles together."""
    specs = _specs(site)
    weights = sum(spec.weight for spec in specs)
    articles = max(0, pages - len(specs) - 12)
    found = {}
    for number, spec in enumerate(specs):
        age = _newest_age(spec, today, Dice(seed, site.number, number, 11))
        count = _count(spec, articles, weights)
        step = spec.step if spec.kind == "report" else min(spec.step, _LONGEST_DAYS / count)
        found[spec.key] = Section(
            number, spec.key, _title(spec, today, age), spec.path, spec.group, spec.kind,
            spec.column_type, count, age, step, spec.form,
        )  # fmt: skip
    found["interpretation"] = _paired(found["interpretation"], found["normative"])
    return found


def _paired(interpretation: Section, normative: Section) -> Section:
    """Every normative document has one interpretation, under the same index."""
    return replace(
        interpretation, count=normative.count, newest_age=normative.newest_age, step=normative.step
    )
