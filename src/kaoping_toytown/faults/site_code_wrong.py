"""Faults for `norms.site_code_wrong`: a code in the footer, the tag or the entrance that is another's."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "norms.site_code_wrong"
_PLACES = (("footer", "页脚"), ("tag", "标签SiteIDCode"), ("entrance", "找错入口"))


def _fits(site: ToySite, plan: SitePlan) -> bool:
    is_plain = is_static(site, plan) and not {"script_footer", "splash", "older_tags"} & plan.traits
    has_tag = ("home", "SiteIDCode") not in plan.tags
    return is_plain and has_tag and not {"网站标识码", "我为政府网站找错"} & plan.footer_gaps


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        for place, item in _PLACES:
            number = plot.free_site(f"code:{place}{turn}", _fits)
            if number is None:
                continue
            right = plot.sites[number].code
            wrong = right[:-1] + str((int(right[-1]) + 3) % 10)
            plot.plans[number].codes[place] = wrong
            plot.expect(CHECK, Spot(number), f"{item}的标识码与登记的不同", item=item)


def plant_decoys(plot: Plot) -> None:
    for number in plot.ordinary():
        if not plot.plans[number].codes:
            plot.decoy(CHECK, Spot(number), "各处标识码一致")
