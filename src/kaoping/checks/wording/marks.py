"""Marks that come in pairs, and stand alone: 《》, “” and （）."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..observation import Lane
from .slips import Slip

PAIRS = (("《", "》"), ("“", "”"), ("（", "）"))
_CLOSED = "。!！?？;；:：”》）)】…"
# a line this long that ends without a stop may have been broken by the page, and goes on in the next
_WRAPPED = 12
# 1） 一） a） ① ） at the head of a line or clause: the number of a list, not the end of a bracket
_LISTED = re.compile(r"(?:^|[\s。；;，,、：:（(])(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])$")
_CUT = re.compile(r"(?:…|\.{3,}|详情|详细\s*|更多|>>)\s*$")
SHOWN = 10
# a text with more of one kind is written by another habit or was cut up on its way: not an oversight
_HABIT = 2


@dataclass(frozen=True, slots=True)
class _Alone:
    at: int
    mark: str
    missing: str


def unpaired_slips(text: str) -> Iterator[Slip]:
    """
    Marks without their other half, where the text shows both sides whole.

    A mark is told only when the text as a whole has more of one half than of the other, its paragraph too,
    and the paragraph was not cut. Quotations may be opened anew in each paragraph. A text with several is a
    habit and gives none.
    """
    if not any(sign in text for pair in PAIRS for sign in pair):
        return
    blocks = tuple(_blocks(text.replace("(", "（").replace(")", "）")))
    for opening, closing in PAIRS:
        alone = list(_alone(blocks, opening, closing))
        if 0 < len(alone) <= _HABIT:
            yield from (_slip(text, one, _is_sure(text, one)) for one in alone)


def _is_sure(text: str, one: _Alone) -> bool:
    before, after = text[: one.at].rstrip(" 　"), text[one.at + 1 :].lstrip(" 　")
    if one.mark in "“（" and (not before or before.endswith("\n")):
        return False  # a list of quoted paragraphs, or what began on a line that is not here
    if one.mark in "”）》" and (not after or after.startswith("\n")):
        return False
    if "\n" in text.strip() or one.mark in "《》":
        return True
    return one.missing in "”）" and text.rstrip().endswith(("。", "!", "！", "？"))


def _slip(text: str, one: _Alone, is_sure: bool) -> Slip:
    start, end = one.at, one.at + 1
    if one.mark in "《“（":
        shown = text[start : start + SHOWN]
    else:
        shown = text[max(0, end - SHOWN) : end]
    shown = shown.replace("\n", " ")
    reason = f"“{shown}”处的“{one.mark}”缺少配对的“{one.missing}”"
    lane: Lane = "person" if is_sure else "hint"
    return Slip(start, end, one.mark, "", None, "unpaired", "符号配对", lane, reason)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs with their offsets; lines that a page broke in the middle are one."""
    start = at = 0
    for line in text.split("\n"):
        at += len(line) + 1
        words = line.rstrip()
        if len(words) >= _WRAPPED and words[-1] not in _CLOSED and at <= len(text):
            continue
        yield start, text[start : at - 1]
        start = at
    if start < len(text):
        yield start, text[start:]


def _alone(blocks: tuple[tuple[int, str], ...], opening: str, closing: str) -> Iterator[_Alone]:
    opened: list[int] = []  # quotations that go on from an earlier paragraph
    for number, (start, block) in enumerate(blocks):
        left, stray = _unmatched(block, opening, closing)
        if opened and stray:
            opened.clear()
            stray = stray[1:]
        yield from (_Alone(start + at, closing, opening) for at in stray)
        if not left or _CUT.search(block):
            continue
        if _goes_on(blocks[number + 1 : number + 40], opening, closing):
            opened = left
            continue
        yield _Alone(start + left[0], opening, closing)


def _goes_on(following: tuple[tuple[int, str], ...], opening: str, closing: str) -> bool:
    """Is what was opened closed in a later paragraph, before anything else is opened there and closed?"""
    for _, block in following:
        if not block.strip():
            continue
        if _unmatched(block, opening, closing)[1]:
            return True
        if opening == "“" and block.lstrip().startswith("“"):
            return True
    return False


def _unmatched(block: str, opening: str, closing: str) -> tuple[list[int], list[int]]:
    """Offsets of openings never closed, and of closings never opened."""
    left: list[int] = []
    stray: list[int] = []
    for found in re.finditer(f"[{opening}{closing}]", block):
        at = found.start()
        if found.group() == opening:
            left.append(at)
        elif left:
            left.pop()
        elif closing != "）" or not _LISTED.search(block, max(0, at - 8), at):
            stray.append(at)
    return left, stray
