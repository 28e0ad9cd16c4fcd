"""A page looked at as others see it: what is asked for, what is accused, how it is switched off."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pytest
from runs import check, kaoping, problems, rows

PLAIN = (
    "<html><head><meta charset=utf-8><title>甲市民政局</title></head><body><p>政务公开。</p>{}</body></html>"
)
SPAM = PLAIN.replace("甲市民政局", "亚博体育app官网-投注平台")


class Clerk(BaseHTTPRequestHandler):
    """The home page is cloaked for spiders; /refuses gives them 403; /counter counts."""

    asked: ClassVar[list[tuple[str, str, str]]] = []

    def do_GET(self):
        agent, referer = self.headers.get("User-Agent", ""), self.headers.get("Referer", "")
        self.asked.append((self.path, agent, referer))
        is_spider = "spider" in agent.lower()
        links = "<a href=/refuses>甲</a><a href=/counter>乙</a>"
        if self.path == "/":
            self._say(200, (SPAM if is_spider else PLAIN).format(links))
        elif self.path == "/refuses":
            self._say(403 if is_spider else 200, PLAIN.format("正文"))
        elif self.path == "/counter":
            self._say(200, PLAIN.format(f"访问量:{len(self.asked)}"))
        else:
            self._say(404, "404")

    def _say(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *words):
        pass


@pytest.fixture
def base():
    Clerk.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Clerk)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def cloaked(out):
    return [(o["url"], o["facts"]["item"]) for o in problems(out) if o["check"] == "integrity.cloaked"]


def test_only_the_cloaked_page_is_accused_and_a_replay_says_the_same(base, tmp_path):
    check(base + "/", out=tmp_path / "run")
    kaoping("replay", tmp_path / "run", "--out", tmp_path / "again", "--quiet")

    assert cloaked(tmp_path / "run") == [(base + "/", "spider")]
    first, second = ((tmp_path / n / "observations.jsonl").read_bytes() for n in ("run", "again"))
    assert first == second


def test_the_spiders_answer_is_the_evidence(base, tmp_path):
    check(base + "/", out=tmp_path / "run")

    (told,) = [o for o in problems(tmp_path / "run") if o["check"] == "integrity.cloaked"]
    query = "SELECT role FROM captures WHERE file=? AND offset=?"
    assert rows(tmp_path / "run", query, told["evidence"]["archive"], told["evidence"]["offset"]) == [
        ("view_spider",)
    ]


def test_no_other_identity_is_used_where_the_office_forbids_it(base, tmp_path):
    check(base + "/", "--no-views", out=tmp_path / "run")

    assert all("spider" not in agent.lower() and not referer for _, agent, referer in Clerk.asked)
    assert cloaked(tmp_path / "run") == []
