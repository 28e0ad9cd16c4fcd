"""The assessing office of the invented city: whom it assesses, what it asks of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaoping_toytown import names
from kaoping_toytown.chance import Dice
from kaoping_toytown.records import ToySite

OFFICE = f"{names.CITY}政务公开领导小组办公室"
INSPECTORS = ("甲检查员", "乙检查员", "丙检查员")
MONITOR = "某第三方监测平台"
UNITS_HEAD = ("单位名称", "单位类别", "考评分组", "上级单位", "权重", "别名", "特性")
CONTACTS_HEAD = ("单位", "分管负责人", "职务", "经办科室", "经办人", "办公电话", "手机", "邮箱", "备注")
_TASKS = ("梳理历年规划", "清理规范性文件", "补建留言统计")
_NO_SERVICE = ("审计局", "统计局", "信访局")
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈", "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Office:
    """
    What the office keeps of the units that it assesses. `counties` and `departments` are their sites;
    townships are parts of their counties.
    """

    counties: tuple[ToySite, ...]
    departments: tuple[ToySite, ...]
    seed: int

    @property
    def sites(self) -> tuple[ToySite, ...]:
        """Counties, then departments."""
        return (*self.counties, *self.departments)

    def unit_rows(self) -> Iterable[Sequence[str]]:
        """The list of units: counties, each with its townships behind it, then departments."""
        for site in self.counties:
            short = site.unit.removesuffix("人民政府")
            yield (site.unit, "县市区", "县市区", "", "1", f"{short}、{short}政府", "")
            for number, township in enumerate(site.townships):
                weight = "2" if number == 0 else "1"
                yield (f"{short}{township}", "乡镇街道", "", site.unit, weight, township, "")
        for site in self.departments:
            short = site.unit.removeprefix(names.CITY)
            trait = "没有对外服务职能" if short in _NO_SERVICE else ""
            yield (site.unit, "市直单位", "市直单位", "", "1", f"市{short}、{short}", trait)

    def contact_rows(self) -> Iterable[Sequence[str]]:
        """Who is responsible; none of them exists, and no number can be dialled."""
        for site in self.sites:
            dice = Dice(self.seed, site.number, 71)
            leader, clerk = (dice.pick(_SURNAMES) + dice.pick(_GIVEN) for _ in range(2))
            telephone = f"0000-{dice.between(1000000, 9999999)}"
            yield (
                site.unit,
                leader,
                "副职",
                "办公室",
                clerk,
                telephone,
                "",
                f"{site.number}@toytown.invalid",
                "",
            )

    def task_rows(self) -> Iterable[Sequence[str]]:
        """Tasks with the last day on which they had to be taken on; every fifth unit took none on in time."""
        for number, site in enumerate(self.sites):
            task = _TASKS[number % len(_TASKS)]
            claimed = ("2026-09-18", "2026-09-21", "2026-09-22", "2026-09-29", "")[number % 5]
            yield (task, site.unit, "2026-09-30", claimed)

    def report_rows(self) -> Iterable[Sequence[str]]:
        """When reports on rectification came: most in time, some late, some never."""
        for number, site in enumerate(self.sites):
            if number % 7 == 3:
                continue
            yield (site.unit, "2026-10-12 16:20" if number % 7 == 5 else "2026-09-22 10:05")


def office_of(sites: Sequence[ToySite], *, counties: int, departments: int, seed: int) -> Office:
    """The office of a city: so many of its counties and of its departments, in the city's order."""
    first = len(names.COUNTIES) + 1
    return Office(tuple(sites[1 : counties + 1]), tuple(sites[first : first + departments]), seed)


def sites_needed(departments: int) -> int:
    """How many sites a city must have for its office to assess so many departments."""
    return len(names.COUNTIES) + 1 + departments


def write_rows(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as office programs write it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(head)
        table.writerows(rows)
