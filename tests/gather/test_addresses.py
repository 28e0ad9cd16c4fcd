import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kaoping.gather import address_hash, host_of, join, normalise, registrable


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HTTP://WWW.A.Gov.CN:80/x", "http://www.a.gov.cn/x"),
        ("https://a.gov.cn:443", "https://a.gov.cn/"),
        ("http://a.gov.cn./x#top", "http://a.gov.cn/x"),
        ("http://a.gov.cn/x?", "http://a.gov.cn/x"),
        ("http://a.gov.cn/b/../c/./d", "http://a.gov.cn/c/d"),
        ("http://a.gov.cn/%e4%b8%ad%41", "http://a.gov.cn/%E4%B8%ADA"),
        ("http://a.gov.cn/中?乙=丙", "http://a.gov.cn/%E4%B8%AD?%E4%B9%99=%E4%B8%99"),
        ("http://例子.中国/", "http://xn--fsqu00a.xn--fiqs8s/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://a.gov.cn/?b=2&a=1", "http://a.gov.cn/?b=2&a=1"),
    ],
)
def test_one_address_has_one_spelling(given, expected):
    assert normalise(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://a.cn/x;jsessionid=AB12?id=1", "http://a.cn/x?id=1"),
        ("http://a.cn/x;jsessionid=AB12", "http://a.cn/x"),
        ("http://a.cn/x?PHPSESSID=abc&id=1", "http://a.cn/x?id=1"),
        ("http://a.cn/x?sid=0123456789abcdef0123", "http://a.cn/x"),
        ("http://a.cn/x?sid=12&id=1", "http://a.cn/x?sid=12&id=1"),
        ("http://a.cn/x?class=12", "http://a.cn/x?class=12"),
    ],
)
def test_session_numbers_are_dropped_and_section_numbers_kept(given, expected):
    assert normalise(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        "javascript:alert(1)",
        "mailto:a@b.cn",
        "file:///etc/passwd",
        "http://user@a.cn/",
        "http://user:pw@a.cn/",
        "http://a..b/",
        "http://a.cn:0/",
        "http://a.cn:99999/",
        "http://exa mple.cn/",
        "http://a.cn/\x00",
        "http://a.cn/" + "x" * 2_000,
        "",
    ],
)
def test_what_is_no_web_address_is_none(given):
    assert normalise(given) is None


def test_links_are_read_as_a_browser_reads_them():
    base = "http://a.cn/x/y.html"

    assert join(base, "../z.html#k") == "http://a.cn/z.html"
    assert join(base, " \n/ok/\nplain ") == "http://a.cn/ok/plain"
    assert join(base, "//b.cn/q") == "http://b.cn/q"
    assert join(base, "\\\\b.cn\\q") == "http://b.cn/q"
    assert join(base, "javascript:void(0)") is None


def test_a_normalised_address_stays_as_it_is():
    for url in ("http://a.cn/%25zz?x=%zz", "http://[2001:db8::1]:8080/", "http://a_b.cn/"):
        once = normalise(url)

        assert once is not None
        assert normalise(once) == once


def test_hosts_carry_unusual_ports_only():
    assert host_of("http://a.cn/x") == "a.cn"
    assert host_of("http://a.cn:8001/x") == "a.cn:8001"


def test_the_registrable_domain_knows_government_names():
    assert registrable("www.kjj.huangshi.gov.cn:81") == "huangshi.gov.cn"
    assert registrable("127.0.0.1:8001") == "127.0.0.1:8001"


def test_hashes_fit_into_a_signed_64_bit_number():
    hashes = [address_hash(f"http://a.cn/{i}") for i in range(1000)]

    assert len(set(hashes)) == 1000
    assert all(-(2**63) <= h < 2**63 for h in hashes)
    assert min(hashes) < 0 < max(hashes)


@settings(max_examples=500, deadline=None)
@given(st.from_regex(r"https?://[a-z0-9xn.-]{1,12}(/[A-Za-z0-9_.~%;?=-]{0,4}){0,3}", fullmatch=True))
@example("http://a.xn--/x")
@example("http://xn--a.cn/x")
@example("http://a.b.0x1/")
@example("http://a.1/")
@example("http://a.cn/./x")
@example("http://a.cn/x/../y")
@example("http://a.cn//x")
def test_what_is_taken_as_it_came_is_what_the_parser_makes_of_it(url):
    assert normalise(url) == join(url, url)
