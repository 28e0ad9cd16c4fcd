"""One run over the served invented city, and how it compares with what is known of the city."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaoping_toytown import Decoy, Expected, build_city, serve

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools" / "accuracy"))

from city_checks import Tally, run_city


@dataclass(frozen=True)
class CityRun:
    out: Path
    observations: list[dict]
    truth: tuple[Expected, ...]
    decoys: tuple[Decoy, ...]
    hosts: tuple[str, ...]

    def tally(self) -> Tally:
        tally = Tally()
        tally.add(self.truth, self.decoys, self.observations)
        return tally


def city_run(out: Path, *, seed: int, sites: int, pages: int, faults: bool = True) -> CityRun:
    """Serve a city, check all its sites, stop serving."""
    city = build_city(seed=seed, today=date(2026, 9, 15), sites=sites, pages=pages, faults=faults)
    with serve(city) as served:
        seen = run_city(served, out, "--render", "never")
        hosts = tuple(site.base_url.removeprefix("http://") for site in served.sites)
        return CityRun(out, seen, served.truth, served.decoys, hosts)
