"""Faults for `upkeep.unreachable`: a site that always answers 503."""

from __future__ import annotations

from kaoping_toytown.faults.plot import DOWN, REFUSING, SLOW, Plot
from kaoping_toytown.truth import Spot

CHECK = "upkeep.unreachable"


def plant(plot: Plot) -> None:
    if plot.is_larger:
        plot.plans[DOWN].status = "down"
        plot.expect(CHECK, Spot(DOWN), "每次访问均返回503")


def plant_decoys(plot: Plot) -> None:
    if plot.is_larger:
        plot.plans[REFUSING].status = "refusing"
        plot.plans[SLOW].status = "slow"
        plot.decoy(CHECK, Spot(REFUSING), "返回403安全验证页，是拒绝抓取而非打不开")
        plot.decoy(CHECK, Spot(SLOW), "首页约2秒才应答，只是慢")
