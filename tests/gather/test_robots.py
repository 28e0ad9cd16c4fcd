import pytest

from kaoping.gather import Capture, Failure, Role, read_robots
from kaoping.gather.robots import CAP_BYTES

URL = "http://a.cn/robots.txt"


def answer(body: bytes = b"", status: int | None = 200, **rest) -> Capture:
    return Capture(url=URL, role=Role.ROBOTS, status=status, body=body, **rest)


def test_rules_for_our_name_come_before_rules_for_all():
    rules = read_robots(answer(b"User-agent: *\nDisallow: /\n\nUser-agent: kaoping\nDisallow: /a/\n"))

    assert rules.allows("http://a.cn/b")
    assert not rules.allows("http://a.cn/a/1")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_file_means_no_rules(status):
    rules = read_robots(answer(b"Disallow: /", status))

    assert rules.allows("http://a.cn/")
    assert rules.remark == ""


def test_an_unreachable_file_shuts_nothing_but_is_remarked():
    for capture in (answer(status=503), answer(status=None, failure=Failure.TIMEOUT)):
        rules = read_robots(capture)

        assert rules.allows("http://a.cn/")
        assert "按允许处理" in rules.remark


def test_a_page_in_place_of_the_file_holds_no_rules():
    assert read_robots(answer("\ufeff<!doctype html>Disallow: /".encode())).allows("http://a.cn/x")


def test_a_delay_is_obeyed_up_to_ten_seconds():
    assert read_robots(answer(b"User-agent: *\nCrawl-delay: 3\n")).crawl_delay_s == 3
    assert read_robots(answer(b"User-agent: *\nCrawl-delay: 86400\n")).crawl_delay_s == 10


def test_sitemaps_are_named():
    assert read_robots(answer(b"Sitemap: http://a.cn/s.xml\n")).sitemaps == ("http://a.cn/s.xml",)


def test_a_huge_file_is_read_in_part_and_still_answers():
    body = b"User-agent: *\n" + b"Disallow: /a/very/long/path/*\n" * 20_000

    rules = read_robots(answer(body[:CAP_BYTES], is_truncated=True))

    assert rules.allows("http://a.cn/b")
    assert not rules.allows("http://a.cn/a/very/long/path/x")
    assert "500 KB" in rules.remark
