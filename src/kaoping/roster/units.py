"""Units (单位) of a round: who is assessed, in which group, with which parts below."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """
    One assessed unit, or a part of one. `name` is its official name and its key in every file.

    `kind` is 县市区, 市直单位, 乡镇街道 or what the office writes; `group` the group it is ranked in, ``""``
    for one that is only a part of `parent`. `weight` is its weight within its parent, as written. `aliases`
    are short and former names by which imports may call it. `traits` are conditions such as 没有对外服务职能.
    `order` is its place in the roster, for lists that follow the fixed order of units.
    """

    name: str
    kind: str = ""
    group: str = ""
    parent: str = ""
    weight: str = "1"
    aliases: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    order: int = 0
