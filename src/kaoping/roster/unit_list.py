"""The list of units (单位名单) of a round, and a unit by any of the names that people give it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rapidfuzz import fuzz, process

from ..errors import RosterError
from .forms import Form, FormRow, WrongCell, listed_faults, made_of, read_form
from .sites import kind_of
from .units import Unit

UNITS = Form(
    "单位名单",
    {
        "name": ("单位名称", "单位", "考评单位", "被考评单位", "name", "unit"),
        "kind": ("单位类别", "单位类型", "类别", "类型", "kind"),
        "group": ("考评分组", "分组", "组别", "group"),
        "parent": ("上级单位", "所属单位", "主管单位", "parent"),
        "weight": ("权重", "weight"),
        "aliases": ("别名", "简称", "曾用名", "aliases"),
        "traits": ("特性", "特征", "特殊情形", "traits"),
    },
    ("name",),
)
_SEPARATORS = re.compile(r"[、,，;；|\n]")
_NOT_WORDS = re.compile(r"[\W_]+")
_LIKE = 60  # of 100: names less alike than this are no help
_SUGGESTED = 3


class UnitNames:
    """Units by name and alias, however it is spaced, bracketed and written wide or narrow."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units: dict[str, Unit] = {}
        for unit in units:
            for written in (unit.name, *unit.aliases):
                self._units.setdefault(folded_name(written), unit)

    def get(self, written: str) -> Unit | None:
        """The unit of this name, or None."""
        return self._units.get(folded_name(written))

    def near(self, written: str) -> tuple[str, ...]:
        """Official names that are spelled most like this one, the closest first, at most three."""
        found = process.extract(
            folded_name(written),
            list(self._units),
            scorer=fuzz.ratio,
            limit=_SUGGESTED * 2,
            score_cutoff=_LIKE,
        )
        return tuple(dict.fromkeys(self._units[key].name for key, _, _ in found))[:_SUGGESTED]

    def must(self, written: str, name: str = "unit") -> Unit:
        """The unit of this name. Raises `WrongCell` for the field `name`, with the nearest names."""
        unit = self.get(written)
        if unit is not None:
            return unit
        if not written:
            raise WrongCell(name, "没有填写,请写单位名单里的名称")
        near = self.near(written)
        advice = f"是不是{'、'.join(near)}?" if near else ""
        raise WrongCell(
            name, f"单位名单中没有“{written[:60]}”,{advice}请写规范名称,或把这个叫法加到单位名单的别名里"
        )


def unit_named(units: Iterable[Unit], written: str) -> Unit | tuple[str, ...]:
    """The unit that is called so, or the official names that are closest to it (perhaps none)."""
    names = UnitNames(units)
    return names.get(written) or names.near(written)


def read_units(path: Path) -> tuple[Unit, ...]:
    """
    Read a list of units (csv, xlsx and whatever a sites file may be).

    Returns:
        Units in the file's order, their `order` counted from 1, each `parent` by its official name.

    Raises:
        RosterError: In Chinese, all mistakes at once, with file, sheet, row and column: a name or alias that
            two units bear, a parent that is not listed or stands below its own part, a weight that is no
            number above 0, a unit with neither group nor kind that is no part of another.
    """
    rows = read_form(path, UNITS)
    units = made_of(rows, _unit, what=f"单位名单 {path}")
    if not units:
        raise RosterError(f"单位名单 {path} 只有表头,没有单位,请在表头下逐行填写")
    by_name, wrong = _by_name(units, rows)
    if not wrong:
        units, wrong = _with_parents(units, rows, by_name)
    if wrong:
        raise RosterError(listed_faults(f"单位名单 {path} 有 {len(wrong)} 处要改", wrong))
    return tuple(replace(unit, order=n) for n, unit in enumerate(units, start=1))


def folded_name(written: str) -> str:
    """A name without blanks and marks, in one width and case: what two spellings of it have in common."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", written)).casefold()


def _unit(row: FormRow) -> Unit:
    name = row.wanted("name", "请写单位的规范名称")
    if not folded_name(name):
        raise WrongCell("name", f"“{name[:20]}”不是名称,请写单位的规范名称")
    if not (row["group"] or row["kind"] or row["parent"]):
        words = f"“{name}”没有分组、类别,也不是其他单位的下属,不知道与谁一起排名,请填写考评分组"
        raise WrongCell("group", words)
    return Unit(
        name=name,
        kind=kind_of(row["kind"]),
        group=row["group"],
        parent=row["parent"],
        weight=_weight(row["weight"]),
        aliases=_listed(row["aliases"]),
        traits=_listed(row["traits"]),
    )


def _weight(written: str) -> str:
    if not written:
        return "1"
    plain = unicodedata.normalize("NFKC", written).replace(" ", "")
    try:
        weight = Decimal(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except InvalidOperation:
        raise WrongCell("weight", f"“{written[:20]}”不是数,请写 1、0.6 或 60%") from None
    if not weight.is_finite() or weight <= 0:
        raise WrongCell("weight", f"“{written[:20]}”不是大于零的数")
    return f"{weight:f}"


def _listed(written: str) -> tuple[str, ...]:
    names = (name.strip() for name in _SEPARATORS.split(written))
    return tuple(dict.fromkeys(name for name in names if name and name not in ("无", "-", "/")))


def _by_name(units: tuple[Unit, ...], rows: tuple[FormRow, ...]) -> tuple[dict[str, Unit], list[str]]:
    owner: dict[str, tuple[Unit, FormRow]] = {}
    wrong = []
    for unit, row in zip(units, rows, strict=True):
        for name, written in (("name", unit.name), *(("aliases", alias) for alias in unit.aliases)):
            other, first = owner.setdefault(folded_name(written), (unit, row))
            if other is not unit:
                words = f"“{written}”与第 {first.number} 行的名称或别名相同(“{other.name}”),分不清是哪个单位"
                wrong.append(f"{row.place}“{row.titles.get(name, name)}”:{words}")
    return {key: unit for key, (unit, _) in owner.items()}, wrong


def _with_parents(
    units: tuple[Unit, ...], rows: tuple[FormRow, ...], by_name: Mapping[str, Unit]
) -> tuple[tuple[Unit, ...], list[str]]:
    """Units whose `parent` is the official name; and what is wrong with parents."""
    names = UnitNames(by_name.values())
    found, wrong = [], []
    for unit, row in zip(units, rows, strict=True):
        try:
            parent = names.must(unit.parent, "parent").name if unit.parent else ""
        except WrongCell as fault:
            wrong.append(f"{row.place}“{row.titles.get('parent', '上级单位')}”:{fault.words}")
            continue
        found.append(replace(unit, parent=parent))
    if not wrong:
        parents = {unit.name: unit.parent for unit in found}
        for unit, row in zip(found, rows, strict=True):
            if circle := _circle(unit.name, parents):
                words = f"{'→'.join(circle)} 绕回了它自己,请改正其中一个上级单位"
                wrong.append(f"{row.place}“{row.titles.get('parent', '上级单位')}”:{words}")
    return tuple(found), wrong


def _circle(name: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The way from a unit up through its parents back to itself, or nothing."""
    way = [name]
    above = parents[name]
    while above and above not in way:
        way.append(above)
        above = parents[above]
    return (*way, name) if above == name else ()
