"""What people ruled on suspects, read from the form that a clerk fills in; and what holds of it."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from rapidfuzz import process

from kaoping.errors import FindingsError
from kaoping.roster import (
    Form,
    FormRow,
    WrongCell,
    beijing,
    cell,
    folded_name,
    listed_faults,
    made_of,
    read_form,
    written_day,
    written_moment,
)

from .identity import read_id
from .records import Decision, Finding, State, Suspect, Verdict

VERDICT_WORDS: Mapping[Verdict, str] = {
    "confirm": "确认",
    "dismiss": "排除",
    "exempt": "豁免",
    "reopen": "重开",
}
STATE_WORDS: Mapping[State, str] = {
    "suspect": "疑似",
    "confirmed": "确认",
    "dismissed": "排除",
    "exempted": "豁免",
}
DECISIONS = Form(
    "认定表",
    {
        "suspect": ("问题编号", "编号"),
        "verdict": ("结论", "认定结论", "处理结论"),
        "by": ("决定人", "认定人", "确认人"),
        "at": ("时间", "决定时间", "认定时间"),
        "reason": ("理由", "认定理由", "说明"),
        "until": ("有效期", "豁免有效期", "有效期至"),
        "second_by": ("第二人", "复核人"),
    },
    ("suspect", "verdict"),
)
_VERDICTS: Mapping[str, Verdict] = {
    **{words: verdict for verdict, words in VERDICT_WORDS.items()},
    "属实": "confirm",
    "不属实": "dismiss",
    "重新认定": "reopen",
}
_AFTER: Mapping[Verdict, State] = {
    "confirm": "confirmed",
    "dismiss": "dismissed",
    "exempt": "exempted",
    "reopen": "suspect",
}
_NEAREST = 3
_HELPED = 20  # unknown ids for which the nearest are looked for: each costs a walk over all


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """
    The decisions of a filled-in form, in its order; rows without 结论 are not decided yet and passed over.

    Raises:
        RosterError: The file cannot be read or lacks headings.
        FindingsError: All faulty rows at once: an id that is none, an unknown verdict, no author, time or
            reason, an exemption without its last day, a second person who is the first.
    """
    rows = read_form(path, DECISIONS)
    return made_of(rows, _decision, what=f"认定表 {path} ", error=FindingsError)


def ruled(suspects: Iterable[Suspect], decisions: Iterable[Decision], today: date) -> tuple[Finding, ...]:
    """
    Each suspect with the decision that holds, in the order of the suspects.

    People outrank machines; of people the latest holds. An exemption holds until the end of its last day,
    then the suspect is open again. A decision under an id in `also` is one about the suspect.

    Args:
        suspects: Joined, so that each id stands once.
        decisions: In any order; the same one twice counts once.
        today: The day for which exemptions are looked at.

    Raises:
        FindingsError: Decisions about suspects that do not exist, with the nearest ids; two people, or one,
            ruling differently at one instant.
    """
    known = tuple(suspects)
    owners = {id_: one.id for one in known for id_ in one.also}
    owners |= {one.id: one.id for one in known}
    own: dict[str, list[Decision]] = {}
    strangers = []
    for decision in decisions:
        owner = owners.get(decision.suspect)
        if owner is None:
            strangers.append(decision)
        else:
            own.setdefault(owner, []).append(decision)
    wrong = [*_unknown(strangers, owners), *_contradictions(own)]
    if wrong:
        raise FindingsError(listed_faults(f"认定有 {len(wrong)} 处不能采用", wrong))
    return tuple(_finding(one, own.get(one.id, ()), today) for one in known)


def holding(decisions: Iterable[Decision]) -> Decision | None:
    """The decision that holds among those about one suspect; None where there is none."""
    return max(decisions, key=_weight, default=None)


def _weight(one: Decision) -> tuple[object, ...]:
    return bool(one.by), one.at, one.verdict, one.by, one.reason, one.until or date.max, one.second_by


def _finding(one: Suspect, decisions: Sequence[Decision], today: date) -> Finding:
    decision = holding(decisions)
    if decision is None:
        return Finding(one, "suspect")
    if decision.verdict == "exempt" and decision.until is not None and decision.until < today:
        return Finding(one, "suspect", decision)
    return Finding(one, _AFTER[decision.verdict], decision)


def _unknown(strangers: Sequence[Decision], ids: Mapping[str, str]) -> list[str]:
    told = []
    choices = list(ids) if strangers else []
    for n, one in enumerate(strangers):
        near = process.extract(one.suspect, choices, limit=_NEAREST) if n < _HELPED else ()
        advice = f";相近的编号有 {'、'.join(id_ for id_, _, _ in near)}" if near else ""
        told.append(f"{one.where or f'“{one.by}”的认定'}:没有编号为“{one.suspect}”的问题{advice}")
    return told


def _contradictions(own: Mapping[str, Sequence[Decision]]) -> list[str]:
    told = []
    for id_, decisions in own.items():
        if len(decisions) < 2:
            continue
        held = holding(decisions)
        for one in decisions:
            is_level = held is not None and (bool(one.by), one.at) == (bool(held.by), held.at)
            if held is not None and is_level and (one.verdict, one.until) != (held.verdict, held.until):
                words = f"问题 {id_} 在 {beijing(one.at)} 有两个不同结论({VERDICT_WORDS[one.verdict]}、"
                words += f"{VERDICT_WORDS[held.verdict]}),请写明时分或删去其中一行"
                told.append(f"{one.where or one.by}:{words}")
    return told


def _decision(row: FormRow) -> Decision | None:
    if not row["verdict"]:
        return None
    suspect = read_id(row.wanted("suspect", "请从问题清单复制"))
    if suspect is None:
        raise WrongCell("suspect", f"“{row['suspect'][:40]}”不是问题编号,请从问题清单复制")
    verdict = _VERDICTS.get(unicodedata.normalize("NFKC", row["verdict"]).strip())
    if verdict is None:
        words = "、".join(VERDICT_WORDS.values())
        raise WrongCell("verdict", f"“{row['verdict'][:20]}”不是结论,请写 {words} 之一")
    by = row.wanted("by", "请写决定人姓名")
    row.wanted("at", "请写决定时间,如 2026-09-01 10:30")
    return Decision(
        suspect=suspect,
        verdict=verdict,
        by=by,
        at=cell(row, "at", written_moment),
        reason=row.wanted("reason", "请写理由"),
        until=_until(row, verdict),
        second_by=_second(row, by),
        where=row.where,
    )


def _until(row: FormRow, verdict: Verdict) -> date | None:
    if verdict != "exempt":
        return None
    row.wanted("until", "豁免须写到哪一天为止,到期后重新列为疑似问题")
    return cell(row, "until", written_day)


def _second(row: FormRow, by: str) -> str:
    if row["second_by"] and folded_name(row["second_by"]) == folded_name(by):
        raise WrongCell("second_by", "与决定人是同一人,请由另一人复核")
    return row["second_by"]
