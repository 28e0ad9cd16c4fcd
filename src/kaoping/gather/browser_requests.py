"""
Answers what a page asks for while a browser draws it: through our own fetcher, or not at all.

The browser never speaks to the network. Each of its requests comes here; what is made of them is decided by
`browser_policy`, and fetched hop by hop. The browser never follows a redirect, for its next hop could not be
intercepted: a document that redirects is answered with a page that goes on to the target, so that the target
is asked for, and judged, as any other document.
"""

import asyncio
import html
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from kaoping.gather.addresses import normalise
from kaoping.gather.browser_policy import (
    DATA_KINDS,
    DECORATION,
    FETCHED_KINDS,
    Asked,
    ScriptShelf,
    is_allowed,
    is_data,
    is_drawable,
    is_redirect,
    is_same_site,
)
from kaoping.gather.capture import Capture, Failure, Role
from kaoping.gather.chromium import BrowserError

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route, WebSocketRoute

MAX_REDIRECTS = 10
MAX_NAVIGATIONS = 8  # of the main frame: a page that reloads itself for ever is stopped here
MAX_REFUSED = 200  # addresses noted; a page can ask for any number
ONE_REQUEST_S = 15.0
AT_ONCE = 4
DOCUMENT_CAP_BYTES = 10 << 20
PART_CAP_BYTES = 5 << 20
PAGE_CAP_BYTES = 40 << 20
# a picture is answered with one transparent pixel: an error would run its `onerror` and change the page
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f9040100000000") + bytes.fromhex(
    "2c00000000010001000002024401003b"
)

# request headers of the page that we pass on: what servers tell a script's request from a reader's by
PASSED_ON = ("accept", "referer", "x-requested-with")
# response headers that are no longer true of a decoded body, or that make a browser start requests of its own
DROPPED = frozenset(
    {
        "alt-svc",
        "connection",
        "content-encoding",
        "content-length",
        "link",
        "nel",
        "report-to",
        "reporting-endpoints",
        "strict-transport-security",
        "transfer-encoding",
    }
)


class Fetches(Protocol):
    """What we need of a fetcher: one guarded hop that never raises for a site's misbehaviour."""

    async def fetch(
        self,
        url: str,
        *,
        site: str,
        role: Role = ...,
        method: str = ...,
        deadline_s: float = ...,
        cap_bytes: int | None = ...,
        extra_headers: Iterable[tuple[str, str]] = ...,
    ) -> Capture:
        """One exchange; redirects are not followed."""


class PageRequests:
    """
    All requests of one page being drawn: answers them, counts them, remembers them.

    Args:
        fetches: The fetcher.
        url: The page asked for; its registrable domain is where documents may come from.
        site: In whose name is fetched.
        ends_at: The running loop's time after which nothing more is fetched.
        max_requests: How many are fetched at most, the page itself and each hop included.
        shelf: Scripts shared with other pages.
        with_images: Fetch the site's own pictures (for a screenshot) instead of answering with a pixel.
    """

    def __init__(
        self,
        fetches: Fetches,
        url: str,
        *,
        site: str,
        ends_at: float,
        max_requests: int,
        shelf: ScriptShelf,
        with_images: bool = False,
    ) -> None:
        self._fetches, self._home, self._site = fetches, url, site
        self.ends_at, self._left, self._shelf = ends_at, max_requests, shelf
        self._kinds = FETCHED_KINDS | {"image"} if with_images else FETCHED_KINDS
        self._page: Page | None = None
        self._bytes_left = PAGE_CAP_BYTES
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_flight = 0
        self._navigations = 0
        self._last_activity = asyncio.get_running_loop().time()
        self._given: Capture | None = None
        self.fault: BaseException | None = None  # our own bug, to be raised again where it can be seen
        self.activity = 0
        self.fetched: list[Capture] = []
        self.documents: dict[str, Capture] = {}
        self.document: Capture | None = None  # the last one given to the main frame
        self.data_urls: dict[str, None] = {}
        self.refused: dict[str, None] = {}

    async def first_document(self) -> Capture:
        """The page asked for, redirects followed within its site; the last hop where they lead nowhere."""
        url, seen = self._home, set[str]()
        while True:
            capture = await self._fetch(Asked(url, "document", is_main=True))
            if capture is None:
                return Capture(self._site, url, failure=Failure.TIMEOUT, detail="no time or requests left")
            if not is_redirect(capture) or capture.location is None:
                return capture
            seen.add(url)
            url = capture.location
            if url in seen or len(seen) > MAX_REDIRECTS:
                return replace(capture, failure=Failure.REDIRECT_LOOP, detail=f"{len(seen)} hops")
            if not is_same_site(url, self._home):
                self.refuse(url)
                return capture

    def begin(self, document: Capture, page: "Page") -> None:
        """Get ready to draw a document that is already here: the first navigation is answered with it."""
        self._given = self.document = document
        self._page = page
        self._navigations = 0

    def on_route(self, route: "Route") -> None:
        """Answer an intercepted request, in its own time."""
        task = asyncio.create_task(self._answer(route))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def on_web_socket(self, socket: "WebSocketRoute") -> None:
        """Close a web socket before it is opened."""
        self.refuse(socket.url)
        await socket.close()

    def refuse(self, url: str) -> None:
        """Remember an address that the page wanted and did not get."""
        if len(self.refused) < MAX_REFUSED:
            self.refused[url] = None

    async def quiet(self, for_s: float, *, until: float) -> bool:
        """Wait until nothing was asked or answered for so long; False where `until` came first."""
        loop = asyncio.get_running_loop()
        while True:
            if self.fault is not None:
                raise self.fault
            now = loop.time()
            waited = now - self._last_activity
            if not self._in_flight and waited >= for_s:
                return True
            if now >= until:
                return False
            await asyncio.sleep(max(0.02, min(for_s - waited, until - now)))

    async def stop(self) -> None:
        """Give up whatever is still being fetched."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None and not isinstance(
            fault, BrowserError
        ):  # BrowserError: the page is gone already
            self.fault = fault

    async def _answer(self, route: "Route") -> None:
        asked = asked_by(route.request, self._page)
        if asked.kind == "image" and "image" not in self._kinds:
            await route.fulfill(status=200, content_type="image/gif", body=PIXEL)
            return
        self._in_flight += 1
        self._stir()
        try:
            await self._give(route, asked, await self._response(asked))
        finally:
            self._in_flight -= 1
            self._stir()

    def _stir(self) -> None:
        self.activity += 1
        self._last_activity = asyncio.get_running_loop().time()

    async def _response(self, asked: Asked) -> Capture | None:
        """The response to give, None to refuse. A document's redirect is given as it is."""
        if asked.is_main:
            self._navigations += 1
            if self._given is not None:
                given, self._given = self._given, None
                return given
            if self._navigations > MAX_NAVIGATIONS:
                self.refuse(asked.url)
                return None
        for _ in range(MAX_REDIRECTS):
            url = normalise(asked.url)
            if url is None or not is_allowed(asked, self._home, self._kinds):
                break
            capture = await self._fetch(replace(asked, url=url))
            if capture is None or asked.is_document or not is_redirect(capture):
                return capture
            asked = replace(asked, url=capture.location or "")
        if asked.kind not in DECORATION:
            self.refuse(asked.url)
        return None

    async def _fetch(self, asked: Asked) -> Capture | None:
        """One hop, or what the shelf has; None, and noted, where time, number or size is used up."""
        if (shelved := self._shelf.get(self._site, asked.url)) is not None:
            return shelved
        headers = asked.headers + await self._cookies(asked.url)
        async with self._slots:
            left_s = self.ends_at - asyncio.get_running_loop().time()
            if left_s <= 0 or self._left <= 0 or self._bytes_left <= 0:
                self.refuse(asked.url)
                return None
            self._left -= 1
            capture = await self._fetches.fetch(
                asked.url,
                site=self._site,
                role=Role.PAGE,
                deadline_s=min(left_s, ONE_REQUEST_S),
                cap_bytes=DOCUMENT_CAP_BYTES if asked.is_document else PART_CAP_BYTES,
                extra_headers=headers,
            )
        self._note(asked, capture)
        return capture

    def _note(self, asked: Asked, capture: Capture) -> None:
        self.fetched.append(capture)
        self._bytes_left -= len(capture.body)
        if capture.failure is Failure.FORBIDDEN_ADDRESS:
            self.refuse(asked.url)
        if asked.kind in {"script", "stylesheet"}:
            self._shelf.put(self._site, asked.url, capture)

    async def _cookies(self, url: str) -> tuple[tuple[str, str], ...]:
        """What the page's own profile would send to this address."""
        cookies = await self._page.context.cookies(url) if self._page is not None else []
        line = "; ".join(f"{cookie.get('name', '')}={cookie.get('value', '')}" for cookie in cookies)
        return (("Cookie", line),) if line else ()

    async def _give(self, route: "Route", asked: Asked, capture: Capture | None) -> None:
        if asked.is_document:
            await self._give_document(route, asked, capture)
        elif capture is None:
            await route.abort("blockedbyclient")
        elif capture.failure is not None:
            await route.abort("timedout" if capture.failure is Failure.TIMEOUT else "failed")
        else:
            if asked.kind in DATA_KINDS and is_data(capture):
                self.data_urls[capture.url] = None
            await fulfill(route, capture)

    async def _give_document(self, route: "Route", asked: Asked, capture: Capture | None) -> None:
        if capture is not None and is_redirect(capture):
            await route.fulfill(status=200, content_type="text/html; charset=utf-8", body=onward(capture))
        elif capture is None or not is_drawable(capture):
            self.refuse(asked.url)
            await route.abort(
                "aborted"
            )  # any other reason would put an error page in place of what stands there
        else:
            self.documents[asked.url] = capture
            if asked.is_main:
                self.document = capture
            await fulfill(route, capture)


def asked_by(request: "Request", page: "Page | None") -> Asked:
    """The browser's request in our words. A window that the page opened asks for nothing that we know."""
    kind, is_main = request.resource_type, False
    if request.is_navigation_request():
        try:
            kind = kind if request.frame.page is page else "popup"
            is_main = kind == "document" and request.frame.parent_frame is None
        except BrowserError:  # a new window's first request comes before its frame
            kind = "popup"
    headers = tuple((name, value) for name, value in request.headers.items() if name.lower() in PASSED_ON)
    return Asked(request.url.partition("#")[0], kind, request.method, is_main, headers)


def onward(redirect: Capture) -> str:
    """A document that goes on to where a redirect points."""
    return (
        f'<!doctype html><meta http-equiv="refresh" content="0;url={html.escape(redirect.location or "")}">'
    )


async def fulfill(route: "Route", capture: Capture) -> None:
    """Give the browser a response as it came, but decoded."""
    headers: dict[str, str] = {}
    for name, value in capture.headers:
        name = name.lower()
        if name not in DROPPED:
            joiner = "\n" if name == "set-cookie" else ", "  # the driver's own way to give several cookies
            headers[name] = f"{headers[name]}{joiner}{value}" if name in headers else value
    await route.fulfill(status=capture.status or 200, headers=headers, body=capture.body)
