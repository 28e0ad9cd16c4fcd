from datetime import date

import pytest
from site_views import HOME, SITE, section

from kaoping.pages.exchange import Exchange
from kaoping.pages.glimpse import Glimpse
from kaoping.pages.interaction import Counted, InteractionSeen, MessageRow


def reading(rules, *pages, names=None, sections=(), works=lambda _: None, unseen=""):
    exchange = Exchange(rules)
    for page in pages:
        exchange.see(page)
    return exchange.reading(site=SITE, unit="沐云县人民政府", unit_kind="县市区", home_url=HOME,
                            names=names or {}, sections=sections, works=works, unseen=unseen)  # fmt: skip


def letter(number, **seen):
    told = InteractionSeen(is_message=True, asked=date(2026, 8, number), **seen)
    return Glimpse(url=f"{HOME}x/{number}.html", shape="article", title=f"来信{number}", interaction=told)


class TestMessages:
    def test_newest_questions_stand_first(self, rules):
        found = reading(
            rules, letter(1, state="answered", answered=date(2026, 8, 4)), letter(9, state="unanswered")
        )

        assert [(m.asked.day, m.is_answered) for m in found.messages] == [(9, False), (1, True)]

    def test_a_row_counts_only_where_the_messages_own_page_was_not_read(self, rules):
        rows = (
            MessageRow(f"{HOME}x/1.html", "来信1", date(2026, 8, 1), None, "unanswered"),
            MessageRow(f"{HOME}x/2.html", "来信2", date(2026, 8, 2), None, "unanswered"),
        )
        board = Glimpse(url=f"{HOME}x/", shape="section", interaction=InteractionSeen(rows=rows))

        found = reading(rules, board, letter(1, state="answered"))

        assert {m.title: m.state for m in found.messages} == {"来信1": "answered", "来信2": "unanswered"}
        assert found.message_count == 2
        assert found.boards == (board.url,)

    def test_memory_stays_bounded_by_the_newest_messages(self, rules):
        days = [date.fromordinal(date(2010, 1, 1).toordinal() + n) for n in range(5200)]
        seen = (
            Glimpse(url=f"{HOME}{n}", interaction=InteractionSeen(is_message=True, asked=day))
            for n, day in enumerate(days)
        )

        found = reading(rules, *seen)

        assert (len(found.messages), found.message_count) == (5000, 5200)
        assert found.messages[0].asked == days[-1]


class TestChannels:
    @pytest.mark.parametrize(
        ("name", "kind", "counts"),
        [
            ("县长信箱", "letterbox", True),
            ("在线咨询", "consultation", True),
            ("网民留言", "message", True),
            ("网上信访", "petition", False),
            ("信访信箱", "petition", False),
            ("纪检监察举报信箱", "discipline", False),
            ("我为政府网站找错", "find_errors", False),
            ("12345热线", "hotline", False),
            ("智能问答", "chatbot", False),
            ("征集调查", "survey", False),
            ("在线访谈", "interview", False),
        ],
    )
    def test_each_is_told_apart(self, rules, name, kind, counts):
        (channel,) = reading(rules, names={f"{HOME}a/": name}).channels

        assert (channel.kind, channel.counts) == (kind, counts)

    @pytest.mark.parametrize("name", ["建议提案办理", "依申请公开", "工作动态", "关于征集意见建议的公告"])
    def test_other_ways_are_no_channels(self, rules, name):
        assert reading(rules, names={f"{HOME}a/": name}).channels == ()

    def test_whether_it_works_is_known_only_where_somebody_asked(self, rules):
        names = {f"{HOME}a/": "县长信箱", "http://other.example/b": "在线咨询"}

        found = reading(rules, names=names, works={f"{HOME}a/": False}.get)

        assert {c.name: (c.works, c.is_outer) for c in found.channels} == {
            "县长信箱": (False, False), "在线咨询": (None, True),
        }  # fmt: skip

    def test_a_form_belongs_to_the_channel_that_leads_to_it(self, rules):
        page = Glimpse(url=f"{HOME}write", interaction=InteractionSeen(has_form=True))

        (channel,) = reading(rules, page, names={f"{HOME}write": "我要写信"}).channels

        assert channel.has_form


class TestStatisticsAndGuides:
    def test_figures_keep_their_page_and_words(self, rules):
        counted = Counted("收到12件,办结11件", {"received": 12, "closed": 11})
        page = Glimpse(url=f"{HOME}tj", interaction=InteractionSeen(statistics=(counted,)))

        (found,) = reading(rules, page).statistics

        assert (found.url, dict(found.numbers)) == (page.url, {"received": 12, "closed": 11})

    def test_a_guide_says_what_it_lacks(self, rules):
        told = InteractionSeen(elements=("申请条件", "办理材料", "办理流程", "联系电话"))
        page = Glimpse(url=f"{HOME}g", title="老年人优待证办理指南", section="办事指南", interaction=told)

        (found,) = reading(rules, page).guides

        assert found.missing == ("设定依据", "办理地点", "办理机构", "收费标准", "办理时间")

    def test_the_guide_to_disclosure_is_no_service_guide(self, rules):
        told = InteractionSeen(elements=("办理机构", "办理时间", "联系电话", "办理地点"))
        page = Glimpse(url=f"{HOME}g", title="政府信息公开指南", section="政府信息公开指南", interaction=told)

        assert reading(rules, page).guides == ()

    def test_an_explanation_with_some_elements_is_no_service_guide(self, rules):
        told = InteractionSeen(elements=("申请条件", "办理材料", "办理流程", "联系电话"))
        page = Glimpse(url=f"{HOME}g", title="企业养老金申领详解", section="政策解读", interaction=told)

        assert reading(rules, page).guides == ()


class TestWhatWasNotSeen:
    def test_an_interaction_section_that_scripts_draw_is_said(self, rules):
        drawn = section("县长信箱", days=(), kind="interaction", needs_rendering="由脚本生成")

        assert reading(rules, sections=(drawn,)).unseen == "由脚本生成"

    def test_a_site_that_was_not_read_whole_is_said(self, rules):
        assert reading(rules, unseen="网站没有抓全").unseen == "网站没有抓全"
