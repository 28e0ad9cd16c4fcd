"""
The child process that looks at one page: ``python -m kaoping.web.inspection.capture_child``, a task as JSON
on standard input.

Every request goes through the guard; hops are archived (WARC) where a folder is given; words are looked for
in the page; a picture is drawn where this machine has a Chromium. The answer is JSON.
"""

import asyncio
import base64
import contextlib
import sqlite3
import sys
from pathlib import Path
from typing import Any

import msgspec

from kaoping.archive import Archive
from kaoping.errors import KaopingError
from kaoping.gather import FAILURE_WORDS, Capture, Fetcher, Guard, Role, host_of, normalise

from .wanted import Wanted

MOST_HOPS = 6
SECONDS = 50


async def looked(wanted: Wanted) -> dict[str, Any]:
    """Fetch, archive, read and draw."""
    url = normalise(wanted.url)
    if url is None:
        return {"failure": "不是网址,请从浏览器地址栏复制"}
    guard = Guard(allow=wanted.allow, allow_private=wanted.allow_private)
    async with Fetcher(guard) as fetcher:
        hops = await _hops(fetcher, url)
        targets = {
            one: (await fetcher.fetch(one, site=host_of(one), role=Role.TARGET)).status
            for address in wanted.targets
            if (one := normalise(address)) is not None
        }
        answer = _told(hops[-1]) | {"targets": list(targets.values()), **_archived(hops, wanted)}
        if hops[-1].is_ok and wanted.words:
            answer["found"] = _found(hops[-1], wanted.words)
        if hops[-1].is_ok and wanted.with_picture:
            answer |= await _drawn(fetcher, hops[-1])
    return answer


async def _hops(fetcher: Fetcher, url: str) -> list[Capture]:
    hops: list[Capture] = []
    while len(hops) < MOST_HOPS:
        hops.append(await fetcher.fetch(url, site=host_of(url)))
        if not hops[-1].location:
            break
        url = hops[-1].location
    return hops


def _told(capture: Capture) -> dict[str, Any]:
    failure = FAILURE_WORDS[capture.failure] if capture.failure else ""
    if not failure and capture.location:
        failure = "跳转次数过多"
    return {
        "url": capture.url,
        "status": capture.status,
        "failure": failure,
        "is_ok": capture.is_ok,
        "media_type": capture.header("content-type").partition(";")[0].strip()[:80],
        "size_bytes": len(capture.body),
        "fetched_at": capture.fetched_at.isoformat(),
    }


def _archived(hops: list[Capture], wanted: Wanted) -> dict[str, Any]:
    if not wanted.folder:
        return {}
    folder = Path(wanted.folder)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        contextlib.closing(sqlite3.connect(folder / "index.sqlite")) as connection,
        contextlib.closing(Archive(folder, connection, run_id=wanted.run_id)) as archive,
    ):
        stored = [archive.append(hop) for hop in hops][-1]
        archive.sync()
        connection.commit()
    return {"digest": stored.digest, "file": stored.file, "offset": stored.offset}


def _found(capture: Capture, words: list[str]) -> list[bool]:
    from kaoping.findings import words_key
    from kaoping.pages import Reader, read_attachment
    from kaoping.rulebook import load_rulebook

    page = Reader(load_rulebook()).read(capture)
    text = "\n".join((page.title, *page.head_titles, page.text, page.visible_text, page.text_after_end))
    text += "\n".join(page.tags.values())
    if not text.strip():
        parts = read_attachment(capture.body, capture.url).parts
        text = "\n".join("\n".join((part.text, *("".join(row) for row in part.rows))) for part in parts)
    folded = words_key(text)
    return [words_key(one) in folded for one in words]


async def _drawn(fetcher: Fetcher, capture: Capture) -> dict[str, Any]:
    from kaoping.gather.browser import Browser, find_chromium

    executable = find_chromium()
    if executable is None:
        return {"no_picture": "本机没有安装浏览器(Chromium),未截图,页面已存档"}
    try:
        async with Browser(fetcher, executable=executable, deadline_s=25) as browser:
            seen = await browser.render(
                capture.url, site=capture.site, document=capture, with_screenshot=True
            )
    except KaopingError as error:
        return {"no_picture": f"未截图:{error}"}
    if seen.screenshot is None:
        return {"no_picture": "页面没能画出来,未截图,页面已存档"}
    return {"picture": base64.b64encode(seen.screenshot).decode()}


def main() -> None:
    """Look at one page within the time limit."""
    wanted = msgspec.json.decode(sys.stdin.buffer.read(), type=Wanted)

    async def limited() -> dict[str, Any]:
        try:
            async with asyncio.timeout(SECONDS):
                return await looked(wanted)
        except TimeoutError:
            return {"failure": "超时,没有完成,请稍后再试"}

    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(limited())))


if __name__ == "__main__":
    main()
