"""
What a round is scored by, kept as it was when it was first scored: ``frozen/`` in the round's folder.

    frozen/frozen.json             every version: why, what changed, digests, groups with their weights
    frozen/1/indicators/*.yaml     the systems of version 1, all layers laid together
    frozen/1/calendars/*.yaml      the working days by which deadlines are counted
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kaoping.errors import RoundError, RulebookError
from kaoping.rulebook import IndicatorSystem, load_system, system_difference, write_system_yaml
from kaoping.rulebook.files import layered

from .results_folder import digest_of
from .round_file import FROZEN, Group, Round
from .run_file import write_whole
from .system_faults import refuse_faulty

FROZEN_FILE = "frozen.json"
_INDICATORS = "indicators"
_SHOWN = 20


class Version(msgspec.Struct, frozen=True):
    """
    What the round was scored by from then on. `systems` are digests of the copies by name; `sources` those of
    the office's own files of which each was made (none: it was shipped). `reason` and `changes` say why and
    how it took the place of the version before.
    """

    number: int
    systems: dict[str, str]
    sources: dict[str, dict[str, str]]
    groups: tuple[str, ...]
    reason: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InForce:
    """What a round is scored by. `folder` is a rulebook folder with its working days; remarks are Chinese."""

    systems: Mapping[str, IndicatorSystem]
    folder: Path | None
    version: int
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edits:
    """What changed since the freezing: by the office (refused unless it says so), or by the product alone."""

    by_office: Mapping[str, tuple[str, ...]]
    remarks: tuple[str, ...]


def frozen_systems(one: Round, *, new_version: str = "", keeps: bool = True) -> InForce:
    """
    The systems that a round names: frozen at its first scoring, from then on the frozen ones.

    Args:
        new_version: A person's reason to take what was edited since as a new version.
        keeps: Whether anything is frozen; a what-if only reads.

    Raises:
        RoundError: A system that the office wrote, or the groups, were edited after the round had begun (the
            difference is shown); a frozen copy was tampered with.
        RulebookError: There is no such system, or its file is wrong.
    """
    versions = read_versions(one.folder)
    if not versions:
        live = _live(one)
        folder = _freeze(one, live, ()) if keeps else one.rulebook
        return InForce(live, folder, 1)
    latest = versions[-1]
    folder = _folder(one, latest)
    _refuse_tampering(folder, latest)
    edits = _edits(one, latest, folder)
    if not edits.by_office:
        return InForce(_kept(one, folder), folder, latest.number, edits.remarks)
    if not new_version:
        raise RoundError(_refusal(one, edits.by_office))
    live = _live(one)
    if not keeps:
        return InForce(live, folder, latest.number + 1, edits.remarks)
    changes = tuple(f"{what}:{line}" for what, lines in edits.by_office.items() for line in lines)
    folder = _freeze(one, live, versions, reason=new_version, changes=changes)
    return InForce(live, folder, latest.number + 1)


def read_versions(folder: Path) -> tuple[Version, ...]:
    """Every version of a round's folder, oldest first; none before its first scoring. Raises `RoundError`."""
    path = folder / FROZEN / FROZEN_FILE
    if not path.exists():
        return ()
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Version, ...])
    except (msgspec.MsgspecError, OSError) as error:
        raise RoundError(f"{path} 已损坏或无法读取:{error}。请从备份恢复 {path.parent}") from None


def _folder(one: Round, version: Version) -> Path:
    return one.folder / FROZEN / str(version.number)


def _live(one: Round) -> dict[str, IndicatorSystem]:
    """The systems as they are now. Raises `RulebookError` also for what the linter calls an error."""
    found = {name: load_system(name, one.rulebook) for name in one.system_names}
    refuse_faulty(found.values())
    return found


def _kept(one: Round, folder: Path) -> dict[str, IndicatorSystem]:
    return {name: load_system(name, folder) for name in one.system_names}


def _edits(one: Round, version: Version, folder: Path) -> _Edits:
    by_office: dict[str, tuple[str, ...]] = {}
    remarks: list[str] = []
    groups = _group_lines(one.groups)
    if groups != version.groups:
        lost = [f"原为 {line}" for line in version.groups if line not in groups]
        by_office["分组与权重"] = (*lost, *(f"现为 {line}" for line in groups if line not in version.groups))
    for name in one.system_names:
        if name not in version.systems:
            by_office[f"指标体系 {name}"] = ("开始评分后才加入",)
            continue
        if one.rulebook is None and version.sources.get(name):
            remarks.append(f"没有本单位的规则目录,指标体系 {name} 按冻结的第 {version.number} 版计分")
            continue
        lines = _difference(one, name, version, folder)
        if lines and _sources(one, name) != version.sources.get(name, {}):
            by_office[f"指标体系 {name}"] = lines
        elif lines:
            remarks.append(f"软件自带的指标体系 {name} 已有变化,本轮仍按冻结的第 {version.number} 版计分")
    return _Edits(by_office, tuple(remarks))


def _difference(one: Round, name: str, version: Version, folder: Path) -> tuple[str, ...]:
    try:
        live = load_system(name, one.rulebook)
    except RulebookError as error:
        if version.sources.get(name):
            return (f"现在的文件不能用:{error}",)
        return ("现在的软件已不再附带",)
    return tuple(system_difference(load_system(name, folder), live))


def _sources(one: Round, name: str) -> dict[str, str]:
    """Digests of the office's own files of which a system is made, its upper layers among them."""
    if one.rulebook is None:
        return {}
    found: dict[str, str] = {}
    try:
        stems = dict.fromkeys((name, *load_system(name, one.rulebook).layers))
    except RulebookError:
        stems = {name: None}
    for stem in stems:
        path = one.rulebook / _INDICATORS / f"{stem}.yaml"
        if path.exists():
            found[stem] = digest_of(path)
    return found


def _refusal(one: Round, edits: Mapping[str, tuple[str, ...]]) -> str:
    words = []
    for what, lines in edits.items():
        rest = len(lines) - _SHOWN
        shown = [*lines[:_SHOWN], *([f"另有 {rest} 处"] if rest > 0 else [])]
        words += [f"  {what}:", *(f"    {line}" for line in shown)]
    return (
        f"{one.folder} 已经开始评分,之后下列内容被改动:\n"
        + "\n".join(words)
        + "\n请改回原样;确需更改的,用 --new-version 理由 记为新版本后重新评分。"
    )


def _refuse_tampering(folder: Path, version: Version) -> None:
    for name, digest in version.systems.items():
        path = folder / _INDICATORS / f"{name}.yaml"
        if not path.exists() or digest_of(path) != digest:
            raise RoundError(f"冻结的指标体系 {path} 已被改动或删除。冻结的文件不能修改,请从备份恢复。")


def _freeze(
    one: Round,
    live: Mapping[str, IndicatorSystem],
    versions: tuple[Version, ...],
    *,
    reason: str = "",
    changes: tuple[str, ...] = (),
) -> Path:
    """Keep these systems as the next version. Its record is written last: without it nothing is frozen."""
    number = len(versions) + 1
    folder = one.folder / FROZEN / str(number)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / _INDICATORS).mkdir(parents=True)
    digests: dict[str, str] = {}
    for name, system in live.items():
        path = folder / _INDICATORS / f"{name}.yaml"
        write_system_yaml(system, path)
        digests[name] = digest_of(path)
    for file in layered(one.rulebook):
        if file.kind == "calendars":
            (folder / file.kind).mkdir(exist_ok=True)
            write_whole(folder / file.name, file.data)
    sources = {name: _sources(one, name) for name in live}
    fresh = Version(number, digests, sources, _group_lines(one.groups), reason, changes)
    record = msgspec.json.format(msgspec.json.encode((*versions, fresh)), indent=1)
    write_whole(one.folder / FROZEN / FROZEN_FILE, record)
    return folder


def _group_lines(groups: tuple[Group, ...]) -> tuple[str, ...]:
    return tuple(
        f"{group.name}({'、'.join(group.kinds)}):"
        + "、".join(f"{one.system} 权重 {one.weight.normalize():f}" for one in group.systems)
        + (f",下级占 {group.parts_percent.normalize():f}%" if group.parts_percent else "")
        for group in groups
    )
