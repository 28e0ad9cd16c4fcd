"""
Six sites in a network of their own, checked by the product while the network goes away: run by
``unshare -n python cut_network.py OUT AFTER``, where AFTER is the number of requests after which it is cut
(0: before the first). Their addresses look like those of the internet: on loopback a silence is a site's.
"""

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITES = tuple(f"11.0.0.{n}" for n in range(1, 7))
PAGES = 40
HEAD = "单位名称,单位类别,网站名称,首页网址,网站标识码\n"


class Counted:
    """Requests of all sites together; cuts the network once."""

    def __init__(self, after: int) -> None:
        self.asked, self._after, self._lock = 0, after, threading.Lock()

    def one_more(self) -> None:
        with self._lock:
            self.asked += 1
            if self.asked == self._after:
                cut()


def cut() -> None:
    """What a pulled cable does: no address is reached any more."""
    subprocess.run(("ip", "link", "set", "lo", "down"), check=True)


def handler(counted: Counted) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            counted.one_more()
            links = "".join(f'<li><a href="/n/{n}.html">望川市第{n}次会议召开</a></li>' for n in range(PAGES))
            body = f'<!doctype html><meta charset="utf-8"><title>望川市</title><ul>{links}</ul>'.encode()
            self.send_response(200 if self.path == "/" or self.path.startswith("/n/") else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, *words: object) -> None:
            pass

    return Handler


def main() -> int:
    """Serve, check, cut; the check's exit code."""
    out, after = Path(sys.argv[1]), int(sys.argv[2])
    subprocess.run(("ip", "link", "set", "lo", "up"), check=True)
    for address in SITES:
        subprocess.run(("ip", "addr", "add", f"{address}/32", "dev", "lo"), check=True)
    servers = []
    counted = Counted(after)
    for address in SITES:
        server = ThreadingHTTPServer((address, 80), handler(counted))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
    if not after:
        cut()
    roster = out.with_suffix(".csv")
    rows = "".join(f"望川市第{n}局,市直单位,第{n}局网站,http://{one}/,\n" for n, one in enumerate(SITES))
    roster.write_text("\ufeff" + HEAD + rows, "utf-8")
    words = ("check", roster, "--out", out, "--rate", 0, "--render", "never", "--quiet", "--max-minutes", 1)
    return subprocess.call((sys.executable, "-m", "kaoping", *map(str, words), "--today", "2026-09-15"))


if __name__ == "__main__":
    sys.exit(main())
