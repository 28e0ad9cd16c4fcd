"""Every family's lists can be walked and hold what the city says they hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from toytown_walker import fetcher, rows_in, walk

from kaoping_toytown import City, build_city
from kaoping_toytown.truth import Spot


@pytest.fixture(scope="module")
def healthy() -> City:
    """Every family twice: as its earlier and as its later version turns pages."""
    return build_city(seed=3, sites=28, pages=400, faults=False)


@pytest.mark.parametrize("number", [*range(7), *range(21, 28)])
def test_walking_a_section_meets_each_of_its_articles_once_with_its_date(healthy: City, number: int):
    site, book = healthy.sites[number], healthy.book(number)
    sections = [s for s in book.by_number.values() if s.form in ("rows", "pinned", "empty")]

    for section in sections:
        start = healthy.address(Spot(number, section.key))
        rows = walk(site.skin, start, fetcher(healthy, site), is_later=number >= 7)

        articles = [book.article(section, n) for n in range(section.count)]
        dates = {healthy.address(Spot(number, section.key, a.index)): a.date.isoformat() for a in articles}
        assert len(rows) == len(dates), section.key
        assert all(dates[url].endswith(day) for url, day in rows), section.key


def test_the_families_are_all_there(city: City):
    assert {site.skin for site in city.sites} == {"trs", "hanweb", "vsb", "ucap", "gkmlpt", "jsp", "vue"}


def test_pinned_rows_stand_above_newer_ones(city: City):
    decoy = next(d for d in city.decoys if "置顶" in d.why)
    site = next(s for s in city.sites if s.base_url.endswith(decoy.site))

    rows = walk(site.skin, decoy.url, fetcher(city, site))

    assert rows[0][1] < rows[2][1]
    assert rows[1][1] < rows[2][1]


def test_framed_rows_are_in_the_frame(city: City):
    for decoy in (d for d in city.decoys if "内嵌框架" in d.why):
        site = next(s for s in city.sites if s.base_url.endswith(decoy.site))
        fetch = fetcher(city, site)
        outside = fetch(decoy.url)
        frame = site.base_url + outside.partition('<iframe src="')[2].partition('"')[0]

        rows = rows_in(fetch(frame), frame)

        assert rows
        assert rows_in(outside, decoy.url) == []
        for url, _ in rows:
            assert fetch(url)


def test_nothing_is_dated_after_today(larger_city: City):
    for site in larger_city.sites:
        book = larger_city.book(site.number)
        for section in book.by_number.values():
            assert all(book.date_of(section, n) <= book.today for n in range(section.count))


def test_sections_are_fresh_unless_a_fault_says_otherwise(city: City):
    limits = {"news": 14, "notice": 183, "normative": 183, "other_policy": 183, "plan": 365, "personnel": 365}
    stale = {e.url for e in city.truth if e.check == "upkeep.section_stale"}
    for site in city.sites:
        book = city.book(site.number)
        for section in book.by_number.values():
            if section.kind not in limits or not section.count:
                continue
            newest = max(book.date_of(section, n) for n in range(section.count))
            is_fresh = book.today - newest <= timedelta(days=limits[section.kind])
            assert is_fresh != (city.address(Spot(site.number, section.key)) in stale)
