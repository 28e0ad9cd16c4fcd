# ruff: noqa: E501  (markup is easier to read unbroken)
from datetime import date

import pytest
from markup_pieces import FOOT, TRAIL, page, row, section

DAYS = ["2026-09-10", "2026-09-08", "2026-09-01", "2026-08-20", "2026-08-03"]


def rows(dates):
    return "".join(row(n, d) for n, d in enumerate(dates))


class TestLists:
    @pytest.mark.parametrize("form", ["{}", "[{}]", "（{}）", "发布时间：{}"])
    def test_rows_with_whole_dates(self, read, form):
        found = read(section(rows([form.format(d) for d in DAYS])))

        assert found.shape == "section"
        assert found.section == "工作动态"
        assert [i.published.isoformat() for i in found.items] == DAYS

    def test_years_come_from_headings(self, read):
        body = section("<li>2026年</li>" + rows(["09-10", "08-20"]) + "<li>2025年</li>" + row(7, "12-30"))

        found = read(body.replace("./202609/", "./x/"))

        assert [i.published for i in found.items] == [
            date(2026, 9, 10),
            date(2026, 8, 20),
            date(2025, 12, 30),
        ]

    def test_years_come_from_addresses_whose_month_agrees(self, read):
        found = read(section(rows(["09-10", "08-20", "09-01"])))

        assert [i.published for i in found.items] == [date(2026, 9, 10), None, date(2026, 9, 1)]

    def test_a_month_and_day_alone_stay_open(self, read):
        found = read(section(rows(["09-10", "08-20", "08-01"])).replace("./202609/", "./x/"))

        assert [i.published for i in found.items] == [None, None, None]

    def test_cut_titles_are_completed_from_the_title_attribute(self, read):
        whole = "沐云县人民政府办公室关于印发政务公开工作要点的通知"
        cut = "".join(
            f'<li><a href="/{n}.html" title="{whole}">{whole[:12]}...</a><span>{d}</span></li>'
            for n, d in enumerate(DAYS)
        )

        assert {i.title for i in read(section(cut)).items} == {whole}

    def test_dates_in_boxes_attributes_and_cells(self, read):
        boxes = "".join(
            f'<li><div class="d"><b>{d[8:]}</b><i>{d[:7]}</i></div><a href="/{n}.html">沐云县第{n}次会议召开</a></li>'
            for n, d in enumerate(DAYS)
        )
        cells = "".join(
            f'<tr><td>·</td><td><a href="/{n}.html">沐云县第{n}次会议召开</a></td><td>{d}</td></tr>'
            for n, d in enumerate(DAYS)
        )
        attributes = "".join(
            f'<li><a href="/{n}.html">沐云县第{n}次会议召开</a><time datetime="{d}T08:00"></time></li>'
            for n, d in enumerate(DAYS)
        )

        for body in (
            section(boxes),
            section("").replace('<ul class="list"></ul>', f"<table>{cells}</table>"),
            section(attributes),
        ):
            assert [i.published.isoformat() for i in read(body).items] == DAYS

    def test_rows_split_over_several_lists_are_one(self, read):
        parts = "".join(
            f'<ul class="l">{rows(DAYS)}</ul>'.replace("./202609/", f"./202609/{k}") for k in (1, 2, 3)
        )

        assert len(read(page(TRAIL + parts + FOOT, "工作动态")).items) == 15

    def test_pinned_rows_are_marked(self, read):
        said = read(section(row(1, "2024-01-02", "【置顶】沐云县人民政府公告") + rows(DAYS)))
        unsaid = read(section(row(9, "2024-01-02") + rows(DAYS)))

        assert [i.is_pinned for i in said.items] == [True] + [False] * 5
        assert said.items[0].title == "沐云县人民政府公告"
        assert [i.is_pinned for i in unsaid.items] == [True] + [False] * 5

    def test_side_lists_and_menus_are_not_the_page_list(self, read):
        menu = "".join(f'<li><a href="/c{n}/">栏目名称{n}</a></li>' for n in range(20))
        hot = "".join(
            f'<li><a href="/h{n}.html">热点文章的标题第{n}篇内容</a><span>2020-01-0{n}</span></li>'
            for n in range(1, 9)
        )
        body = page(
            f'<ul class="nav">{menu}</ul>{TRAIL}<ul class="list">{rows(DAYS)}</ul><div class="hotnews"><ul>{hot}</ul></div>{FOOT}'
        )

        assert [i.published.isoformat() for i in read(body).items] == DAYS

    def test_an_article_with_a_side_list_has_no_list(self, read):
        text = "<p>本文介绍政务公开工作情况，内容较长，涉及多个方面，现予以公布，请各单位认真学习。</p>" * 4
        body = page(
            f'{TRAIL}<h1>政务公开工作情况通报</h1><p>发布时间：2026-09-01 来源：县政府办</p><div id="zoom">{text}</div>'
            f'<div class="right"><ul>{rows(DAYS)}</ul></div>{FOOT}'
        )

        found = read(body)

        assert found.shape == "article"
        assert found.items == ()

    @pytest.mark.parametrize("words", ["栏目建设中，敬请期待！", "暂无内容", "该栏目暂无相关信息"])
    def test_a_section_that_says_it_is_empty(self, read, words):
        found = read(
            page(
                f"{TRAIL}<div><p>{words}</p></div>{FOOT}",
                "工作动态",
                '<meta name="ColumnName" content="工作动态">',
            )
        )

        assert found.shape == "section"
        assert found.has_list
        assert found.empty_words == words

    def test_rows_stored_as_xml_in_a_script(self, read):
        records = "".join(f"<record><![CDATA[{row(n, d)}]]></record>" for n, d in enumerate(DAYS))
        store = f"<datastore><totalrecord>40</totalrecord><recordset>{records}</recordset></datastore>"
        body = page(
            f'{TRAIL}<div id="1"><script type="text/xml">{store}</script></div><script>var totalRecord = 40, perPage = 5, '
            f"proxyUrl = '/module/web/jpage/dataproxy.jsp', columnid = 12, unitid = 7;</script>{FOOT}"
        )

        found = read(body, "http://www.muyun.example/col/col12/index.html")

        assert [i.published.isoformat() for i in found.items] == DAYS
        assert found.next_urls[0].startswith(
            "http://www.muyun.example/module/web/jpage/dataproxy.jsp?columnid=12&unitid=7&startrecord=6"
        )

    def test_rows_in_a_json_answer(self, read):
        answer = (
            '{"code":200,"data":{"rows":[{"title":"沐云县公告","url":"/a/1.html","publishTime":"2026-09-10 08:00:00"}],'
            '"total":31,"pageNo":1,"pageSize":15}}'
        )

        found = read(
            answer, "http://www.muyun.example/api/list?columnId=3&pageNo=1&pageSize=15", "application/json"
        )

        assert found.shape == "data"
        assert found.items[0].published == date(2026, 9, 10)
        assert found.data_total == 31
        assert [u[-15:] for u in found.next_urls] == ["o=2&pageSize=15", "o=3&pageSize=15"]

    def test_a_page_drawn_by_script_is_never_empty(self, read):
        found = read('<html><body><div id="app"></div><script src="/js/app.js"></script></body></html>')

        assert found.shape == "shell"
        assert found.needs_rendering
        assert not found.has_list
