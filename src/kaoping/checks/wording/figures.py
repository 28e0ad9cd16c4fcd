"""Figures that contradict the words or the other figures beside them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..observation import Lane
from .slips import Slip

_NUMBER = r"\d+(?:\.\d+)?"
_SHARES = re.compile(rf"分别占[^。；;\n\d]{{0,20}}((?:{_NUMBER}\s?[%％][、,，和]?){{2,12}})")
_OF_TOTAL = re.compile(
    r"(?:共计?|总计|合计)[^。；;\n\d]{0,6}(\d{1,9})(件|人|户|家|个|项|次|起|名)[,，]其中([^。；;\n]{2,120})"
)
# rounding adds less, and what adds up to far more is no whole
_SLACK, _NO_WHOLE = 0.6, 30


def figure_slips(text: str, words: Mapping[str, Any]) -> Iterator[Slip]:
    """下降了2倍; 增长-5%; shares above 100 %; a part larger than its whole."""
    decline = "|".join(words["decline"])
    for found in re.finditer(
        rf"(?:{decline})(?:了|到|至)?\s?(?:[1-9]\d*(?:\.\d+)?|[一二两三四五六七八九十]+)\s?倍(?!以上的)", text
    ):
        reason = f"“{found.group()}”不合情理:减少不能用一倍以上表示"
        yield _slip(found, reason, is_sure=True)
    growth = "|".join(words["growth"])
    for found in re.finditer(rf"(?:{growth})(?:了)?\s?[-－−﹣]\s?{_NUMBER}\s?[%％]", text):
        yield _slip(found, f"“{found.group()}”应写作“下降”", is_sure=False)
    yield from _shares(text)
    yield from _parts(text)


def _slip(found: re.Match[str], reason: str, *, is_sure: bool) -> Slip:
    lane: Lane = "person" if is_sure else "hint"
    return Slip(
        *found.span(),
        found.group(),
        "",
        None,
        "figures",
        "常识",
        lane,
        reason,
    )


def _shares(text: str) -> Iterator[Slip]:
    for found in _SHARES.finditer(text):
        shares = [float(n) for n in re.findall(_NUMBER, found.group(1))]
        total = sum(shares)
        if len(shares) > 2 and 100 + _SLACK < total < 100 + _NO_WHOLE:
            yield _slip(found, f"各项占比合计{total:g}%,超过100%", is_sure=False)


def _parts(text: str) -> Iterator[Slip]:
    for found in _OF_TOTAL.finditer(text):
        whole, unit = int(found.group(1)), found.group(2)
        parts = [int(n) for n in re.findall(rf"(?<![\d.])(\d{{1,9}}){unit}", found.group(3))]
        if parts and max(parts) > whole:
            yield _slip(found, f"其中一项{max(parts)}{unit},多于总数{whole}{unit}", is_sure=False)
