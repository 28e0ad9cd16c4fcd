"""One request, one capture: bounded in time and memory, and never an exception for a site's misbehaviour."""

import asyncio
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import aiohttp
from yarl import URL

import kaoping
from kaoping.gather.addresses import host_of, join
from kaoping.gather.capture import Capture, Failure, Role
from kaoping.gather.decoding import Decoder
from kaoping.gather.failures import failure_of
from kaoping.gather.guard import ForbiddenAddress, Guard
from kaoping.gather.outage import Outage
from kaoping.gather.resolving import GuardedResolver
from kaoping.gather.surplus import cut_surplus

DEADLINE_S = 30.0
LONGEST_DEADLINE_S = 60.0
DOCUMENT_CAP = 10 << 20
ATTACHMENT_CAP = 50 << 20
TARGET_CAP = 64 << 10
_DOCUMENT_TYPES = ("text/", "json", "xml", "javascript", "ecmascript")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BODYLESS = frozenset({204, 304})
_MAX_HEADERS = 1_000
_MAX_HEADER_BYTES = 1 << 16
_MAX_COOKIES = 20


@dataclass(slots=True)
class _Answer:
    """What has come in so far of one exchange."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytearray = field(default_factory=bytearray)
    is_truncated: bool = False
    peer: str = ""

    def header(self, name: str) -> str:
        return next((v for k, v in self.headers if k.lower() == name), "")


class _Response(aiohttp.ClientResponse):
    """Remembers whom it came from: a short answer has given its connection back before we look."""

    peer = ""

    async def start(self, connection: Any) -> Self:
        name = connection.transport.get_extra_info("peername") if connection.transport is not None else None
        if name:
            self.peer = f"{name[0]}:{name[1]}"
        await super().start(connection)
        return self


class Fetcher:
    """
    Sends single requests. Use as an async context manager.

    Args:
        guard: Decides which connections may be made.
        contact: An address or telephone for the owners of sites, put into the User-Agent.
        user_agent: Replaces the whole User-Agent.
        ssl_context: Replaces the system's certificate store; verification stays on in ours.
        resolver: Replaces the look-up; the socket is guarded all the same.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        contact: str = "",
        user_agent: str = "",
        ssl_context: ssl.SSLContext | None = None,
        resolver: GuardedResolver | None = None,
        connections: int = 512,
    ) -> None:
        self.guard = guard
        version = getattr(kaoping, "__version__", "0")
        self.user_agent = user_agent or f"kaoping/{version}" + (f" (+{contact})" if contact else "")
        self._ssl = ssl_context or _tls_context()
        self._resolver = resolver
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._outage = Outage()
        self._cookies: dict[str, dict[str, str]] = {}

    async def __aenter__(self) -> Self:
        self._resolver = self._resolver or GuardedResolver(self.guard)
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            socket_factory=self.guard.socket_factory,
            ssl=self._ssl,
            limit=self._connections,
            ttl_dns_cache=60,
        )
        self._session = aiohttp.ClientSession(
            connector=cut_surplus(connector),
            response_class=_Response,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=15),
            headers={
                "User-Agent": self.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept-Language": "zh-CN,zh;q=0.9",
                "Accept-Encoding": "gzip, deflate, br",
            },
            max_line_size=16_384,
            max_field_size=_MAX_HEADER_BYTES,
            max_headers=_MAX_HEADERS,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
        if self._resolver is not None:
            await self._resolver.close()

    async def fetch(
        self,
        url: str,
        *,
        site: str,
        role: Role = Role.PAGE,
        method: str = "GET",
        deadline_s: float = DEADLINE_S,
        cap_bytes: int | None = None,
        extra_headers: Iterable[tuple[str, str]] = (),
    ) -> Capture:
        """
        One hop: redirects are not followed.

        Args:
            url: A normalised address.
            deadline_s: For the whole exchange, look-up to last byte; at most 60.
            cap_bytes: Of the decoded body. None: 10 MiB of a document or data, 50 MiB of another file,
                64 KiB of a target.

        Returns:
            The capture; what came before a failure stays in it. `peer` is ``ip:port``.
        """
        fetched_at, start = datetime.now(UTC), time.monotonic()
        answer, failure, detail = _Answer(), None, ""
        try:
            self.guard.check_url(url)
            async with asyncio.timeout(min(deadline_s, LONGEST_DEADLINE_S)):
                await self._exchange(url, role, method, cap_bytes, extra_headers, answer)
        except Exception as e:  # noqa: BLE001  every failure of the network; others are raised again
            failure, detail = failure_of(e)
        failure = self._outage.judge(host_of(url), failure, has_answered=answer.status is not None)
        capture = Capture(
            site=site,
            url=url,
            role=role,
            fetched_at=fetched_at,
            method=method,
            status=answer.status,
            headers=answer.headers,
            body=bytes(answer.body),
            failure=failure,
            detail=detail,
            elapsed_s=time.monotonic() - start,
            is_truncated=answer.is_truncated,
            peer=answer.peer,
        )
        return self._with_location(capture) if capture.status in _REDIRECTS else capture

    async def _exchange(
        self,
        url: str,
        role: Role,
        method: str,
        cap_bytes: int | None,
        extra_headers: Iterable[tuple[str, str]],
        answer: _Answer,
    ) -> None:
        assert self._session is not None, "use the fetcher as an async context manager"
        headers = dict(extra_headers)
        if cookies := self._cookies.get(host_of(url)):
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
        target = URL(url, encoded=True)
        async with self._session.request(method, target, headers=headers, allow_redirects=False) as response:
            _note_head(response, answer)
            if method == "HEAD" or response.status in _BODYLESS:
                return
            is_small = role is Role.TARGET or response.status in _REDIRECTS
            is_file = role is Role.ATTACHMENT
            usual = ATTACHMENT_CAP if is_file else _cap(answer.header("content-type"))
            cap = cap_bytes or (TARGET_CAP if is_small else usual)
            await _read_body(response, answer, cap)

    def _with_location(self, capture: Capture) -> Capture:
        """Resolve the redirect; a host that sets cookies while redirecting wants them back."""
        self._keep_cookies(capture)
        given = capture.header("location").strip()
        location = join(capture.url, _as_text(given)) if given else None
        if location is not None or capture.failure is not None:
            return replace(capture, location=location)
        failure, detail = Failure.REDIRECT_BAD, f"Location {given[:200]!r}"
        if given:
            try:
                self.guard.check_url(given)
            except ForbiddenAddress as e:
                failure, detail = Failure.FORBIDDEN_ADDRESS, f"{e}: {detail}"
        return replace(capture, failure=failure, detail=detail)

    def _keep_cookies(self, capture: Capture) -> None:
        for name, value in capture.headers:
            pair = value.partition(";")[0].strip()
            if name.lower() == "set-cookie" and "=" in pair and len(pair) < 1024:
                jar = self._cookies.setdefault(host_of(capture.url), {})
                if len(jar) < _MAX_COOKIES:
                    key, _, text = pair.partition("=")
                    jar[key.strip()] = text.strip()


def _tls_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.options |= 0x4  # OP_LEGACY_SERVER_CONNECT: browsers open such hosts, so do we
    return context


def _note_head(response: aiohttp.ClientResponse, answer: _Answer) -> None:
    answer.status = response.status
    answer.headers = tuple((_as_text_bytes(k), _as_text_bytes(v)) for k, v in response.raw_headers)
    answer.peer = getattr(response, "peer", "")


async def _read_body(response: aiohttp.ClientResponse, answer: _Answer, cap: int) -> None:
    decoder = Decoder(answer.header("content-encoding"))
    received, body = 0, answer.body
    async for chunk in response.content.iter_any():
        received += len(chunk)
        for piece in decoder.push(chunk):
            body += piece
            if len(body) > cap:
                break
        # endless empty members decode to nothing: what comes over the wire is bounded too
        if len(body) > cap or received > cap + (1 << 20):
            del body[cap:]
            answer.is_truncated = True
            response.close()
            return
    decoder.finish()


def _cap(content_type: str) -> int:
    kind = content_type.lower()
    if not kind or any(word in kind for word in _DOCUMENT_TYPES):
        return DOCUMENT_CAP
    return ATTACHMENT_CAP


def _as_text_bytes(raw: bytes) -> str:
    """Headers as text: what is not UTF-8 keeps its bytes as Latin-1, so nothing is lost."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _as_text(location: str) -> str:
    """A Location that was sent in GBK: its bytes are percent-encoded as they came."""
    if any("\x80" <= c <= "\xff" for c in location) and all(c <= "\xff" for c in location):
        return "".join(f"%{ord(c):02X}" if c >= "\x80" else c for c in location)
    return location
