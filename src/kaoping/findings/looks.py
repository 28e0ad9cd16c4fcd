"""That somebody looked: the coverage of runs, and what people answered."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from kaoping.errors import FindingsError
from kaoping.roster import Form, FormRow, Unit, WrongCell, cell, made_of, read_form, written_moment
from kaoping.rulebook import IndicatorSystem

from .assessed import Assessed, Demanded
from .records import Looked, Suspect
from .rows import Said, demanded_by, suspect_said

Met = Literal["met", "not_met", "not_applicable"]
COVERAGE = Form(
    "检查范围",
    {
        name: (name,)
        for name in ("site", "unit", "check", "looked_at", "unsure", "not_checked", "failed", "why")
    },
    ("site", "unit", "check", "looked_at", "not_checked"),
)
ANSWERS = Form(
    "人工判定",
    {
        "unit": ("单位", "单位名称"),
        "indicator": ("指标编号", "指标"),
        "rule": ("细则编号", "细则"),
        "verdict": ("结论", "判定"),
        "by": ("检查人", "检查员", "判定人"),
        "at": ("时间", "检查时间", "判定时间"),
        "note": ("说明", "备注", "问题描述"),
        "url": ("网址", "页面地址"),
    },
    ("unit", "verdict"),
)
_VERDICTS: Mapping[str, Met] = {
    "符合": "met",
    "达标": "met",
    "不符合": "not_met",
    "不达标": "not_met",
    "不适用": "not_applicable",
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    What one check of one run did on one site: `looked_at` subjects were judged, `not_checked` could not be
    seen, at `failed` of them the check crashed; `why` are the reasons, Chinese.
    """

    run: str
    site: str
    unit: str
    check: str
    looked_at: int
    not_checked: int
    failed: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered to the question of a rule. `where` names file and row."""

    unit: str
    demanded: Demanded
    verdict: Met
    by: str
    at: datetime
    note: str = ""
    url: str = ""
    where: str = ""


def read_coverage(path: Path, run: str = "") -> tuple[Coverage, ...]:
    """
    The coverage that `kaoping check` left in `coverage.csv`; `run` names the run as for its observations.

    Raises:
        RosterError: The file cannot be read or lacks columns.
        FindingsError: Rows without figures, with their places.
    """
    rows = read_form(path, COVERAGE)
    return made_of(rows, lambda row: _coverage(row, run), what=f"检查范围 {path} ", error=FindingsError)


def read_answers(
    path: Path, units: Iterable[Unit], systems: Mapping[str, Sequence[IndicatorSystem]]
) -> tuple[Answer, ...]:
    """
    What people answered (单位, 细则或指标编号, 结论, 检查人, 时间, 说明); rows without 结论 are passed over.

    Raises:
        RosterError: The file cannot be read or lacks headings.
        FindingsError: All faulty rows at once, with file, sheet, row and column.
    """
    assessed = Assessed(units, systems)
    rows = read_form(path, ANSWERS)
    made = made_of(rows, lambda row: _answers(row, assessed), what=f"人工判定 {path} ", error=FindingsError)
    return tuple(one for some in made for one in some)


def answers_in_force(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """
    The latest answer for each unit and rule.

    Raises:
        FindingsError: Two different answers at one instant.
    """
    latest: dict[tuple[str, str, str], Answer] = {}
    for one in answers:
        key = one.unit, one.demanded.system, one.demanded.rule.id
        other = latest.setdefault(key, one)
        if other.at == one.at and other.verdict != one.verdict:
            words = f"“{one.unit}”细则“{key[2]}”与 {other.where} 同一时间而结论不同,请删去其中一行"
            raise FindingsError(f"{one.where}:{words}")
        if _force(one) > _force(other):
            latest[key] = one
    return tuple(latest[key] for key in sorted(latest))


def suspects_answered(answers: Iterable[Answer]) -> tuple[Suspect, ...]:
    """Suspects out of the answers in force that say 不符合; like any suspect they wait to be confirmed."""
    return tuple(_suspect(one) for one in answers_in_force(answers) if one.verdict == "not_met")


def looked_of(
    coverage: Iterable[Coverage], answers: Iterable[Answer], units: Iterable[Unit]
) -> tuple[Looked, ...]:
    """
    Who looked at what, per unit and check or rule.

    Of several runs over one site the one that left least unseen counts, then the one that looked at most: a
    second look does not make the subjects more. Sites of one unit add up. Units that are not listed are left
    out.

    Returns:
        Sorted by unit and name.
    """
    from kaoping.roster import UnitNames

    names = UnitNames(units)
    best: dict[tuple[str, str, str], Coverage] = {}
    for one in coverage:
        unit = names.get(one.unit)
        if unit is not None:
            key = unit.name, one.check, one.site
            best[key] = min(best.get(key, one), one, key=_wanting)
    added: dict[tuple[str, str], list[Coverage]] = {}
    for (unit_name, check, _), one in sorted(best.items()):
        added.setdefault((unit_name, check), []).append(one)
    looked = [_added(unit, check, own) for (unit, check), own in added.items()]
    looked += [_answered(one) for one in answers_in_force(answers)]
    return tuple(sorted(looked, key=lambda one: (one.unit, one.name, one.verdict)))


def _wanting(one: Coverage) -> tuple[object, ...]:
    is_empty = one.looked_at + one.not_checked == 0
    return is_empty, one.not_checked, one.failed, -one.looked_at, one.run, one.why


def _added(unit: str, check: str, own: Sequence[Coverage]) -> Looked:
    unseen = sum(one.not_checked for one in own)
    reasons = dict.fromkeys(why for one in own for why in one.why.split(";") if why)
    return Looked(
        unit=unit,
        name=check,
        subjects=sum(one.looked_at for one in own) + unseen,
        unseen=unseen,
        why="、".join(reasons),
        failed=any(one.failed for one in own),
    )


def _answered(one: Answer) -> Looked:
    verdict = "" if one.verdict == "not_met" else one.verdict
    why = f"{one.by}:{one.note}" if one.note else one.by
    return Looked(unit=one.unit, name=one.demanded.rule.id, subjects=1, why=why, verdict=verdict)


def _force(one: Answer) -> tuple[object, ...]:
    return one.at, one.by, one.note, one.url, one.where


def _coverage(row: FormRow, run: str) -> Coverage:
    return Coverage(
        run=run,
        site=row["site"],
        unit=row["unit"],
        check=row.wanted("check", "请用 kaoping check 写出的原文件"),
        looked_at=_count(row, "looked_at"),
        not_checked=_count(row, "not_checked"),
        failed=_count(row, "failed"),
        why=row["why"],
    )


def _count(row: FormRow, name: str) -> int:
    written = row[name] or "0"
    if not (written.isascii() and written.isdigit()):
        raise WrongCell(name, f"“{written[:20]}”不是个数,请用 kaoping check 写出的原文件")
    return int(written)


def _answers(row: FormRow, assessed: Assessed) -> tuple[Answer, ...] | None:
    if not row["verdict"]:
        return None
    unit = assessed.names.must(row["unit"])
    verdict = _VERDICTS.get(unicodedata.normalize("NFKC", row["verdict"]).strip())
    if verdict is None:
        raise WrongCell("verdict", f"“{row['verdict'][:20]}”不是结论,请写 符合、不符合、不适用 之一")
    by = row.wanted("by", "请写检查人姓名")
    row.wanted("at", "请写检查时间")
    if verdict != "met":
        row.wanted("note", "不符合、不适用都要说明理由")
    at = cell(row, "at", written_moment).astimezone(UTC)
    return tuple(
        Answer(unit.name, one, verdict, by, at, row["note"], row["url"], row.where)
        for one in _rules_answered(row, unit, verdict, assessed)
    )


def _rules_answered(row: FormRow, unit: Unit, verdict: Met, assessed: Assessed) -> tuple[Demanded, ...]:
    """An indicator answered as a whole answers all its rules; what is not met must be one rule."""
    if verdict != "not_met" and row["indicator"] and not row["rule"]:
        found = assessed.by_indicator(unit).get(row["indicator"], ())
        asked = tuple(one for one in found if one.rule.by == "ask") or found
        if asked:
            return asked
    return demanded_by(row, unit, assessed)


def _suspect(one: Answer) -> Suspect:
    unit = Unit(one.unit)
    said = Said("inspector", one.by, unit, one.note, one.url, "", one.at)
    return suspect_said(said, one.demanded)
