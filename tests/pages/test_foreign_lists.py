# ruff: noqa: E501  (markup is easier to read unbroken)
"""Rows as other makers draw them: title, address and day of each, and a day that is not certain left open."""

import json
import time
from datetime import date

import pytest
from markup_pieces import FOOT, TRAIL, page, section

HOST = "http://www.muyun.example/"
DAYS = [date(2022, 8, 25), date(2022, 8, 19), date(2022, 7, 30), date(2022, 7, 1), date(2022, 6, 14)]
NAMES = [
    "沐云县召开防汛工作会议", "县市场监管局开展食品安全检查", "关于印发沐云县招商引资若干措施的通知",
    "沐云县2022年上半年经济运行情况", "县教育局部署暑期安全工作",
]  # fmt: skip


def drawn(form, around="<ul class='list'>{}</ul>"):
    rows = "".join(
        form.format(n=n, title=NAMES[n], cut=NAMES[n][:8] + "...", day=d.isoformat(), month=d.strftime("%Y-%m"), d=d.strftime("%d"), md=d.strftime("%m-%d"), mm=d.month, dd=d.day,
                    mon=d.strftime("%m月"), y=d.year, dots=d.strftime("%Y.%m.%d"), chinese=f"{d.year}年{d.month}月{d.day}日", ym=d.strftime("%Y%m"), ymd=d.strftime("%Y%m%d"))
        for n, d in enumerate(DAYS)
    )  # fmt: skip
    return section("").replace('<ul class="list"></ul>', around.format(rows))


FORMS = {
    "a date before the link": '<li><span>{day}</span><a href="a/{n}.html">{title}</a></li>',
    "a date inside the link": '<li><a href="a/{n}.html"><span>{title}</span><em>{day}</em></a></li>',
    "a date inside the link's text": '<li><a href="a/{n}.html">{title}（{day}）</a></li>',
    "a date with dots in brackets": '<li><a href="a/{n}.html">{title}</a>[{dots}]</li>',
    "a date in Chinese": '<li><a href="a/{n}.html">{title}</a><i>{chinese}</i></li>',
    "a big day over year and month": '<li><a href="a/{n}.html"><div class="date"><b>{d}</b><p>{month}</p></div><div class="t">{title}</div></a></li>',
    "month and day over the year": '<li><div class="time"><p>{md}</p><span>{y}</span></div><div class="con"><a href="a/{n}.html">{title}</a><p>摘要内容略。</p></div></li>',
    "a title cut short": '<li><a href="a/{n}.html" title="{title}">{cut}</a><span>{day}</span></li>',
    "the whole title and the day in the title attribute": '<li><a href="a/{n}.html" title="文章标题：{title}&#10;发布时间：{day}">{cut}</a></li>',
    "a day in data-time": '<li data-time="{day} 08:30:00"><a href="a/{n}.html">{title}</a></li>',
    "a day in the title of a span": '<li><a href="a/{n}.html">{title}</a><span class="date" title="{day}">{md}</span></li>',
    "a column before the title": '<li><a class="lm" href="../gzdt/">[工作动态]</a><a href="a/{n}.html">{title}</a><span>{day}</span></li>',
    "the year in the address": '<li><a href="./{ym}/t{ymd}_{n}.html">{title}</a><span>{md}</span></li>',
    "the year in folders of the address": '<li><a href="/art/{y}/{mm}/{dd}/art_{n}.html">{title}</a><span>[{md}]</span></li>',
    "a picture with its words": '<li><a href="a/{n}.html"><img src="p{n}.jpg" alt="{title}"></a><span>{day}</span></li>',
    "picture and title of one address": '<li><a href="a/{n}.html"><img src="p{n}.jpg"></a><h3><a href="a/{n}.html">{title}</a></h3><p>摘要略。</p><span>{day}</span></li>',
    "rows of boxes": '<div class="item"><a href="a/{n}.html">{title}</a><div class="r">{day}</div></div>',
    "a summary with another day": '<li><a href="a/{n}.html">{title}</a><p>2021年3月1日起施行的规定摘要。</p><span class="date">{day}</span></li>',
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_rows_give_title_and_day(read, form):
    around = "<div class='list'>{}</div>" if FORMS[form].startswith("<div") else "<ul class='list'>{}</ul>"

    found = read(drawn(FORMS[form], around), HOST + "xwzx/index.html")

    assert [(i.title, i.published) for i in found.items] == list(zip(NAMES, DAYS, strict=True))
    assert len({i.url for i in found.items}) == 5


TABLES = {
    "index, title, number and day": '<tr><td>{n}</td><td>4299/2022-000{n}</td><td><a href="a/{n}.html">{title}</a></td><td>沐政发〔2022〕{n}号</td><td>{day}</td></tr>',
    "title, unit, written and published": '<tr><td><a href="a/{n}.html">{title}</a></td><td>县政府办</td><td>2020-01-02</td><td>{day}</td></tr>',
}  # fmt: skip


@pytest.mark.parametrize("form", TABLES)
def test_rows_of_a_table(read, form):
    around = "<table class='tb'><tr><th>序号</th><th>索引</th><th>名称</th><th>文号</th><th>日期</th></tr>{}</table>"

    found = read(drawn(TABLES[form], around), HOST + "zfxxgk/index.html")

    assert [(i.title, i.published) for i in found.items] == list(zip(NAMES, DAYS, strict=True))


def test_pairs_of_a_definition_list(read):
    found = read(
        drawn(
            '<dt><a href="a/{n}.html">{title}</a></dt><dd>发布日期：{day}</dd>', "<dl class='list'>{}</dl>"
        ),
        HOST + "xwzx/index.html",
    )

    assert [(i.title, i.published) for i in found.items] == list(zip(NAMES, DAYS, strict=True))


def test_lists_inside_a_list(read):
    rows = "".join(
        f'<li><h4>{y}年{m}月</h4><ul><li><a href="a/{n}.html">{NAMES[n]}</a><span>{DAYS[n]}</span></li></ul></li>'
        for n, (y, m) in enumerate([(2022, 8), (2022, 8), (2022, 7), (2022, 7), (2022, 6)])
    )

    found = read(section("").replace('<ul class="list"></ul>', f"<ul class='outer'>{rows}</ul>"))

    assert [i.published for i in found.items] == DAYS


def test_the_first_of_two_lists_is_told_by_its_pager(read):
    first = "".join(
        f'<li><a href="/zc/{n}.html">{t}</a><span>{d}</span></li>'
        for n, (t, d) in enumerate(zip(NAMES, DAYS, strict=True))
    )
    second = "".join(
        f'<li><a href="/ph/{n}.html">{t}排行</a><span>2020-01-0{n + 1}</span></li>'
        for n, t in enumerate(NAMES)
    )
    pager = '<div class="page"><a href="index_2.html">下一页</a></div>'

    found = read(page(f'{TRAIL}<ul class="a">{first}</ul>{pager}<ul class="b">{second}</ul>{FOOT}'))

    assert [i.published for i in found.items] == DAYS


def test_a_year_alone_as_heading_serves_all_rows_below(read):
    rows = "".join(
        f'<li><a href="a/{n}.html">{NAMES[n]}</a><span>{DAYS[n]:%m/%d}</span></li>' for n in range(5)
    )

    found = read(
        section("").replace(
            '<ul class="list"></ul>', f'<div class="year">2022年</div><ul class="list">{rows}</ul>'
        )
    )

    assert [i.published for i in found.items] == DAYS


def test_rows_in_islands_of_script_frameworks(read):
    rows = [
        {"id": n, "title": NAMES[n], "url": f"/a/{n}.html", "publishTime": f"{DAYS[n]} 09:00:00"}
        for n in range(5)
    ]
    state = {"props": {"pageProps": {"list": {"records": rows, "total": 45}}}}
    nuxt = (
        "window.__NUXT__=(function(a){return {data:[{list:"
        + json.dumps(rows, ensure_ascii=False)
        + "}]}}(1));"
    )
    islands = [
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(state, ensure_ascii=False)}</script>',
        f"<script>{nuxt}</script>",
        f"<script>window.__DATA__ = {json.dumps(state, ensure_ascii=False)};</script>",
        f"<script>window.__INITIAL_STATE__=JSON.parse({json.dumps(json.dumps(state))});</script>",
    ]

    for island in islands:
        found = read(page(f'{TRAIL}<div id="app"></div>{island}'), HOST + "xwzx/list")

        assert [(i.title, i.published) for i in found.items] == list(zip(NAMES, DAYS, strict=True)), island


def test_fifty_thousand_rows_are_read_in_bounded_time(read):
    rows = "".join(
        f'<li><a href="a/{n}.html">{NAMES[n % 5]}第{n}期</a><span>2022-08-25</span></li>'
        for n in range(50_000)
    )
    body = section(rows)
    began = time.process_time()

    found = read(body)

    assert time.process_time() - began < 4  # on an idle core under two seconds
    assert found.items
