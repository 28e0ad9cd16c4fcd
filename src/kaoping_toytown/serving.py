"""Serving the city from a process of its own, so that its work is not its client's."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kaoping_toytown.city import City, recipe_dict
from kaoping_toytown.records import ToySite
from kaoping_toytown.truth import Decoy, Expected, write_jsonl

_ROSTER_HEAD = ("单位名称", "单位类别", "网站名称", "首页网址", "网站标识码", "下辖乡镇")


@dataclass(frozen=True, slots=True)
class Cost:
    """What the serving process has used so far."""

    cpu_s: float
    peak_kib: int


class ServedCity:
    """A city under real addresses."""

    def __init__(self, city: City, process: subprocess.Popen[str]) -> None:
        self.city = city
        self._process = process

    @property
    def sites(self) -> tuple[ToySite, ...]:
        return self.city.sites

    @property
    def truth(self) -> tuple[Expected, ...]:
        return self.city.truth

    @property
    def decoys(self) -> tuple[Decoy, ...]:
        return self.city.decoys

    @property
    def outer_url(self) -> str:
        """Where the foreign hosts are played."""
        return self.city.outer_url

    @property
    def pid(self) -> int:
        return self._process.pid

    def base_url(self, site: ToySite | int) -> str:
        """The site's address without a slash at its end."""
        number = site if isinstance(site, int) else site.number
        return self.city.sites[number].base_url

    def sites_csv(self, path: Path | str) -> Path:
        """Write the roster, in UTF-8 with a mark as office programs want it."""
        path = Path(path)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(_ROSTER_HEAD)
            rows.writerows(
                (s.unit, s.unit_kind, s.name, s.home_url, s.code, "、".join(s.townships)) for s in self.sites
            )
        return path

    def truth_jsonl(self, path: Path | str) -> Path:
        """Write faults, then decoys, one JSON object a line."""
        path = Path(path)
        write_jsonl((*self.truth, *self.decoys), path)
        return path

    def cost(self) -> Cost:
        """CPU seconds and peak memory of the server until now."""
        return Cost(**self._ask("cost"))

    def show_second(self, city: City) -> ServedCity:
        """Answer as the next city from now on, under the same addresses; gives its truth."""
        self._ask("next")
        addresses = [site.base_url for site in self.sites]
        return ServedCity(city.at(addresses, self.outer_url), self._process)

    def _ask(self, word: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def serve(
    city: City,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    second_city: City | None = None,
    third_city: City | None = None,
) -> Iterator[ServedCity]:
    """
    Serve the city until the block is left.

    Args:
        city: What `build_city` made.
        host: The address to listen on; each site has its own port there, and so have the foreign hosts.
        port: The first site's port, the others follow one by one; 0 takes free ports.
        second_city: A city with as many sites, shown in place of the first after `show_second`.
        third_city: One more, shown in place of the second after another `show_second`.

    Raises:
        OSError: A port is taken.
        ValueError: A later city has another number of sites.
    """
    cities = [city, *(later for later in (second_city, third_city) if later is not None)]
    if any(len(one.sites) != len(city.sites) for one in cities):
        raise ValueError("a later city must have as many sites as the first")
    order = {"host": host, "port": port, "recipes": [recipe_dict(c.recipe) for c in cities]}
    process = subprocess.Popen(
        [sys.executable, "-m", "kaoping_toytown.server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C belongs to the parent alone
    )
    try:
        yield ServedCity(_placed(city, host, _ports(process, order)), process)
    finally:
        _stop(process)


def _ports(process: subprocess.Popen[str], order: dict[str, Any]) -> list[int]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise OSError("the city could not be served: is a port taken?")
    ports: list[int] = json.loads(line)
    return ports


def _placed(city: City, host: str, ports: list[int]) -> City:
    addresses = [f"http://{host}:{port}" for port in ports]
    return city.at(addresses[:-1], addresses[-1])


def _stop(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
