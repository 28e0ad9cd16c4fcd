"""Faults for `platforms.township_missing`: a listed township of which the county's site has nothing."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, has_townships
from kaoping_toytown.truth import Spot

CHECK = "platforms.township_missing"


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        number = plot.free_site(f"township:missing{turn}", has_townships)
        if number is None:
            continue
        for key in [key for key in plot.plans[number].sections if key.startswith("township_2_")]:
            plot.remove(Spot(number, key))
        plot.spoil_platform(number, 2)
        name = plot.sites[number].townships[1]
        plot.expect(CHECK, Spot(number), "名单列有的乡镇在网站上没有平台", item=name)


def plant_decoys(plot: Plot) -> None:
    for spot in plot.sound_platforms():
        plot.decoy(CHECK, spot, "平台没有自己的首页，只有各栏目")
