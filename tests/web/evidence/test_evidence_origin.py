"""The origin of copies, in a real browser: nothing runs, nothing is asked for, nothing is reachable."""

import os
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core import signing
from django.test import RequestFactory
from django.urls import reverse
from tests.web import builders
from tests.web.evidence.test_page_copies import HOSTILE

from kaoping.web.evidence import links
from kaoping.web.evidence.origin import HEADERS, answer, application

CHROMIUM = os.environ.get("KAOPING_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def path_of(link):
    return "/copy/" + link.rpartition("/copy/")[2]


@pytest.fixture
def served(settings):
    settings.EVIDENCE_PORT = 9999


@pytest.fixture
def link(served, archive, unit, reviewer):
    def make(body, by=reviewer, **fields):
        suspect, proof = archive(builders.round_("drafted"), unit, body, **fields)
        return links.copy_link(
            RequestFactory().get("/", headers={"host": "localhost:8000"}), by, suspect, proof
        )

    return make


class TestLinks:
    def test_the_way_leads_to_another_origin(self, served, signed_in, reviewer, unit, archive):
        suspect, proof = archive(builders.round_("drafted"), unit)

        response = signed_in(reviewer).get(reverse("evidence:copy", args=[suspect.public_id, proof.key]))

        assert response.status_code == 302
        assert response.headers["Location"].startswith("http://testserver:9999/copy/")

    def test_it_holds_for_five_minutes(self, link, monkeypatch):
        made = link("<p>文</p>")
        assert answer(path_of(made))[0] == "200 OK"

        monkeypatch.setattr(links, "GOOD_FOR_S", -1)

        assert answer(path_of(made))[0] == "404 Not Found"

    @pytest.mark.parametrize("path", ["/", "/copy/", "/copy/x", "/../etc"])
    def test_what_is_not_signed_leads_nowhere(self, db, path):
        assert answer(path)[0] == "404 Not Found"

    def test_what_is_signed_for_something_else_leads_nowhere(self, db):
        assert answer("/copy/" + signing.dumps([1], salt="other"))[0] == "404 Not Found"

    def test_who_was_shut_out_meanwhile_gets_nothing(self, link, reviewer):
        made = link("<p>文</p>")
        reviewer.is_active = False
        reviewer.save()

        assert answer(path_of(made))[0] == "404 Not Found"

    def test_an_unit_loses_sight_of_what_is_reopened(self, link, unit_admin):
        from kaoping.web.review.models import Suspect

        made = link("<p>文</p>", by=unit_admin)
        assert answer(path_of(made))[0] == "200 OK"
        Suspect.objects.update(state="suspect")

        assert answer(path_of(made))[0] == "404 Not Found"

    def test_other_methods_are_refused_and_no_cookie_is_set(self, db):
        said = []
        for method in ("POST", "PUT", "DELETE", "GET"):
            application(
                {"REQUEST_METHOD": method, "PATH_INFO": "/"},
                lambda status, headers: said.append((status, headers)),
            )

        assert [status for status, _ in said] == ["405 Method Not Allowed"] * 3 + ["404 Not Found"]
        assert all("set-cookie" not in {name.lower() for name, _ in headers} for _, headers in said)


class Site:
    """A local server that answers with given pages and counts what it is asked for besides."""

    def __init__(self):
        self.pages, self.asked = {}, []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                page = site.pages.get(self.path)
                if page is None:
                    site.asked.append(self.path)
                self.send_response(200 if page is not None else 404)
                for name, value in HEADERS:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page or b"")

            def log_message(self, *words):
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
class TestInChromium:
    def test_hostile_pages_run_nothing_and_ask_for_nothing(self, link):
        with Site() as outside, Site() as site:
            pages = [one.replace("//evil.example", f"{outside.address}/x") for one in HOSTILE]
            site.pages = {f"/{n}": answer(path_of(link(f"<body>{one}")))[1] for n, one in enumerate(pages)}

            told = opened(site, outside)

        assert len(told) == len(HOSTILE)
        assert [one for one in told if one["pwn"] or one["requests"] or one["complaints"]] == []
        assert (outside.asked, [path for path in site.asked if path != "/favicon.ico"]) == ([], [])

    def test_the_policy_alone_would_hold_them_too(self):
        """Were the page not built anew at all, the policy still lets nothing run or load."""
        with Site() as outside, Site() as site:
            pages = [
                one.replace("//evil.example", f"{outside.address}/x") for one in HOSTILE[:9] + HOSTILE[10:]
            ]
            site.pages = {f"/{n}": f"<body>{one}".encode() for n, one in enumerate(pages)}

            told = opened(site, outside)

        assert [one for one in told if one["pwn"]] == []
        assert outside.asked == []


def opened(site, outside):
    """Each page in a browser: what ran, what was asked for, what the policy had to refuse."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop in this thread
    told = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for path in site.pages:
            page = browser.new_page()
            requests, complaints = [], []
            page.on("request", lambda request, seen=requests: seen.append(request.url))
            page.on("console", lambda message, seen=complaints: seen.append(message.text))
            page.on("dialog", lambda dialog, seen=complaints: (seen.append(dialog.message), dialog.dismiss()))
            page.goto(site.address + path, wait_until="load")
            page.wait_for_timeout(150)
            own = {site.address + path, f"{site.address}/favicon.ico"}
            told.append(
                {
                    "path": path,
                    "pwn": page.evaluate("typeof window.__pwn") != "undefined",
                    "requests": [one for one in requests if one not in own and not one.startswith("data:")],
                    "complaints": [one for one in complaints if "favicon" not in one],
                }
            )
            page.close()
        browser.close()
    return told
