"""
Looks back over COUNT earlier findings on loopback and prints findings, classes told, CPU seconds, seconds.

Ten sites hold a page of about 20 KB for each finding, a wrong word in its text; on every other one it was put
right since. `kaoping lookback` runs in a process of its own, politeness off, no browser.

    python bench/lookback_load.py [COUNT]
"""

import json
import sys
import tempfile
import threading
from collections import Counter
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from measuring import run_watched

from kaoping.findings import Finding, Suspect, Witness
from kaoping.ledger import LOOKBACK, OpenItem, OpenItems, write_open_items
from kaoping.roster import SiteEntry

ROOT = Path(__file__).resolve().parent.parent
SITES = 10
TODAY = date(2026, 9, 15)
AT = datetime(2026, 6, 20, 1, tzinfo=UTC)
WRONG, RIGHT = "布署", "部署"
MENU = "".join(f'<li><a href="/zwgk/{n}/">政务公开第{n}栏</a></li>' for n in range(150))
TEXT = "<p>会议听取了上半年工作情况汇报，研究了下一阶段重点任务，要求各单位压实责任、按时办结。</p>" * 40


class Pages(BaseHTTPRequestHandler):
    """Answers any address with an article; an even number in it means that it was put right."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        number = "".join(c for c in self.path if c.isdigit())
        is_text = self.path != "/robots.txt"
        word = RIGHT if not number or int(number) % 2 == 0 else WRONG
        body = _page(number, word).encode() if is_text else b""
        self.send_response(200 if is_text else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


def _page(number: str, word: str) -> str:
    return (
        f"<!doctype html><html><head><title>望川市召开第{number}次会议</title></head><body><ul>{MENU}</ul>"
        f"<h1>望川市召开第{number}次会议</h1><p>发布时间：2026-06-01</p><div>{TEXT}"
        f"<p>第{number}次会议认真{word}了防汛工作。</p></div></body></html>"
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Pages) for _ in range(SITES)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    hosts = [f"127.0.0.1:{server.server_address[1]}" for server in servers]
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        items = tuple(_item(n, hosts[n % SITES]) for n in range(count))
        roster = tuple(SiteEntry(f"望川市{host}", "市直单位", host, f"http://{host}/", "") for host in hosts)
        write_open_items(OpenItems("上半年", TODAY, items, roster), folder / "open-items.json")
        command = [str(ROOT / ".venv/bin/kaoping"), "lookback", str(folder / "open-items.json")]
        command += ["--out", str(folder / "out"), "--rate", "0", "--allow-private", "--render", "never"]
        cost = run_watched([*command, "--quiet", "--today", TODAY.isoformat()], timeout_s=1800)
        if cost.code not in (0, 1):
            sys.exit(f"kaoping lookback ended with {cost.code}:\n{cost.output}")
        told = json.loads((folder / "out" / LOOKBACK).read_text("utf-8"))["looked"]
    classes = ",".join(f"{word}={n}" for word, n in sorted(Counter(o["outcome"] for o in told).items()))
    print(len(told), classes.replace(" ", "_"), f"{cost.cpu_s:.1f}", f"{cost.seconds:.1f}")


def _item(number: int, host: str) -> OpenItem:
    # the digit that says whether it was put right is not that which chooses the site
    page = number // SITES + (number % SITES) * 1000
    url = f"http://{host}/xwdt/{page}.html"
    seen = Witness("check", "wording.typo", AT, digest=f"sha256:{number:064x}")
    suspect = Suspect(
        id=f"f{number}", unit=f"望川市{host}", system="s", indicator="E1", rule="E1.1", url=url, object=WRONG,
        message=f"“{WRONG}”应为“{RIGHT}”", facts={"wrong": WRONG, "right": RIGHT},
        quote=f"第{page}次会议认真{WRONG}了防汛工作。", witnesses=(seen,), site=host,
    )  # fmt: skip
    return OpenItem(Finding(suspect, "confirmed"), "上半年", "handed over", date(2026, 8, 1))


if __name__ == "__main__":
    main()
