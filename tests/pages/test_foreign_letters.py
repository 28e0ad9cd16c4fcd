# ruff: noqa: E501  (markup is easier to read unbroken)
"""Letters, figures and guides as other makers print them."""

from datetime import date

import pytest
from markup_pieces import FOOT, TRAIL, page

URL = "http://www.muyun.example/hdjl/xzxx/"
LETTER = "http://www.muyun.example/hdjl/xzxx/8.html"


@pytest.fixture
def seen(read):
    def make(body, url=URL, name="县长信箱"):
        head = f'<meta name="ColumnName" content="{name}">'
        trail = f'<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/hdjl/">互动交流</a> &gt; <a href="/hdjl/xzxx/">{name}</a></div>'
        return read(page(trail + body + FOOT, f"{name}_沐云县人民政府", head), url).interaction

    return make


class TestLettersOfTheirOwn:
    def test_an_empty_box_for_the_reply_is_no_reply(self, seen):
        rows = "".join(
            f"<tr><th>{k}</th><td>{v}</td></tr>"
            for k, v in (("来信时间", "2026-07-07 10:23"), ("来信内容", "路灯不亮，希望尽快修好。"), ("办理状态", "办理中"),
                         ("答复单位", "县城管局"), ("答复时间", ""), ("答复内容", ""))
        )  # fmt: skip
        below = '<div><p>上一篇：<a href="7.html">公交改线有关事项的咨询</a></p></div>'

        letter = seen(f"<h1>路灯损坏</h1><table>{rows}</table>{below}", LETTER)

        assert (letter.is_message, letter.state, letter.reply_length) == (True, "in_progress", 0)
        assert letter.answered is None

    def test_a_label_in_a_row_of_its_own_has_its_words_in_the_next(self, seen):
        rows = "<tr><td>写信时间：</td><td>2026-09-01</td></tr><tr><td colspan=2>信件内容：</td></tr><tr><td colspan=2>路灯不亮。</td></tr><tr><td>回复时间：</td><td>2026-09-03</td></tr><tr><td colspan=2>回复内容：</td></tr><tr><td colspan=2>已修复，感谢您的监督。</td></tr>"

        letter = seen(f"<table>{rows}</table>", LETTER)

        assert (letter.asked, letter.answered) == (date(2026, 9, 1), date(2026, 9, 3))
        assert letter.reply_length == len("已修复，感谢您的监督。")

    def test_an_interim_word_is_not_the_answer(self, seen):
        rows = "<dl><dt>留言日期</dt><dd>2026.09.01</dd><dt>状态</dt><dd>已受理</dd><dt>留言内容</dt><dd>路灯不亮。</dd><dt>回复内容</dt><dd></dd></dl>"

        assert seen(rows, LETTER).state == "in_progress"


class TestLettersInPlace:
    def test_rows_that_scripts_open_are_called_by_their_number(self, seen):
        rows = "".join(
            f'<tr onclick="show({n})"><td>咨询第{n}小学招生范围怎么划分</td><td>2026/9/{n}</td><td>2026/9/{n + 5}</td><td>已答复</td></tr>'
            for n in (1, 2, 3)
        )

        found = seen(
            f"<table><tr><th>标题</th><th>来信时间</th><th>回复时间</th><th>状态</th></tr>{rows}</table>"
        ).rows

        assert [(r.url, r.asked.day, r.answered.day) for r in found] == [
            (f"{URL}#1", 1, 6), (f"{URL}#2", 2, 7), (f"{URL}#3", 3, 8),
        ]  # fmt: skip

    def test_letters_printed_whole_below_each_other_are_told_apart(self, seen):
        first = "<div><h4>招生范围</h4><p>留言时间：2026-09-01</p><p>怎么划分？</p><p>答复时间：2026-09-04</p><p>按户籍。</p></div>"
        second = (
            "<div><h4>公交改线</h4><p>留言时间：2026-08-01</p><p>何时恢复？</p><p>办理状态：未回复</p></div>"
        )

        found = seen(first + second).rows

        assert [(r.title, r.asked.month, r.state) for r in found] == [("招生范围", 9, "answered"), ("公交改线", 8, "unanswered")]  # fmt: skip


class TestFigures:
    @pytest.mark.parametrize(
        "markup",
        [
            "<div><span>今日信件<b>3</b></span><span>总信件<b>120</b></span><span>已办结<b>118</b></span><span>回复率<b>98%</b></span></div>",
            "<ul><li><b>120</b><p>来信总数（件）</p></li><li><b>118</b><p>已办结（件）</p></li></ul>",
            "<table><tr><td>来信总数</td><td>120</td></tr><tr><td>办结数</td><td>118</td></tr></table>",
            "<table><tr><th>年月</th><th>收到留言（件）</th><th>办结（件）</th></tr><tr><td>2026年8月</td><td>120</td><td>118</td></tr></table>",
        ],
    )
    def test_they_are_read_however_they_are_set(self, seen, markup):
        (counted,) = seen(markup).statistics

        assert (counted.numbers["received"], counted.numbers["closed"]) == (120, 118)

    def test_the_day_they_hold_for_is_read(self, seen):
        (counted,) = seen("<p>截至2024年12月31日，共收到网民留言352条，回复350条。</p>").statistics

        assert counted.until == date(2024, 12, 31)

    def test_months_of_a_table_tell_their_day(self, seen):
        rows = "".join(f"<tr><td>2026年{m}月</td><td>9</td><td>8</td></tr>" for m in (6, 7, 8))

        (counted,) = seen(f"<table><tr><th>月份</th><th>收到</th><th>办结</th></tr>{rows}</table>").statistics

        assert counted.until == date(2026, 8, 31)

    def test_what_a_script_fills_in_is_not_absent(self, seen):
        blank = "<p>收到来信 <b></b> 件，已回复 <b></b> 件</p><script>fill()</script>"

        assert seen(blank).unread_statistics

    def test_a_page_of_figures_without_numbers_is_not_absent(self, seen):
        assert seen('<img src="tj.png">', name="信件统计").unread_statistics

    def test_figures_on_applications_are_not_of_messages(self, read):
        body = "<p>受理申请330件，办结391件。</p>"

        assert read(page(TRAIL + body + FOOT, "政务服务_沐云县人民政府")).interaction.statistics == ()

    def test_a_letter_without_figures_hints_at_none(self, seen):
        assert seen("<p>请填写来信内容。</p>").unread_statistics == ""


class TestGuides:
    def test_other_names_of_the_classes_are_known(self, seen):
        heads = (
            "申办条件",
            "所需资料",
            "办事程序",
            "承诺期限",
            "收费",
            "受理地址及联系方式",
            "政策依据",
            "主管部门",
        )
        body = "".join(f"<p><strong>{'一二三四五六七八'[n]}、{h}</strong></p><p>见窗口。</p>" for n, h in enumerate(heads))  # fmt: skip

        found = seen(f"<h1>老年证办理指南</h1>{body}", LETTER, "办事指南").elements

        assert len(found) == 9
