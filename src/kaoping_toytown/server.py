"""The server's own process: a port for each site and one for the foreign hosts."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
from contextlib import suppress
from datetime import date
from typing import Any

import uvloop

from kaoping_toytown.city import City, Recipe, build_city
from kaoping_toytown.response import Response, html
from kaoping_toytown.wire import Answerer, Connection

_OVERLOADED = html("<html><head><title>503</title></head><body>服务繁忙</body></html>", 503)


def city_of(recipe: dict[str, Any]) -> City:
    """The city that a recipe's plain values describe."""
    given = Recipe(**{**recipe, "today": date.fromisoformat(recipe["today"])})
    return build_city(
        seed=given.seed,
        today=given.today,
        sites=given.sites,
        pages=given.pages,
        page_bytes=given.page_bytes,
        faults=given.faults,
        later=given.later,
    )


class Desk:
    """Answers for one served city; remembers which flaky addresses have failed already."""

    def __init__(self, cities: list[City]) -> None:
        self.cities = cities
        self.shown = 0
        self._failed: set[tuple[int, str]] = set()

    def site(self, number: int) -> Answerer:
        def answer(target: str) -> Response:
            if target.startswith("/flaky/") and (number, target) not in self._failed:
                self._failed.add((number, target))
                return _OVERLOADED
            return self.cities[self.shown].respond(number, target)

        return answer

    def outer(self, target: str) -> Response:
        return self.cities[self.shown].respond_outer(target)


async def _listen(answerers: list[Answerer], host: str, port: int) -> tuple[list[asyncio.Server], list[int]]:
    loop = asyncio.get_running_loop()
    servers, ports = [], []
    for n, answer in enumerate(answerers):
        server = await loop.create_server(
            lambda answer=answer: Connection(answer),  # type: ignore[misc]
            host,
            port + n if port else 0,
            backlog=1024,
        )
        servers.append(server)
        ports.append(server.sockets[0].getsockname()[1])
    return servers, ports


async def _run(order: dict[str, Any]) -> None:
    """Serve until standard input ends; a line `next` there shows the next city, `cost` asks for CPU."""
    cities = [city_of(recipe) for recipe in order["recipes"]]
    desk = Desk(cities)
    answerers = [desk.site(n) for n in range(len(cities[0].sites))] + [desk.outer]
    servers, ports = await _listen(answerers, order["host"], order["port"])
    addresses = [f"http://{order['host']}:{port}" for port in ports]
    desk.cities = [city.at(addresses[:-1], addresses[-1]) for city in cities]
    print(json.dumps(ports), flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        if line.strip() == "next":
            desk.shown = min(desk.shown + 1, len(desk.cities) - 1)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        cost = {"cpu_s": usage.ru_utime + usage.ru_stime, "peak_kib": usage.ru_maxrss}
        print(json.dumps(cost), flush=True)
    for server in servers:
        server.close()


def main() -> None:
    order = json.loads(sys.stdin.readline())
    with suppress(KeyboardInterrupt):
        uvloop.run(_run(order))
    sys.stdout.flush()
    os._exit(0)  # open keep-alive connections need no farewell


if __name__ == "__main__":
    main()
