"""Pictures of pages, and what a machine finds wrong with them."""

from importlib.resources import files
from pathlib import Path
from typing import Any

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.flatMap((rule) =>
  rule.nodes.slice(0, 3).map((one) => `${rule.id} ${one.target.join(" ")} ${one.html.slice(0, 140)}`))"""
WIDTH = "document.documentElement.scrollWidth"


class Gallery:
    """The folder of pictures. `faults` is all that was found wrong on the way, in words."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.proven = folder, 0
        self.faults: list[str] = []
        self.pages = 0
        self._number = 0
        self._axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
        (folder / "files").mkdir(parents=True, exist_ok=True)

    def fault(self, words: str) -> None:
        if words not in self.faults:
            self.faults.append(words)

    def heard(self, username: str, words: str) -> None:
        """What the browser says of a page; an answer that is a refusal is no fault of the page."""
        if "Failed to load resource" not in words:
            self.fault(f"{username}: browser said: {words}")

    def take(self, person: Any, name: str, *, everything: bool) -> None:
        """Look at a person's page as on a desk; `everything`: in the dark, on a phone and printed as well."""
        self._number += 1
        stem = f"{self._number:02}-{name}"
        looks = [("desk", "light", DESK)]
        if everything:
            looks += [("dark", "dark", DESK), ("phone", "light", PHONE), ("phone-dark", "dark", PHONE)]
        for look, scheme, size in looks:
            person.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            person.page.set_viewport_size(size)
            person.page.screenshot(path=str(self.folder / f"{stem}-{look}.png"), full_page=True)
            if person.with_script:
                self._look(person.page, f"{stem} {look}", size["width"])
        if everything:
            person.page.pdf(path=str(self.folder / f"{stem}-print.pdf"), format="A4")
        person.page.emulate_media(color_scheme="light")
        person.page.set_viewport_size(DESK)

    def _look(self, page: Any, where: str, width: int) -> None:
        self.pages += 1
        if (wide := page.evaluate(WIDTH)) > width:
            self.fault(f"{where}: {wide} wide")
        page.evaluate(self._axe)
        for one in page.evaluate(AXE):
            self.fault(f"{where}: {one}")
