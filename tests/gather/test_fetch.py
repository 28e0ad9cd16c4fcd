import asyncio
import gzip
import socket
import ssl
import time
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from local_servers import guard_for, hostile_json, rss_mb, serving

from kaoping.gather import Failure, Fetcher, Guard, Role, host_of, run
from kaoping.gather.resolving import GuardedResolver

QUICK_S = 1.5
# what each word of the hostile set's expectations may look like after one address was followed to its end
ENDINGS = {
    "page": lambda c: c.failure is None,
    "capped": lambda c: c.is_truncated or c.url.endswith((".xlsx", ".docx", ".zip", ".pdf", ".png")),
    "timeout": lambda c: c.failure is Failure.TIMEOUT,
    "error": lambda c: c.failure is not None or c.url.endswith((".docx", ".zip", ".pdf", ".xml")),
    "blocked": lambda c: c.failure is Failure.FORBIDDEN_ADDRESS,
    "deferred": lambda c: c.status == 429,
}


def fetch(base: str, path: str, **options):
    async def one():
        async with Fetcher(guard_for(base)) as fetcher:
            return await fetcher.fetch(base + path, site="a", **options)

    return run(one())


def fetch_from(handler, path="/", **options):
    async def one():
        async with serving(handler) as base, Fetcher(guard_for(base), contact="010-1") as fetcher:
            return await fetcher.fetch(base + path, site="a", **options)

    return run(one())


async def follow(fetcher, url):
    seen = []
    while True:
        capture = await fetcher.fetch(url, site="a", deadline_s=QUICK_S)
        seen.append(url)
        if capture.location is None or capture.failure or capture.location in seen or len(seen) > 20:
            return capture, len(seen)
        url = capture.location


def test_every_hostile_case_ends_as_expected_in_bounded_memory(hostile):
    cases = [c for c in hostile_json(hostile, "/expect.json") if c["group"] not in ("trap",)]

    async def all_of_them():
        async with Fetcher(guard_for(hostile)) as fetcher:
            return [(case, *await follow(fetcher, hostile + case["path"])) for case in cases]

    before, start = rss_mb(), time.monotonic()
    ends = run(all_of_them())

    wrong = []
    for case, capture, hops in ends:
        wanted = [ENDINGS[w] for w in case["expect"].split("|") if w in ENDINGS]
        is_loop = case["path"] in ("/redir/self", "/redir/a", "/redir/b", "/redir/chain") and hops > 0
        if wanted and not is_loop and not any(w(capture) for w in wanted):
            wrong.append((case["path"], case["expect"], capture.status, capture.failure))
    assert wrong == []
    assert rss_mb() - before < 150
    assert time.monotonic() - start < 60
    assert hostile_json(hostile, "/__log").get("canary", 0) == 0


@pytest.mark.parametrize("path", ["/endless/html", "/bomb/gzip", "/bomb/gzip-twice", "/bomb/deflate"])
def test_what_has_no_end_stops_at_the_cap(hostile, path):
    before = rss_mb()

    capture = fetch(hostile, path)

    assert (len(capture.body), capture.is_truncated, capture.failure) == (10 << 20, True, None)
    assert rss_mb() - before < 150


def test_a_target_is_read_only_a_little(hostile):
    capture = fetch(hostile, "/endless/html", role=Role.TARGET)

    assert len(capture.body) == 64 << 10
    assert capture.is_truncated


def test_a_slow_body_keeps_its_status_and_what_came(hostile):
    capture = fetch(hostile, "/slow/body", deadline_s=QUICK_S)

    assert (capture.status, capture.failure) == (200, Failure.TIMEOUT)
    assert capture.body.startswith(b"<html>")
    assert capture.elapsed_s < QUICK_S + 1


def test_the_request_says_who_asks_and_carries_the_extra_headers():
    asked = {}

    async def handler(request):
        asked.update(request.headers)
        return web.Response(status=304)

    capture = fetch_from(handler, extra_headers=[("If-None-Match", '"7"')])

    assert capture.status == 304
    assert asked["User-Agent"].startswith("kaoping/")
    assert asked["User-Agent"].endswith("(+010-1)")
    assert asked["If-None-Match"] == '"7"'


def test_the_body_is_decoded_and_the_headers_are_kept():
    async def handler(request):
        headers = {"Content-Encoding": "gzip", "Set-Cookie": "a=b", "X-Odd": "甲"}
        return web.Response(body=gzip.compress(b"abc"), headers=headers)

    capture = fetch_from(handler)

    assert capture.is_ok
    assert capture.body == b"abc"
    assert capture.header("x-odd") == "甲"
    assert capture.peer.startswith("127.0.0.1:")


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/next?x=1#y", "/next?x=1"),
        ("next", "/a/next"),
        ("", Failure.REDIRECT_BAD),
        ("http://[bad/", Failure.FORBIDDEN_ADDRESS),
        ("javascript:alert(1)", Failure.FORBIDDEN_ADDRESS),
        ("http://x@127.0.0.1/", Failure.FORBIDDEN_ADDRESS),
    ],
)
def test_redirects_are_resolved_and_not_followed(location, expected):
    async def handler(request):
        return web.Response(status=302, headers={"Location": location})

    capture = fetch_from(handler, "/a/b")

    assert capture.status == 302
    if isinstance(expected, Failure):
        assert (capture.failure, capture.location) == (expected, None)
    else:
        assert capture.location.endswith(expected)
        assert host_of(capture.location) == host_of(capture.url)


def test_a_redirect_written_in_gbk_keeps_its_bytes():
    async def raw(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 302 X\r\nLocation: /" + "中".encode("gbk") + b"\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    capture = on_raw_server(raw)

    assert capture.location.endswith("/%D6%D0")


@asynccontextmanager
async def raw_server(handler, **options):
    server = await asyncio.start_server(handler, "127.0.0.1", 0, **options)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def on_raw_server(handler, scheme="http", **options):
    async def one():
        async with raw_server(handler, **options) as port:
            base = f"{scheme}://127.0.0.1:{port}"
            async with Fetcher(guard_for(base)) as fetcher:
                return await fetcher.fetch(base + "/", site="a", deadline_s=3)

    return run(one())


@pytest.mark.parametrize("extra", [b"", b"Connection: close\r\n"])
@pytest.mark.parametrize("pieces", [1, 7, 1000])
def test_a_length_counted_too_short_still_gives_a_page(extra, pieces):
    answer = b"HTTP/1.1 200 X\r\nContent-Length: 30\r\n" + extra + b"\r\n" + b"a" * 60

    async def miscounted(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        for i in range(0, len(answer), pieces):
            writer.write(answer[i : i + pieces])
            await writer.drain()
            if pieces < 1000:
                await asyncio.sleep(0)
        writer.close()

    capture = on_raw_server(miscounted)

    assert (capture.failure, capture.body) == (None, b"a" * 30)


def test_a_closed_connection_is_a_reset():
    async def close(reader, writer):
        await reader.read(10)
        writer.close()

    assert on_raw_server(close).failure is Failure.RESET


def test_a_shut_port_is_refused():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{s.getsockname()[1]}"

        assert fetch(base, "/").failure is Failure.REFUSED


def test_a_host_with_nothing_in_common_is_not_blamed():
    alert = bytes([21, 3, 3, 0, 2, 2, 40])  # fatal handshake_failure

    async def refuse(reader, writer):
        await reader.read(100)
        writer.write(alert)
        await writer.drain()
        writer.close()

    assert on_raw_server(refuse, "https").failure is Failure.TLS_NATIONAL


def test_plain_text_behind_https_is_a_tls_failure():
    async def plain(reader, writer):
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    assert on_raw_server(plain, "https").failure is Failure.TLS


def test_a_certificate_that_nobody_signed_is_a_tls_failure(tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path))

    async def one():
        async def handler(request):
            return web.Response()

        async with serving(handler, ssl_context=context) as base, Fetcher(guard_for(base)) as fetcher:
            return await fetcher.fetch(base + "/", site="a")

    capture = run(one())

    assert capture.failure is Failure.TLS
    assert "certificate" in capture.detail.lower()


def self_signed(folder):
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a.test")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    (folder / "c.pem").write_bytes(certificate.public_bytes(pem))
    plain, no_password = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "k.pem").write_bytes(key.private_bytes(pem, plain, no_password))
    return folder / "c.pem", folder / "k.pem"


class NameServer(GuardedResolver):
    """Answers as told, without a network."""

    answers: dict = {}  # noqa: RUF012

    def look_up(self, host, port):
        answer = self.answers[host]
        if isinstance(answer, Exception):
            raise answer
        family = socket.AF_INET6 if ":" in answer else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (answer, port))]


def look_up(host, answers):
    async def one():
        guard = Guard()
        resolver = NameServer(guard)
        resolver.answers = answers
        async with Fetcher(guard, resolver=resolver) as fetcher:
            for known in answers:
                if known != host:
                    await fetcher.fetch(f"http://{known}/", site="a", deadline_s=0.3)
            return await fetcher.fetch(f"http://{host}/", site="a", deadline_s=2)

    return run(one())


AGAIN = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
NO_NAME = socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_names_that_never_exist_are_no_such_host_even_offline():
    assert look_up("x.invalid", {"x.invalid": AGAIN}).failure is Failure.NO_SUCH_HOST


def test_a_name_server_that_never_answers_is_our_own_trouble():
    assert look_up("a.gov.cn", {"a.gov.cn": AGAIN}).failure is Failure.OWN_NETWORK


def test_a_name_that_fails_while_others_are_found_is_the_names_trouble():
    failure = look_up("a.gov.cn", {"b.gov.cn": "192.0.2.7", "a.gov.cn": NO_NAME}).failure

    assert failure is Failure.NO_SUCH_HOST


def test_a_host_on_ipv6_alone_is_not_called_dead(monkeypatch):
    monkeypatch.setattr("kaoping.gather.resolving.has_ipv6_route", lambda: False)

    assert look_up("a.gov.cn", {"a.gov.cn": "2400:3200::1"}).failure is Failure.IPV6_ONLY
