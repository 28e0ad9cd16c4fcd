"""Faults for `norms.meta_missing`: a template that lacks one of the norm's tags, or leaves it empty."""

from __future__ import annotations

from typing import Literal

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import PageKind, SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "norms.meta_missing"

_GAPS: tuple[tuple[PageKind, str, Literal["absent", "empty"], str], ...] = (
    ("article", "PubDate", "absent", "文章页没有PubDate标签"),
    ("section", "ColumnType", "empty", "栏目页ColumnType标签内容为空"),
    ("home", "SiteIDCode", "absent", "首页没有SiteIDCode标签"),
)


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and not {"older_tags", "lower_case_tags", "splash"} & plan.traits


def plant(plot: Plot) -> None:
    for n, (kind, tag, gap, why) in enumerate(_GAPS * plot.rounds):
        number = plot.free_site(f"tags:{tag}{n}", _fits)
        if number is None:
            continue
        plot.plans[number].tags[kind, tag] = gap
        plot.expect(CHECK, _spot(number, kind), why, item=tag, kind=kind)


def _spot(number: int, kind: PageKind) -> Spot:
    if kind == "home":
        return Spot(number)
    return Spot(number, "news", 0 if kind == "article" else None)


def plant_decoys(plot: Plot) -> None:
    for number in plot.ordinary():
        if "lower_case_tags" in plot.plans[number].traits:
            plot.decoy(CHECK, Spot(number, "news", 0), "标签名大小写不同")
        if "older_tags" in plot.plans[number].traits:
            plot.decoy(CHECK, Spot(number, "news", 0), "使用旧规范的标签名")
