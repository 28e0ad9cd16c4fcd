"""
Known faults and look-alikes: one file for each check, walked and never listed.

A file may hold `plant(plot)`, which puts faults into the city, and `plant_decoys(plot)`, which puts
places where the check must stay silent; a city without faults has the decoys alone.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from kaoping_toytown.faults.plot import Plot


def plant_all(plot: Plot, *, with_faults: bool) -> None:
    """Run every file in the order of its name, all faults before all decoys."""
    modules = [
        import_module(f"{__name__}.{found.name}")
        for found in sorted(iter_modules(__path__), key=lambda found: found.name)
        if found.name != "plot"
    ]
    for name in ("plant", "plant_decoys") if with_faults else ("plant_decoys",):
        for module in modules:
            planter = getattr(module, name, None)
            if planter is not None:
                planter(plot)


__all__ = ["Plot", "plant_all"]
