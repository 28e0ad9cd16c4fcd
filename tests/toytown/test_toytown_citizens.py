"""What citizens meet in the city, and the places where faults can be put among it."""

from __future__ import annotations

from datetime import date

import pytest
from toytown_walker import text_of

from kaoping_toytown import City, build_city
from kaoping_toytown.citizens import FORM_PATH, GUIDE_PARTS
from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.truth import Spot

SKINS = range(7)


@pytest.fixture
def own_city() -> City:
    return build_city(faults=False)


def page_of(city: City, number: int, key: str, index: int | None = None) -> str:
    address = city.address(Spot(number, key, index)).removeprefix(city.sites[number].base_url)
    return text_of(city.respond(number, address).body)


@pytest.mark.parametrize("number", SKINS)
def test_every_skin_has_figures_a_form_letters_and_whole_guides(own_city: City, number: int):
    board, letter = page_of(own_city, number, "message"), page_of(own_city, number, "message", 0)
    guide = page_of(own_city, number, "service", 0)

    assert any(words in board for words in ("留言统计", "收到来信", "来信总数", "收到留言"))
    assert FORM_PATH in board
    assert "<textarea" in text_of(own_city.respond(number, FORM_PATH).body)
    assert "来信时间" in letter
    assert "答复时间" in letter
    assert all(f"{part}：" in guide for part in GUIDE_PARTS)


@pytest.mark.parametrize("number", SKINS)
def test_letters_can_be_left_unanswered_or_dated_otherwise(own_city: City, number: int):
    plan = own_city.book(number).plan
    plan.unanswered.add(0)
    plan.asked[1] = date(2026, 3, 2)

    assert "办理状态：" in page_of(own_city, number, "message", 0)
    assert "答复时间" not in page_of(own_city, number, "message", 0)
    assert "来信时间：2026-03-02" in page_of(own_city, number, "message", 1)


def test_figures_and_parts_of_guides_can_be_left_out(own_city: City):
    plan = own_city.book(0).plan
    plan.gaps.add("statistics")
    plan.guide_gaps[0] = frozenset({"收费标准", "办理流程"})

    assert "留言统计" not in page_of(own_city, 0, "message")
    guide = page_of(own_city, 0, "service", 0)
    assert "收费标准" not in guide
    assert "办理材料：" in guide


def test_a_section_can_be_taken_away_with_all_that_leads_to_it(own_city: City):
    plot = Plot(
        own_city.sites, [own_city.book(s.number).plan for s in own_city.sites], 1, own_city.recipe.today
    )

    plot.remove(Spot(0, "penalty"))

    pages = own_city.pages(0)
    assert "行政处罚" not in text_of(own_city.respond(0, pages.skin.home_paths[0]).body)
    assert own_city.respond(0, "/zwgk/xzcf/").status == 404


@pytest.mark.parametrize("number", SKINS)
def test_every_site_has_the_platform_and_the_classes_of_article_20(own_city: City, number: int):
    titles = {s.title for s in own_city.book(number).by_number.values()}

    assert titles >= {
        "政府信息公开指南", "政府信息公开制度", "政府信息公开年报", "依申请公开", "规范性文件", "机构职能",
        "规划计划", "统计信息", "行政许可", "行政处罚", "财政预决算", "行政事业性收费", "政府采购",
        "重大建设项目", "民生政策", "应急管理", "监督检查", "人事信息", "建议提案办理",
    }  # fmt: skip


def test_a_city_stays_near_the_size_that_was_asked_for():
    book = build_city(pages=1000, faults=False).book(1)

    pages = sum(book.page_count(s) + (s.count if s.form != "page" else 0) for s in book.by_number.values())

    assert 900 < pages < 1300
