"""Pages as a browser draws them: seen whole, and never a way out."""

import asyncio
import importlib.util
import json
import os
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest

from kaoping.gather.browser import Browser, Rendering, find_chromium, why_no_browser
from kaoping.gather.capture import Capture, Failure, Role
from kaoping.gather.fetch import Fetcher
from kaoping.gather.guard import Guard

CHROMIUM = find_chromium()
SHARED = Path(os.environ.get("KAOPING_SHARED", Path(__file__).parents[3] / "shared"))

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason=why_no_browser() or "no browser")


class Site:
    """A small website on a loopback port: what stands at each path, and what was asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.headers.append({name.lower(): value for name, value in self.headers.items()})
                nothing = (404, {}, "<p>没有这一页</p>".encode())
                status, headers, body = site.answers.get(self.path.partition("?")[0], nothing)
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def put(self, path: str, body: str, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, body.encode())


class Canary:
    """An inner service that nobody may reach: counts TCP connections and UDP datagrams at its port."""

    def __init__(self) -> None:
        self.touched = 0
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self._tcp.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))
        self.base = f"127.0.0.1:{self.port}"
        for listen in (self._accept, self._receive):
            threading.Thread(target=listen, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._tcp.accept()
            except OSError:
                return
            self.touched += 1
            connection.close()

    def _receive(self) -> None:
        while True:
            try:
                self._udp.recv(2048)
            except OSError:
                return
            self.touched += 1

    def close(self) -> None:
        self._tcp.close()
        self._udp.close()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


def draw(
    host: str, *urls: str, with_screenshot: bool = False, at_once: int = 1, **options: Any
) -> list[Rendering]:
    """Draw pages of one loopback site, the only address that the guard lets pass."""

    async def drawing() -> list[Rendering]:
        name, port = host.split(":")
        guard = Guard(allow=[(name, int(port))], allow_private=True)
        assert CHROMIUM is not None
        async with (
            Fetcher(guard, contact="test@example.com") as fetcher,
            Browser(fetcher, executable=CHROMIUM, **{"quiet_s": 0.3, "settle_s": 3.0, **options}) as browser,
        ):
            slots = asyncio.Semaphore(at_once)

            async def one(url: str) -> Rendering:
                async with slots:
                    return await browser.render(url, site=host, with_screenshot=with_screenshot)

            return list(await asyncio.gather(*(one(url) for url in urls)))

    return asyncio.run(drawing())


def text(rendering: Rendering) -> str:
    return rendering.capture.body.decode()


@pytest.mark.browser
@needs_browser
class TestDrawing:
    def test_a_list_that_a_script_draws_is_seen(self, site: Site) -> None:
        rows = [{"title": f"关于第{n}号事项的通知", "url": f"/zwgk/{n}.html"} for n in range(3)]
        site.put("/list.json", json.dumps(rows, ensure_ascii=False), Content_Type="application/json")
        site.put(
            "/list.js",
            """fetch('/list.json?page=1').then(r => r.json()).then(rows => rows.forEach(row => {
              const a = document.createElement('a'); a.href = row.url; a.textContent = row.title;
              document.body.append(a) }))""",
            Content_Type="application/javascript",
        )
        site.put("/", '<meta charset="utf-8"><body><script src="/list.js"></script></body>')

        (drawn,) = draw(site.host, site.url("/"))

        assert drawn.capture.failure is None
        assert drawn.capture.status == 200
        assert drawn.capture.role is Role.RENDERED
        assert drawn.capture.url == site.url("/")
        assert '<a href="/zwgk/2.html">关于第2号事项的通知</a>' in text(drawn)
        assert drawn.data_urls == (site.url("/list.json?page=1"),)
        assert [c.url for c in drawn.fetched] == [site.url(p) for p in ("/", "/list.js", "/list.json?page=1")]

    def test_scripts_are_fetched_once_for_several_pages(self, site: Site) -> None:
        site.put("/one.js", "document.title = '甲'", Content_Type="text/javascript")
        site.put("/a", '<script src="/one.js"></script>')
        site.put("/b", '<script src="/one.js"></script>')

        first, second = draw(site.host, site.url("/a"), site.url("/b"))

        assert "<title>甲</title>" in text(first)
        assert "<title>甲</title>" in text(second)
        assert site.asked.count("/one.js") == 1

    def test_a_page_in_gbk_is_given_in_utf8(self, site: Site) -> None:
        body = '<meta charset="gb2312"><title>政务公开䶮</title>'.encode("gb18030")
        site.answers["/"] = (200, {"Content-Type": "text/html"}, body)

        (drawn,) = draw(site.host, site.url("/"))

        assert "<title>政务公开䶮</title>" in text(drawn)
        assert drawn.capture.header("content-type") == "text/html; charset=utf-8"

    def test_a_missing_picture_does_not_change_the_page(self, site: Site) -> None:
        site.put(
            "/", """<p id=p>正文</p><img src="/gone.png" onerror="document.getElementById('p').remove()">"""
        )

        (drawn,) = draw(site.host, site.url("/"))

        assert "正文" in text(drawn)
        assert "/gone.png" not in site.asked

    def test_a_frame_of_the_same_site_is_a_capture_of_its_own(self, site: Site) -> None:
        site.put("/", '<iframe src="/in/frame.html"></iframe>')
        site.put("/in/frame.html", "<script>document.write('<a href=row.html>一行</a>')</script>")

        (drawn,) = draw(site.host, site.url("/"))

        (frame,) = drawn.frames
        assert frame.url == site.url("/in/frame.html")
        assert frame.role is Role.RENDERED
        assert '<a href="row.html">一行</a>' in frame.body.decode()

    def test_a_redirect_and_a_script_that_goes_on_lead_to_the_last_page(self, site: Site) -> None:
        site.put("/", "", status=302, Location="/start")
        site.put("/start", "<script>location.href = '/moved'</script>")
        site.put("/moved", "", status=302, Location="/home/index.html")
        site.put("/home/index.html", "<p>首页</p>")

        (drawn,) = draw(site.host, site.url("/"))

        assert drawn.capture.url == site.url("/home/index.html")
        assert "首页" in text(drawn)
        assert site.asked == ["/", "/start", "/moved", "/home/index.html"]

    def test_cookies_of_a_page_go_back_to_its_site(self, site: Site) -> None:
        site.put("/", "<script>if (!document.cookie) { document.cookie='k=1'; location.reload() }</script>")

        draw(site.host, site.url("/"))

        assert [headers.get("cookie") for headers in site.headers] == [None, "k=1"]

    def test_a_page_that_is_already_here_is_not_fetched_again(self, site: Site) -> None:
        class Nothing:
            async def fetch(self, url: str, **_: Any) -> Capture:
                raise AssertionError(url)

        async def drawing() -> Rendering:
            assert CHROMIUM is not None
            async with Browser(Nothing(), executable=CHROMIUM, quiet_s=0.1) as browser:
                here = Capture(
                    site.host, site.url("/x"), status=200, body=b"<script>document.title='1'</script>"
                )
                return await browser.render(here.url, site=site.host, document=here)

        drawn = asyncio.run(drawing())

        assert "<title>1</title>" in text(drawn)
        assert drawn.fetched == ()

    def test_a_picture_is_made_where_asked_for(self, site: Site) -> None:
        site.put("/", "<h1>政务公开</h1>")

        (drawn,) = draw(site.host, site.url("/"), with_screenshot=True)

        assert drawn.screenshot is not None
        assert drawn.screenshot.startswith(b"\x89PNG")


# HERE stands for the inner service's host and port
WAYS_OUT = {
    "picture": "<img src='http://HERE/a.gif'><p style='background:url(http://HERE/b.gif)'>x",
    "script": "<script src='http://HERE/a.js'></script>",
    "style": "<link rel=stylesheet href='http://HERE/a.css'><style>@import url(http://HERE/b.css)</style>",
    "hints": """<link rel=prefetch href='http://HERE/'><link rel=preconnect href='http://HERE/'>
        <link rel=dns-prefetch href='//HERE'><link rel=preload as=script href='http://HERE/p.js'>
        <link rel=modulepreload href='http://HERE/m.js'><link rel=icon href='http://HERE/i.ico'>
        <script type=speculationrules>{"prefetch": [{"urls": ["http://HERE/s"]}]}</script>""",
    "fetch": """<script>
        fetch('http://HERE/f', {mode: 'no-cors'}).catch(() => 0);
        fetch('http://HERE/p', {method: 'POST', mode: 'no-cors', keepalive: true}).catch(() => 0);
        const x = new XMLHttpRequest(); x.open('GET', 'http://HERE/x'); x.send();
        navigator.sendBeacon('http://HERE/beacon', 'x')</script>""",
    "redirected part": "<script src='/out'></script><script>fetch('/out').catch(() => 0)</script>",
    "redirected frame": "<iframe src='/out'></iframe>",
    "frames": """<iframe src='http://HERE/'></iframe><iframe srcdoc="<img src='http://HERE/i'>"></iframe>
        <object data='http://HERE/o'></object><embed src='http://HERE/e'>
        <iframe src='file:///etc/passwd'></iframe>""",
    "web socket": "<script>new WebSocket('ws://HERE/'); new EventSource('http://HERE/es')</script>",
    "web socket of a frame": """<iframe srcdoc="<script>new WebSocket('ws://HERE/')</script>"></iframe>
        <script>const f = document.createElement('iframe'); document.documentElement.append(f);
        new f.contentWindow.WebSocket('ws://HERE/')</script>""",
    "worker": """<script>const code = "new WebSocket('ws://HERE/w'); importScripts('http://HERE/w.js');"
          + "fetch('http://HERE/w', {mode: 'no-cors'})";
        const u = URL.createObjectURL(new Blob([code])); new Worker(u);
        try { new SharedWorker(u) } catch (e) {}
        navigator.serviceWorker?.register('/sw.js').catch(() => 0)</script>""",
    "peer to peer": """<script>
        const f = document.createElement('iframe'); document.documentElement.append(f);
        const servers = [{urls: ['stun:HERE', 'turn:HERE?transport=tcp'], username: 'a', credential: 'b'}];
        for (const w of [window, f.contentWindow]) try {
          const c = new w.RTCPeerConnection({iceServers: servers});
          c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o)) } catch (e) {}
        try { new WebTransport('https://HERE/') } catch (e) {}</script>""",
    "script's navigation": "<script>location.href = 'http://HERE/'</script>",
    "refresh": "<meta http-equiv=refresh content='0; url=http://HERE/'>",
    "popup": """<a id=a target=_blank href='http://HERE/'>x</a>
        <script>window.open('http://HERE/pop'); a.click()</script>""",
    "form": "<form id=f method=post action='http://HERE/'><input name=a></form><script>f.submit()</script>",
    "report": """<a ping='http://HERE/ping' id=a href='#x'>x</a><script>a.click()</script>
        <meta http-equiv=content-security-policy content="img-src 'none'; report-uri http://HERE/c">
        <img src=x>""",
}
NOTED = ("script", "style", "fetch", "redirected part", "redirected frame", "web socket", "refresh", "form")


@pytest.mark.browser
@needs_browser
class TestNoWayOut:
    def test_no_kind_of_request_reaches_an_inner_service(self, site: Site, canary: Canary) -> None:
        site.put("/out", "", status=302, Location=f"http://{canary.base}/")
        site.put("/sw.js", f"fetch('http://{canary.base}/sw')", Content_Type="text/javascript")
        reported = {"Link": f"<http://{canary.base}/h>; rel=preload; as=script"}
        for way, body in WAYS_OUT.items():
            page = f"<p>正文</p>{body.replace('HERE', canary.base)}"
            site.answers[f"/{quote(way)}"] = (200, reported, page.encode())

        drawings = draw(site.host, *(site.url(f"/{quote(way)}") for way in WAYS_OUT), at_once=4)

        assert canary.touched == 0
        drawn = dict(zip(WAYS_OUT, drawings, strict=True))
        assert [way for way in WAYS_OUT if "正文" not in text(drawn[way])] == []
        assert [way for way in NOTED if not any(canary.base in url for url in drawn[way].refused)] == []

    def test_a_page_that_redirects_to_an_inner_service_is_refused(self, site: Site, canary: Canary) -> None:
        site.put("/", "", status=302, Location=f"http://{canary.base}/")

        (drawn,) = draw(site.host, site.url("/"))

        assert drawn.capture.body == b""
        assert drawn.refused == (f"http://{canary.base}/",)
        assert canary.touched == 0

    def test_a_redirect_out_of_the_site_is_given_as_it_came(self, site: Site) -> None:
        site.put("/", "", status=302, Location="http://www.example.com/")

        (drawn,) = draw(site.host, site.url("/"))

        assert drawn.capture.failure is None
        assert drawn.capture.status == 302
        assert drawn.capture.location == "http://www.example.com/"
        assert drawn.capture.body == b""
        assert drawn.refused == ("http://www.example.com/",)


@pytest.mark.browser
@needs_browser
class TestBadPages:
    def test_an_endless_script_is_cut_and_the_next_page_is_drawn(self, site: Site) -> None:
        site.put("/loop", "<p>x</p><script>for (;;) {}</script>")
        site.put("/ok", "<p>正文</p>")

        cut, drawn = draw(site.host, site.url("/loop"), site.url("/ok"), deadline_s=2.0)

        assert cut.capture.failure is Failure.TIMEOUT
        assert "正文" in text(drawn)

    def test_a_page_written_anew_and_never_closed_is_read(self, site: Site) -> None:
        site.put("/", "<script>setTimeout(() => document.write('<p>正文</p>'), 50)</script>")

        (drawn,) = draw(site.host, site.url("/"))

        assert drawn.capture.failure is None
        assert "<p>正文</p>" in text(drawn)

    def test_a_script_that_eats_all_memory_is_cut(self, site: Site) -> None:
        site.put("/", "<script>const a = []; for (;;) a.push(new Array(1e5).fill(Math.random()))</script>")
        site.put("/ok", "<p>正文</p>")

        eaten, drawn = draw(site.host, site.url("/"), site.url("/ok"))

        assert eaten.capture.failure is Failure.PROTOCOL
        assert "正文" in text(drawn)

    def test_a_page_that_never_gets_quiet_is_read_as_it_stands(self, site: Site) -> None:
        site.put("/", "<p>正文</p><script>setInterval(() => fetch('/poll?' + Math.random()), 50)</script>")
        site.put("/poll", "{}")

        (drawn,) = draw(site.host, site.url("/"), settle_s=1.0, max_requests=15)

        assert drawn.capture.failure is None
        assert "正文" in text(drawn)
        assert len(site.asked) <= 15

    def test_a_page_that_reloads_itself_for_ever_is_stopped(self, site: Site) -> None:
        site.put("/", "<p>正文</p><script>location.href = '/?' + Math.random()</script>")

        (drawn,) = draw(site.host, site.url("/"))

        assert "正文" in text(drawn)
        assert len(site.asked) <= 10

    def test_dialogs_are_dismissed(self, site: Site) -> None:
        site.put(
            "/", "<script>alert(1); if (!confirm('?')) document.write('<p>正文</p>'); prompt('?')</script>"
        )

        (drawn,) = draw(site.host, site.url("/"))

        assert "正文" in text(drawn)

    def test_a_download_is_not_a_page(self, site: Site) -> None:
        site.put("/file", "MZ", Content_Type="application/octet-stream")
        site.put(
            "/", "<p>正文</p><a id=a download href='/file'></a><script>a.click(); location='/file'</script>"
        )

        file, page = draw(site.host, site.url("/file"), site.url("/"))

        assert file.capture.failure is Failure.PROTOCOL
        assert file.capture.body == b""
        assert "正文" in text(page)

    def test_a_crashed_browser_is_started_again(self, site: Site) -> None:
        site.put("/", "<p>正文</p>")

        async def drawing() -> Rendering:
            guard = Guard(allow=[("127.0.0.1", site.port)], allow_private=True)
            assert CHROMIUM is not None
            async with (
                Fetcher(guard, contact="test@example.com") as fetcher,
                Browser(fetcher, executable=CHROMIUM, quiet_s=0.1) as browser,
            ):
                async with browser._pool.lent() as chromium:
                    await chromium.process.close()
                return await browser.render(site.url("/"), site=site.host)

        drawn = asyncio.run(drawing())

        assert "正文" in text(drawn)

    def test_an_old_browser_is_replaced(self, site: Site) -> None:
        site.put("/", "<p>正文</p>")

        drawn = draw(site.host, *[site.url("/")] * 2, pages_each=1)

        assert ["正文" in text(rendering) for rendering in drawn] == [True, True]


@pytest.fixture(scope="module")
def hostile() -> Iterator[ModuleType]:
    path = SHARED / "hostile" / "hostile_server.py"
    if not path.is_file():
        pytest.skip(f"the hostile server is not here: {path}")
    spec = importlib.util.spec_from_file_location("hostile_server", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.serve(_two_free_ports())
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield module
    server.shutdown()
    server.server_close()


def _two_free_ports() -> int:
    """A port that is free together with the next one."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port: int = first.getsockname()[1]
            try:
                with socket.create_server(("127.0.0.1", port + 1)):
                    return port
            except (OSError, OverflowError):
                continue


@pytest.mark.browser
@pytest.mark.slow
@needs_browser
class TestHostileServer:
    def test_redirects_and_scripts_never_reach_the_canary(self, hostile: ModuleType) -> None:
        host = f"127.0.0.1:{hostile.PORT}"
        chosen = ("/redir/", "/xss/", "/links/", "/html/frameset", "/html/binary", "/ok/plain")
        paths = [path for path in hostile.CASES if path.startswith(chosen)]

        drawings = draw(host, *(f"http://{host}{path}" for path in paths), settle_s=2.0, at_once=4)
        drawn = dict(zip(paths, drawings, strict=True))

        assert hostile.LOG.get("canary", 0) == 0
        assert drawn["/ok/plain"].capture.is_ok
        blocked = [path for path in paths if hostile.CASES[path]["expect"] == "blocked"]
        assert [path for path in blocked if drawn[path].capture.body] == []
        assert drawn["/redir/js"].refused == ("http://dubo.example/",)
        assert drawn["/redir/meta"].refused == ("http://dubo.example/",)
        assert hostile.LOG["/redir/chain"] <= 21


class TestFindingABrowser:
    def test_a_wrong_setting_is_not_replaced_in_silence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KAOPING_CHROMIUM", "/nowhere/chromium")

        assert find_chromium() is None
        assert "/nowhere/chromium" in why_no_browser() or "playwright" in why_no_browser()

    def test_what_is_missing_is_said(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("KAOPING_CHROMIUM", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))

        assert find_chromium() is not None or "安装" in why_no_browser()
