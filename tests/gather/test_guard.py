import random
import socket
from ipaddress import ip_address

import pytest
from local_servers import serving

from kaoping.gather import Failure, Fetcher, Guard, run
from kaoping.gather.guard import ForbiddenAddress, is_public
from kaoping.gather.resolving import GuardedResolver

PRIVATE = ["127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254"]
PRIVATE += ["100.100.100.200", "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1"]


def spellings(ip: str, pick: random.Random) -> str:
    """One of the ways in which look-ups accept an IPv4 address."""
    a, b, c, d = (int(x) for x in ip.split("."))
    whole = a << 24 | b << 16 | c << 8 | d
    part = [lambda n: str(n), hex, lambda n: f"0{n:o}", lambda n: f"0x{n:08x}", lambda n: f"000{n:o}"]
    one = pick.choice(part)
    form = pick.choice(
        [
            lambda: one(whole),
            lambda: f"{one(a)}.{one(b << 16 | c << 8 | d)}",
            lambda: f"{one(a)}.{one(b)}.{one(c << 8 | d)}",
            lambda: ".".join(pick.choice(part)(x) for x in (a, b, c, d)),
            lambda: f"[::ffff:{ip}]",
            lambda: f"[64:ff9b::{ip}]",
            lambda: f"[::{ip}]",
            lambda: f"[2002:{a:02x}{b:02x}:{c:02x}{d:02x}::1]",
            lambda: f"[::ffff:0:{ip}]",
        ]
    )()
    if not form.startswith("["):
        if pick.random() < 0.3:
            form = form.translate({ord(x): ord(x) + 0xFEE0 for x in "0123456789abcdefx"})
        if pick.random() < 0.2:
            form = form.replace(".", pick.choice(["。", "．", "｡"]))
        if pick.random() < 0.2:
            form += "."
        if pick.random() < 0.1:
            form = "".join(f"%{b:02x}" for b in form.encode())
    return form


def passes(guard: Guard, url: str) -> bool:
    try:
        guard.check_url(url)
    except ForbiddenAddress:
        return False
    return True


def count_passing(rounds: int) -> list[str]:
    pick = random.Random(7)
    guard = Guard(allow=[("127.0.0.1", 8765)], allow_private=True)
    bad = []
    for _ in range(rounds):
        port = pick.choice(["", ":80", ":443", ":8080", ":8766", ":25"])
        url = f"{pick.choice(['http', 'https', 'HTTP'])}://{spellings(pick.choice(PRIVATE), pick)}{port}/x"
        if passes(guard, url):
            bad.append(url)
    return bad


def test_no_spelling_of_a_private_address_passes():
    assert count_passing(5_000) == []


@pytest.mark.slow
def test_none_of_a_hundred_thousand_spellings_passes():
    assert count_passing(100_000) == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
        "gopher://8.8.8.8:6379/_INFO",
        "http://8.8.8.8:25/",
        "http://a@8.8.8.8/",
        "http://8.8.8.8/\r\nX: y",
        "http://8.8.8.8/ x",
        "http:\\\\127.0.0.1:81\\x",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
    ],
)
def test_other_schemes_ports_and_tricks_are_refused(url):
    assert not passes(Guard(), url)


def test_public_addresses_pass_on_web_ports():
    assert all(passes(Guard(), f"http://8.8.8.8{port}/") for port in ("", ":443", ":8080", ":8443"))
    assert is_public(ip_address("2400:3200::1"))


def test_only_the_exact_pair_is_opened_and_in_any_spelling():
    guard = Guard(allow=[("１２７.0.0.1", 8765)], allow_private=True)

    assert passes(guard, "http://127.1:8765/")
    assert not passes(guard, "http://127.0.0.1:8766/")
    assert not passes(guard, "http://127.0.0.2:8765/")
    assert not passes(guard, "http://127.0.0.1/")


def test_an_allowed_pair_opens_nothing_private_unless_told_so():
    assert not passes(Guard(allow=[("127.0.0.1", 8765)]), "http://127.0.0.1:8765/")


def test_metadata_addresses_stay_shut_even_where_named():
    guard = Guard(allow=[("169.254.169.254", 80), ("100.100.100.200", 80)], allow_private=True)

    assert not passes(guard, "http://169.254.169.254/")
    assert not passes(guard, "http://100.100.100.200/")


def test_the_socket_is_refused_what_no_look_up_permitted():
    guard = Guard(allow=[("a.test", 8080)], allow_private=True)
    guard.check_resolved("a.test", 8080, ["127.0.0.1"])

    guard.socket_factory((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 8080))).close()
    with pytest.raises(ForbiddenAddress):
        guard.socket_factory((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 8081)))


def test_one_private_address_among_several_condemns_the_name():
    with pytest.raises(ForbiddenAddress):
        Guard().check_resolved("a.test", 80, ["8.8.8.8", "127.0.0.1"])


class Rebinding(GuardedResolver):
    """A name server that answers with a public and with our own address in turn."""

    count = 0

    def look_up(self, host, port):
        self.count += 1
        ip = "127.0.0.1" if self.count % 2 else "192.0.2.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]


def test_a_rebinding_name_reaches_no_socket():
    reached, opened = [], []

    async def handler(request):
        reached.append(request.path)

    class Watched(Guard):
        def socket_factory(self, addr_info):
            opened.append(addr_info)
            return super().socket_factory(addr_info)

    async def attempts():
        async with serving(handler) as base:
            port = int(base.rpartition(":")[2])
            guard = Watched(allow=[("evil.test", port), ("127.0.0.1", port)])
            async with Fetcher(guard, resolver=Rebinding(guard)) as fetcher:
                return [await fetcher.fetch(f"http://evil.test:{port}/{i}", site="a") for i in range(1_000)]

    captures = run(attempts())

    assert {c.failure for c in captures} == {Failure.FORBIDDEN_ADDRESS}
    assert (reached, opened) == ([], [])
