"""The city is the same each time, and its words are clean where no fault was planted."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

import pytest
from toytown_walker import text_of

from kaoping_toytown import City, build_city, faults
from kaoping_toytown.pages import SitePages

WRONG = [
    "秸杆",
    "循私舞弊",
    "按装",
    "布署",
    "共合国",
    "既使",
    "渡假",
    "的的",
    "了了",
    "和和",
    "在在",
    "必威体育",
    "新葡京",
    "ＢＥＴＷＡＹ",
]


def some_pages(city: City) -> list[bytes]:
    out = []
    for site in city.sites:
        pages = city.pages(site.number)
        out.append(city.respond(site.number, pages.skin.home_paths[-1]).body)
        out += [
            city.respond(
                site.number, pages.skin.article_path(pages.book, pages.book.article(section, 0))
            ).body
            for section in pages.book.by_number.values()
            if section.count
        ]
    return out


def test_equal_arguments_make_equal_pages():
    assert some_pages(build_city(seed=5)) == some_pages(build_city(seed=5))


def test_another_seed_makes_other_pages():
    assert some_pages(build_city(seed=5)) != some_pages(build_city(seed=6))


@pytest.mark.parametrize("seed", [1, 2, 3, 7])
def test_every_check_has_faults_and_look_alikes_whatever_the_seed(seed: int):
    city = build_city(seed=seed, sites=13)

    modules = [import_module(f"{faults.__name__}.{m.name}") for m in iter_modules(faults.__path__)]
    checks = {module.CHECK for module in modules if hasattr(module, "plant")}
    assert len(checks) >= 14
    assert {e.check for e in city.truth} == checks
    assert {d.check for d in city.decoys} == checks


@pytest.mark.parametrize("today", [date(2026, 1, 5), date(2026, 9, 15), date(2026, 10, 12), date(2025, 7, 1)])
def test_a_city_can_be_looked_at_on_any_day(today: date):
    city = build_city(today=today)

    assert any(e.check == "interpretation.late" for e in city.truth)
    assert any("跨法定假日" in d.why for d in city.decoys)


def test_a_city_without_faults_has_none():
    city = build_city(faults=False)

    assert city.truth == ()
    for pages in map(city.pages, range(len(city.sites))):
        assert not any(word in text for word in WRONG for text in plain_articles(pages))


def plain_articles(pages: SitePages) -> list[str]:
    """The articles of a site that carry no look-alike."""
    book, skin = pages.book, pages.skin
    return [
        skin.article_main(book, book.article(section, n))
        for section in book.by_number.values()
        for n in range(section.count)
        if not book.edits(section, n)
    ]


def test_brackets_and_quotes_are_paired(city: City):
    for pages in map(city.pages, range(len(city.sites))):
        for text in plain_articles(pages):
            words = re.sub(r"<[^>]+>", "", text)
            assert words.count("《") == words.count("》")
            assert words.count("“") == words.count("”")


def test_texts_differ_from_each_other(larger_city: City):
    texts = [text for n in range(8) for text in plain_articles(larger_city.pages(n))]

    assert len(set(texts)) == len(texts)


def test_an_interpretation_and_its_document_name_each_other(city: City):
    older = {
        (p.spot.site, p.spot.index) for p in city._plot.expected if p.check == "interpretation.backdated"
    } | {
        (site.number, n)
        for site in city.sites
        for n, form in city.book(site.number).plan.readings.items()
        if form == "foreign"
    }
    for site in city.sites:
        book = city.book(site.number)
        for n in range(book.section("normative").count):
            document = book.article(book.section("normative"), n)
            partner = book.article(book.section("interpretation"), n)

            assert book.document_name(n) in document.title
            assert book.document_name(n) in partner.title or book.plan.readings[n] == "foreign"
            assert document.date <= partner.date or (site.number, n) in older
            assert re.fullmatch(r"\S{2,6}〔20\d\d〕\d+号", book.document_number(n))


def test_document_numbers_are_not_used_twice(larger_city: City):
    for site in larger_city.sites:
        book = larger_city.book(site.number)
        fixed = {n for key, n in book.plan.dates if key == "normative"}
        free = [n for n in range(book.section("normative").count) if n not in fixed]

        numbers = [book.document_number(n) for n in free]

        assert len(set(numbers)) == len(numbers)


def test_more_sites_than_departments_can_be_had():
    city = build_city(sites=260, pages=60)

    assert len({site.unit for site in city.sites}) == 260
    assert len({site.code for site in city.sites}) == 260


def test_a_site_of_twenty_thousand_pages_is_built_at_once_and_answers():
    city = build_city(sites=2, pages=20_000, page_bytes=60_000)
    pages = city.pages(0)
    last = pages.book.section("news").count - 1

    response = city.respond(
        0, pages.skin.article_path(pages.book, pages.book.article(pages.book.section("news"), last))
    )

    assert last > 3000
    assert response.status == 200
    assert 52_000 < len(response.body) < 68_000
    assert 170 < text_of(response.body).count("<a ") < 230


def test_a_city_needs_a_site():
    with pytest.raises(ValueError, match="a city needs a site"):
        build_city(sites=0)
