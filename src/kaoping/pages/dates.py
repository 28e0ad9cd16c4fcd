"""Dates as Chinese offices write them, in words and in addresses; what is impossible is never mended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_WIDE = str.maketrans("０１２３４５６７８９－／．：〇○零Ｏ", "0123456789-/.:〇〇〇〇")
_NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_HAN = "〇一二三四五六七八九"
_FULL = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)\s{0,2}(?:年|(?P<s>[-./_—–]))\s{0,2}(?P<m>\d{1,2})\s{0,2}(?:月|(?P=s))"
    r"\s{0,2}(?P<d>\d{1,2})(?:\s{0,2}[日号])?(?!\d)"
    rf"|(?<![{_HAN}])(?P<hy>[一二][{_HAN}]{{3}})\s{{0,2}}年\s{{0,2}}(?P<hm>元|正|[一二三四五六七八九十]{{1,2}})\s{{0,2}}月"
    r"\s{0,2}(?P<hd>初?[一二三四五六七八九十廿]{1,3})\s{0,2}日?"
    rf"|民国\s?(?P<ry>\d{{1,3}}|[{_HAN}十百]{{1,4}})\s?年\s?(?P<rm>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?月"
    r"\s?(?P<rd>\d{1,2}|[一二三四五六七八九十]{1,3})\s?日"
)
_POSSIBLE = re.compile(r"[12１２]\s?[90９０〇]|[一二]|民国")
_LUNAR = re.compile(
    r"(?:农历|阴历|旧历|腊月|闰[一二三四五六七八九十]月|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)\s{0,2}$"
)
_SHORT = re.compile(
    r"(?<![\d./年-])(?P<m>\d{1,2})\s?(?:月|(?P<s>[-/.]))\s?(?P<d>\d{1,2})(?:\s?日)?(?![\d./%-])"
)
_ADDRESS = (
    re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/art/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d\d)-(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d\d)[-_](\d\d)[-_](\d\d)(?=[/_.])"),
    re.compile(r"/((?:19|20)\d\d)/(\d\d)(\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?:/|\d{0,14}(?:_\d+)?\.s?html?)"),
)
_ADDRESS_MONTH = re.compile(r"/((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])(?=/)")


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: `value` is null where no such day exists or it is not of the solar calendar."""

    value: date | None
    raw: str
    start: int
    end: int


def written_dates(text: str) -> Iterator[Written]:
    """Every date with year, month and day, in the order of the text; impossible ones too."""
    if _POSSIBLE.search(text) is None:
        return
    text = text.translate(_WIDE)
    for found in _FULL.finditer(text):
        before = text[max(0, found.start() - 6) : found.start()]
        value = None if _LUNAR.search(before) else _value(found)
        yield Written(value, found.group().strip(), found.start(), found.end())


def told_as_past(text: str, told: re.Pattern[str], *, most: int = 20) -> tuple[date, ...]:
    """The days of a text that it speaks of as past: words of `told` stand right behind them."""
    found = (w for w in written_dates(text) if w.value and told.match(text, w.end))
    return tuple(dict.fromkeys(w.value for _, w in zip(range(most), found, strict=False) if w.value))


def first_date(text: str) -> Written | None:
    """The first date with year, month and day."""
    return next(written_dates(text), None)


def month_and_day(text: str) -> tuple[int, int] | None:
    """A date without a year (``08-25``, ``8月25日``) that stands alone in a short text, or null."""
    found = _SHORT.search(text.translate(_WIDE))
    if found is None:
        return None
    month, day = int(found["m"]), int(found["d"])
    return (month, day) if _day(2000, month, day) else None


@lru_cache(maxsize=4096)  # rows of side lists stand on every page
def address_date(url: str) -> Written | None:
    """The date that a content system wrote into an address (``t20220825_``, ``/art/2022/8/25/``)."""
    for pattern in _ADDRESS:
        found = pattern.search(url)
        if found:
            value = _day(*(int(g) for g in found.groups()))
            if value:
                return Written(value, found.group().strip("/"), found.start(), found.end())
    return None


def address_month(url: str) -> tuple[int, int] | None:
    """Year and month that an address says (``/202208/``), or null."""
    found = _ADDRESS_MONTH.search(url)
    return (int(found.group(1)), int(found.group(2))) if found else None


def iso_date(text: str) -> date | None:
    """A date that opens a machine-made value (``2022-08-25T10:00``, ``20220825``, an epoch), or null."""
    text = text.strip()
    found = first_date(text[:40])
    if found and found.start <= 1:
        return found.value
    if re.fullmatch(r"(?:19|20)\d{6}(?:\d{6})?", text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:8]))
    if re.fullmatch(r"1[0-9]{9}(?:\d{3})?", text):
        # sites' machines keep Chinese time: eight hours before the day is taken
        return date.fromordinal(719163 + (int(text[:10]) + 8 * 3600) // 86400)
    return None


def _value(found: re.Match[str]) -> date | None:
    if found["y"]:
        return _day(int(found["y"]), int(found["m"]), int(found["d"]))
    if found["hy"]:
        year = int("".join(str(_NUMERALS[c]) for c in found["hy"]))
        if found["hm"] == "正" or found["hd"].startswith(("初", "廿")):
            return None  # the moon's calendar
        return _day(year, _number(found["hm"]), _number(found["hd"]))
    return _day(_number(found["ry"]) + 1911, _number(found["rm"]), _number(found["rd"]))


def _number(text: str) -> int:
    """A numeral up to 199 in digits or characters; 元 is 1."""
    if text.isdecimal():
        return int(text)
    if text == "元":
        return 1
    hundreds, _, text = text.rpartition("百")
    total = 100 * (_NUMERALS.get(hundreds, 1) if hundreds else 0) if "百" in hundreds + _ else 0
    if "十" in text:
        tens, _, ones = text.partition("十")
        return total + 10 * (_NUMERALS.get(tens, 1) if tens else 1) + (_NUMERALS.get(ones, 0) if ones else 0)
    return total + int("".join(str(_NUMERALS.get(c, 0)) for c in text) or 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
