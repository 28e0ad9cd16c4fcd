"""Dates that no calendar has, and document numbers written in another form than the standard's."""

import re
from calendar import isleap
from collections.abc import Iterator, Sequence

from ..observation import Lane
from .slips import Slip

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FULL = re.compile(r"(?<![\d.])((?:19|20)\d\d)\s?年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?[日号])?(?!\d)")
_SHORT = re.compile(r"(?<![\d.年])(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_ISO = re.compile(r"(?<![\w/.\-=])((?:19|20)\d\d)([-/])(\d{2})\2(\d{2})(?![\w/\-])")
_LUNAR_NEAR = 12

# brackets, 第 and leading zeros: GB/T 9704-2012, 7.2.5
_NUMBER = re.compile(
    r"([〔\[【（(［﹝〖])\s?((?:19|20)\d\d)\s?([〕\]】）)］﹞〗])\s?(第?)\s?(0*)([1-9]\d{0,4})\s?号"
)
_HEAD = re.compile(r"[一-龥]{1,12}$")
_OTHER_SERIES = re.compile(
    r"(?:公告|通告|通报|公报|令|告|简报|专报|纪要|决定|批次|合同|编号|许可证|备案|工单|证书|公示)$"
)


def date_slips(text: str, lunar: Sequence[str]) -> Iterator[Slip]:
    """2月30日, 2022年13月, 2023-02-29; silent beside words of another calendar."""
    for found in _FULL.finditer(text):
        year, month, day = (int(n) if n else 0 for n in found.groups())
        if not _is_day(year, month, day or 1):
            yield from _told(found, text, lunar)
    for found in _SHORT.finditer(text):
        month, day = int(found.group(1)), int(found.group(2))
        if not _is_day(2000, month, day):
            yield from _told(found, text, lunar)
    for found in _ISO.finditer(text):
        year, month, day = int(found.group(1)), int(found.group(3)), int(found.group(4))
        if not _is_day(year, month, day):
            yield from _told(found, text, lunar, is_sure=1 <= month <= 12 and day <= 31)


def _is_day(year: int, month: int, day: int) -> bool:
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= (29 if month == 2 and isleap(year) else 28 if month == 2 else _DAYS[month - 1])


def _told(found: re.Match[str], text: str, lunar: Sequence[str], *, is_sure: bool = True) -> Iterator[Slip]:
    near = text[max(0, found.start() - _LUNAR_NEAR) : found.start()]
    if any(word in near for word in lunar):
        return
    reason = f"没有“{found.group()}”这一天"
    lane: Lane = "person" if is_sure else "hint"
    yield Slip(*found.span(), found.group(), "", None, "date", "常识", lane, reason)


def number_slips(text: str) -> Iterator[Slip]:
    """[2022]5号, 〔2022〕第5号, 〔2022〕05号; not numbers of decrees, announcements, contracts."""
    for found in _NUMBER.finditer(text):
        opening, year, closing, ordinal, zeros, number = found.groups()
        head = _HEAD.search(text, max(0, found.start() - 12), found.start())
        if (
            head is None
            or _OTHER_SERIES.search(head.group())
            or ((opening, closing) == ("〔", "〕") and not ordinal and not zeros)
        ):
            continue
        start = found.start()
        written, right = found.group(), f"〔{year}〕{number}号"
        faults = []
        if (opening, closing) != ("〔", "〕"):
            faults.append("年份应使用六角括号〔〕")
        if ordinal:
            faults.append("序号前不加“第”")
        if zeros:
            faults.append("序号不编虚位(1不编为01)")
        reason = f"发文字号“{head.group()}{written}”不规范:{'、'.join(faults)}"
        yield Slip(start, found.end(), written, right, right, "number_form", "格式", "person", reason)
