"""
`make pictures`: the documents' pictures, taken in Chromium from the demo, as every role.

    python tools/pictures [--out FOLDER] [demo's own arguments]

Runs `tools/demo`, reads address and accounts from what it prints, and ends it when all pictures are taken.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
WIDE = {"width": 1366, "height": 900}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/")
ACCOUNT = re.compile(r"^ {2}\S+\s+([a-z_]+)\s+(\S{10,})\s")
ROUND = "望川市2026年下半年政务公开考评"
# who, the picture's name, then what is clicked: a desk of the menu first, links of the page after it
SHOTS: Sequence[tuple[str, str, tuple[str, ...]]] = (
    ("office_admin", "dashboard-office", ()),
    ("office_admin", "gathering", ("采集",)),
    ("office_admin", "scores", ("通报", ROUND)),
    ("office_admin", "notice", ("通报", ROUND, "通报稿", "第 1 版")),
    ("office_admin", "feedback", ("反馈与整改",)),
    ("office_admin", "ledger", ("反馈与整改", "整改台账")),
    ("reviewer", "exemptions", ("复核", "例外清单")),
    ("leader", "dashboard-leader", ()),
    ("leader", "matrix", ("工作台", "指标矩阵")),
    ("auditor", "audit", ("审计",)),
    ("unit_admin", "unit-sheet", ("本单位", "评分明细")),
    ("unit_admin", "unit-tasks", ("本单位", "整改任务")),
    ("unit_staff", "unit", ("本单位",)),
    ("system_admin", "people", ("人员",)),
)


@contextmanager
def demo_running(more: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The demo until the block ends: its address, and passwords by user name. Raises `RuntimeError`."""
    command = (sys.executable, str(ROOT / "tools" / "demo"), *more)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    address, passwords = "", {}
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := ACCOUNT.match(line):
                passwords[found[1]] = found[2]
                continue
            print(line, end="", flush=True)
            if found := ADDRESS.search(line):
                address = found[1]
            if line.startswith("按 Ctrl-C"):
                break
        else:
            raise RuntimeError("演示没有做完,没有拍图片")
        yield address, passwords
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def take(address: str, passwords: Mapping[str, str], out: Path) -> int:
    """Take all pictures as PNG of few colours. Answers how many bytes they have."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("KAOPING_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise RuntimeError("本机没有 Chromium:apt-get install chromium")
    out.mkdir(parents=True, exist_ok=True)
    size = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for username in dict.fromkeys(shot[0] for shot in SHOTS):
            page = browser.new_page(viewport=WIDE, locale="zh-CN")
            _sign_in(page, address, username, passwords[username])
            for who, name, path in SHOTS:
                if who == username:
                    size += _shot(page, address, path, out / f"{name}.png")
            page.close()
        browser.close()
    return size


def _sign_in(page: Any, address: str, username: str, password: str) -> None:
    page.goto(f"{address}/people/login/")
    page.fill('[name="username"]', username)
    page.fill('[name="password"]', password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()


def _shot(page: Any, address: str, path: Sequence[str], file: Path) -> int:
    page.goto(f"{address}/")
    for number, words in enumerate(path):
        place = page.locator("nav") if number == 0 else page.locator("main")
        place.get_by_role("link", name=words, exact=number == 0).first.click()
        page.wait_for_load_state()
    page.screenshot(path=str(file))
    _fewer_colours(file)
    return file.stat().st_size


def _fewer_colours(file: Path) -> None:
    from PIL import Image

    with Image.open(file) as image:
        image.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)


def main() -> int:
    given = argparse.ArgumentParser(prog="make pictures")
    given.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    asked, more = given.parse_known_args()
    try:
        with demo_running(more) as (address, passwords):
            size = take(address, passwords, asked.out)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(SHOTS)} 张图片,共 {size / 1e6:.1f} MB,在 {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
