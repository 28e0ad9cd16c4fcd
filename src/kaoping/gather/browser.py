"""
Draws a page in a browser, for pages whose lists only a script can show.

About 250 times the cost of fetching: a second stage, only for pages whose HTML holds no text, and off by
default. The page's scripts run in a fresh profile of a headless Chromium that has no way to the network;
every request is answered by our own fetcher, so guard, caps and archive apply to each (see `browser_requests`
and `chromium`).

Frames: a frame of the same site is drawn with its page and given as a capture of its own under its own
address (`Rendering.frames`), because its links are relative to that address; nothing is copied into the
page's body.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kaoping.errors import UsageError
from kaoping.gather.addresses import normalise
from kaoping.gather.browser_policy import ScriptShelf, is_drawable, is_redirect, is_same_site
from kaoping.gather.browser_requests import DOCUMENT_CAP_BYTES, DROPPED, Fetches, PageRequests
from kaoping.gather.capture import Capture, Failure, Role
from kaoping.gather.chromium import BrowserError, Chromium, ChromiumPool, find_chromium, why_no_browser

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Dialog, FloatRect, Page

__all__ = ["Browser", "Fetches", "Rendering", "find_chromium", "why_no_browser"]

MAX_FRAMES = 10
WIDTH, HEIGHT, PICTURE_HEIGHT = 1280, 1024, 4000
ASIDE_S = 5.0  # for what must not cost us the page: frames and the picture
# a page that is read needs no peer-to-peer connections; the launch flags stop what escapes this script
NO_SIDE_DOORS = """
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"]) delete window[name];
"""


@dataclass(frozen=True, slots=True)
class Rendering:
    """
    A page as a browser drew it, and what drawing took.

    Attributes:
        capture: Role RENDERED. The body is the serialised document in UTF-8, at most 10 MB; `url` is where
            the page stood at the end, `status` and `headers` are its document's. A page that could not be
            drawn has a failure, and says nothing about the site: the plain capture does. A redirect out of
            the site is given as it came: its status, its `location`, no body.
        fetched: Every response newly fetched for it, in order of arrival; the page's own hops come first.
        data_urls: Addresses from which its scripts got JSON or XML.
        refused: Addresses it wanted and did not get: of other hosts, by other methods than GET, forbidden by
            the guard, beyond the limits. Pictures, fonts and films are not counted.
        frames: Frames of the same site, drawn, ten at most; role RENDERED.
        screenshot: PNG, the upper 4,000 pixels at most, where it was asked for and could be made.
    """

    capture: Capture
    fetched: tuple[Capture, ...] = ()
    data_urls: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    frames: tuple[Capture, ...] = ()
    screenshot: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a browser gave of one page."""

    url: str
    html: str
    is_quiet: bool
    frames: tuple[tuple[str, str], ...]
    screenshot: bytes | None


class Browser:
    """
    Draws pages; an async context manager. Several pages may be drawn at a time.

    Args:
        fetcher: Through it goes every request.
        executable: The browser's program, see `find_chromium`.
        deadline_s: For one page as a whole, seconds.
        max_requests: Requests fetched for one page at most.
        quiet_s: A page is taken as drawn when nothing was asked or answered for so long.
        settle_s: A page that never gets quiet is read as it stands after so long.
        pages_each: Pages after which the browser is replaced.
        user_agent: What scripts see; the fetcher's own stands in the requests. ``""``: the browser's.

    Raises:
        UsageError: On entry, where the browser does not start.
    """

    def __init__(
        self,
        fetcher: Fetches,
        *,
        executable: Path,
        deadline_s: float = 30.0,
        max_requests: int = 80,
        quiet_s: float = 0.5,
        settle_s: float = 8.0,
        pages_each: int = 200,
        user_agent: str = "",
    ) -> None:
        self._fetcher = fetcher
        self._executable = executable
        self._pool = ChromiumPool(executable, pages_each=pages_each)
        self._shelf = ScriptShelf()
        self._deadline_s, self._max_requests = deadline_s, max_requests
        self._quiet_s, self._settle_s = quiet_s, settle_s
        self._user_agent = user_agent

    async def __aenter__(self) -> "Browser":
        try:
            await self._pool.start()
        except BrowserError as error:
            what = f"浏览器无法启动:{self._executable}({_first_line(error)})"
            raise UsageError(f"{what}。请检查安装,或不用渲染") from error
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.close()

    async def render(
        self, url: str, *, site: str, document: Capture | None = None, with_screenshot: bool = False
    ) -> Rendering:
        """
        Draw one page.

        Args:
            url: The page, normalised.
            site: In whose name is fetched.
            document: The page's capture where it was fetched already: it is drawn, and not fetched again.
            with_screenshot: Make a picture; only then are the site's own pictures fetched.

        Returns:
            The drawing, or a capture with the failure: TIMEOUT where the page was cut at the deadline,
            PROTOCOL where it is no page or the browser gave up, or the failure of the document itself.
        """
        started, started_at = asyncio.get_running_loop().time(), datetime.now(UTC)
        requests = PageRequests(
            self._fetcher,
            url,
            site=site,
            ends_at=started + self._deadline_s,
            max_requests=self._max_requests,
            shelf=self._shelf,
            with_images=with_screenshot,
        )
        blank = Capture(site, url, Role.RENDERED, started_at)
        rendering = await self._rendered(blank, requests, document, with_screenshot)
        if requests.fault is not None:
            raise requests.fault
        elapsed_s = asyncio.get_running_loop().time() - started
        return replace(
            rendering,
            capture=replace(rendering.capture, elapsed_s=elapsed_s),
            fetched=tuple(requests.fetched),
            data_urls=tuple(requests.data_urls),
            refused=tuple(requests.refused),
        )

    async def _rendered(
        self, blank: Capture, requests: PageRequests, document: Capture | None, with_screenshot: bool
    ) -> Rendering:
        try:
            if document is None:
                async with asyncio.timeout_at(requests.ends_at):
                    document = await requests.first_document()
            if not is_drawable(document):
                return Rendering(_undrawn(blank, document))
            return _rendering(blank, requests, await self._draw_twice(requests, document, with_screenshot))
        except TimeoutError:
            detail = f"cut after {self._deadline_s:g} s"
            return Rendering(replace(blank, failure=Failure.TIMEOUT, detail=detail))
        except BrowserError as error:
            return Rendering(replace(blank, failure=Failure.PROTOCOL, detail=_first_line(error)))

    async def _draw_twice(self, requests: PageRequests, document: Capture, with_screenshot: bool) -> _Drawn:
        """Draw, and once again in a new browser where the first one died."""
        for is_last in (False, True):
            async with self._pool.lent() as chromium:
                try:
                    async with asyncio.timeout_at(requests.ends_at):
                        return await self._draw(chromium, requests, document, with_screenshot)
                except BrowserError:
                    if is_last or chromium.process.is_connected():
                        raise
        raise AssertionError("unreachable")

    async def _draw(
        self, chromium: Chromium, requests: PageRequests, document: Capture, with_screenshot: bool
    ) -> _Drawn:
        context = await chromium.process.new_context(
            accept_downloads=False,
            service_workers="block",
            permissions=[],
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": WIDTH, "height": HEIGHT},
            user_agent=self._user_agent or None,
        )
        try:
            page = await _opened(context, requests, self._deadline_s)
            requests.begin(document, page)
            with suppress(BrowserError):  # left at once for another page; what stands there shows in a moment
                await page.goto(document.url, wait_until="commit")
            text, is_quiet = await self._settled(page, requests)
            frames = await _frames(page, requests)
            picture = await _picture(page) if with_screenshot else None
            return _Drawn(page.url, text, is_quiet, frames, picture)
        finally:
            await requests.stop()
            await chromium.dispose(context)

    async def _settled(self, page: "Page", requests: PageRequests) -> tuple[str, bool]:
        """
        The document once the page is quiet, or as it stands when it will not be.

        Reading waits for a busy script to end; what that script then asks for is waited for again.
        """
        loop = asyncio.get_running_loop()
        gives_up_at, last = loop.time() + self._settle_s, ""
        while True:
            is_quiet = await requests.quiet(self._quiet_s, until=gives_up_at)
            seen, is_over = requests.activity, loop.time() >= gives_up_at
            try:
                # the driver's own waiting never ends on a page whose navigation was refused
                is_parsed = await page.evaluate("document.readyState") != "loading"
                text = await page.content()
            except BrowserError as error:
                if "navigati" not in str(error) or is_over:
                    raise  # else it is only on its way to another document
                await asyncio.sleep(0.1)
                continue
            # a script that writes without closing leaves its document "loading" for ever
            is_still = requests.activity == seen and (is_parsed or text == last)
            if is_still or is_over:
                return text, is_quiet and is_still
            last = text
            await asyncio.sleep(0 if is_parsed else self._quiet_s)


async def _opened(context: "BrowserContext", requests: PageRequests, deadline_s: float) -> "Page":
    """An empty page whose every request comes to us; further windows are closed, dialogs dismissed."""
    context.set_default_timeout(deadline_s * 1000)
    await context.add_init_script(NO_SIDE_DOORS)
    await context.route("**/*", requests.on_route)
    await context.route_web_socket("**/*", requests.on_web_socket)
    page = await context.new_page()
    context.on("page", _close)
    context.on("dialog", _dismiss)
    return page


async def _close(popup: "Page") -> None:
    with suppress(BrowserError):
        await popup.close()


async def _dismiss(dialog: "Dialog") -> None:
    with suppress(BrowserError):
        await dialog.dismiss()


async def _frames(page: "Page", requests: PageRequests) -> tuple[tuple[str, str], ...]:
    """Address and document of the frames of the page's own site."""
    frames: list[tuple[str, str]] = []
    with suppress(BrowserError, TimeoutError):
        async with asyncio.timeout(ASIDE_S):
            for frame in page.frames[1:]:
                if frame.url.partition("#")[0] in requests.documents and len(frames) < MAX_FRAMES:
                    frames.append((frame.url, await frame.content()))
    return tuple(frames)


async def _picture(page: "Page") -> bytes | None:
    clip: FloatRect = {"x": 0, "y": 0, "width": WIDTH, "height": PICTURE_HEIGHT}
    with suppress(BrowserError, TimeoutError):
        async with asyncio.timeout(ASIDE_S):
            return await page.screenshot(full_page=True, clip=clip, animations="disabled", scale="css")
    return None


def _rendering(blank: Capture, requests: PageRequests, drawn: _Drawn) -> Rendering:
    document = requests.document
    if document is None or drawn.url.startswith("chrome-error:"):
        failed = replace(blank, failure=Failure.PROTOCOL, detail="the browser shows an error page")
        return Rendering(failed)
    stands_at = normalise(drawn.url)
    url = stands_at if stands_at and is_same_site(stands_at, document.url) else document.url
    capture = _as_drawn(blank, url, document, drawn.html)
    if not drawn.is_quiet:
        capture = replace(capture, detail="still busy when read")
    frames = tuple(
        _as_drawn(blank, normalise(url) or url, requests.documents[url.partition("#")[0]], text)
        for url, text in drawn.frames
    )
    return Rendering(capture, frames=frames, screenshot=drawn.screenshot)


def _as_drawn(blank: Capture, url: str, document: Capture, text: str) -> Capture:
    body = text.encode("utf-8", "replace")  # scripts can make half characters
    kept = tuple((k, v) for k, v in document.headers if k.lower() not in DROPPED | {"content-type"})
    return replace(
        blank,
        url=url,
        status=document.status,
        headers=(*kept, ("Content-Type", "text/html; charset=utf-8")),
        body=body[:DOCUMENT_CAP_BYTES],
        is_truncated=document.is_truncated or len(body) > DOCUMENT_CAP_BYTES,
        peer=document.peer,
    )


def _undrawn(blank: Capture, document: Capture) -> Capture:
    """Why there is nothing to draw: the document's failure, its redirect out of the site, or its kind."""
    if document.failure is not None:
        return replace(blank, url=document.url, failure=document.failure, detail=document.detail)
    if is_redirect(document):
        return replace(blank, url=document.url, status=document.status, location=document.location)
    kind = document.header("content-type") or "nothing"
    detail = f"no page to draw: status {document.status}, {kind}"
    return replace(blank, url=document.url, status=document.status, failure=Failure.PROTOCOL, detail=detail)


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:200]
