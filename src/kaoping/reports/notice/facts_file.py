"""
Facts of a notice as a file: who issued it, what was assessed, whom it names for what, what it demands.

A whole notice can be drafted from such a file; in a round's folder the same form holds what only the office
can say (``notice.yaml``).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from kaoping.errors import RoundError
from kaoping.roster import Unit
from kaoping.rulebook.mistake import Mistake
from kaoping.rulebook.schemas import mistakes, validator
from kaoping.rulebook.strict_yaml import lines, parse

from .facts import (
    Aggregate,
    AnnexFacts,
    CategoryFacts,
    Cause,
    DeadlineFacts,
    DemandFacts,
    Fault,
    GroupFacts,
    GroupRemark,
    HandedOut,
    NoticeFacts,
    Website,
)

SCHEMA = "facts.schema.json"
# keys of groups in such files; any other key is a group's own name
_GROUPS = {
    "counties": "县市区",
    "county_group": "县市区",
    "departments": "市直单位",
    "department_group": "市直单位",
}
Data = Mapping[str, Any]


def read_facts(path: Path) -> NoticeFacts:
    """
    Read a facts file.

    Raises:
        RoundError: In Chinese, all mistakes at once with their lines.
    """
    return facts_of(_valid(path))


def _valid(path: Path) -> Data:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RoundError(f"{path} 无法读取({error.strerror}),请核对路径") from error
    try:
        value = parse(data)
        found = mistakes(validator((files("kaoping.reports.notice") / SCHEMA).read_text("utf-8")), value)
    except Mistake as mistake:
        raise RoundError(f"{path} 第 {mistake.line} 行:{mistake.words}") from None
    if found:
        places = lines(data)
        words = "\n".join(f"  {_at(steps, places)}{said}" for steps, said in found)
        raise RoundError(f"{path} 有 {len(found)} 处要改:\n{words}")
    return value  # type: ignore[no-any-return]


def _at(steps: tuple[str | int, ...], places: Mapping[tuple[str | int, ...], int]) -> str:
    return next((f"第 {places[steps[:n]]} 行:" for n in range(len(steps), 0, -1) if steps[:n] in places), "")


def facts_of(value: Data) -> NoticeFacts:
    """The facts in a valid file; what it leaves out stays empty."""
    meta, assessed = value.get("meta", {}), value.get("assessment", {})
    extra = assessed.get("supplementary_data", "")
    return NoticeFacts(
        office=meta.get("issuer", ""),
        name=assessed.get("name", ""),
        day=_day(meta.get("dated")),
        title=meta.get("title") or meta.get("title_restored") or "",
        number=meta.get("doc_no") or "",
        addressees=tuple(meta.get("addressees", ())),
        period=assessed.get("period", ""),
        focus=assessed.get("focus", ""),
        scope=assessed.get("scope_of_lookback", ""),
        method=assessed.get("method", ""),
        coverage_mode=assessed.get("coverage", {}).get("mode", ""),
        supplementary=extra,
        groups=tuple(_groups(value)),
        progress=tuple(value.get("progress", ())),
        categories=tuple(_category(one) for one in value.get("findings", ())),
        causes=tuple(
            Cause(one["title"], tuple(one.get("points", ())), one.get("count", 0), f"causes/{n}")
            for n, one in enumerate(value.get("causes", ()))
        ),
        demands=tuple(_demand(one, n) for n, one in enumerate(value.get("demands", ()))),
        deadlines=tuple(_deadline(one, n) for n, one in enumerate(value.get("deadlines", ()))),
        mail=meta.get("attach_contact_mail", ""),
        copies=tuple(meta.get("copies", ())),
        printer=meta.get("printer", ""),
        printed=_day(meta.get("printed")),
        annexes=tuple(
            AnnexFacts(one["no"], one["title"], f"annexes/{n}")
            for n, one in enumerate(value.get("annexes", ()))
        ),
        handed_out=tuple(
            HandedOut(one["name"], one.get("via", ""), f"separate_documents/{n}")
            for n, one in enumerate(value.get("separate_documents", ()))
        ),
        website=_website(value.get("website", {}), meta),
        is_sealed=bool(meta.get("sealed", False)),
        roster=tuple(_roster(value)),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _groups(value: Data) -> Iterator[GroupFacts]:
    coverage = value.get("assessment", {}).get("coverage", {})
    good = value.get("good_scores", {})
    counts = {_group(key): count for key, count in coverage.items() if key != "mode"}
    praised = {_group(key): tuple(units) for key, units in good.items()}
    for name in dict.fromkeys((*counts, *praised)):
        yield GroupFacts(name, counts.get(name, 0), praised.get(name, ()), f"assessment/coverage/{name}")


def _group(key: str) -> str:
    return _GROUPS.get(key, key)


def _category(one: Data) -> CategoryFacts:
    at = f"findings/{one['id']}"
    basis = one.get("legal_basis")
    figure = one.get("aggregate")
    elements = tuple(one.get("elements_minimum", ()))
    return CategoryFacts(
        id=one.get("category_id") or one["id"],
        title=one.get("category", ""),
        bases=(basis,) if basis else (),
        rule=one.get("rule", ""),
        elements=elements,
        general=tuple(_general(said, f"{at}/general/{n}") for n, said in enumerate(one.get("general", ()))),
        faults=tuple(_fault(item, f"{at}/items/{n}") for n, item in enumerate(one.get("items", ()))),
        aggregates=(_aggregate(figure, f"{at}/aggregate"),) if figure else (),
        everywhere_in=_group(one.get("applies_to_all_of", "")),
        source=at,
    )


def _general(said: str | Data, at: str) -> str | GroupRemark:
    if isinstance(said, str):
        return said
    return GroupRemark(said["group"], tuple(said.get("missing_most", ())), said.get("problem", ""), at)


def _aggregate(figure: Data, at: str) -> Aggregate:
    value = figure.get("exact") or figure.get("value", "")
    return Aggregate(figure["source"], figure.get("period", ""), figure["metric"], str(value), at)


def _fault(item: Data, at: str) -> Fault:
    units = tuple(item.get("units", ())) or (item["unit"],)
    above = item.get("parent_unit", "")
    section = item.get("column", "")
    what = item["description"]
    # 养老服务 + 栏目内容全部是…: the section's name stands before what is said of it
    joint = "" if not section or what.startswith("栏目") else "栏目"
    return Fault(
        units=units,
        what=what,
        sources=(at,),
        target=item.get("target", "") or f"{section}{joint}",
        basis=item.get("basis", ""),
        parents={unit: above for unit in units if above and not unit.startswith(above)},
    )


def _demand(one: Data, number: int) -> DemandFacts:
    deadline = one.get("deadline", {})
    return DemandFacts(
        title=one["title"],
        actions=tuple(one.get("actions", ())),
        background=tuple(one.get("facts", ())),
        deadline=deadline.get("text", ""),
        meaning=deadline.get("meaning", ""),
        source=f"demands/{number}",
    )


def _deadline(one: Data, number: int) -> DeadlineFacts:
    return DeadlineFacts(
        day=_day(one.get("date")),
        words=one.get("date_text", ""),
        deliverables=tuple(one.get("deliverables", ())),
        channel=one.get("channel", ""),
        workdays=one.get("working_days_after_notice", 0),
        source=f"deadlines/{number}",
    )


def _website(site: Data, meta: Data) -> Website:
    return Website(
        name=site.get("name", ""),
        domain=site.get("domain", ""),
        code=str(site.get("code", "")),
        section=site.get("section") or meta.get("page_column", ""),
        published=site.get("published", ""),
        url=site.get("url", ""),
    )


def _roster(value: Data) -> Iterator[Unit]:
    """The units that the file names as assessed; more may stand in its findings."""
    order = 0
    for key, group in value.get("units", {}).items():
        for name in (*group.get("confirmed_named", ()), *group.get("named", ())):
            order += 1
            aliases = tuple(group.get("aliases", {}).get(name, ()))
            yield Unit(name, _group(key), _group(key), aliases=aliases, order=order)
        if other := group.get("other_named_entity"):
            order += 1
            yield Unit(other["name"], order=order)
