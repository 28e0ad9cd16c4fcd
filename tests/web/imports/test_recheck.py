"""What a third party said is looked at again: seen, contradicted, or for a person to tell."""

import http.server
import threading

import pytest
from tests.web import builders

from kaoping.web.evidence.models import Evidence
from kaoping.web.imports.models import Item
from kaoping.web.imports.queries import only_imported
from kaoping.web.review.models import Suspect

PAGE = "<html><head><title>通知</title></head><body><p>本页写着 公示公布 两遍。</p></body></html>"


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        is_there = self.path == "/page.html"
        self.send_response(200 if is_there else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def site(unit, settings):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    settings.ALLOW_PRIVATE = True
    builders.site(unit, host=host, url=f"http://{host}/")
    yield f"http://{host}"
    server.shutdown()


def row(url, word):
    return f"望川市农业农村局,E1.1,有问题,{url},{word},\n"


class TestRecheck:
    def test_words_that_are_there_are_seen_again_and_others_go_to_a_person(self, office, brought, site):
        rows = row(f"{site}/page.html", "公示公布") + row(f"{site}/page.html", "不在页上的话")
        brought(rows + row(f"{site}/page.html", f"{site}/dead.html") + row(f"{site}/gone.html", "公示公布"))

        response = office.post("/imports/items/recheck/", follow=True)

        assert "复查 4 条" in response.text
        came = {(one.body["url"], one.body["object"]): one.confirmation for one in Item.objects.all()}
        assert came == {
            (f"{site}/page.html", "公示公布"): "seen again",
            (f"{site}/page.html", "不在页上的话"): "contradicted",
            (f"{site}/page.html", f"{site}/dead.html"): "seen again",
            (f"{site}/gone.html", "公示公布"): "cannot tell",
        }
        assert set(Suspect.objects.values_list("state", flat=True)) == {"suspect"}

    def test_what_was_seen_is_archived(self, office, brought, site, settings):
        brought(row(f"{site}/page.html", "公示公布"))

        office.post("/imports/items/recheck/", {"item": [Item.objects.get().pk]})

        kept = Evidence.objects.get()
        assert kept.suspect == Suspect.objects.get()
        assert (settings.ROUNDS_FOLDER / kept.archive).exists()
        assert kept.digest.startswith("sha256:")

    def test_only_what_was_seen_again_is_free_for_bulk(self, office, brought, site):
        brought(row(f"{site}/page.html", "公示公布") + row(f"{site}/page.html", "不在页上的话"))
        before = only_imported(Suspect.objects.all()).count()

        office.post("/imports/items/recheck/")

        assert before == 2
        assert only_imported(Suspect.objects.all()).get().object == "不在页上的话"

    def test_an_address_inside_is_never_asked(self, office, brought, site, settings):
        settings.ALLOW_PRIVATE = False
        brought(row(f"{site}/page.html", "公示公布"))

        office.post("/imports/items/recheck/")

        item = Item.objects.get()
        assert item.confirmation == "cannot tell"
        assert "地址" in item.recheck

    def test_an_inspector_may_not(self, client, inspector):
        client.force_login(inspector)

        assert client.post("/imports/items/recheck/").status_code == 403
