"""Local servers for tests of gathering. Nothing here leaves this machine."""

import json
import os
import urllib.request
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from kaoping.gather import Guard, split_port

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("KAOPING_SHARED", ROOT / ".." / "shared"))

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler, **options):
    """Serve `handler` on a free loopback port and give ``http://127.0.0.1:port``."""
    runner = web.ServerRunner(web.Server(handler, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, **options)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    try:
        yield f"{'https' if options else 'http'}://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def guard_for(*bases: str) -> Guard:
    """A guard that lets exactly these loopback servers be reached."""
    return Guard(allow=[split_port(b.split("/")[2]) for b in bases], allow_private=True)


def rss_mb() -> float:
    """Resident memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20


def hostile_json(base: str, path: str):
    with urllib.request.urlopen(base + path, timeout=5) as answer:
        return json.load(answer)
