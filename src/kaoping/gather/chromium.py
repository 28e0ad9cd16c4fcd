"""
The browser's process: found on this machine, started with every way out closed, replaced when old or stuck.

Nothing may leave the machine but through our own fetcher. Requests are intercepted and answered by us (see
`browser_requests`); whatever a browser does not let us intercept (web sockets, WebRTC, prefetch, reports, its
own housekeeping) meets a proxy that does not exist and a resolver that knows no name, so it fails closed.

Chromium's own sandbox is on, except as root: there Chromium refuses to start with it, and `--no-sandbox` is
unavoidable. Rendering is best run by an ordinary user.
"""

import asyncio
import importlib.util
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Browser as Process
    from playwright.async_api import BrowserContext, Playwright

try:
    from playwright.async_api import Error as BrowserError
except ImportError:  # an optional extra: `find_chromium` answers None before anything here is used

    class BrowserError(Exception):  # type: ignore[no-redef]
        """Stands in for playwright's error where playwright is not installed."""


__all__ = ["BrowserError", "Chromium", "ChromiumPool", "find_chromium", "why_no_browser"]

SETTING = "KAOPING_CHROMIUM"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "chrome",
)
PLACES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("C:/Program Files/Google/Chrome/Application/chrome.exe"),
    Path("C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe"),
)
FLAGS = (
    # the ways out, closed
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    # what a page does not need to be read
    "--disable-extensions",
    "--disable-gpu",
    "--no-first-run",
    "--js-flags=--max-old-space-size=512",
)
# playwright switches these on for tests of one's own pages; towards strangers' pages the defaults are right
UNWANTED_DEFAULTS = ("--disable-popup-blocking", "--disable-ipc-flooding-protection")
# the browser needs nothing of our environment but these, least of all a proxy or a password
ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "LOCALAPPDATA",
    "XDG_RUNTIME_DIR",
)
LAUNCH_S = 30.0
CLOSE_S = 5.0


def find_chromium() -> Path | None:
    """
    The Chromium (or Chrome, or Edge) to render with: the setting `KAOPING_CHROMIUM` first, then the usual
    names.

    Returns:
        None where there is none, where playwright is not installed, or where the setting names no program: a
        wrong setting is never replaced in silence. `why_no_browser` says which.
    """
    if importlib.util.find_spec("playwright") is None:
        return None
    if wanted := os.environ.get(SETTING):
        found = shutil.which(wanted)
        return Path(found) if found else None
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next((place for place in PLACES if place.is_file()), None)


def why_no_browser() -> str:
    """What is missing for rendering and how to get it, in Chinese; ``""`` where nothing is missing."""
    if find_chromium() is not None:
        return ""
    if importlib.util.find_spec("playwright") is None:
        return (
            "没有安装 playwright,无法渲染脚本生成的页面。"
            "请安装:pip install 'kaoping[render]'(不必下载其自带浏览器)"
        )
    if wanted := os.environ.get(SETTING):
        return f"环境变量 {SETTING} 指向的浏览器不存在或不可执行:{wanted}。请改正,或取消该设置以自动查找"
    return (
        "没有找到 Chromium、Chrome 或 Edge 浏览器,无法渲染脚本生成的页面。"
        f"请安装(如 Debian/统信/麒麟:apt install chromium),或用环境变量 {SETTING} 指明程序位置"
    )


def is_root() -> bool:
    """Whether we run as root, where Chromium's own sandbox cannot be used."""
    return sys.platform != "win32" and os.geteuid() == 0


class Chromium:
    """One running browser with the driver that speaks to it."""

    def __init__(self, driver: "Playwright", process: "Process") -> None:
        self._driver = driver
        self.process = process
        self.pages = 0
        self.in_use = 0
        self._is_stuck = False

    @classmethod
    async def launch(cls, executable: Path) -> "Chromium":
        """Start the browser. Raises playwright's `Error` where it does not start within 30 s."""
        from playwright.async_api import async_playwright

        driver = await async_playwright().start()
        try:
            process = await driver.chromium.launch(
                executable_path=executable,
                args=FLAGS,
                ignore_default_args=UNWANTED_DEFAULTS,
                headless=True,
                chromium_sandbox=not is_root(),
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
                timeout=LAUNCH_S * 1000,
            )
        except BaseException:
            await driver.stop()
            raise
        return cls(driver, process)

    @property
    def is_usable(self) -> bool:
        """Still alive, and no page of it refused to be closed."""
        return self.process.is_connected() and not self._is_stuck

    async def dispose(self, context: "BrowserContext") -> None:
        """Close a page's context; where that takes over 5 s, the whole browser counts as stuck."""
        try:
            async with asyncio.timeout(CLOSE_S):
                await context.close()
        except (TimeoutError, BrowserError):
            self._is_stuck = True

    async def close(self) -> None:
        """End the browser and its driver, patiently at first; never raises for a browser already dead."""
        for end in (self.process.close, self._driver.stop):
            with suppress(TimeoutError, BrowserError, OSError):
                async with asyncio.timeout(CLOSE_S):
                    await end()


class ChromiumPool:
    """
    Lends the one browser to several pages at a time; a browser that is old, dead or stuck is replaced.

    Args:
        executable: The browser's program.
        pages_each: Pages after which a browser is replaced: browsers grow with every page they draw.
    """

    def __init__(self, executable: Path, *, pages_each: int = 200) -> None:
        self._executable = executable
        self._pages_each = pages_each
        self._lock = asyncio.Lock()
        self._current: Chromium | None = None

    async def start(self) -> None:
        """Launch the first browser now. Raises playwright's `Error`."""
        async with self._lock:
            self._current = await Chromium.launch(self._executable)

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[Chromium]:
        """A usable browser for one page. Raises playwright's `Error` where none can be started."""
        chromium = await self._take()
        try:
            yield chromium
        finally:
            chromium.in_use -= 1
            if chromium is not self._current and not chromium.in_use:
                await chromium.close()

    async def close(self) -> None:
        """End the current browser; those still lent end when they come back."""
        async with self._lock:
            current, self._current = self._current, None
        if current is not None and not current.in_use:
            await current.close()

    async def _take(self) -> Chromium:
        async with self._lock:
            current = self._current
            if current is None or not current.is_usable or current.pages >= self._pages_each:
                self._current = None
                if current is not None and not current.in_use:
                    await current.close()
                current = self._current = await Chromium.launch(self._executable)
            current.pages += 1
            current.in_use += 1
            return current
