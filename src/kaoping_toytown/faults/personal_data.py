"""Faults for `privacy.personal_data`: lists of people with whole numbers, on pages and in files."""

from __future__ import annotations

from kaoping_toytown import rolls
from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit, SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "privacy.personal_data"


def _spaced(n: int) -> str:
    number = rolls.identity(n)
    return f"{number[:6]} {number[6:14]} {number[14:]}"


def _wide(n: int) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in rolls.identity(n))


_PAGES = (
    ("网页表格有身份证号", rolls.html(rolls.people("身份证号码", rolls.identity))),
    ("身份证号分节书写", rolls.html(rolls.people("证件号码", _spaced, 20))),
    ("身份证号全角书写", "领取人：甲一，身份证号：" + _wide(7)),
    ("身份证号只遮末四位", rolls.html(rolls.people("身份证号", lambda n: rolls.identity(n)[:14] + "****"))),
    ("名单有手机号", rolls.html(rolls.people("手机号码", rolls.mobile))),
    ("名单有银行卡号", rolls.html(rolls.people("补贴账号", rolls.card))),
)
_FILES = (
    ("表格附件有身份证号", "/renyuan/biao/{n}.xlsx"),
    ("隐藏工作表有身份证号", "/renyuan/yincang/{n}.xlsx"),
    ("隐藏列有身份证号", "/renyuan/yinlie/{n}.xlsx"),
    ("文档附件有身份证号", "/renyuan/wendang/{n}.docx"),
    ("PDF文字有身份证号", "/renyuan/banshi/{n}.pdf"),
    ("csv有手机号", "/renyuan/shouji/{n}.csv"),
    ("csv有银行卡号", "/renyuan/kahao/{n}.csv"),
)
_RIGHT_PAGES = (
    ("身份证号已遮盖", rolls.html(rolls.people("身份证号", rolls.masked))),
    ("值班表上的手机号", rolls.html(rolls.people("值班电话", rolls.mobile))),
    ("统一社会信用代码", "望川市某商贸有限公司，统一社会信用代码：91420299MA4A00001X。"),
    ("订单号、文号、经纬度", "订单号 202608251234567890，望政办发〔2022〕12号，北纬30.2001，东经115.0389。"),
    ("校验位不对的号码", "样例编号 420299190001010001 仅用于说明填写格式。"),
    ("公务联系电话", "联系人：甲一，联系电话：13800000009；监督电话：12345。"),
)
_RIGHT_FILES = (
    ("附件里的号码已遮盖", "/renyuan/zhegai/{n}.xlsx"),
    ("十八位订单编号", "/renyuan/dingdan/{n}.csv"),
    ("值班表", "/renyuan/zhiban/{n}.csv"),
)


# old articles leak as much as new ones; news and notices are left to other faults
_SECTIONS = ("statistics", "budget", "topic")


def _has_sections(site: ToySite, plan: SitePlan) -> bool:
    return all(key in plan.sections for key in _SECTIONS)


def _claim(plot: Plot, spot: Spot) -> None:
    """Later faults must not empty the section or take it away."""
    plot.plans[spot.site].claims.add(f"section/{spot.section}")


def _is_honest(site: ToySite, plan: SitePlan) -> bool:
    return "soft_404" not in plan.traits and _has_sections(site, plan)


def _link(address: str) -> str:
    return f'附件：<a href="{address}">名单{address[address.rfind("/") + 1 :]}</a>'


def plant(plot: Plot) -> None:
    number = 81000 + plot.dice(CHECK).below(900)
    for turn in range(plot.rounds):
        for n, (why, words) in enumerate(_PAGES):
            spot = plot.free_article(f"{CHECK}/{turn}/{n}", _SECTIONS, _has_sections)
            if spot is not None:
                _claim(plot, spot)
                plot.edit(spot, Edit("paragraph", words))
                plot.expect(CHECK, spot, why)
        for n, (why, address) in enumerate(_FILES):
            spot = plot.free_article(f"{CHECK}/file{turn}/{n}", _SECTIONS, _is_honest)
            if spot is not None:
                _claim(plot, spot)
                plot.edit(spot, Edit("paragraph", _link(address.replace("{n}", str(number + n)))))
                plot.expect(CHECK, spot, why)
        number += 1000


def plant_decoys(plot: Plot) -> None:
    for n, (why, words) in enumerate(_RIGHT_PAGES):
        spot = plot.free_article(f"{CHECK}/right{n}", _SECTIONS, _has_sections)
        if spot is not None:
            plot.edit(spot, Edit("paragraph", words))
            plot.decoy(CHECK, spot, why)
    for n, (why, address) in enumerate(_RIGHT_FILES):
        spot = plot.free_article(f"{CHECK}/rightfile{n}", _SECTIONS, _is_honest)
        if spot is not None:
            plot.edit(spot, Edit("paragraph", _link(address.replace("{n}", str(92000 + n)))))
            plot.decoy(CHECK, spot, why)
