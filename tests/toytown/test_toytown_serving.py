"""The served city behaves as web servers do: encodings, files, redirects, 304, unknown addresses."""

from __future__ import annotations

import io
import socket
import urllib.request
import zipfile
from urllib.parse import urlsplit

import openpyxl
import pytest
from toytown_walker import ask

from kaoping_toytown import ServedCity, build_city, serve
from kaoping_toytown.content import file_kind, has_picture

MAGIC = {
    "docx": b"PK", "xlsx": b"PK", "zip": b"PK", "ofd": b"PK", "pdf": b"%PDF-",
    "doc": b"\xd0\xcf\x11\xe0", "xls": b"\xd0\xcf\x11\xe0", "csv": b'"',
}  # fmt: skip


def test_each_site_has_a_port_of_its_own(served: ServedCity):
    assert len({urlsplit(served.base_url(site)).port for site in served.sites}) == 16


def test_pages_come_in_the_encodings_they_should(served: ServedCity):
    rightly = urllib.request.urlopen(served.base_url(2) + "/index.htm")
    wrongly = urllib.request.urlopen(served.base_url(5) + "/")

    assert rightly.headers["Content-Type"] == "text/html; charset=gb2312"
    assert "石汀县" in rightly.read().decode("gbk")
    page = wrongly.read().decode("utf-8")
    assert "清荷区" in page
    assert "charset=gb2312" in page


def test_a_page_known_already_is_not_sent_again(served: ServedCity):
    url = served.base_url(0) + "/xwdt/gzdt/"
    first = urllib.request.urlopen(url)

    assert ask(url, **{"If-None-Match": first.headers["ETag"]})[0] == 304
    assert ask(url, **{"If-Modified-Since": first.headers["Last-Modified"]})[0] == 304
    assert ask(url, **{"If-None-Match": '"another"'})[0] == 200


def test_unknown_addresses_are_404_but_on_a_site_that_says_so_with_200(served: ServedCity):
    assert ask(served.base_url(0) + "/no/such/page.html")[0] == 404
    status, text = ask(served.base_url(5) + "/no/such/page.html")
    assert status == 200
    assert "页面不存在" in text


def test_an_article_under_another_date_is_unknown(served: ServedCity):
    pages = served.city.pages(0)
    path = pages.skin.article_path(pages.book, pages.book.article(pages.book.section("news"), 0))

    assert ask(served.base_url(0) + path)[0] == 200
    assert ask(served.base_url(0) + path.replace("/t2026", "/t2025"))[0] == 404


def test_the_home_page_may_be_elsewhere(served: ServedCity):
    assert urllib.request.urlopen(served.base_url(2) + "/").url.endswith("/index.htm")


def test_robots_and_site_map_are_there(served: ServedCity):
    assert "Disallow: /admin/" in ask(served.base_url(0) + "/robots.txt")[1]
    assert "<loc>" in ask(served.base_url(0) + "/sitemap.xml")[1]
    assert ask(served.base_url(1) + "/sitemap.xml")[0] == 404


def test_traps_have_no_end(served: ServedCity):
    text = ask(served.base_url(4) + "/calendar.html?month=1990-01")[1]

    assert "month=1989-12" in text
    assert "month=1990-02" in text
    assert "jsessionid=" in ask(served.base_url(4) + "/visit.html")[1]


def test_attachments_are_what_they_claim_to_be(served: ServedCity):
    seen = set()
    for number in (0, 3):
        pages = served.city.pages(number)
        for section in pages.book.by_number.values():
            for n in range(section.count):
                article = pages.book.article(section, n)
                kind = file_kind(article)
                if kind is None or kind in seen:
                    continue
                seen.add(kind)
                path = f"{pages.skin.files}{article.date:%Y%m}/{article.id}.{kind}"
                body = urllib.request.urlopen(served.base_url(number) + path).read()
                assert body.startswith(MAGIC[kind])
                if kind == "xlsx":
                    assert openpyxl.load_workbook(io.BytesIO(body)).active["B1"].value == article.title
                elif MAGIC[kind] == b"PK":
                    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
    assert seen == set(MAGIC)


def test_pictures_are_pictures(served: ServedCity):
    pages = served.city.pages(0)
    news = [pages.book.article(pages.book.section("news"), n) for n in range(3)]
    article = next(a for a in news if has_picture(pages.book, a))

    path = f"{pages.skin.files}{article.date:%Y%m}/{article.id}.png"

    assert urllib.request.urlopen(served.base_url(0) + path).read().startswith(b"\x89PNG")


def test_head_and_odd_requests_are_answered(served: ServedCity):
    parts = urlsplit(served.base_url(0))
    with socket.create_connection((parts.hostname, parts.port)) as raw:
        raw.sendall(
            b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET /robots.txt HTTP/1.1\r\nConnection: close\r\n\r\n"
        )
        answer = b""
        while chunk := raw.recv(65536):
            answer += chunk

    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert answer.endswith(b"/sitemap.xml\n")


def test_ports_can_be_chosen_and_a_taken_one_is_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="port taken"), serve(build_city(sites=1), port=port):
            pass


def test_a_third_city_follows_the_second():
    cities = [build_city(sites=1), build_city(sites=1, later=True), build_city(sites=1, faults=False)]

    with serve(cities[0], second_city=cities[1], third_city=cities[2]) as running:
        address = running.base_url(0) + "/"
        shown = [ask(address)[-1]]
        for city in cities[1:]:
            running = running.show_second(city)
            shown.append(ask(address)[-1])

        assert running.truth == ()
        assert shown == [
            city.at([running.base_url(0)], running.outer_url).respond(0, "/").body.decode() for city in cities
        ]


def test_a_second_city_can_take_the_firsts_place():
    first, second = build_city(sites=2), build_city(sites=2, faults=False)

    with serve(first, second_city=second) as running:
        before = ask(running.base_url(1) + "/robots.txt")[0]
        later = running.show_second(second)

        assert before == 200
        assert later.truth == ()
        assert later.base_url(1) == running.base_url(1)
