"""
T2, T5, T6 with a core kept busy and several sites at once: an endless page, a trap and a site that drips
hold nobody up, cost no memory, and hide no page of the sites beside them.
"""

import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hostile_runs import _watched
from runs import TODAY, host, rows, write_roster

pytestmark = pytest.mark.slow
PAGES, HOSTILE, DRIPPING, ENDLESS_BYTES = 60, 3, 3, 10 << 30
MOST_GROWTH_MB = 150
UNIT = "<p>各单位要按时更新栏目,逐项公开要素。</p>".encode() * 500


class Site:
    """What was asked of one served site, how much it sent of its endless page, how many dripped at once."""

    def __init__(self, kind):
        self.kind, self.asked, self.endless_bytes = kind, [], 0
        self.dripping, self.most_dripping, self.lock = 0, 0, threading.Lock()

    def answer(self, request):
        self.asked.append(request.path)
        if self.kind == "drips" and request.path != "/robots.txt":
            self.drip(request)
        elif self.kind == "hostile" and request.path == "/endless.html":
            self.never_end(request)
        elif self.kind == "hostile" and request.path.startswith("/list"):
            number = int(request.path.partition("=")[2] or 0)
            links = f'<a href="/list?p={number + 1}">下一页</a><a href="/list?p={number + 2}">更多</a>'
            send(request, f"<title>列表</title><p>暂无内容</p>{links}")
        elif request.path == "/":
            links = "".join(f'<li><a href="/n/{n}.html">望川市第{n}次会议召开</a></li>' for n in range(PAGES))
            if self.kind == "hostile":
                links += '<li><a href="/endless.html">全部文件</a></li><li><a href="/list?p=0">列表</a></li>'
            send(request, f"<title>望川市</title><ul>{links}</ul>")
        elif request.path.startswith("/n/"):
            send(request, f"<title>第{request.path}次会议</title><h1>会议</h1><p>{request.path}的正文。</p>")
        else:
            request.send_error(404)

    def drip(self, request):
        with self.lock:
            self.dripping += 1
            self.most_dripping = max(self.most_dripping, self.dripping)
        try:
            begun(request)
            for _ in range(600):
                request.wfile.write(b"<")
                request.wfile.flush()
                time.sleep(1)
        finally:
            with self.lock:
                self.dripping -= 1

    def never_end(self, request):
        begun(request)
        while self.endless_bytes < ENDLESS_BYTES:
            request.wfile.write(UNIT)
            self.endless_bytes += len(UNIT)


def begun(request):
    request.send_response(200)
    request.send_header("Content-Type", "text/html; charset=utf-8")
    request.end_headers()


def send(request, body):
    page = f'<!doctype html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()
    begun(request)
    request.wfile.write(page)


@contextmanager
def served(kind):
    told = Site(kind)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            try:
                told.answer(self)
            except OSError:
                return  # the client has had enough

        do_HEAD = do_GET

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield told, f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


@contextmanager
def busy_core():
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


def checked(kinds, out, folder):
    """A run over sites of these kinds: the sites with their addresses, exit code, errors, peak in MB."""
    with ExitStack() as stack:
        sites = [stack.enter_context(served(kind)) for kind in kinds]
        roster = write_roster(folder, {f"望川市第{n}局": home for n, (_, home) in enumerate(sites)})
        words = (
            "check",
            roster,
            "--out",
            out,
            "--rate",
            0,
            "--allow-private",
            "--render",
            "never",
            "--quiet",
        )
        with busy_core():
            code, errors, peak = _watched((*words, "--today", TODAY, "--max-minutes", 5), timeout_s=900)
    return sites, code, errors, peak


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("load")
    kinds = ["good", *["hostile"] * HOSTILE, *["drips"] * DRIPPING]
    calm = checked(["good"] * (1 + HOSTILE), folder / "calm", folder / "calm.csv")
    return checked(kinds, folder / "out", folder / "all.csv"), calm, folder / "out"


class TestUnderLoad:
    def test_the_run_ends_in_order(self, runs):
        (_, code, errors, _), _, _ = runs

        assert code in (0, 1, 3)
        assert "Traceback" not in errors

    def test_every_page_beside_endless_ones_and_traps_is_found(self, runs):
        (sites, *_), _, out = runs

        for site, home in sites:
            query = (
                "SELECT count(DISTINCT url) FROM captures WHERE site=? AND status=200 AND url LIKE '%/n/%'"
            )
            found = rows(out, query, host(home))
            assert found == [(0 if site.kind == "drips" else PAGES,)], site.kind

    def test_an_endless_page_is_cut_and_costs_no_memory(self, runs):
        (sites, _, _, peak), (_, _, _, calm_peak), _ = runs
        sent = [site.endless_bytes for site, _ in sites if site.kind == "hostile"]

        assert all(0 < each < 64 << 20 for each in sent), sent
        assert peak - calm_peak <= MOST_GROWTH_MB

    def test_a_trap_is_left_within_its_limit_and_says_so(self, runs):
        (sites, *_), _, out = runs

        for site, home in sites:
            if site.kind == "hostile":
                asked = [path for path in site.asked if path.startswith("/list")]
                assert 0 < len(asked) <= 45
                reasons = rows(
                    out, "SELECT DISTINCT reason FROM urls WHERE site=? AND url LIKE '%/list%'", host(home)
                )
                assert any("陷阱" in reason for (reason,) in reasons), reasons

    def test_a_dripping_site_holds_one_request_at_a_time(self, runs):
        (sites, *_), _, _ = runs

        assert {site.most_dripping for site, _ in sites if site.kind == "drips"} <= {1, 2}
