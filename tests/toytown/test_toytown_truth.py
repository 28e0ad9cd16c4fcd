"""Every fault that the city says it has can be seen where it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from toytown_walker import ask, fetcher, walk

from kaoping_toytown import City, Expected, ServedCity
from kaoping_toytown.workdays import workdays_between


def faults(served: ServedCity, check: str) -> list[Expected]:
    return [e for e in served.truth if e.check == check]


def test_faults_are_told_apart(served: ServedCity):
    keys = [(e.check, e.url, json.dumps(e.facts, sort_keys=True)) for e in served.truth]

    assert len(set(keys)) == len(keys)


def test_pages_with_faults_answer(served: ServedCity):
    for expected in served.truth:
        if expected.check != "upkeep.unreachable":
            assert ask(expected.url)[0] == 200


def test_no_page_is_both_a_fault_and_a_look_alike_of_one_check(served: ServedCity):
    accused = {(e.check, e.url) for e in served.truth}

    assert not accused & {(d.check, d.url) for d in served.decoys}


def test_dead_targets_are_dead_and_cited(served: ServedCity):
    for expected in faults(served, "upkeep.dead_link"):
        target = str(expected.facts["target"])
        page = ask(expected.url)[1]

        assert target.removeprefix(f"http://{expected.site}") in page
        if ".invalid/" not in target:
            status, text = ask(target)
            assert status == 404 or re.search("[页网]?[面页]不存在", text)


def test_lively_targets_only_look_dead(served: ServedCity):
    by_status = {403: "refuse/403", 429: "refuse/429", 503: "refuse/503"}
    for status, path in by_status.items():
        assert ask(f"{served.outer_url}/{path}")[0] == status


def test_a_flaky_address_fails_once_and_then_works(served: ServedCity):
    url = f"{served.base_url(0)}/flaky/1.html"

    assert [ask(url)[0] for _ in range(3)] == [503, 200, 200]


def test_words_and_brands_stand_on_their_pages(served: ServedCity):
    for expected in faults(served, "wording.typo"):
        assert str(expected.facts["word"]) in ask(expected.url)[1]
    for expected in faults(served, "integrity.tampered"):
        page = re.sub("\u200b|&#8203;", "", ask(expected.url)[1])
        assert str(expected.facts["brand"]) in page


def test_missing_tags_are_missing_and_others_are_not(served: ServedCity):
    for expected in faults(served, "norms.meta_missing"):
        page = ask(expected.url)[1]

        assert re.search(rf'name="{expected.facts["item"]}" content="[^"]', page) is None
        assert 'name="SiteName" content="' in page


def test_missing_footer_parts_are_missing(served: ServedCity):
    signs = {"网站标识码": "网站标识码：", "公安备案号": "公网安备", "站点地图": ">网站地图<"}
    for expected in faults(served, "norms.footer_missing"):
        page = ask(expected.url)[1]

        assert signs[str(expected.facts["item"])] not in page
        assert "主办单位" in page


def test_empty_sections_show_nothing(served: ServedCity):
    for expected in faults(served, "upkeep.section_empty"):
        page = ask(expected.url)[1]

        assert "栏目建设中" in page or not re.search(r"<td[^>]*>\s*\d{4}-|class=\"time\">\d{4}-", page)


def test_late_interpretations_are_late_and_the_others_in_time(city: City):
    late = {e.url: e.facts["workdays"] for e in city.truth if e.check == "interpretation.late"}
    for site in city.sites:
        pages = city.pages(site.number)
        book = pages.book
        for n in range(book.section("normative").count):
            published = book.date_of(book.section("normative"), n)
            workdays = workdays_between(published, book.date_of(book.section("interpretation"), n))
            url = site.base_url + pages.skin.article_path(book, book.article(book.section("normative"), n))

            assert workdays == late[url] if url in late else workdays <= 3


def test_working_days_are_those_of_the_holiday_notices():
    calendar = pytest.importorskip("chinese_calendar")
    from datetime import date, timedelta

    from kaoping_toytown.workdays import is_workday

    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(730)]

    assert all(is_workday(day) == calendar.is_workday(day) for day in days)


def test_a_stale_home_shows_nothing_of_the_last_two_weeks(city: City):
    expected = next(e for e in city.truth if e.check == "upkeep.home_stale")
    site = next(s for s in city.sites if s.base_url.endswith(expected.site))
    book = city.book(site.number)
    fetch: Callable[[str], str] = fetcher(city, site)

    for section in book.by_number.values():
        if section.form == "rows":
            url = site.base_url + city.pages(site.number).skin.list_path(book, section, 0)
            assert all(day[-5:] < "09-01" or day[:4] < "2026" for _, day in walk(site.skin, url, fetch))


def test_sites_out_of_order_answer_as_they_should(served: ServedCity):
    down = faults(served, "upkeep.unreachable")[0]
    refusing = next(d for d in served.decoys if d.check == "upkeep.unreachable" and "403" in d.why)

    assert ask(down.url)[0] == 503
    status, text = ask(refusing.url)
    assert status == 403
    assert "安全验证" in text


def test_truth_and_roster_can_be_written(served: ServedCity, tmp_path: Path):
    truth = served.truth_jsonl(tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    roster = served.sites_csv(tmp_path / "sites.csv").read_text(encoding="utf-8-sig").splitlines()

    assert len(truth) == len(served.truth) + len(served.decoys)
    assert json.loads(truth[0])["site"].startswith("127.0.0.1:")
    assert roster[0] == "单位名称,单位类别,网站名称,首页网址,网站标识码,下辖乡镇"
    assert len(roster) == 17
