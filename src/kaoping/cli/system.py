"""`kaoping system …`: indicator systems looked at, exchanged with workbooks, compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from kaoping.errors import UsageError
from kaoping.rounds.system_faults import system_remarks
from kaoping.rulebook import (
    WAITING,
    Crosswalk,
    Deduction,
    Indicator,
    IndicatorSystem,
    Rule,
    VetoRule,
    crosswalk_draft,
    is_lexicon_name,
    load_rulebook,
    load_systems,
    read_crosswalk,
    read_system_xlsx,
    read_system_yaml,
    system_difference,
    write_system_xlsx,
    write_system_yaml,
    write_whole,
)

from .options import EXIT_CLEAN, EXIT_FOUND

YAML, XLSX = (".yaml",), (".xlsx",)
LEVELS = {"error": "错误", "warning": "提醒"}
MARKS = {"seen": "", "recalled": "(未复核)", "unverified": f"({WAITING})", "suggested": f"(建议值,{WAITING})"}
WAYS = {"check": "检查", "ask": "人工", "import": "导入", "derived": "派生"}
EFFECTS = {"stop": "即不合格,不再计分", "mark": "总分最高计", "grade": "等次降一档"}


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What `kaoping system import` was asked, word for word."""

    file: Path
    rulebook: Path
    name: str
    is_replacing: bool = False


def run_lint(word: str, folder: Path | None, today: date) -> int:
    """Lint one system, or all; answers the exit code: 1 where one has an error."""
    systems = [_system(word, folder)] if word else _all(folder)
    rules = load_rulebook(folder)
    found = [(one, system_remarks(one, rules, today=today)) for one in systems]
    for system, remarks in found:
        for remark in remarks:
            print(f"{system.name} {remark.where}:{LEVELS[remark.level]}:{remark.words}")
    told = [remark for _, remarks in found for remark in remarks]
    errors = sum(remark.level == "error" for remark in told)
    print(f"检查了 {len(systems)} 个指标体系,{errors} 处错误,{len(told) - errors} 处提醒")
    return EXIT_FOUND if errors else EXIT_CLEAN


def _all(folder: Path | None) -> list[IndicatorSystem]:
    """The office's own systems where there is a folder, else the shipped ones."""
    systems = load_systems(folder)
    return [systems[name] for name in (systems.own if folder else systems)]


def run_show(word: str, folder: Path | None) -> int:
    """Print one system as a person reads it; what nobody verified says so."""
    for line in _shown(_system(word, folder)):
        print(line)
    return EXIT_CLEAN


def _shown(system: IndicatorSystem) -> Iterator[str]:
    yield f"{system.title}({system.name},版本 {system.version},摘要 {system.digest})"
    yield f"来源:{system.source.what} {system.source.number}{MARKS[system.source.mark]}"
    if system.layers:
        yield f"层次:{' → '.join(system.layers)}"
    if system.note:
        yield f"说明:{system.note}"
    kinds = "、".join(system.applies_to) or "全部单位"
    yield f"适用:{kinds};满分 {system.full:f} 分,保留 {system.places} 位小数"
    if system.pass_line is not None:
        yield f"合格线:{system.pass_line:f} 分{MARKS[system.pass_mark]}"
    if system.grades:
        yield "分档:" + "、".join(
            f"{one.name} {one.at_least:f} 分起{MARKS[one.mark]}" for one in system.grades
        )
    for veto in system.vetoes:
        yield from _veto_lines(veto)
    for group in system.groups:
        yield from _indicator_lines(group, "")
    if system.bonus:
        over = system.bonus.enter_over
        entry = f",折算后超过 {over:f} 分才加" if over is not None else ""
        yield f"加分:最多 {system.bonus.points:f} 分{MARKS[system.bonus.mark]}{entry}"
        for item in system.bonus.items:
            yield from _indicator_lines(item, "  ")
    for change in system.changes:
        verb = {"change": "改", "add": "加", "remove": "删"}[change.verb]
        yield f"改动:{change.layer} {verb} {change.id}:{change.reason}"


def _veto_lines(veto: VetoRule) -> Iterator[str]:
    marked = f" {veto.mark_points:f} 分" if veto.mark_points is not None else ""
    effect = f"{EFFECTS[veto.effect]}{marked}{_limits(veto)}{_from(veto.origin)}"
    yield f"单项否决 {veto.id} {veto.title}{MARKS[veto.mark]}:{effect}"
    for case in veto.cases:
        count = f",达到 {case.count} 个" if case.count > 1 else ""
        seen = case.name or case.question
        yield f"  {case.id} {case.when}{MARKS[case.mark]}〔{WAYS[case.by]}:{seen}{count}〕"


def _indicator_lines(one: Indicator, indent: str) -> Iterator[str]:
    points = f"{one.points:f} 分{MARKS[one.points_mark]}"
    yield f"{indent}{one.id} {one.title} {points}{_limits(one)}{_from(one.origin)}"
    for rule in one.rules:
        seen = f"〔{WAYS[rule.by]}:{rule.name or rule.question}{_where(rule)}〕"
        cost = f"{_cost(rule.deduct)}{MARKS[rule.mark]}"
        yield f"{indent}  {rule.id} {rule.when}:{cost}{seen}{_from(rule.origin)}"
    for basis in one.basis:
        yield f"{indent}  依据:{basis.text}{MARKS[basis.mark]}"
    for child in one.children:
        yield from _indicator_lines(child, indent + "  ")


def _cost(deduct: Deduction) -> str:
    if deduct.per == "ladder":
        steps = "、".join(f"超过 {step.over:f} 扣 {step.points:f}" for step in deduct.steps)
        cost = f"按 {deduct.measure} 分级,{steps}"
    else:
        each = {"once": "一次性", "finding": "每处", "fact": "每个不同事实", "rate": "按比例"}[deduct.per]
        cost = f"{each} {deduct.points:f} 分"
    return cost + (f",最多 {deduct.at_most:f} 分" if deduct.at_most is not None else "")


def _where(rule: Rule) -> str:
    return "".join(f",{key}={'、'.join(values)}" for key, values in rule.where.items())


def _limits(one: Indicator | VetoRule) -> str:
    told = [f"只用于 {'、'.join(one.applies_to)}"] if one.applies_to else []
    told += [f"{'、'.join(one.skip_when)} 时不评"] if one.skip_when else []
    return f"({';'.join(told)})" if told else ""


def _from(origin: str) -> str:
    return f" ←{origin}" if origin else ""


def run_export(word: str, folder: Path | None, to: Path) -> int:
    """Write one system, all layers laid together, as xlsx or YAML by the ending of `to`."""
    system = _system(word, folder)
    if to.suffix.lower() in XLSX:
        write_system_xlsx(system, to)
    elif to.suffix in YAML:
        write_system_yaml(system, to)
    else:
        raise UsageError(f"--to {to} 的扩展名应为 .xlsx 或 .yaml。")
    print(f"已写入 {to}:{sum(1 for _ in system.leaves())} 个末级指标,{sum(1 for _ in system.rules())} 条细则")
    return EXIT_CLEAN


def run_import(request: ImportRequest, today: date) -> int:
    """
    Write a workbook's system as ``indicators/NAME.yaml`` of an office's rulebook, whole or not at all.

    Raises:
        UsageError: The name cannot be taken.
        RulebookError: A cell is wrong; all are told.
    """
    if not is_lexicon_name(request.name):
        raise UsageError(f"--name {request.name} 不对,只能用汉字、字母、数字、- 和 _。")
    if request.name in load_systems():
        raise UsageError(f"--name {request.name} 是自带指标体系的名字,会把它整个换掉,请另取一个名字。")
    target = request.rulebook / "indicators" / f"{request.name}.yaml"
    if target.exists() and not request.is_replacing:
        raise UsageError(f"{target} 已经存在,要替换请加 --replace。")
    system = read_system_xlsx(request.file, request.name)
    if target.exists():
        for line in system_difference(read_system_yaml(target), system):
            print(line)
    write_system_yaml(system, target)
    print(f"已写入 {target}")
    return run_lint(request.name, request.rulebook, today)


def run_compare(old: str, new: str, folder: Path | None) -> int:
    """Print what differs between two systems; exit code 1 where anything does."""
    told = system_difference(_system(old, folder), _system(new, folder))
    for line in told:
        print(line)
    print(f"共 {len(told)} 处不同" if told else "两个体系的规则相同")
    return EXIT_FOUND if told else EXIT_CLEAN


def run_crosswalk(old: str, new: str, file: Path | None, folder: Path | None, out: Path | None) -> int:
    """Hold a crosswalk against its two systems; without one, draft one for a person to correct."""
    before, after = _system(old, folder), _system(new, folder)
    if file is not None:
        crosswalk = read_crosswalk(file, before, after)
        print(
            f"对照表没有错误:{len(crosswalk.bonds)} 条对应,"
            f"{len(crosswalk.ended)} 项不再考评,{len(crosswalk.begun)} 项新设"
        )
        return EXIT_CLEAN
    text = _crosswalk_yaml(crosswalk_draft(before, after), before, after)
    if out is None:
        print(text, end="")
        return EXIT_CLEAN
    write_whole(out, text.encode())
    print(f"已写入草稿 {out}:请逐条核对后再用")
    return EXIT_CLEAN


def _crosswalk_yaml(crosswalk: Crosswalk, old: IndicatorSystem, new: IndicatorSystem) -> str:
    titles = {one.id: one.title for one in (*old.leaves(), *new.leaves())}
    lines = [
        "# 指标对照表草稿:按名称猜测,请逐条核对。share 是旧指标中转入新指标的份额;",
        "# ended 是不再考评的旧指标,begun 是新设的指标。",
        f"old: {crosswalk.old}",
        f"new: {crosswalk.new}",
        "bonds:" if crosswalk.bonds else "bonds: []",
    ]
    lines += [
        f'  - {{old: "{one.old}", new: "{one.new}", share: {_share(one.share)}, reason: "{one.reason}"}}'
        for one in crosswalk.bonds
    ]
    for key, ids in (("ended", crosswalk.ended), ("begun", crosswalk.begun)):
        lines.append(f"{key}:" if ids else f"{key}: []")
        lines += [f'  - "{id_}"  # {titles[id_]}' for id_ in ids]
    return "\n".join(lines) + "\n"


def _share(share: Decimal) -> str:
    return format(share.normalize(), "f")


def _system(word: str, folder: Path | None) -> IndicatorSystem:
    """A system by its name in the rulebook, or by a file's path."""
    path = Path(word)
    if path.suffix.lower() in XLSX:
        return read_system_xlsx(path)
    return read_system_yaml(path) if path.suffix in YAML else load_systems(folder).named(word)
