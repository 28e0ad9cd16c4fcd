"""Faults for `disclosure.item_missing`: a statutory item taken off a site, with all that leads to it."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "disclosure.item_missing"

# sections, and the items that they answer; governments owe them without condition
_GOVERNMENT = (("project", "重大建设项目"), ("purchase", "政府采购"))
_ALL = (("system", "政府信息公开制度"), ("budget", "财政预决算"))
SECTION_OF_ITEM = {item: key for key, item in (*_GOVERNMENT, *_ALL)}


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and "stale_home" not in plan.claims


def _is_government(site: ToySite, plan: SitePlan) -> bool:
    return _fits(site, plan) and site.unit_kind != "市直单位"


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        for choices, fits in ((_GOVERNMENT, _is_government), (_ALL, _fits)):
            key, item = plot.dice(f"{CHECK}/{turn}{len(choices)}").pick(list(choices))
            number = plot.free_site(f"lacking:{key}{turn}", fits)
            if number is None or f"section/{key}" in plot.plans[number].claims:
                continue
            plot.plans[number].claims.add(f"section/{key}")
            plot.remove(Spot(number, key))
            plot.expect(CHECK, Spot(number), f"没有“{item}”的栏目和文件", item=item)


def plant_decoys(plot: Plot) -> None:
    for number in plot.ordinary():
        site = plot.sites[number]
        for key, why in (("leaders", "机构职能由单页作答"), ("on_request", "依申请公开只有申请说明页")):
            if key in plot.plans[number].sections and site.skin != "vue":
                plot.decoy(CHECK, Spot(number, key), why)
