"""The people of the office: they decide on suspects and answer questions, by what is known of the city."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kaoping_toytown.chance import Dice
from kaoping_toytown.later import Fate
from kaoping_toytown.office import INSPECTORS, MONITOR, write_rows
from kaoping_toytown.truth import Expected

Row = Mapping[str, str]
DECISIONS_HEAD = ("问题编号", "结论", "决定人", "时间", "理由", "有效期", "第二人")
ANSWERS_HEAD = ("单位", "指标编号", "细则编号", "结论", "检查人", "时间", "说明", "网址")
CLAIMS_HEAD = ("问题编号", "时间", "说明", "单位")
_SAID_HEAD = ("单位", "指标编号", "细则编号", "问题描述", "网址", "具体对象")
_NAMED = ("target", "item", "word")
_VETO = "V"
_REAL_VETOES = ("upkeep.unreachable", "upkeep.home_stale")
_WITNESSED = "wording.typo"
_LEFT_OPEN = 40  # of so many suspects, and of so many questions, one waits for somebody


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a table that the product wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Inspectors:
    """
    Those who look, decide and answer. What the city planted is confirmed, all else dismissed; a veto strikes
    only a site that is down or stale as a whole.

    Args:
        truth: What is wrong in the city.
        seed: Chooses who decides, what is not met, and what is left open.
        day: The day on which they work, ISO.
    """

    def __init__(self, truth: Iterable[Expected], *, seed: int, day: str) -> None:
        self._truth: dict[str, list[Expected]] = {}
        for expected in truth:
            self._truth.setdefault(expected.check, []).append(expected)
        self._seed = seed
        self._day = day

    def decide(self, suspects: Sequence[Row], path: Path, *, leaves_open: bool = False) -> None:
        """Write a table of decisions on suspects (rows of ``suspects.csv``)."""
        rows = []
        for number, row in enumerate(suspects):
            if leaves_open and number % _LEFT_OPEN == _LEFT_OPEN - 1:
                continue
            verdict, reason = self._verdict(row)
            by = INSPECTORS[number % len(INSPECTORS)]
            at = f"{self._day} {9 + number % 8:02d}:{number % 60:02d}"
            rows.append((row["问题编号"], verdict, by, at, reason, "", ""))
        write_rows(path, DECISIONS_HEAD, rows)

    def answer(self, unseen: Sequence[Row], path: Path, *, leaves_open: bool = False) -> None:
        """Write a table of answers to what nobody looked at (rows of ``unseen.csv``)."""
        rows = []
        for number, row in enumerate(unseen):
            dice = Dice(self._seed, number, 73)
            if leaves_open and dice.below(_LEFT_OPEN * 10) == 0:
                continue
            is_asked = row["为何待核"].startswith("人工查看") and not row["细则编号"].startswith(_VETO)
            verdict, note = "符合", ""
            if is_asked and dice.below(25) == 0:
                verdict, note = "不符合", f"{row['看什么']}经查不符合"
            by = INSPECTORS[number % len(INSPECTORS)]
            rows.append(
                (row["单位"], row["指标编号"], row["细则编号"], verdict, by, f"{self._day} 10:30", note, "")
            )
        write_rows(path, ANSWERS_HEAD, rows)

    def see(self, suspects: Sequence[Row], inspections: Path, monitors: Path) -> None:
        """An inspector and a third party see some slips too: the same facts, in their own words."""
        seen = [row for row in suspects if f" {_WITNESSED} " in row["见证"] and row["具体对象"]]
        rows = [
            (
                row["单位"],
                row["指标编号"],
                row["细则编号"],
                f"“{row['具体对象']}”写错",
                row["网址"],
                row["具体对象"],
            )
            for row in seen
        ]
        own = [(INSPECTORS[0], *row, f"{self._day} 15:00", "截图") for row in rows[::2]]
        write_rows(inspections, ("检查员", *_SAID_HEAD, "检查时间", "佐证"), own)
        theirs = [(MONITOR, *row, f"{self._day} 03:00") for row in rows[::3]]
        write_rows(monitors, ("监测平台", *_SAID_HEAD, "监测时间"), theirs)

    def _verdict(self, row: Row) -> tuple[str, str]:
        check = _check_of(row)
        if row["细则编号"].startswith(_VETO) and check not in _REAL_VETOES:
            return "排除", "单次所见,没有达到连续监测的口径"
        if not check or check.startswith("followup."):
            return "确认", "经核对属实"
        if any(is_told(row, expected) for expected in self._truth.get(check, ())):
            return "确认", "打开页面核对,属实"
        return "排除", "打开页面核对,不属实"


def is_told(row: Row, expected: Expected) -> bool:
    """Whether a row of ``suspects.csv`` or ``findings.csv`` is about a planted fault."""
    if expected.url not in (row["网址"], *row["其他网址"].split("\n")) or _check_of(row) != expected.check:
        return False
    named = [str(expected.facts[name]) for name in _NAMED if name in expected.facts]
    return not named or any(name in f"{row['具体对象']} {row['原文']} {row['问题']}" for name in named)


def claims(findings: Sequence[Row], fates: Iterable[Fate], path: Path, *, day: str) -> None:
    """What units report as put right, whether it is or not."""
    rows = [
        (row["问题编号"], f"{day} 16:00", "已整改", row["单位"])
        for row, fate in _fated(findings, fates)
        if fate.was_claimed
    ]
    write_rows(path, CLAIMS_HEAD, sorted(set(rows)))


def closings(findings: Sequence[Row], fates: Iterable[Fate], path: Path, *, day: str) -> None:
    """Events of those that had been verified as put right before they came back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ids = sorted({row["问题编号"] for row, fate in _fated(findings, fates) if fate.was_closed})
    line = '{{"finding":"{}","kind":"fixed","at":"{}T08:00:00Z","by":"{}","reason":"复核已整改"}}\n'
    path.write_text("".join(line.format(id_, day, INSPECTORS[1]) for id_ in ids), encoding="utf-8")


def _fated(findings: Sequence[Row], fates: Iterable[Fate]) -> Iterable[tuple[Row, Fate]]:
    known = list(fates)
    for row in findings:
        fate = next((one for one in known if is_told(row, one.expected)), None)
        if fate is not None and row["状态"] == "确认":
            yield row, fate


def _check_of(row: Row) -> str:
    """The check among the witnesses of a row, or nothing."""
    for witness in row["见证"].split(";"):
        voice, _, rest = witness.partition(" ")
        if voice in ("检查", "台账"):
            return rest.split(" ")[0]
    return ""
