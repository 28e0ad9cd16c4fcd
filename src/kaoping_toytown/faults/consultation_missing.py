"""Faults for `interaction.consultation_missing`: nowhere to ask, or only where petitions and reports go."""

from __future__ import annotations

from dataclasses import replace

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import SitePlan, ToySite
from kaoping_toytown.truth import Spot

CHECK = "interaction.consultation_missing"
_OTHER_ENDS = ("网上信访", "举报信箱", "纪检监察举报")
_OTHER_NAMES = ("领导信箱", "我要留言", "问政平台", "网民留言板", "公众诉求")


def _fits(site: ToySite, plan: SitePlan) -> bool:
    return is_static(site, plan) and site.number > 0 and "message" in plan.sections and not plan.asked


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        spot = plot.free_section(("message",), f"letters:petition{turn}", _fits)
        if spot is None:
            return
        name = plot.dice(f"{CHECK}/{turn}").pick(_OTHER_ENDS)
        _rename(plot, spot, name)
        plot.plans[spot.site].gaps |= {"write", "statistics"}
        plot.expect(CHECK, Spot(spot.site), f"互动交流只有{name}")


def _rename(plot: Plot, spot: Spot, title: str) -> None:
    section = plot.section(spot)
    plot.plans[spot.site].sections[section.key] = replace(section, title=title)


def plant_decoys(plot: Plot) -> None:
    for turn in range(2 * plot.rounds):
        spot = plot.free_section(("message",), f"letters:named{turn}", _fits)
        if spot is None:
            return
        name = plot.dice(f"{CHECK}/name{turn}").pick(_OTHER_NAMES)
        _rename(plot, spot, name)
        plot.decoy(CHECK, Spot(spot.site), f"咨询渠道名为“{name}”")
