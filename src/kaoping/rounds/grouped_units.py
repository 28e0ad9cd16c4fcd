"""Units in the groups of a round."""

from collections.abc import Iterable
from dataclasses import replace

from kaoping.errors import RoundError
from kaoping.roster import Unit

from .round_file import Group

_SHOWN = 20


def grouped(units: Iterable[Unit], groups: Iterable[Group]) -> tuple[Unit, ...]:
    """
    The units, each ranked one with its group: the one that it names, else that of its kind.

    Raises:
        RoundError: Units in no group, or in one that the round does not have; groups without a unit.
    """
    names = {group.name for group in groups}
    of_kind = {kind: group.name for group in groups for kind in group.kinds}
    found: list[Unit] = []
    wrong: list[str] = []
    for unit in units:
        if unit.group and unit.group not in names:
            wrong.append(f"“{unit.name}”的考评分组“{unit.group}”不在 round.yaml 的 groups 中")
        elif not unit.group and not unit.parent and unit.kind not in of_kind:
            kind = f"类别“{unit.kind}”" if unit.kind else "没有填写类别"
            wrong.append(f"“{unit.name}”({kind})不属于任何分组,请在单位名单中填写考评分组")
        own = "" if unit.parent else of_kind.get(unit.kind, "")
        found.append(unit if unit.group else replace(unit, group=own))
    taken = {unit.group for unit in found}
    wrong += [f"分组“{name}”没有单位" for name in sorted(names - taken)] if not wrong else []
    if wrong:
        rest = len(wrong) - _SHOWN
        shown = [*wrong[:_SHOWN], *([f"另有 {rest} 处"] if rest > 0 else [])]
        raise RoundError(
            f"单位与分组有 {len(wrong)} 处对不上:\n" + "\n".join(f"  {words}" for words in shown)
        )
    return tuple(found)
