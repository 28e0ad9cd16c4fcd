# ruff: noqa: E501  (markup is easier to read unbroken)
from datetime import date

from markup_pieces import FOOT, TRAIL, article, page

URL = "http://www.muyun.example/hdjl/202609/9.html"
LIST = "http://www.muyun.example/hdjl/"
DETAIL = (
    "<table><tr><td>来信标题</td><td>{title}</td></tr><tr><td>来信时间</td><td>2026-08-31</td></tr>"
    "<tr><td>来信内容</td><td>{title}，请问应当如何办理？</td></tr>{reply}</table>"
)
REPLY = "<tr><td>答复时间</td><td>2026年9月3日</td></tr><tr><td>答复内容</td><td>您好，已安排专人核实，请保持电话畅通。</td></tr>"


def board(*rows, head="<tr><th>标题</th><th>来信时间</th><th>答复时间</th><th>状态</th></tr>"):
    lines = "".join(
        f'<tr><td><a href="./202609/{n}.html">关于第{n}条道路照明不足的来信</a></td>{"".join(f"<td>{c}</td>" for c in cells)}</tr>'
        for n, cells in enumerate(rows)
    )
    return page(
        f"{TRAIL}<table class=list>{head}{lines}</table>{FOOT}",
        "县长信箱_沐云县人民政府",
        '<meta name="ColumnName" content="县长信箱">',
    )


class TestMessages:
    def test_the_days_of_question_and_answer_are_read_from_a_table(self, read):
        seen = read(page(TRAIL + DETAIL.format(title="路灯损坏", reply=REPLY) + FOOT), URL).interaction

        assert seen.is_message
        assert (seen.asked, seen.answered) == (date(2026, 8, 31), date(2026, 9, 3))
        assert seen.state == "answered"
        assert seen.reply_length == len("您好，已安排专人核实，请保持电话畅通。")

    def test_a_message_with_its_answer_is_a_reply_by_kind(self, read):
        text = "来信时间：2026-08-31 来信内容：路灯损坏多日，请问何时维修，夜间出行很不方便。"
        reply = "答复时间：2026-09-03 答复内容：您好，已安排专人更换，今晚即可恢复照明，感谢监督。"

        seen = read(article(f"<p>{text}</p><p>{reply}</p>", title="路灯损坏"), URL)

        assert (seen.shape, seen.kind) == ("article", "reply")
        assert seen.kind_reasons

    def test_a_message_without_an_answer_says_so(self, read):
        reply = "<tr><td>办理状态</td><td>未回复</td></tr>"

        seen = read(page(TRAIL + DETAIL.format(title="路灯损坏", reply=reply) + FOOT), URL).interaction

        assert (seen.asked, seen.answered, seen.state) == (date(2026, 8, 31), None, "unanswered")

    def test_a_message_under_way_is_not_answered(self, read):
        reply = "<tr><td>办理状态</td><td>办理中</td></tr>"

        seen = read(page(TRAIL + DETAIL.format(title="路灯损坏", reply=reply) + FOOT), URL).interaction

        assert seen.state == "in_progress"

    def test_no_answer_in_place_of_one_is_not_a_reply(self, read):
        reply = "<tr><td>答复内容</td><td>暂无回复</td></tr>"

        seen = read(page(TRAIL + DETAIL.format(title="路灯损坏", reply=reply) + FOOT), URL).interaction

        assert (seen.state, seen.reply_length) == ("unanswered", 0)

    def test_where_nothing_tells_of_an_answer_nothing_is_said(self, read):
        seen = read(page(TRAIL + DETAIL.format(title="路灯损坏", reply="") + FOOT), URL).interaction

        assert (seen.is_message, seen.state) == (True, "")

    def test_an_impossible_day_is_no_day(self, read):
        text = DETAIL.format(title="路灯损坏", reply=REPLY).replace("2026-08-31", "2026-13-45")

        seen = read(page(TRAIL + text + FOOT), URL).interaction

        assert seen.asked is None
        assert seen.answered == date(2026, 9, 3)

    def test_news_about_letters_is_no_message(self, read):
        info = "发布时间：2026-09-10 来源：县政府办公室"
        text = (
            "<p>近日，县政府办公室对群众来信办理情况开展检查，要求及时答复、回复群众诉求，提高办结质量。</p>"
            * 4
        )

        seen = read(article(info, text), URL).interaction

        assert not seen.is_message
        assert seen.statistics == ()
        assert seen.elements == ()

    def test_an_article_with_a_label_that_letters_have_too_is_none(self, read):
        info = "提交时间：2026-09-10 来源：县民政局"
        text = (
            "<p>申领人可以在办理时间内到窗口提交材料，窗口将在受理后及时回复，已办结的可以查询结果。</p>" * 4
        )

        assert not read(article(info, text, title="电子证照如何申领"), URL).interaction.is_message


class TestBoards:
    def test_rows_give_both_days_and_the_state(self, read):
        rows = read(
            board(
                ("2026-09-01", "2026-09-03", "已回复"),
                ("2026-08-01", "", "未回复"),
                ("2026-07-01", "", "办理中"),
            ),
            LIST,
        ).interaction.rows

        assert [(r.asked, r.answered, r.state) for r in rows] == [
            (date(2026, 9, 1), date(2026, 9, 3), "answered"),
            (date(2026, 8, 1), None, "unanswered"),
            (date(2026, 7, 1), None, "in_progress"),
        ]

    def test_a_heading_in_the_other_order_is_obeyed(self, read):
        head = "<tr><th>标题</th><th>答复时间</th><th>来信时间</th><th>状态</th></tr>"

        rows = read(board(*[("2026-09-03", "2026-09-01", "已回复")] * 3, head=head), LIST).interaction.rows

        assert {(r.asked, r.answered) for r in rows} == {(date(2026, 9, 1), date(2026, 9, 3))}

    def test_a_plain_list_of_letters_has_no_such_rows(self, read):
        head = "<tr><th>标题</th><th>日期</th></tr>"

        assert read(board(*[("2026-09-03",)] * 3, head=head), LIST).interaction.rows == ()


class TestStatistics:
    def test_figures_in_and_out_that_stand_together_are_a_block(self, read):
        block = "<div class=tj><p>2026年留言统计：累计收到1,234件，已答复1,230件，回复率99.7%，平均办理时间3.5个工作日。</p></div>"

        (counted,) = read(page(TRAIL + block + FOOT), LIST).interaction.statistics

        assert dict(counted.numbers) == {"received": 1234, "answered": 1230, "rate": 99.7, "average": 3.5}
        assert "累计" not in counted.quote[:1]

    def test_figures_in_boxes_of_their_own_are_a_block(self, read):
        boxes = "".join(
            f"<div><span>{name}</span><b>{n}</b></div>"
            for name, n in (("受理总数", 87), ("办结数", 80), ("公开数", 79))
        )

        (counted,) = read(page(TRAIL + boxes + FOOT), LIST).interaction.statistics

        assert counted.numbers["accepted"] == 87
        assert counted.numbers["closed"] == 80

    def test_an_article_that_mentions_figures_is_no_statistics(self, read):
        info = "发布时间：2026-09-10 来源：县政府办公室"
        text = (
            "<p>今年以来，全县共受理群众诉求120件，办结118件，群众满意度不断提高，治理水平稳步提升。</p>" * 3
        )

        assert read(article(info, text), URL).interaction.statistics == ()

    def test_a_day_is_no_figure(self, read):
        block = "<p>受理时间：2026年9月1日，办结时间：2026年9月3日</p>"

        assert read(page(TRAIL + block + FOOT), LIST).interaction.statistics == ()


class TestForms:
    def test_a_box_with_a_button_is_a_form(self, read):
        form = '<form><input name="t"><textarea name="c"></textarea><button>提交</button></form>'

        assert read(page(TRAIL + form + FOOT), LIST).interaction.has_form

    def test_a_search_box_is_none(self, read):
        form = '<form><input name="q"><button>搜索</button></form>'

        assert not read(page(TRAIL + form + FOOT), LIST).interaction.has_form


class TestGuides:
    def test_elements_are_read_from_headings_and_labels(self, read):
        text = "<p>一、申请条件</p><p>年满60周岁的本县居民，可以自愿提出申请。</p><p>二、申请材料</p><p>身份证明、申请表等材料各一份，由申请人提交。</p><p>三、办理流程</p><p>申请、受理、审查、决定、送达。</p><p>办理地点：县政务服务中心三号窗口</p><p>收费标准：不收费。咨询电话：0729-8100500</p>"

        seen = read(
            article("发布时间：2026-09-10 来源：县民政局", text, title="老年人优待证办理指南"), URL
        ).interaction

        assert set(seen.elements) == {"申请条件", "办理材料", "办理地点", "收费标准", "联系电话", "办理流程"}

    def test_words_in_running_text_are_no_elements(self, read):
        text = "<p>近日，县民政局优化办理流程，压缩办理时限，减少申请材料，方便群众就近办理业务。</p>" * 3

        seen = read(
            article("发布时间：2026-09-10 来源：县民政局", text, title="县民政局走访调研养老机构"), URL
        ).interaction

        assert seen.elements == ()


def test_a_page_of_five_megabytes_is_read_within_bounds(read):
    import time

    start = time.perf_counter()
    read(page("来信时间" * 5000 + "收到" * 100_000 + "1" * 200_000 + "答复时间：" * 5000), LIST)

    assert time.perf_counter() - start < 5
