"""Writes the lists of findings, and the form on which people decide; both open in any spreadsheet."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaoping.errors import OutputError
from kaoping.roster import beijing, harmless
from kaoping.rulebook import IndicatorSystem

from .decisions import STATE_WORDS, VERDICT_WORDS
from .identity import address_key
from .records import Finding, Suspect, Voice, Witness

SUSPECTS = "suspects.csv"
FINDINGS = "findings.csv"
DECISION_FORM = "decisions-form.csv"
VOICE_WORDS: Mapping[Voice, str] = {
    "check": "检查",
    "inspector": "检查员",
    "monitor": "第三方监测",
    "unit": "单位自报",
    "ledger": "台账",
}
LANE_WORDS = {"machine": "机器可核实", "person": "须人工核实"}
_MOST_PAGES = 50  # addresses in one cell
_LONGEST_CELL = 32_000  # below what a spreadsheet takes
_CUT = "…(内容过长,此处截断)"

Column = tuple[str, Callable[[Finding, "_Titles"], str]]


@dataclass(frozen=True, slots=True)
class _Titles:
    """Titles of indicators and words of rules, by system and id."""

    indicators: Mapping[tuple[str, str], str]
    rules: Mapping[tuple[str, str], str]


_FACT: tuple[Column, ...] = (
    ("问题编号", lambda one, _: one.suspect.id),
    ("单位", lambda one, _: one.suspect.unit),
    ("指标体系", lambda one, _: one.suspect.system),
    ("指标编号", lambda one, _: one.suspect.indicator),
    ("指标", lambda one, titles: titles.indicators.get((one.suspect.system, one.suspect.indicator), "")),
    ("细则编号", lambda one, _: one.suspect.rule),
    ("细则", lambda one, titles: titles.rules.get((one.suspect.system, one.suspect.rule), "")),
    ("问题", lambda one, _: one.suspect.message),
    ("网址", lambda one, _: one.suspect.url),
    ("其他网址", lambda one, _: "\n".join(_others(one.suspect)[:_MOST_PAGES])),
    ("其他网址数", lambda one, _: str(len(_others(one.suspect)))),
    ("具体对象", lambda one, _: one.suspect.object),
    ("原文", lambda one, _: one.suspect.quote),
    ("严重程度", lambda one, _: one.suspect.severity),
    ("核实方式", lambda one, _: LANE_WORDS.get(one.suspect.lane, one.suspect.lane)),
    ("见证数", lambda one, _: str(len(one.suspect.witnesses))),
    ("见证", lambda one, _: ";".join(map(_told, one.suspect.witnesses))),
    ("首次所见", lambda one, _: _moment(one.suspect, min)),
    ("最近所见", lambda one, _: _moment(one.suspect, max)),
    ("证据摘要", lambda one, _: _proof(one.suspect).digest),
    ("存档文件", lambda one, _: _proof(one.suspect).archive),
    ("存档偏移", lambda one, _: str(_proof(one.suspect).offset) if _proof(one.suspect).digest else ""),
    ("规则版本", lambda one, _: _proof(one.suspect).rule_version),
)
_RULED: tuple[Column, ...] = (
    ("状态", lambda one, _: STATE_WORDS[one.state] + (_expired(one))),
    ("决定人", lambda one, _: (one.decision.by or "机器复核") if one.decision else ""),
    ("第二人", lambda one, _: one.decision.second_by if one.decision else ""),
    ("决定时间", lambda one, _: beijing(one.decision.at) if one.decision else ""),
    ("理由", lambda one, _: one.decision.reason if one.decision else ""),
    ("有效期", lambda one, _: str(one.decision.until or "") if one.decision else ""),
)
_TO_FILL = ("结论", "决定人", "时间", "理由", "有效期", "第二人")
_FORM = ("问题编号", "单位", "指标", "细则", "问题", "网址", "具体对象", "原文", "见证数", "见证")


def write_suspects(suspects: Iterable[Suspect], path: Path, systems: Iterable[IndicatorSystem] = ()) -> None:
    """
    Write `suspects.csv`: what was seen and laid to units, whatever was ruled on it, in the order given.

    Args:
        suspects: Joined.
        path: The file; it is there whole or, where writing fails, as before.
        systems: Give the titles of indicators and the words of rules.

    Raises:
        OutputError: It cannot be written.
    """
    _write(path, _FACT, (Finding(one, "suspect") for one in suspects), systems)


def write_findings(findings: Iterable[Finding], path: Path, systems: Iterable[IndicatorSystem] = ()) -> None:
    """Write `findings.csv`: every suspect with the decision in force; as `write_suspects`."""
    _write(path, (*_FACT[:1], *_RULED[:1], *_FACT[1:], *_RULED[1:]), findings, systems)


def write_decision_form(
    findings: Iterable[Finding], path: Path, systems: Iterable[IndicatorSystem] = ()
) -> None:
    """
    Write the form for what is still open: a clerk fills in the last columns and gives it back, and
    `read_decisions` takes it. As `write_suspects`.
    """
    shown = tuple(column for column in _FACT if column[0] in _FORM)
    blank: tuple[Column, ...] = tuple((title, lambda _one, _titles: "") for title in _TO_FILL)
    open_ones = (one for one in findings if one.state == "suspect")
    _write(path, (*shown, *blank), open_ones, systems)


def _write(
    path: Path, columns: Sequence[Column], findings: Iterable[Finding], systems: Iterable[IndicatorSystem]
) -> None:
    titles = _titles(systems)
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
            table = csv.writer(stream, lineterminator="\r\n")
            table.writerow([title for title, _ in columns])
            for one in findings:
                table.writerow([_cell(value(one, titles)) for _, value in columns])
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        words = f"无法写入 {path}:{error.strerror or error}。请检查磁盘空间、权限,并关闭打开着它的程序。"
        raise OutputError(words) from error


def _cell(text: str) -> str:
    safe = harmless(text)
    return safe if len(safe) <= _LONGEST_CELL else safe[: _LONGEST_CELL - len(_CUT)] + _CUT


def _titles(systems: Iterable[IndicatorSystem]) -> _Titles:
    indicators: dict[tuple[str, str], str] = {}
    rules: dict[tuple[str, str], str] = {}
    for system in systems:
        bonus = (one for item in (system.bonus.items if system.bonus else ()) for one in item.walk())
        for one in (*system.walk(), *bonus):
            indicators[system.name, one.id] = one.title
            rules |= {(system.name, rule.id): rule.when for rule in one.rules}
        for veto in system.vetoes:
            indicators[system.name, veto.id] = veto.title
            rules |= {(system.name, case.id): case.when for case in veto.cases}
    return _Titles(indicators, rules)


def _others(one: Suspect) -> list[str]:
    """The other pages, without those that are another spelling of the same address."""
    if not one.pages:
        return []
    found = {address_key(page): page for page in reversed(one.pages)}
    found.pop(address_key(one.url), None)
    return sorted(found.values())


def _told(one: Witness) -> str:
    moment = f" {beijing(one.seen_at)}" if one.seen_at else ""
    doubt = ",不能肯定" if one.answer != "problem" else ""
    return f"{VOICE_WORDS[one.voice]} {one.name}{moment}{doubt}"


def _moment(one: Suspect, which: Callable[[list[datetime]], datetime]) -> str:
    moments = [w.seen_at for w in one.witnesses if w.seen_at is not None]
    return beijing(which(moments)) if moments else ""


_NO_PROOF = Witness("check", "", None)


def _proof(one: Suspect) -> Witness:
    """The witness whose stored capture proves the fact, else one who named a proof."""
    return next(
        (w for w in one.witnesses if w.digest), next((w for w in one.witnesses if w.archive), _NO_PROOF)
    )


def _expired(one: Finding) -> str:
    decision = one.decision
    if one.state != "suspect" or decision is None or decision.verdict != "exempt":
        return ""
    return f"({VERDICT_WORDS['exempt']}已于{decision.until}到期)"
