"""When a page is drawn by a browser, and through what."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kaoping.gather import Capture, Fetcher, Pace, Role, host_of

from .tasks import Outcome

if TYPE_CHECKING:
    from kaoping.gather.browser import Browser, Rendering

AT_ONCE = 2
HTML_TYPES = ("", "text/html", "application/xhtml+xml")


class _PacedFetcher:
    """The browser's requests keep to the same pace as all others."""

    def __init__(self, fetcher: Fetcher, pace: Pace) -> None:
        self._fetcher = fetcher
        self._pace = pace

    async def fetch(
        self,
        url: str,
        *,
        site: str,
        role: Role = Role.PAGE,
        method: str = "GET",
        deadline_s: float = 30.0,
        cap_bytes: int | None = None,
        extra_headers: Iterable[tuple[str, str]] = (),
    ) -> Capture:
        async with self._pace.turn(host_of(url)):
            return await self._fetcher.fetch(
                url,
                site=site,
                role=role,
                method=method,
                deadline_s=deadline_s,
                cap_bytes=cap_bytes,
                extra_headers=extra_headers,
            )


class Renderer:
    """
    Draws pages by the run's `--render` word: ``auto`` where the markup proves insufficient, ``always`` every
    page, ``never`` none. The browser is started when first needed; where there is none, `why_not` says so.
    """

    def __init__(self, word: str, fetcher: Fetcher, pace: Pace) -> None:
        self._word = word
        self._fetcher = _PacedFetcher(fetcher, pace)
        self._browser: Browser | None = None
        self._executable: Path | None = None
        self._starting = asyncio.Lock()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self.why_not = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._browser is not None:
            await self._browser.__aexit__(kind, error, trace)

    def wants(self, capture: Capture, outcome: Outcome) -> bool:
        """Whether this page is to be drawn."""
        if self._word == "never" or outcome.shape == "data":
            return False
        if not (outcome.needs_rendering or self._word == "always"):
            return False
        if capture.header("content-type").partition(";")[0].strip().lower() not in HTML_TYPES:
            return False
        return self._has_browser()

    def _has_browser(self) -> bool:
        """Whether a browser is at hand; asked when a page first needs one, for the answer costs an import."""
        if self._executable is None and not self.why_not:
            from kaoping.gather.browser import find_chromium, why_no_browser

            self._executable = find_chromium()
            self.why_not = "" if self._executable else why_no_browser()
        return self._executable is not None

    async def draw(self, capture: Capture) -> "Rendering":
        """Draw one page; two at once at most."""
        async with self._slots:
            return await (await self._started()).render(capture.url, site=capture.site, document=capture)

    async def _started(self) -> "Browser":
        from kaoping.gather.browser import Browser

        assert self._executable is not None
        async with self._starting:
            if self._browser is None:
                browser = Browser(self._fetcher, executable=self._executable)
                self._browser = await browser.__aenter__()
        return self._browser
