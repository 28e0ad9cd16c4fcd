"""Which sites stand on one host: by name, whatever the port, and by the addresses that the name leads to."""

import socket
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from kaoping.gather.addresses import host_of, normalise, split_port

LOOKED_UP_AT_ONCE = 32
Resolve = Callable[[str], Iterable[str]]


def resolved(host: str) -> tuple[str, ...]:
    """The addresses that a name leads to, in order; none where it leads nowhere."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(sorted({str(one[4][0]) for one in found}))


def hosts_of(urls: Iterable[str], *, resolve: Resolve = resolved) -> Mapping[str, frozenset[str]]:
    """
    For each site's address what it shares with others on the same host: the host's name, and where that
    leads. Many sites of one shared platform have many names and one address.
    """
    names = {url: split_port(host_of(home))[0] for url in urls if (home := normalise(url))}
    wanted = sorted(set(names.values()))
    with ThreadPoolExecutor(LOOKED_UP_AT_ONCE) as pool:
        found = dict(zip(wanted, pool.map(lambda name: frozenset(resolve(name)), wanted), strict=True))
    return {url: found[name] | {name} for url, name in names.items()}
