from datetime import date

import pytest

from kaoping.gather import Traps
from kaoping.gather.traps import body_fingerprint, is_next_of, pattern_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/a/b/a/b/a/b/", "陷阱:重复路径"),
        ("/x/x/x/", "陷阱:重复路径"),
        ("/" + "/".join(f"s{i}" for i in range(17)), "层级过深"),
        ("/q?" + "&".join(f"a{i}=1" for i in range(9)), "陷阱:参数过多"),
        ("/q?c=1&c=2&c=3", "陷阱:筛选组合"),
        ("/rili?year=2031&month=3", "陷阱:日历"),
        ("/rili?year=2019&month=3", "陷阱:日历"),
        ("/x?date=2039-01-01", "陷阱:日历"),
        ("/events/2031/05/", "陷阱:日历"),
        ("/calendar/2015/05/", "陷阱:日历"),
    ],
)
def test_an_address_may_give_itself_away(path, reason):
    assert Traps(TODAY).reason_against("http://a.cn" + path) == reason


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/zwgk/2015/05/t20150512_1234.html",
        "/2008/03/",
        "/zfxxgk/nb/?year=2012",
        "/list?year=2025&month=3",
        "/1/1/1/",
        "/xxgk/xxgk/a.html",
        "/q?date=2025-01-01&page=3",
        "/index.php?m=content&c=index&a=lists&catid=12&page=2",
    ],
)
def test_honest_addresses_are_let_through(path):
    assert Traps(TODAY).reason_against("http://a.cn" + path) == ""


def test_a_pattern_folds_numbers_and_sorts_parameters():
    assert pattern_of("http://a.cn/x/12/t2022_3.html?b=1&a=2") == "x/#/t#_#.html?a&b"
    assert is_next_of("http://a.cn/l?p=2", "http://a.cn/l?p=1")
    assert is_next_of("http://a.cn/l?p=2", "http://a.cn/l")
    assert not is_next_of("http://a.cn/a_3.html", "http://a.cn/l_3.html")


def walk(traps: Traps, urls: list[str], body, new_own: int = 1, new_other: int = 0) -> int:
    """How many pages of a chain are fetched before the traps stop it."""
    for n, url in enumerate(urls):
        parent = urls[n - 1] if n else ""
        if traps.stopped(url, parent):
            return n
        traps.saw(url, parent, body_fingerprint(body(n).encode()), n)
        links = [f"{url}{k}" for k in range(new_own)]
        traps.saw_links(url, links, new_own, new_other)
    return len(urls)


@pytest.mark.parametrize("form", ["http://a.cn/l?p={}", "http://a.cn/l/{}/"])
def test_pages_that_differ_in_their_number_alone_are_stopped(form):
    urls = [form.format(i) for i in range(500)]

    assert walk(Traps(TODAY), urls, lambda n: f"第{n}页 暂无内容") <= 45


def test_a_long_list_with_different_rows_is_walked_to_its_end():
    urls = [f"http://a.cn/l?p={i}" for i in range(300)]
    rows = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"

    fetched = walk(Traps(TODAY), urls, lambda n: rows[n % 18] + rows[n // 18], new_own=1, new_other=20)

    assert fetched == 300


def test_five_thousand_articles_of_one_pattern_are_no_trap():
    traps = Traps(TODAY)
    urls = [f"http://a.cn/show?id={i}" for i in range(5_000)]

    for n, url in enumerate(urls):
        assert traps.stopped(url, "http://a.cn/list?p=1") == ""
        traps.saw(url, "http://a.cn/list?p=1", body_fingerprint(chr(0x4E00 + n).encode()), 0)
        traps.saw_links(url, urls[max(0, n - 3) : n + 3], 2, 0)


def test_articles_that_only_differ_in_numbers_are_no_trap_where_reading_says_so():
    traps = Traps(TODAY)
    urls = [f"http://a.cn/show?id={i}" for i in range(500)]

    for url in urls:
        assert traps.stopped(url, urls[0]) == ""
        traps.saw_text(url, 7, is_article=True, run=3)
        traps.saw(url, urls[0], 7, 3)


def test_pages_that_lead_to_nothing_but_invented_ones_are_stopped():
    urls = [f"http://a.cn/r?k={i * 7919}" for i in range(1_000)]

    fetched = walk(Traps(TODAY), urls, lambda n: chr(0x4E00 + n), new_own=20)

    assert fetched <= 150


def test_filters_upon_filters_are_stopped():
    traps = Traps(TODAY)
    base = "http://a.cn/f?"
    fetched = 0
    for n in range(500):
        parent = base + "&".join(f"f{i}=1" for i in range(n % 3))
        url = parent + f"&g{n}=1"
        if traps.stopped(url, parent):
            continue
        fetched += 1
        traps.saw(url, parent, 5, 0)

    assert fetched <= 60
    assert traps.stopped("http://a.cn/f2?x=1", "http://a.cn/f2") == ""
