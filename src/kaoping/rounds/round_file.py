"""`round.yaml`: what one round of assessment is, as its office writes it down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

from kaoping.errors import RoundError
from kaoping.rulebook.mistake import Mistake
from kaoping.rulebook.schemas import mistakes, validator
from kaoping.rulebook.strict_yaml import lines, parse

ROUND_FILE = "round.yaml"
FROZEN = "frozen"
SCHEMA = "round.schema.json"
WHOLE = (Decimal(1), Decimal(100))  # weights are shares or percentages
Steps = tuple[str | int, ...]
_FOLDERS = ("previous", "lookback", "rulebook")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Weighted:
    """An indicator system by its name, and its share of a group's total: shares add up to 1."""

    system: str
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Group:
    """
    Units that are ranked together (考评分组): those that name it, and those of these kinds that name none.
    `parts_percent` of a unit's total come from its parts, by their weights (0: only the indicators that are
    scored from parts look at them).
    """

    name: str
    kinds: tuple[str, ...]
    systems: tuple[Weighted, ...]
    parts_percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Working days after the notice, or a day that was written; the day wins. None: no deadline was set."""

    rectify_workdays: int | None = None
    rectify: date | None = None
    report_workdays: int | None = None
    report: date | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """Something drawn by lot: `size` of `names`, or of those that the list `source` names."""

    title: str
    size: int
    names: tuple[str, ...] = ()
    source: Path | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """
    One round. `period` is what is assessed, `checked` when it was looked at; `previous` is the folder of the
    round before, or its results; `lookback` the folder of a look back at its open items; `runs` are folders
    of `kaoping check`; `passed_over` are units and sites of them that are no part of the round. Paths are
    absolute. `draws` are drawn by `seed`; `crosswalks` tell the last round's results in the indicators of
    this one. A unit shows clear progress from `progress_percent` points of percent or `progress_ranks` on.
    """

    folder: Path
    title: str
    office: str
    period: Span
    checked: Span
    today: date
    groups: tuple[Group, ...]
    notice_date: date | None = None
    seed: str = ""
    previous: Path | None = None
    lookback: Path | None = None
    passed_over: tuple[str, ...] = ()
    rulebook: Path | None = None
    runs: tuple[Path, ...] = ()
    deadlines: Deadlines = field(default_factory=Deadlines)
    progress_percent: Decimal = Decimal(5)
    progress_ranks: int = 3
    draws: tuple[Draw, ...] = ()
    crosswalks: tuple[Path, ...] = ()

    @property
    def system_names(self) -> tuple[str, ...]:
        """Every system that a group names, once, in the file's order."""
        return tuple(dict.fromkeys(one.system for group in self.groups for one in group.systems))


def read_round(folder: Path) -> Round:
    """
    Read ``round.yaml`` of a round's folder.

    Raises:
        RoundError: In Chinese, all mistakes at once with their lines: against the schema, weights of a group
            that add up to neither 1 nor 100, days out of order, a group, kind or system named twice, a folder
            that does not exist.
    """
    path = folder / ROUND_FILE
    data = _bytes(folder, path)
    try:
        value = parse(data)
        found = mistakes(validator((files("kaoping.rounds") / SCHEMA).read_text("utf-8")), value)
    except Mistake as mistake:
        raise RoundError(f"{path} 第 {mistake.line} 行:{mistake.words}") from None
    found = found or [*_contradictions(value), *_missing_folders(value, folder)]
    if found:
        places = lines(data)
        words = "\n".join(f"  {_at(steps, places)}{said}" for steps, said in found)
        raise RoundError(f"{path} 有 {len(found)} 处要改:\n{words}")
    return _round(folder.resolve(), value)


def _bytes(folder: Path, path: Path) -> bytes:
    if not folder.is_dir():
        raise RoundError(f"找不到考评轮次目录 {folder},请核对路径")
    twin = folder / "round.yml"
    if path.exists() and twin.exists():
        raise RoundError(f"{folder} 中 {path.name} 和 {twin.name} 都像轮次文件,请只留 {path.name}")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise RoundError(
            f"{folder} 中没有 {ROUND_FILE},不是考评轮次目录;写法见 docs/round-folder.md"
        ) from None
    except OSError as error:
        raise RoundError(f"{path} 无法读取({error.strerror}),请检查权限") from error


def _at(steps: Steps, places: Mapping[Steps, int]) -> str:
    for length in range(len(steps), 0, -1):
        if line := places.get(steps[:length]):
            return f"第 {line} 行:"
    return ""


def _contradictions(value: Mapping[str, Any]) -> Iterator[tuple[Steps, str]]:
    for name in ("period", "checked"):
        span = value.get(name)
        if span and span["from"] > span["to"]:
            yield (name, "to"), f"{name} 的 to({span['to']})早于 from({span['from']})"
    if "lookback" in value and "previous" not in value:
        yield ("lookback",), "回头看的是上一轮的问题,请同时填写 previous"
    notice = value.get("notice_date")
    for name in ("rectify", "report"):
        deadlines = value.get("deadlines", {})
        if (day := deadlines.get(name)) and notice and day < notice:
            yield ("deadlines", name), f"期限 {day} 早于通报日期 {notice}"
        if not notice and f"{name}_workdays" in deadlines:
            yield ("deadlines", f"{name}_workdays"), "期限按工作日从通报之日起算,请填写 notice_date"
    if "crosswalks" in value and "previous" not in value:
        yield ("crosswalks",), "对照的是上一轮的成绩,请同时填写 previous"
    if "draws" in value and not str(value.get("seed", "")):
        yield ("draws",), "抽取要有公布的种子,请填写 seed"
    groups = value["groups"]
    names = [group["name"] for group in groups]
    for number, group in enumerate(groups):
        if group["name"] in names[:number]:
            yield ("groups", number, "name"), f"分组“{group['name']}”出现了两次"
        yield from _claims(number, groups)
        yield from _weights(number, group)


def _claims(number: int, groups: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Steps, str]]:
    """Kinds of unit that an earlier group has already."""
    taken = {kind: group["name"] for group in groups[:number] for kind in group.get("kinds", ())}
    for kind in groups[number].get("kinds", ()):
        if kind in taken:
            words = f"类别“{kind}”已归入分组“{taken[kind]}”,一类单位只能归入一组"
            yield ("groups", number, "kinds"), words


def _weights(number: int, group: Mapping[str, Any]) -> Iterator[tuple[Steps, str]]:
    at = ("groups", number, "systems")
    names = [one["system"] for one in group["systems"]]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield at, f"分组“{group['name']}”重复列了指标体系 {'、'.join(twice)}"
    weights = [one.get("weight") for one in group["systems"]]
    if len(weights) > 1 and None in weights:
        yield at, f"分组“{group['name']}”有多个指标体系,每个都要写权重 weight"
    elif None not in weights and (total := sum(_points(weight) for weight in weights)) not in WHOLE:
        shown = "+".join(f"{_points(weight)}" for weight in weights)
        yield at, f"分组“{group['name']}”各指标体系的权重之和应为 1(或 100),现为 {shown}={total}"


def _missing_folders(value: Mapping[str, Any], folder: Path) -> Iterator[tuple[Steps, str]]:
    named: list[tuple[Steps, str]] = [(("runs", n), run) for n, run in enumerate(value.get("runs", ()))]
    named += [(("crosswalks", n), path) for n, path in enumerate(value.get("crosswalks", ()))]
    for n, draw in enumerate(value.get("draws", ())):
        named += [(("draws", n, "from"), draw["from"])] if isinstance(draw["from"], str) else []
    # what was frozen is scored also where the office's rulebook is gone
    begun = (folder / FROZEN).is_dir()
    named += [((name,), value[name]) for name in _FOLDERS[: 2 if begun else 3] if name in value]
    for steps, written in named:
        path = folder / written
        if not path.exists():
            yield steps, f"找不到 {path},请核对路径(相对路径从轮次目录算起)"


def _points(written: int | float) -> Decimal:
    return Decimal(str(written))


def _round(folder: Path, value: Mapping[str, Any]) -> Round:
    period = _span(value["period"])
    progress = value.get("progress", {})
    rulebook = _below(folder, value.get("rulebook"))
    return Round(
        folder=folder,
        title=value["title"],
        office=value["office"],
        period=period,
        checked=_span(value["checked"]) if "checked" in value else period,
        today=date.fromisoformat(value["today"]),
        groups=tuple(_group(group) for group in value["groups"]),
        notice_date=_day(value, "notice_date"),
        seed=str(value.get("seed", "")),
        previous=_below(folder, value.get("previous")),
        lookback=_below(folder, value.get("lookback")),
        passed_over=tuple(value.get("passed_over", ())),
        rulebook=rulebook if rulebook and rulebook.exists() else None,
        runs=tuple((folder / run).resolve() for run in value.get("runs", ())),
        deadlines=_deadlines(value.get("deadlines", {})),
        progress_percent=_points(progress.get("percent", 5)),
        progress_ranks=progress.get("ranks", 3),
        draws=tuple(_draw(folder, draw) for draw in value.get("draws", ())),
        crosswalks=tuple((folder / path).resolve() for path in value.get("crosswalks", ())),
    )


def _draw(folder: Path, value: Mapping[str, Any]) -> Draw:
    source = value["from"]
    if isinstance(source, str):
        return Draw(value["title"], value["size"], source=(folder / source).resolve())
    return Draw(value["title"], value["size"], names=tuple(source))


def _group(value: Mapping[str, Any]) -> Group:
    weights = [_points(one.get("weight", 1)) for one in value["systems"]]
    total = sum(weights)
    systems = tuple(
        Weighted(one["system"], weight / total) for one, weight in zip(value["systems"], weights, strict=True)
    )
    # a group that lists no kinds takes units of the kind it is named after
    kinds = tuple(value.get("kinds", (value["name"],)))
    return Group(value["name"], kinds, systems, _points(value.get("parts_percent", 0)))


def _deadlines(value: Mapping[str, Any]) -> Deadlines:
    return Deadlines(
        rectify_workdays=value.get("rectify_workdays"),
        rectify=_day(value, "rectify"),
        report_workdays=value.get("report_workdays"),
        report=_day(value, "report"),
    )


def _span(value: Mapping[str, str]) -> Span:
    return Span(date.fromisoformat(value["from"]), date.fromisoformat(value["to"]))


def _day(value: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(value[name]) if name in value else None


def _below(folder: Path, written: str | None) -> Path | None:
    return (folder / written).resolve() if written else None
