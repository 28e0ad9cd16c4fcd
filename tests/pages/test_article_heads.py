# ruff: noqa: E501  (markup is easier to read unbroken)
"""Titles and dates in heads of many makes, with names that tell nothing."""

from datetime import date

import pytest
from markup_pieces import FOOT, TEXT, TRAIL, page

TITLE = "沐云县人民政府办公室关于规范城区停车秩序的通知"
DAY = date(2026, 9, 11)


def head(title, info, text=TEXT, before="", name="沐云县人民政府", more=""):
    return page(f'{TRAIL}{before}{title}{info}<div class="qz">{text}</div>{more}{FOOT}', name)


class TestTitle:
    @pytest.mark.parametrize(
        "markup",
        [
            "<div class=k7>{}</div>",
            "<table><tr><td align=center class=k7>{}</td></tr></table>",
            "<p style='text-align:center'><strong><font size=5>{}</font></strong></p>",
            "<center><b>{}</b></center>",
            "<h3>{}</h3>",
            "<div class=k7><span>{}</span></div>",
        ],
    )
    @pytest.mark.parametrize("info", ["<div>发布时间：2026-09-11 10:20 来源：县政府办</div>", "<p>2026-09-11 10:20:00</p>", "<div>[ 2026-09-11 ]</div>", "<div><i>2026/09/11</i> <em>县融媒体中心</em></div>"])  # fmt: skip
    def test_the_line_over_date_and_source_is_the_title(self, read, markup, info):
        read_page = read(head(markup.format(TITLE), info))

        assert read_page.title == TITLE
        assert read_page.printed == DAY
        assert read_page.shape == "article"

    @pytest.mark.parametrize("markup", ["<div class=k7>{}<br>{}</div>", "<h2>{}<br/>{}</h2>", "<td align=center>{}<br />{}</td>"])  # fmt: skip
    def test_a_title_that_breaks_over_lines_is_one(self, read, markup):
        titled = markup.format(TITLE[:12], TITLE[12:])

        assert read(head(titled, "<div>发布时间：2026-09-11</div>")).title.replace(" ", "") == TITLE

    def test_a_title_over_several_paragraphs_is_one_where_the_head_says_so(self, read):
        titled = f"<p>{TITLE[:12]}</p><p>{TITLE[12:]}</p>"

        read_page = read(head(titled, "", name=f"{TITLE}_沐云县人民政府"))

        assert read_page.title.replace(" ", "") == TITLE

    def test_the_number_below_a_title_is_no_part_of_it(self, read):
        titled = f"<div>{TITLE}<br>沐政办发〔2026〕12号</div>"

        assert read(head(titled, "<div>发布时间：2026-09-11</div>")).title == TITLE

    @pytest.mark.parametrize("name", ["沐云县人民政府", "通知公告", "", "沐云县人民政府门户网站"])
    def test_a_page_named_after_its_site_has_the_line_over_the_text_as_title(self, read, name):
        read_page = read(
            head(f"<div class=k7>{TITLE}</div>", "", name=name), "http://www.muyun.example/info/1/2.htm"
        )

        assert read_page.title == TITLE
        assert read_page.printed is None

    def test_a_title_only_in_the_head_of_the_page_loses_the_names_of_the_site(self, read):
        body = f"<div><p>2026-09-11</p>{TEXT}</div>{FOOT}"

        read_page = read(
            page(body, f"{TITLE}_通知公告_沐云县人民政府"), "http://www.muyun.example/info/1/2.htm"
        )

        assert read_page.title == TITLE

    def test_the_issuer_in_the_table_is_not_the_title_though_the_title_begins_with_it(self, read):
        table = "<table><tr><td>发布机构：</td><td>沐云县人民政府办公室</td><td>成文日期：</td><td>2026-09-08</td></tr></table>"

        read_page = read(head(f"<div>{TITLE}</div>", "<div>2026-09-11 来源：县政府办</div>", before=table))

        assert read_page.title == TITLE
        assert read_page.issuer == "沐云县人民政府办公室"

    def test_the_title_is_what_the_table_calls_the_document(self, read):
        rows = [
            ("索引号", "K01"),
            ("发布机构", "沐云县人民政府"),
            ("名称", TITLE),
            ("文号", "沐政发〔2026〕8号"),
            ("公开日期", "2026-09-11"),
        ]
        table = "<table>" + "".join(f"<tr><td>{k}</td><td>{v}</td></tr>" for k, v in rows) + "</table>"

        read_page = read(head(f"<div class=y2>{TITLE}</div>", "", before=table, name="沐云县政府信息公开"))

        assert (read_page.shape, read_page.title, read_page.printed) == ("article", TITLE, DAY)
        assert read_page.document_number == "沐政发〔2026〕8号"
        assert read_page.text.startswith("9月10日，")

    def test_a_decree_over_the_text_of_its_law_stays_in_the_text(self, read):
        law = "沐云县停车管理办法"
        table = f"<table><tr><td>标题：</td><td>{law}</td></tr><tr><td>索引号：</td><td>K01</td></tr></table>"
        decree = f"<p>沐云县人民政府令</p><p>第15号</p><p>现公布《{law}》，自2026年10月1日起施行，请遵照执行。</p><p>{law}</p>"

        read_page = read(
            head("", "", f"{decree}{TEXT}", before=table, name=law), "http://www.muyun.example/info/1/2.htm"
        )

        assert read_page.title == law
        assert read_page.document_number == "沐云县人民政府令第15号"
        assert read_page.text.startswith("沐云县人民政府令")

    @pytest.mark.parametrize("hidden", ["display:none", "visibility: hidden"])
    def test_what_is_hidden_for_telephones_is_not_read(self, read, hidden):
        double = f"<div style='{hidden}'><h1>{TITLE}</h1><p>2026-09-01</p>{TEXT}</div>"

        read_page = read(
            head(
                f"<div class=y2>{TITLE}</div>",
                "<div><span>2026-09-11</span><span>来源：县政府办</span></div>",
                before=double,
                name=f"{TITLE}_沐云县人民政府",
            )
        )

        assert (read_page.title, read_page.printed) == (TITLE, DAY)
        assert read_page.text.count("9月10日，") == 1

    def test_the_heading_of_a_side_list_is_not_the_title(self, read):
        side = (
            "<div class=r3><h2>热点排行</h2><ul><li><a href=/1.html>全县防汛工作会议召开</a></li></ul></div>"
        )

        assert read(head(f"<p>{TITLE}</p>", "<div>时间：2026-09-11</div>", before=side)).title == TITLE

    def test_a_signature_makes_no_title(self, read):
        signed = TEXT + "<p>沐云县人民政府办公室</p><p>2026年9月8日</p>"

        read_page = read(
            head("", "", text=signed, name=f"{TITLE}_沐云县人民政府"), "http://www.muyun.example/info/1/2.htm"
        )

        assert read_page.title == TITLE
        assert read_page.printed is None


class TestDate:
    @pytest.mark.parametrize(
        "info",
        [
            "来源：县政府办 作者：王某 时间：2026-09-11 浏览次数：12",
            "【发布时间：2026年9月11日】【来源：县政府办】【字体：大 中 小】",
            "(来源：县政府办　发布日期：2026-9-11)",
            "<span>发布时间：</span><span>2026-09-11 09:20</span> 阅读：<span></span>次",
            "<b>发布日期</b>：2026.09.11 信息来源：县政府办 编辑：王某",
            "[发布日期] 2026-09-11 [来源] 县政府办",
            "<ul><li>来源：县政府办</li><li>日期：2026/9/11</li><li>访问量：</li></ul>",
            "<dl><dt>发布日期</dt><dd>2026年09月11日</dd></dl>",
            "发布于：2026-09-11 10:00:00 作者：管理员",
            "发布时间：二〇二六年九月十一日",
            "发布时间：２０２６－０９－１１",
            "更新时间：2026-09-11 来源：县政府办",
            "供稿：办公室　审核：王某　发布时间：2026-09-11 08:5",
            "2026年9月11日　来源：县政府办　　阅读次数：",
            "2026-09-11 10:21 <span>办公室</span> 审核人：王某 (点击：<span>12</span>)",
            "2026-09-11 08:30:15 来源： 县政府办 作者： 字号：A- A A+",
        ],
    )
    def test_every_manner_of_printing_it_is_read(self, read, info):
        read_page = read(head(f"<div>{TITLE}</div>", f"<div>{info}</div>"))

        assert read_page.printed == DAY
        assert read_page.title == TITLE

    @pytest.mark.parametrize(
        "info",
        ["发布时间：2022-13-45", "发布时间：2026-02-30", "发布时间：2027-05-01", "发布时间：丙午年八月初一", "发布时间：农历2026年8月1日",
         "发布时间：2026年", "发布时间：9月11日", "发布时间：", "来源：县政府办", "发布时间：1889-01-01"],
    )  # fmt: skip
    def test_what_is_no_certain_day_stays_open(self, read, info):
        read_page = read(
            head(f"<div>{TITLE}</div>", f"<div>{info}</div>"), "http://www.muyun.example/info/1/2.htm"
        )

        assert read_page.printed is None
        assert read_page.published is None

    def test_years_of_the_republic_are_reckoned(self, read):
        assert read(head(f"<div>{TITLE}</div>", "<div>发布时间：民国115年9月11日</div>")).printed == DAY

    @pytest.mark.parametrize("row", ["<tr><th>成文日期：</th><td>2026-09-08</td></tr>", "<tr><td>生成日期</td><td>2026-09-08</td></tr>", "<tr><td>[发文日期] 2026-09-08</td></tr>", "<tr><td>实施日期：2026-10-01</td></tr>"])  # fmt: skip
    def test_dates_of_the_table_that_are_not_publication_are_not_taken_for_it(self, read, row):
        table = f"<table><tr><th>索引号：</th><td>0/2026-1</td></tr>{row}</table>"
        url = "http://www.muyun.example/info/1/2.htm"

        before = read(head(f"<div>{TITLE}</div>", "", before=table), url)
        below = read(head(f"<div>{TITLE}</div>", table), url)

        assert before.printed is None
        assert below.printed is None
        assert before.published is None

    def test_the_bare_date_of_the_head_wins_beside_a_table(self, read):
        table = "<dl><dt>成文日期</dt><dd>2026-09-08</dd></dl><dl><dt>公开方式</dt><dd>主动公开</dd></dl>"

        read_page = read(head(f"<h2>{TITLE}</h2>", f"<div>2026-09-11 10:30</div>{table}"))

        assert read_page.printed == DAY
        assert {d.what for d in read_page.dates if d.value == date(2026, 9, 8)} == {"signed"}

    def test_signature_and_times_of_meetings_are_no_publication(self, read):
        text = (
            "<p>时间：2026年9月1日上午</p><p>地点：县会议中心</p>"
            + TEXT
            + "<p>沐云县人民政府</p><p>2026年9月8日</p>"
        )

        read_page = read(
            head(f"<h1>{TITLE}</h1>", "<div>来源：县政府办</div>", text),
            "http://www.muyun.example/info/1/2.htm",
        )

        assert read_page.printed != date(2026, 9, 8)

    def test_todays_date_in_the_banner_is_no_publication(self, read):
        banner = "<div class=b1>今天是2026年9月15日 星期二</div>"

        read_page = read(
            page(f"{banner}{TRAIL}<h1>{TITLE}</h1><div class=q>{TEXT}</div>{FOOT}", TITLE),
            "http://www.muyun.example/info/1/2.htm",
        )

        assert read_page.printed is None

    def test_dates_of_related_rows_are_no_publication(self, read):
        more = (
            "<div class=t9><h3>相关文章</h3><ul>"
            + "".join(
                f"<li><a href=/n/{i}.html>沐云县推进第{i}批重点工作</a><span>2026-08-1{i}</span></li>"
                for i in range(5)
            )
            + "</ul></div>"
        )

        read_page = read(head(f"<h1>{TITLE}</h1>", "", TEXT * 3, more=more, name=TITLE))

        assert read_page.shape == "article"
        assert read_page.printed is None
