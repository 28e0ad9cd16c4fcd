# ruff: noqa: E501  (markup is easier to read unbroken)
"""Short pages under large menus, and the steps of trails that bear no link."""

import time

from markup_pieces import FOOT, page

URL = "http://www.muyun.example/zwgk/ghjh/"
MENU = (
    '<table class="main_nav"><tr>'
    + "".join(
        f'<td><span>第{g}组</span><div class="sub">'
        + "".join(f'<a href="/c{g}/{n}/">栏目{g}{n}</a>' for n in range(8))
        + "</div></td>"
        for g in range(8)
    )
    + "</tr></table>"
)
HEAD = '<meta name="ColumnName" content="规划计划">'
TRAIL = '<div class="position">当前位置：<a href="/">首页</a> &gt; 法定主动公开内容 &gt; <a href="/zwgk/ghjh/">规划计划</a></div>'


def rows(count):
    return (
        "<ul>"
        + "".join(
            f'<li><a href="./{n}.html">沐云县第{n}个年度工作计划</a><span>2026-0{n}-10</span></li>'
            for n in range(1, count + 1)
        )
        + "</ul>"
    )


def test_the_rows_under_a_large_menu_are_the_list(read):
    seen = read(page(MENU + TRAIL + rows(3) + FOOT, "规划计划", HEAD), URL)

    assert seen.shape == "section"
    assert [i.title for i in seen.items] == [f"沐云县第{n}个年度工作计划" for n in (1, 2, 3)]


def test_a_wrapper_named_as_a_menu_hides_no_list(read):
    seen = read(page(f'<div class="menu-page">{TRAIL}{rows(8)}{FOOT}</div>', "规划计划", HEAD), URL)

    assert len(seen.items) == 8


def test_a_step_without_a_link_is_part_of_the_trail(read):
    seen = read(page(MENU + TRAIL + rows(3) + FOOT, "规划计划", HEAD), URL)

    assert [step.text for step in seen.breadcrumb] == ["法定主动公开内容", "规划计划"]
    assert [bool(step.url) for step in seen.breadcrumb] == [False, True]


def test_nested_menus_cost_no_more_than_one(read):
    deep = '<div class="nav">' * 300 + MENU * 20 + "</div>" * 300
    start = time.perf_counter()

    read(page(deep, "规划计划", HEAD), URL)

    assert time.perf_counter() - start < 2
