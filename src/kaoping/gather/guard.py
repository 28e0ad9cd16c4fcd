"""The guard on every connection: public web addresses only, and what the user named."""

import re
import socket
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from kaoping.gather.addresses import normalise

WEB_PORTS = frozenset({80, 443, 8080, 8443})
Address = IPv4Address | IPv6Address

_CONTROL = re.compile(r"[\x00-\x20\x7f]").search
_AUTHORITY = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[/\\]*([^/\\?#]*)").match
_PORT = re.compile(r"(https?)://(\[[^\]]+\]|[^/:]+)(?::([0-9]+))?/").match
# ipaddress calls some of these global, and all of them lead somewhere private
_NEVER_V4 = tuple(
    IPv4Network(n)
    for n in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_NEVER_V6 = tuple(
    IPv6Network(n)
    for n in (
        "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
        "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
# what `allow_private` may open: never link-local, metadata or carrier addresses
_PRIVATE_V4 = tuple(IPv4Network(n) for n in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
_PRIVATE_V6 = (IPv6Network("::1/128"), IPv6Network("fc00::/7"))


class ForbiddenAddress(OSError):
    """The guard's refusal. Never leaves this room: it becomes `Failure.FORBIDDEN_ADDRESS`."""


@lru_cache(maxsize=4096)
def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, counting every way of wrapping a private one."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _NEVER_V4)
    return address.is_global and not any(address in network for network in _NEVER_V6)


class Guard:
    """
    Says which connections may be made: checked on the address before it is looked up, on every address that
    the look-up gives, and once more on the socket.

    Args:
        allow: Exact (host, port) pairs of the sites given by the user; other ports of such a host stay shut.
        allow_private: Lets those pairs, and only those, stand at loopback or private addresses.
    """

    def __init__(self, *, allow: Iterable[tuple[str, int]] = (), allow_private: bool = False) -> None:
        self.allow_private = allow_private
        self.allow = frozenset((_host(host), port) for host, port in allow)
        # sockets know no names: what an allowed name resolved to is noted here
        self._granted: set[tuple[Address, int]] = set()

    def check_url(self, url: str) -> None:
        """
        Raises:
            ForbiddenAddress: scheme, port, user info, control characters, or a literal private address.
        """
        if _CONTROL(url):
            raise ForbiddenAddress("control character in address")
        authority = _AUTHORITY(url)
        if authority is not None and "@" in authority[1]:
            raise ForbiddenAddress("user information in address")
        known = normalise(url)
        parts = _PORT(known) if known else None
        if parts is None:
            raise ForbiddenAddress("not an http address")
        host = parts[2].strip("[]")
        self.check_name(host, int(parts[3] or (443 if parts[1] == "https" else 80)))

    def check_name(self, host: str, port: int) -> None:
        """Raises ForbiddenAddress for a port that is not a website's, or a literal private address."""
        host = _host(host)
        if port not in WEB_PORTS and (host, port) not in self.allow:
            raise ForbiddenAddress(f"port {port} is not a website's")
        literal = _literal(host)
        if literal is not None:
            self.check_resolved(host, port, [str(literal)])

    def check_resolved(self, host: str, port: int, addresses: Iterable[str]) -> None:
        """
        Every address that a look-up gave must pass: one private among them condemns all.

        Raises:
            ForbiddenAddress: One of the addresses is not public and not the user's own.
        """
        is_named = (_host(host), port) in self.allow
        found = [_parsed(a) for a in addresses]
        for address in found:
            if not is_public(address) and not (is_named and self.allow_private and _is_private(address)):
                raise ForbiddenAddress(f"{host} is at {address}, which is not a public address")
        if is_named:
            self._granted.update((address, port) for address in found)

    def check_socket(self, ip: str, port: int) -> None:
        """The last check, on what will be connected to. Raises ForbiddenAddress."""
        address = _parsed(ip)
        if (address, port) in self._granted:
            return
        if not is_public(address) or port not in WEB_PORTS:
            raise ForbiddenAddress(f"{address} port {port} was not permitted")

    def socket_factory(self, addr_info: tuple[Any, ...]) -> socket.socket:
        """A socket for aiohttp's connector, after `check_socket`."""
        family, kind, proto, _, address = addr_info
        self.check_socket(address[0], address[1])
        return socket.socket(family=family, type=kind, proto=proto)


@lru_cache(maxsize=4096)  # every request asks for the host of the one before
def _host(host: str) -> str:
    """The spelling that a host has after normalisation; what cannot be one stays as it is."""
    bracketed = f"[{host}]" if ":" in host and not host.startswith("[") else host
    known = normalise(f"http://{bracketed}/")
    return known[7:-1].strip("[]") if known else host.lower()


@lru_cache(maxsize=4096)
def _literal(host: str) -> Address | None:
    try:
        return _parsed(host)
    except ForbiddenAddress:
        return None


@lru_cache(maxsize=4096)  # of a site that is named by its number every request asks
def _parsed(text: str) -> Address:
    try:
        return ip_address(text.partition("%")[0])
    except ValueError as e:
        raise ForbiddenAddress(f"{text} is not an address") from e


@lru_cache(maxsize=4096)
def _is_private(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return any(address in network for network in _PRIVATE_V4)
    return any(address in network for network in _PRIVATE_V6)
