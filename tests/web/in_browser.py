"""
Pages of the product in a real Chromium, without a server: the browser asks, Django's test client answers.

`CHROMIUM` is None where this machine has none; tests skip with `NO_CHROMIUM`.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders

CHROMIUM = (
    os.environ.get("KAOPING_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
NO_CHROMIUM = "no Chromium on this machine: pages were not looked at"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
ORIGIN = "http://localhost"  # a browser trusts it as it trusts https


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at a page."""

    scheme: str
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.scheme} {self.width}×{self.height}"


LOOKS = tuple(
    Look(scheme, width, height) for width, height in ((1366, 768), (390, 844)) for scheme in ("light", "dark")
)


def axe_source() -> str:
    """The text of axe-core, from the package that is pinned for tests."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


class Window:
    """A browser's page that shows answers of the test client."""

    def __init__(self, browser: Any) -> None:
        self.page = browser.new_page(viewport={"width": 1366, "height": 768})
        self.page.set_default_timeout(20_000)
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self._answers: dict[str, tuple[int, Mapping[str, str], bytes]] = {}
        self._axe = axe_source()
        self.page.on("console", self._said)
        self.page.route("**/*", self._answer)

    def _said(self, message: Any) -> None:
        # a favourite icon or a picture that the client did not hand over is none of the page's faults
        if "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _answer(self, route: Any) -> None:
        url = route.request.url
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
            self.strangers.append(url)
            route.abort()
        elif parts.path.startswith("/static/"):
            found = finders.find(parts.path.removeprefix("/static/"))
            route.fulfill(path=found) if found else route.fulfill(status=404)
        elif "x-kaoping-poll" in route.request.headers:
            route.fulfill(status=204)  # nothing new yet
        elif url in self._answers:
            status, headers, body = self._answers[url]
            route.fulfill(status=status, headers=dict(headers), body=body)
        else:
            route.fulfill(status=404)

    def show(self, path: str, response: Any) -> None:
        """Open an answer of the client as the page at `path`."""
        self.complaints.clear()
        self.strangers.clear()
        url = ORIGIN + path
        headers = {k: v for k, v in response.headers.items() if k.lower() != "set-cookie"}
        self._answers = {url: (response.status_code, headers, response.content)}
        self.page.goto(url, wait_until="load")
        self.page.evaluate(self._axe)

    def faults(self, looks: Sequence[Look]) -> Iterator[str]:
        """What is wrong with the page that is shown: axe's violations, width, strangers, complaints."""
        for look in looks:
            self.page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
            self.page.set_viewport_size({"width": look.width, "height": look.height})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > look.width:
                yield f"{look}: {wide} wide: {self.page.evaluate(WIDEST)}"
            for one in self.page.evaluate(AXE):
                yield f"{look}: {one}"
        yield from (f"asked elsewhere: {one}" for one in self.strangers)
        yield from (f"browser said: {one}" for one in self.complaints)


AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.flatMap((rule) =>
    rule.nodes.slice(0, 3).map((node) => `${rule.id} ${node.target.join(" ")} ${node.html.slice(0, 160)}`
      + (rule.id === "color-contrast" ? ` (${node.any[0]?.message})` : "")));
}"""
WIDEST = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .filter((one) => !one.closest(".table-wrap, .nav, .tabs"))
  .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(" | ")"""


class Beside:
    """
    A window in a thread of its own. The browser's driver runs a loop, and in a thread with a running loop
    Django would open another connection, which waits for the test's transaction for ever.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._driver, self._browser, self.window = self._thread.submit(_opened).result()

    def faults(self, path: str, response: Any, looks: Sequence[Look] = LOOKS) -> list[str]:
        """Show an answer of the client as the page at `path`; what is wrong with it."""

        def look() -> list[str]:
            self.window.show(path, response)
            return list(self.window.faults(looks))

        return self._thread.submit(look).result()

    def close(self) -> None:
        self._thread.submit(self._browser.close).result()
        self._thread.submit(self._driver.stop).result()
        self._thread.shutdown()


def _opened() -> tuple[Any, Any, Window]:
    from playwright.sync_api import sync_playwright

    driver = sync_playwright().start()
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    return driver, browser, Window(browser)


@contextmanager
def opened_window() -> Iterator[Beside]:
    """A headless Chromium with one window."""
    beside = Beside()
    try:
        yield beside
    finally:
        beside.close()
