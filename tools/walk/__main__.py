"""
`make walk`: the product as a newcomer starts it, and a whole round walked in a real Chromium by every role.

    python tools/walk [--out FOLDER] [--port N] [--without-script]

The invented city is served on loopback. Pictures go into FOLDER; each page is looked at with axe on the way.
Ends with 1 where anything was wrong.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import after
import before
from looks import Gallery
from person import PASSWORD, Person
from PIL import Image
from stage import CITY, Served, assessed, files_of, served

from kaoping_toytown import build_city, serve

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
CHAPTERS = (
    before.first_start, before.plan, before.gather, before.inspect, before.bring_in, before.review,
    after.feed_back, after.answer, after.rule, after.write_notice, after.release, after.lead,
    after.put_right, after.seal, after.audit,
)  # fmt: skip


class Walk:
    """What the chapters share: the server, the people, the files, the pictures."""

    password = PASSWORD

    def __init__(self, browser: Any, server: Served, city: Any, out: Path, *, with_script: bool) -> None:
        self.gallery = Gallery(out)
        self.base, self.link, self._data = server.base, server.link, server.data
        self._browser, self._with_script = browser, with_script
        self.people: dict[str, Person] = {}
        self.day = city.city.recipe.today
        self.files = files_of(city, out / "files")
        first, second, *_ = assessed(city)
        self.unit, self.home_page = second.unit, f"{city.base_url(first)}/"  # the second has a dead link
        self.picture = out / "files" / "整改截图.png"
        Image.new("RGB", (640, 360), "#dfe7ef").save(self.picture)

    def person(self, username: str) -> Person:
        self.people[username] = Person(
            self._browser, self.base, username, self.gallery, with_script=self._with_script
        )
        return self.people[username]

    def let_minutes_pass(self) -> None:
        """Eleven minutes, for all who are signed in: what they proved is stale."""
        subprocess.run([sys.executable, str(HERE / "clock.py"), str(self._data)], check=True)


def main() -> int:
    given = argparse.ArgumentParser()
    given.add_argument("--out", type=Path, default=ROOT / "demo-out" / "walk")
    given.add_argument("--port", type=int, default=8010)
    given.add_argument("--without-script", action="store_true")
    asked = given.parse_args()
    chromium = os.environ.get("KAOPING_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("本机没有 Chromium,走查没有进行。")
        return 0
    shutil.rmtree(asked.out, ignore_errors=True)
    asked.out.mkdir(parents=True)
    city = build_city(seed=1, sites=CITY, pages=40)
    from playwright.sync_api import sync_playwright

    with (
        serve(city) as streets,
        served(asked.out / "data", asked.port) as server,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        walk = Walk(browser, server, streets, asked.out, with_script=not asked.without_script)
        is_through = _walk(walk)
        browser.close()
    for words in walk.gallery.faults:
        print(f"  {words}")
    faults = len(walk.gallery.faults)
    end = "走完" if is_through else "没有走完"
    print(f"{end};axe 看了 {walk.gallery.pages} 次,问题 {faults} 个;图片在 {asked.out}")
    return 0 if is_through and not faults else 1


def _walk(walk: Walk) -> bool:
    for chapter in CHAPTERS:
        began = time.monotonic()
        try:
            chapter(walk)
        except Exception:  # noqa: BLE001  (whatever stopped it is told, with pictures)
            traceback.print_exc()
            for name, person in walk.people.items():
                person.page.screenshot(path=str(walk.gallery.folder / f"stopped-{name}.png"), full_page=True)
                print(f"{name}: {person.page.url}")
            return False
        print(f"{chapter.__name__:14}{time.monotonic() - began:6.1f} s", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
