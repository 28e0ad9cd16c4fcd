"""Faults for `platforms.township_section_missing`: a platform that lacks one required section."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, has_townships
from kaoping_toytown.truth import Spot

CHECK = "platforms.township_section_missing"

_SECTIONS = {"report": "政府信息公开年报", "system": "政府信息公开制度"}


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        number = plot.free_site(f"township:section{turn}", has_townships)
        if number is None:
            continue
        key = plot.dice(f"{CHECK}/{turn}").pick(list(_SECTIONS))
        plot.spoil_platform(number, 1)
        plot.remove(Spot(number, f"township_1_{key}"))
        item = f"{plot.sites[number].townships[0]}/{_SECTIONS[key]}"
        plot.expect(CHECK, plot.platform(number, 1), "乡镇平台少一个应有的栏目", item=item)


def plant_decoys(plot: Plot) -> None:
    for spot in plot.sound_platforms():
        plot.decoy(CHECK, spot, "乡镇栏目齐全；本县各乡镇都没有的农业栏目不要求")
