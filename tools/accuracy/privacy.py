"""Personal numbers measured: every written form, as many look-alikes; and what a page costs."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date

from figures import row

from kaoping.checks import judge, load_checks
from kaoping.pages.draft import page_of_text
from kaoping.rulebook import Rulebook
from kaoping_toytown.rolls import card

EACH = 500
TODAY = date(2026, 1, 1)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
Maker = Callable[[random.Random], str]


def identity(dice: random.Random) -> str:
    """An invented number: no division ends in 99."""
    region = dice.choice(("110199", "420299", "310199", "510199", "650199"))
    digits = f"{region}{dice.randint(1920, 2015)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
    digits += f"{dice.randrange(1000):03d}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]


def _grouped(gap: str) -> Maker:
    def make(dice: random.Random) -> str:
        n = identity(dice)
        return f"申请人甲一{gap.join((n[:6], n[6:14], n[14:]))}已核"

    return make


def _old(dice: random.Random) -> str:
    n = identity(dice)
    return f"身份证号:{n[:6]}{n[8:17]}"


def _broken(dice: random.Random) -> str:
    n = identity(dice)
    at = dice.randint(3, 15)
    return f"{n[:at]}\n{n[at:]}"


def _weak(dice: random.Random) -> str:
    return f"甲一 {identity(dice)[:14]}****"


FORMS: dict[str, Maker] = {
    "连写": _grouped(""),
    "小写x": lambda d: identity(d).lower(),
    "按6、14位加空格": _grouped(" "),
    "不换行空格": _grouped("\u00a0"),
    "短横": _grouped("-"),
    "全角": lambda d: "".join(chr(ord(c) + 0xFEE0) for c in identity(d)),
    "零宽字符": lambda d: "\u200b".join(identity(d)),
    "格内断行": _broken,
    "两个相连": lambda d: identity(d) + identity(d),
    "十五位,旁有“身份证”": _old,
    "只遮末四位": _weak,
    "银行卡,旁有“账号”": lambda d: f"账号:{card(d.randrange(10**6))}",
}


def _credit(dice: random.Random) -> str:
    """A social credit code with a right check, digits alone where it can be."""
    while True:
        digits = f"{dice.choice(('11', '12', '91', '52'))}{dice.choice(('110119', '420299'))}"
        digits += f"{dice.randrange(10**9):09d}"
        total = sum(_CREDIT.index(c) * pow(3, i, 31) for i, c in enumerate(digits))
        check = (31 - total % 31) % 31
        return digits + _CREDIT[check]


def _wrong_check(dice: random.Random) -> str:
    n = identity(dice)
    return n[:17] + dice.choice([c for c in "0123456789" if c != n[17]])


LOOK_ALIKES: dict[str, Maker] = {
    "统一社会信用代码": lambda d: f"统一社会信用代码 {_credit(d)}",
    "日期开头的订单号": lambda d: (
        f"订单号 20{d.randint(10, 26)}{d.randint(1, 12):02d}{d.randrange(10**12):012d}"
    ),
    "文号与项目代码": lambda d: (
        f"望政发〔2022〕{d.randint(1, 99)}号 2020-420299-47-03-{d.randrange(10**6):06d}"
    ),
    "经纬度": lambda d: f"{d.uniform(20, 40):.12f},{d.uniform(100, 120):.12f}",
    "校验位不对": _wrong_check,
    "已遮盖": lambda d: (lambda n: f"甲一 {n[:4]}**********{n[14:]} 138****{d.randrange(10**4):04d}")(
        identity(d)
    ),
    "办公电话": lambda d: f"咨询电话 0714-{d.randrange(10**7):07d} 转 {d.randrange(10**4):04d}",
    "单个手机号": lambda d: f"联系人:甲一,电话 1380000{d.randrange(10**4):04d}",
    "旁无字样的卡形数字": lambda d: f"产品序列 {card(d.randrange(10**6))}",
    "旁无字样的十五位数字": lambda d: f"设备编号 {d.randrange(10**14, 10**15)}",
}


def privacy_lines(rules: Rulebook) -> Iterator[str]:
    """A section of the document."""
    check = load_checks()["privacy.personal_data"]

    def accuses(text: str) -> bool:
        seen = judge(check, page_of_text(text), rules, today=TODAY)
        return any(o.answer == "problem" for o in seen)

    dice = random.Random(20260101)
    yield from ("## 个人信息:各种写法与相似号码", "")
    yield f"号码全是编造的(行政区划末两位为 99,从未分配),每种{EACH}个;写法由本项目列举,"
    yield from ("只说明列出的写法认得出。", "", "| 写法 | 个数 | 报出 | 召回率 |", "|---|---|---|---|")
    for name, make in FORMS.items():
        yield row(name, [accuses(make(dice)) for _ in range(EACH)])
    yield from ("", "| 相似号码 | 个数 | 未报 | 未报率 |", "|---|---|---|---|")
    for name, make in LOOK_ALIKES.items():
        yield row(name, [not accuses(make(dice)) for _ in range(EACH)])
    yield from ("", *_cost(rules), "")


def _cost(rules: Rulebook) -> Iterator[str]:
    check = load_checks()["privacy.personal_data"]
    plain = "为做好补贴发放工作,现将有关事项通知如下,请认真贯彻执行。" * 103
    for name, text in (("没有长数字", plain), ("含20个身份证号", plain + _listed(20))):
        start = time.process_time()
        for _ in range(200):
            judge(check, page_of_text(text), rules, today=TODAY)
        yield f"一篇3,000字的文字({name}):{(time.process_time() - start) * 5:.2f} 毫秒 CPU。"


def _listed(count: int) -> str:
    dice = random.Random(7)
    return "\n".join(f"甲一 {identity(dice)}" for _ in range(count))
