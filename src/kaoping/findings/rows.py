"""What inspectors and third-party monitors wrote down, as suspects: they cost nothing until confirmed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaoping.checks import load_checks
from kaoping.errors import FindingsError
from kaoping.gather import host_of, normalise
from kaoping.roster import (
    Form,
    FormRow,
    Unit,
    WrongCell,
    beijing,
    cell,
    folded_name,
    made_of,
    read_form,
    written_moment,
)
from kaoping.rulebook import IndicatorSystem, Rule

from .assessed import Assessed, Demanded
from .identity import address_key, fact_key, suspect_id, witness_key, words_key
from .records import Suspect, Voice, Witness

_FIELDS = {
    "unit": ("单位", "单位名称", "被检查单位", "责任单位"),
    "indicator": ("指标编号", "指标"),
    "rule": ("细则编号", "细则"),
    "message": ("问题描述", "问题", "描述", "说明"),
    "url": ("网址", "页面地址", "问题网址", "链接"),
    "object": ("具体对象", "错误内容", "错误词", "错误表述", "问题文字", "对象"),
    "proof": ("佐证", "证据", "快照", "截图"),
}
INSPECTIONS = Form(
    "检查记录",
    {"who": ("检查员", "检查人", "采集人"), **_FIELDS, "at": ("检查时间", "采集时间", "时间")},
    ("unit", "message"),
)
MONITORS = Form(
    "第三方监测数据",
    {
        "who": ("监测平台", "监测单位", "平台", "来源"),
        **_FIELDS,
        "kind": ("问题类型", "错误类型", "类型"),
        "right": ("建议", "正确表述", "建议修改"),
        "at": ("监测时间", "发现时间", "时间"),
    },
    ("who", "unit"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says, its unit and rule still by name."""

    voice: Voice
    who: str
    unit: Unit
    message: str
    url: str
    object: str
    at: datetime | None
    proof: str = ""
    right: str = ""


def read_inspections(
    path: Path, units: Iterable[Unit], systems: Mapping[str, Sequence[IndicatorSystem]]
) -> tuple[Suspect, ...]:
    """
    Suspects out of what inspectors wrote (csv, xlsx …): who, unit, indicator or rule, words, page, object.

    A rule may be named by its indicator alone where that has but one. A rule that stands in several of the
    unit's systems makes a suspect in each.

    Raises:
        RosterError: The file cannot be read or lacks headings.
        FindingsError: All faulty rows at once, with file, sheet, row and column.
    """
    return _read(path, INSPECTIONS, "inspector", Assessed(units, systems))


def read_monitors(
    path: Path, units: Iterable[Unit], systems: Mapping[str, Sequence[IndicatorSystem]]
) -> tuple[Suspect, ...]:
    """
    Suspects out of a third party's list, as `read_inspections`. In place of a rule a row may name its kind of
    problem: a check's id or title, or the kind of import that a rule names.
    """
    return _read(path, MONITORS, "monitor", Assessed(units, systems))


def _read(path: Path, form: Form, voice: Voice, assessed: Assessed) -> tuple[Suspect, ...]:
    made = row_reader(voice, assessed)
    rows = made_of(read_form(path, form), made, what=f"{form.what} {path} ", error=FindingsError)
    return tuple(one for some in rows for one in some)


def row_reader(voice: Voice, assessed: Assessed) -> Callable[[FormRow], tuple[Suspect, ...]]:
    """
    A function that reads the rows of one list, one after the other, for who shows each fault himself. Fields
    are those of `MONITORS` and `INSPECTIONS`. It raises `WrongCell` for a row that cannot be used.
    """
    twice: dict[tuple[str, ...], tuple[int, str]] = {}

    def made(row: FormRow) -> tuple[Suspect, ...]:
        said = _said(row, voice, assessed)
        rules = demanded_by(row, said.unit, assessed)
        _refuse_same_place(row, said, rules, twice)
        return tuple(suspect_said(said, one) for one in rules)

    return made


def _said(row: FormRow, voice: Voice, assessed: Assessed) -> Said:
    unit = assessed.names.must(row["unit"])
    who = row.wanted("who", "请写姓名或平台名称")
    message = row["message"] or row["kind"]
    if not message:
        raise WrongCell("message", "没有填写,请写看到了什么")
    return Said(
        voice=voice,
        who=who,
        unit=unit,
        message=message,
        url=_address(row),
        object=row["object"],
        at=cell(row, "at", written_moment) if row["at"] else None,
        proof=row["proof"],
        right=row["right"],
    )


def demanded_by(row: FormRow, unit: Unit, assessed: Assessed) -> tuple[Demanded, ...]:
    """
    The rule that a row names by 细则编号, 指标编号 or 问题类型, once for each system that has it.

    Raises:
        WrongCell: None of them, an unknown one, or an indicator with several rules.
    """
    if row["rule"]:
        found = assessed.by_rule(unit).get(row["rule"], ())
        found = tuple(one for one in found if row["indicator"] in ("", one.indicator))
        if not found:
            raise WrongCell("rule", f"“{unit.name}”适用的指标体系中没有细则“{row['rule'][:40]}”,请核对编号")
        return found
    if row["indicator"]:
        return _only_rules(row["indicator"], unit, assessed)
    if row["kind"]:
        return _of_kind(row["kind"], unit, assessed)
    raise WrongCell("rule", "没有填写,请写细则编号或指标编号")


def _only_rules(indicator: str, unit: Unit, assessed: Assessed) -> tuple[Demanded, ...]:
    found = assessed.by_indicator(unit).get(indicator, ())
    if not found:
        words = f"“{unit.name}”适用的指标体系中没有指标“{indicator[:40]}”(或它没有细则),请核对编号"
        raise WrongCell("indicator", words)
    return _one_each(found, f"指标“{indicator}”")


def _one_each(found: tuple[Demanded, ...], told: str) -> tuple[Demanded, ...]:
    """The rules, of which no system may have more than one. Raises `WrongCell`."""
    for system in {one.system for one in found}:
        ids = [one.rule.id for one in found if one.system == system]
        if len(ids) > 1:
            raise WrongCell("rule", f"没有填写,{told}有多条细则,请写明是哪一条:{'、'.join(ids[:8])}")
    return found


def _of_kind(kind: str, unit: Unit, assessed: Assessed) -> tuple[Demanded, ...]:
    by_name = assessed.by_name(unit)
    wanted = folded_name(kind)
    names = [kind, *(one.id for one in load_checks().values() if folded_name(one.title) == wanted)]
    named = (one for name in dict.fromkeys(names) for one in by_name.get(name, ()))
    found = tuple(one for one in named if isinstance(one.rule, Rule))  # a veto is never named in passing
    if not found:
        raise WrongCell("kind", f"不知道“{kind[:40]}”对应哪条细则,请填写细则编号")
    return _one_each(found, f"问题类型“{kind[:40]}”")


def _refuse_same_place(
    row: FormRow,
    said: Said,
    rules: Iterable[Demanded],
    twice: dict[tuple[str, ...], tuple[int, str]],
) -> None:
    """One voice, one place, no object, other words: nobody could say whether that is one fact or two."""
    if said.object:
        return
    for one in rules:
        key = (said.who, said.unit.name, one.system, one.rule.id, address_key(said.url))
        number, message = twice.setdefault(key, (row.number, said.message))
        if words_key(message) != words_key(said.message):
            words = f"没有填写,与第 {number} 行同一网址、同一细则而描述不同,请都写明具体对象以便区分"
            raise WrongCell("object", words)


def suspect_said(said: Said, demanded: Demanded) -> Suspect:
    """The suspect that a person or a third party laid to a unit under a rule."""
    fact = fact_key(said.unit.name, demanded.told_by, address_key(said.url), words_key(said.object))
    facts = {"wrong": said.object} if said.right else {}
    moment = beijing(said.at) if said.at else ""
    witness = Witness(
        voice=said.voice,
        name=said.who,
        seen_at=said.at,
        message=said.message,
        quote=said.object,
        archive=said.proof,
        key=witness_key(said.voice, said.who, moment, said.url, said.object, said.message, said.proof),
        url=said.url,
    )
    return Suspect(
        id=suspect_id(demanded.system, demanded.rule.id, fact),
        unit=said.unit.name,
        system=demanded.system,
        indicator=demanded.indicator,
        rule=demanded.rule.id,
        url=said.url,
        object=said.object,
        message=said.message,
        quote=said.object,
        facts={**facts, "right": said.right} if said.right else facts,
        witnesses=(witness,),
        site=host_of(said.url) if said.url else "",
        fact=fact,
    )


def _address(row: FormRow) -> str:
    written = row["url"]
    if not written or written in ("无", "-", "/"):
        return ""
    given = written if "://" in written else f"http://{written}"
    address = normalise(given)
    if address is None or ("://" not in written and "." not in host_of(address)):
        raise WrongCell("url", f"“{written[:60]}”不是网址,请从浏览器地址栏复制;没有网址的请留空")
    route = given.partition("#")[2]
    return f"{address}#{route}" if route.startswith(("/", "!")) else address
