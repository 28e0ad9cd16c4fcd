"""Following every link of the city meets the dead ones that are known, and no others."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

import pytest
from toytown_walker import text_of

from kaoping_toytown import City, build_city

_QUOTED = re.compile(r"""(?:href|src)=(?:"([^"]*)"|'([^'" +]*)')""")
# what scripts and their services name is no link of the page; none of these is asked for
_SERVICES = re.compile(r"https?://[\w.]*(?:baidu\.com|amap\.com|cnzz\.com|bootcdn\.net|www\.gov\.cn)/")


def crawl(city: City) -> dict[str, int]:
    """Every address cited anywhere in the city's articles and lists, and how it answers (0: no such host)."""
    sites = {urlsplit(site.base_url).netloc: site.number for site in city.sites}
    outer = urlsplit(city.outer_url).netloc
    queue = [site.home_url for site in city.sites]
    queue += [site.base_url + path for site in city.sites for path in all_articles(city, site.number)]
    answers: dict[str, int] = {}
    while queue:
        url = queue.pop()
        parts = urlsplit(url)
        if url in answers or _SERVICES.match(url) or "calendar.html?" in url or "jsessionid" in url:
            continue
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.netloc == outer:
            answers[url] = city.respond_outer(target).status
        elif parts.netloc not in sites:
            answers[url] = 0
        else:
            response = city.respond(sites[parts.netloc], target)
            text = text_of(response.body)
            answers[url] = 404 if "页面不存在" in text else response.status
            if "__INITIAL_STATE__" in text:
                text = text.replace("\\/", "/").replace('\\"', '"')
            if "html" in response.content_type:
                cited = (html.unescape(a or b) for a, b in _QUOTED.findall(text))
                queue += [urljoin(url, c) for c in cited if not re.match(r"javascript:|mailto:|tel:|#", c)]
    return answers


def all_articles(city: City, number: int) -> list[str]:
    pages = city.pages(number)
    return [
        pages.skin.article_path(pages.book, pages.book.article(section, n))
        for section in pages.book.by_number.values()
        for n in range(section.count)
    ]


def dead(answers: dict[str, int]) -> set[str]:
    return {url for url, status in answers.items() if status in (0, 404)}


@pytest.mark.parametrize("seed", [1, 4])
def test_the_dead_links_are_those_that_are_known(seed: int):
    city = build_city(seed=seed)

    answers = crawl(city)

    strangers = {e.facts["target"] for e in city.truth if e.check == "integrity.foreign_script"}
    checks = ("upkeep.dead_link", "upkeep.attachment_dead")
    known = {str(e.facts["target"]) for e in city.truth if e.check in checks}
    assert dead(answers) - strangers <= known
    # what answers although nothing is there: pages that only say so, files that are none
    assert {
        url for url in known - dead(answers) if not re.search("/softgone/|/fujian/|/zt/gone_", url)
    } == set()
    assert len(answers) > 1500


def test_a_flawless_city_has_no_dead_links():
    answers = crawl(build_city(faults=False))

    assert dead(answers) == set()
    assert {status for status in answers.values() if status not in (200, 302)} == {403, 429, 503}
