"""Numbers and days in running Chinese text, in figures or in words, in one spelling."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["day", "third", "share", "vague", "number"]

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_H = "零〇○一二两三四五六七八九十百千万亿"
_MEASURES = "个家条项处次名位件篇起成倍批类种户人点分页字款章届期周日天年月季%％‰"
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_THIRDS = "上中下"
_PATTERNS = re.compile(
    rf"""
    (?P<full>(?P<y>\d{{4}}|[{_H}]{{4}})\s*年\s*(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号])
    |(?P<iso>(?P<iy>\d{{4}})[-/.](?P<im>\d{{1,2}})[-/.](?P<id>\d{{1,2}})(?!\d))
    |(?P<third>(?P<tm>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<part>[{_THIRDS}])旬)
    |(?P<monthday>(?P<mm>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<md>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号])
    |(?P<yearmonth>(?P<yy>\d{{4}}|[{_H}]{{4}})\s*年\s*(?P<ym>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月)
    |(?P<year>(?P<y4>\d{{4}}|[一二][{_H}]{{3}})\s*年)
    |(?P<of>(?P<low>[{_H}百千万\d]+)分之(?P<high>[{_H}点\d]+))
    |(?P<percent>(?P<pc>{_NUMBER})\s*[%％])
    |(?P<vague>(?:数|几|近|上|逾|超|约)[十百千万亿]+(?:余|多|来)?|[{_H}]+(?:余|多)(?=[{_MEASURES}])|\d+(?:余|多)(?=[{_MEASURES}])|过半|半数|大半|多半)
    |(?P<arabic>(?P<num>{_NUMBER})(?P<big>[万亿])?)
    |(?P<han>[{_H}]+)(?=[{_MEASURES}])
    """,
    re.VERBOSE,
)
_HEAD = re.compile(r"个[\u3400-\u9fff]*")
_AFTER_MEASURE = 2  # letters behind 个 that tell what is counted


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One figure: `value` in one spelling (``8-25`` within a day may lack its year: ``-8-25``), `measure` what
    is counted, `text` as written, `at` where it begins.
    """

    kind: Kind
    value: str
    measure: str
    text: str
    at: int


def figures_in(text: str) -> Iterator[Figure]:
    """Every number, share and day of a line, from the left. Numerals in idioms (一是, 进一步) are none."""
    plain = unicodedata.normalize("NFKC", text)
    for found in _PATTERNS.finditer(plain):
        figure = _figure(found, plain)
        if figure is not None:
            yield figure


def _figure(found: re.Match[str], text: str) -> Figure | None:
    part = found.groupdict()
    at = found.start()
    words = found.group()
    if (day := _day(part)) is not None:
        return Figure("day", day, "", words, at)
    if part["third"]:
        return Figure("third", f"{_small(part['tm'])}{part['part']}旬", "", words, at)
    if part["of"]:
        low, high = han_number(part["low"]), han_number(part["high"])
        value = f"{high * 100 / low:f}" if low and low != 100 else f"{high:f}"
        return Figure("share", _plain(Decimal(value)), "", words, at)
    if part["percent"]:
        return Figure("share", _plain(Decimal(part["pc"].replace(",", ""))), "", words, at)
    if part["vague"]:
        return Figure("vague", words, _measure(text, found.end()), words, at)
    return _number(part, text, found)


def _day(part: dict[str, str | None]) -> str | None:
    """``y-m-d`` with blanks for what is not said."""
    for name, keys in (
        ("full", ("y", "m", "d")), ("iso", ("iy", "im", "id")), ("monthday", ("", "mm", "md")),
        ("yearmonth", ("yy", "ym", "")), ("year", ("y4", "", "")),
    ):  # fmt: skip
        if part[name]:
            year, month, day = (part[key] if key else None for key in keys)
            return f"{_year(year)}-{_small(month)}-{_small(day)}"
    return None


def _year(written: str | None) -> str:
    if not written:
        return ""
    return written if written.isascii() else "".join(str(_DIGITS.get(c, "")) for c in written)


def _small(written: str | None) -> str:
    if not written:
        return ""
    return str(int(written)) if written.isascii() else f"{han_number(written):f}"


def _number(part: dict[str, str | None], text: str, found: re.Match[str]) -> Figure | None:
    measure = _measure(text, found.end())
    if part["arabic"]:
        value = Decimal((part["num"] or "0").replace(",", "")) * _MYRIADS.get(part["big"] or "", 1)
        return Figure("number", _plain(value), measure, found.group(), found.start())
    written = part["han"] or ""
    before = text[found.start() - 1 : found.start()]
    if written == "一" and (measure[:1] not in "成倍名" or before != "第"):
        return None  # 一个, 一项, 近一年来: no count
    if not set(written) & set(_DIGITS) and not written.startswith("十"):
        return None
    return Figure("number", _plain(han_number(written)), measure, found.group(), found.start())


def _measure(text: str, end: int) -> str:
    after = text[end : end + 1 + _AFTER_MEASURE]
    if after[:1] not in _MEASURES:
        return ""
    return _HEAD.match(after).group() if after[:1] == "个" else after[:1]  # type: ignore[union-attr]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def han_number(written: str) -> Decimal:
    """A number in Chinese letters, 三百二十一, 三点五 or digit by digit; figures are taken as they are."""
    if written.isascii():
        return Decimal(written)
    whole, _, rest = written.partition("点")
    fraction = "".join(str(_DIGITS[c]) for c in rest if c in _DIGITS)
    if not set(whole) & (set(_TENS) | set(_MYRIADS)):
        return Decimal("".join(str(_DIGITS[c]) if c in _DIGITS else c for c in whole) or "0") + _after_point(
            fraction
        )
    total = section = digit = 0
    for letter in whole:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _TENS:
            section += (digit or 1) * _TENS[letter]
            digit = 0
        elif letter in _MYRIADS:
            total += (section + digit or 1) * _MYRIADS[letter]
            section = digit = 0
    return Decimal(total + section + digit) + _after_point(fraction)


def _after_point(digits: str) -> Decimal:
    return Decimal(f"0.{digits}") if digits else Decimal(0)


def says_the_same(said: Figure, known: Figure) -> bool:
    """Whether a figure says no more than a known one: a day may leave out its year or its day."""
    if said.kind != known.kind:
        return False
    if said.kind != "day":
        return said.value == known.value
    pairs = zip(said.value.split("-"), known.value.split("-"), strict=True)
    return all(not ours or ours == theirs for ours, theirs in pairs)
