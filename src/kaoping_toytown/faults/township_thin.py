"""Faults for `platforms.township_thin`: platforms with next to nothing, and one copied from another."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot, has_townships
from kaoping_toytown.truth import Spot

CHECK = "platforms.township_thin"

_ROWS = ("news", "policy", "items", "report")


def plant(plot: Plot) -> None:
    for turn in range(plot.rounds):
        _empty(plot, turn)
        _copy(plot, turn)


def _empty(plot: Plot, turn: int) -> None:
    number = plot.free_site(f"township:thin{turn}", has_townships)
    if number is None:
        return
    plot.spoil_platform(number, 3)
    for key in _ROWS:
        plot.reshape(Spot(number, f"township_3_{key}"), count=1)
    plot.expect(CHECK, plot.platform(number, 3), "全部栏目只有四条", item=plot.sites[number].townships[2])


def _copy(plot: Plot, turn: int) -> None:
    number = plot.free_site(f"township:copied{turn}", has_townships)
    if number is None:
        return
    plot.spoil_platform(number, 2)
    for key in _ROWS:
        model = plot.section(Spot(number, f"township_1_{key}"))
        plot.reshape(Spot(number, f"township_2_{key}"), count=model.count)
        plot.plans[number].copies[f"township_2_{key}"] = model.key
    plot.expect(
        CHECK, plot.platform(number, 2), "全部内容照搬另一个乡镇", item=plot.sites[number].townships[1]
    )


def plant_decoys(plot: Plot) -> None:
    for spot in plot.sound_platforms():
        plot.decoy(CHECK, spot, "各乡镇题目相近而内容不同")
