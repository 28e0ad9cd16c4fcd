# ruff: noqa: E501  (markup is easier to read unbroken)
"""A few invented sites, read whole: every section's newest date and rows, and no pair that is not one."""

from datetime import UTC, date, datetime

import pytest

from kaoping.gather.capture import Capture
from kaoping.pages import Shells, found
from kaoping.pages.sections import sections
from kaoping_toytown import build_city

TODAY = date(2026, 9, 15)


@pytest.fixture(scope="module")
def city():
    return build_city(seed=3, today=TODAY, sites=28, pages=120, faults=False)


def crawl(city, number, reader):
    site, shells = city.sites[number], Shells()
    waiting, pages = [f"{site.base_url}/"], {}
    known = set(waiting)
    while waiting:
        url = waiting.pop()
        answer = city.respond(number, url[len(site.base_url) :])
        if answer.location:
            waiting.append(site.base_url + answer.location)
            continue
        if answer.status != 200 or len(pages) > 600:
            continue
        page = reader.read(Capture(site="x", url=url, status=200, headers=(("Content-Type", answer.content_type),),
                                   body=answer.body, fetched_at=datetime(2026, 9, 15, 2, tzinfo=UTC)))  # fmt: skip
        pages[url] = page
        for lead in (*found(page), *shells.add(page)):
            is_wanted = lead.target in {"page", "frame", "data"} and lead.url.startswith(site.base_url + "/")
            if is_wanted and lead.url not in known and "calendar" not in lead.url and "visit" not in lead.url:
                known.add(lead.url)
                waiting.append(lead.url)
    return pages


@pytest.mark.parametrize("number", [*range(7), *range(21, 28)])
def test_sections_of_every_skin_show_what_they_hold(city, reader, rules, number):
    pages = crawl(city, number, reader)
    book, skin = city.book(number), city.pages(number).skin

    read = {s.url: s for s in sections(pages.values(), home=None, today=TODAY, rules=rules)}

    for section in book.by_number.values():
        if section.form not in {"rows", "pinned", "frame"} or not section.count:
            continue
        seen = read[city.sites[number].base_url + skin.list_path(book, section, 0)]
        newest = max(book.date_of(section, n) for n in range(section.count))
        assert (seen.name, seen.newest, seen.item_count) == (section.title, newest, section.count)
