"""A whole site is read in a stream: what is kept of each page is small, and the sections are the same."""

import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta

from kaoping.pages import Link, ListItem, Page
from kaoping.pages.sections import sections

TODAY = date(2026, 9, 15)
HOST = "http://www.muyun.example/"
PAGES_A_LIST, ROWS = 30, 15


def listed(number: int) -> Page:
    section, place = divmod(number, PAGES_A_LIST)
    folder = f"{HOST}l{section}/"
    items = tuple(
        ListItem(
            f"沐云县第{number}批第{n}条公示", f"{folder}t{number}_{n}.html", TODAY - timedelta(number + n)
        )
        for n in range(ROWS)
    )
    menu = tuple(Link(f"{HOST}l{n}/", f"第{n}个栏目", "navigation") for n in range(120))
    return Page(
        url=f"{folder}index_{place}.html" if place else folder,
        site="www.muyun.example",
        shape="section",
        section=f"第{section}个栏目",
        has_list=True,
        items=items,
        links=menu + tuple(Link(i.url, i.title, "list") for i in items),
        next_urls=tuple(f"{folder}index_{n}.html" for n in range(1, PAGES_A_LIST) if n != place),
        tags={"ColumnName": f"第{section}个栏目", "ColumnType": "动态"},
    )


def number_of(url: str) -> int:
    folder, _, name = url.removeprefix(f"{HOST}l").partition("/")
    return int(folder) * PAGES_A_LIST + int(name.removeprefix("index_").removesuffix(".html") or 0)


def stream(count: int) -> Iterator[Page]:
    return map(listed, range(count))


def again(url: str) -> Page | None:
    return listed(number_of(url))


def test_a_stream_gives_the_sections_that_kept_pages_give(rules):
    kept = sections(list(stream(90)), home=None, today=TODAY, rules=rules)

    streamed = sections(stream(90), home=None, today=TODAY, rules=rules, again=again)

    assert streamed == kept
    assert [s.item_count for s in streamed] == [PAGES_A_LIST * ROWS] * 3
    assert all(len(s.items) == 50 for s in streamed)
    assert streamed[0].items[0].title == "沐云县第0批第0条公示"


def test_a_list_page_costs_less_than_four_kilobytes(rules):
    sections(stream(30), home=None, today=TODAY, rules=rules, again=again)
    tracemalloc.start()

    found = sections(stream(600), home=None, today=TODAY, rules=rules, again=again)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 20
    assert peak / 600 < 4000
