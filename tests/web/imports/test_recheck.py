"""What a third party said is looked at again: seen, contradicted, or for a person to tell."""

import http.server
import threading

import pytest
from django.utils import timezone
from tests.web import builders

from kaoping.web.evidence.models import Evidence
from kaoping.web.imports import rechecking
from kaoping.web.imports.models import Item, Recheck
from kaoping.web.imports.queries import only_imported
from kaoping.web.imports.rechecking import LEASE, MOST_TRIES, recheck_next
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


def work():
    """The worker, until nothing waits."""
    while recheck_next():
        pass


class TestRecheck:
    def test_words_that_are_there_are_seen_again_and_others_go_to_a_person(self, office, brought, site):
        rows = row(f"{site}/page.html", "公示公布") + row(f"{site}/page.html", "不在页上的话")
        brought(rows + row(f"{site}/page.html", f"{site}/dead.html") + row(f"{site}/gone.html", "公示公布"))

        response = office.post("/imports/items/recheck/", follow=True)
        work()

        assert "已复查 0 / 4 条" in response.text
        assert "已复查 4 / 4 条" in office.get(response.request["PATH_INFO"]).text
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
        work()

        kept = Evidence.objects.get()
        assert kept.suspect == Suspect.objects.get()
        assert (settings.ROUNDS_FOLDER / kept.archive).exists()
        assert kept.digest.startswith("sha256:")

    def test_only_what_was_seen_again_is_free_for_bulk(self, office, brought, site):
        brought(row(f"{site}/page.html", "公示公布") + row(f"{site}/page.html", "不在页上的话"))
        before = only_imported(Suspect.objects.all()).count()

        office.post("/imports/items/recheck/")
        work()

        assert before == 2
        assert only_imported(Suspect.objects.all()).get().object == "不在页上的话"

    def test_an_address_inside_is_never_asked(self, office, brought, site, settings):
        settings.ALLOW_PRIVATE = False
        brought(row(f"{site}/page.html", "公示公布"))

        office.post("/imports/items/recheck/")
        work()

        item = Item.objects.get()
        assert item.confirmation == "cannot tell"
        assert "地址" in item.recheck

    def test_it_goes_on_after_a_worker_that_died(self, office, brought, site, monkeypatch):
        brought(row(f"{site}/page.html", "公示公布"))
        office.post("/imports/items/recheck/")
        with monkeypatch.context() as patched:
            patched.setattr(rechecking, "look", _dies)
            with pytest.raises(KeyboardInterrupt):
                recheck_next()

        assert not recheck_next()  # somebody may still be at it
        assert recheck_next(now=timezone.now() + LEASE * 2)

        assert (Item.objects.get().confirmation, Item.objects.get().looks) == ("seen again", 2)

    def test_what_kills_the_worker_each_time_goes_to_a_person(self, office, brought, site, monkeypatch):
        brought(row(f"{site}/page.html", "公示公布"))
        office.post("/imports/items/recheck/")
        monkeypatch.setattr(rechecking, "look", _dies)

        for number in range(1, MOST_TRIES + 1):
            with pytest.raises(KeyboardInterrupt):
                recheck_next(now=timezone.now() + LEASE * 2 * number)
        recheck_next(now=timezone.now() + LEASE * 2 * (MOST_TRIES + 1))

        assert (Item.objects.get().confirmation, Item.objects.get().look) == ("cannot tell", "")

    def test_a_worker_that_comes_late_keeps_nothing(self, office, brought, site, monkeypatch):
        brought(row(f"{site}/page.html", "公示公布"))
        office.post("/imports/items/recheck/")
        real = rechecking.look

        def slow(*given, **more):
            seen = real(*given, **more)
            monkeypatch.setattr(rechecking, "look", real)
            assert recheck_next(now=timezone.now() + LEASE * 2)
            return seen

        monkeypatch.setattr(rechecking, "look", slow)
        recheck_next()

        assert Evidence.objects.count() == 1

    def test_asked_for_twice_it_is_one_order(self, office, brought, site):
        brought(row(f"{site}/page.html", "公示公布"))
        for _ in range(2):
            response = office.post("/imports/items/recheck/", follow=True)

        assert Recheck.objects.count() == 1
        assert "都已在排队" in response.text

    def test_the_page_renews_itself_without_javascript_until_it_is_through(self, office, brought, site):
        brought(row(f"{site}/page.html", "公示公布"))
        page = office.post("/imports/items/recheck/", follow=True).request["PATH_INFO"]
        renews = '<noscript><meta http-equiv="refresh"'

        assert renews in office.get(page).text
        assert "没有采集进程在工作" in office.get(page).text
        assert renews not in office.get(f"{page}?still=1").text
        work()
        assert renews not in office.get(page).text

    def test_an_inspector_may_not(self, client, inspector):
        client.force_login(inspector)

        assert client.post("/imports/items/recheck/").status_code == 403


def _dies(*_, **__):
    raise KeyboardInterrupt
