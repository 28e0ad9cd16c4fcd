"""Names to addresses, through the guard; and what our own network can reach."""

import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address, ip_address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from kaoping.gather.guard import Guard, is_public

# RFC 6761: names that never exist in the public tree, whatever our own network does
_NEVER_PUBLIC = (".invalid", ".example", ".test")
# well-known public resolvers; a datagram socket that is "connected" sends nothing
_FAR_V4 = ("223.5.5.5", 53)
_FAR_V6 = ("2400:3200::1", 53)
_RECENT_S = 120.0


class LookupFailed(OSError):
    """A name could not be looked up; `is_ours` says that our own network is to blame."""

    def __init__(self, message: str, *, is_ours: bool) -> None:
        super().__init__(message)
        self.is_ours = is_ours


class Ipv6Only(OSError):
    """The host has IPv6 addresses alone and this machine has no way there."""


def has_ipv4_route() -> bool:
    """Whether this machine has a way out over IPv4. Sends nothing."""
    return _source(socket.AF_INET, _FAR_V4) != ""


def has_ipv6_route() -> bool:
    """Whether this machine has a public IPv6 address and a way out. Sends nothing."""
    source = _source(socket.AF_INET6, _FAR_V6)
    return source != "" and is_public(ip_address(source.partition("%")[0]))


def _source(family: int, far: tuple[str, int]) -> str:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as s:
            s.connect(far)
            return str(s.getsockname()[0])
    except OSError:
        return ""


class GuardedResolver(AbstractResolver):
    """
    Looks names up in threads of its own (a dead name server then holds up no other host) and lets every
    address pass the guard before any is used.
    """

    def __init__(self, guard: Guard, *, threads: int = 64) -> None:
        self._guard = guard
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="lookup")
        self._last_answer = float("-inf")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises ForbiddenAddress, LookupFailed or Ipv6Only."""
        self._guard.check_name(host, port)
        try:
            rows = await asyncio.get_running_loop().run_in_executor(self._threads, self.look_up, host, port)
        except (socket.gaierror, UnicodeError) as e:
            raise LookupFailed(f"{host}: {e}", is_ours=self._is_ours(host, e)) from e
        self._last_answer = time.monotonic()
        self._guard.check_resolved(host, port, [row[4][0] for row in rows])
        usable = [row for row in rows if row[0] == socket.AF_INET]
        if len(usable) < len(rows):
            usable += self._reachable_v6(rows)
        if not usable:
            raise Ipv6Only(f"{host} has IPv6 addresses only")
        return [_result(host, port, row) for row in usable]

    def look_up(self, host: str, port: int) -> list[tuple[Any, ...]]:
        """The system's look-up, in a thread. Raises socket.gaierror."""
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _reachable_v6(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        six = [row for row in rows if row[0] == socket.AF_INET6]
        if any(not is_public(IPv6Address(row[4][0].partition("%")[0])) for row in six):
            return six  # the user's own network: the guard let it pass
        return six if has_ipv6_route() else []

    def _is_ours(self, host: str, error: Exception) -> bool:
        if host.rstrip(".").endswith(_NEVER_PUBLIC) or isinstance(error, UnicodeError):
            return False
        if time.monotonic() - self._last_answer < _RECENT_S:
            return False
        is_unanswered = isinstance(error, socket.gaierror) and error.errno in (
            socket.EAI_AGAIN,
            socket.EAI_FAIL,
        )
        return is_unanswered or not (has_ipv4_route() or has_ipv6_route())


def _result(host: str, port: int, row: tuple[Any, ...]) -> ResolveResult:
    return {
        "hostname": host,
        "host": row[4][0],
        "port": port,
        "family": row[0],
        "proto": row[2],
        "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    }
