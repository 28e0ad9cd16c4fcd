"""The lint of a notice: no unit, number or day without a source, and silence over what people may write."""

import pytest
from notice_pieces import EDU, FINANCE, LAW, WORDING, facts, notice

from kaoping.reports.notice import ground_of, lint_notice, plain_text
from kaoping.reports.notice.figures import figures_in

CAUSES = "三、原因分析"


def remarks(words, under=CAUSES, **changes):
    """What the lint says of a line that somebody put under a heading."""
    text = plain_text(notice(**changes))
    assert under in text
    return lint_notice(text.replace(under, f"{under}\n{words}", 1), facts(**changes), WORDING)


class TestDrafts:
    @pytest.mark.parametrize("edition", ["internal", "public"])
    def test_a_notice_as_drafted_is_clean(self, edition):
        assert lint_notice(notice(edition), facts(), WORDING) == ()


class TestUnits:
    @pytest.mark.parametrize(
        ("words", "name"),
        [
            ("望川市审计局也有同样问题。", "望川市审计局"),
            ("审计局重视不够。", "审计局"),
            ("市审计局重视不够。", "市审计局"),
            ("市水务局重视不够。", "市水务局"),
            ("邻川市教育局重视不够。", "邻川市教育局"),
            ("东湖区整改不力。", "东湖区"),
            ("市发改委、市教育局重视不够。", "市发改委"),
            ("望川市司法局教育局重视不够。", "望川市司法局教育局"),
            ("临江市教育局重视不够。", "临江市教育局"),
            ("省教育局重视不够。", "省教育局"),
            ("由县教育局负责。", "县教育局"),
            ("湖区教育局重视不够。", "湖区教育局"),
            ("市教育局执法局重视不够。", "市教育局执法局"),
        ],
    )
    def test_one_without_a_fact_is_refused(self, words, name):
        (one,) = remarks(words)

        assert (one.level, one.text) == ("error", name)
        assert one.line > 5

    @pytest.mark.parametrize(
        ("words", "name"),
        [
            ("临江教育局重视不够。", "临江教育局"),
            ("由邻川教育局负责。", "邻川教育局"),
            ("望川市体育教育局重视不够。", "望川市体育教育局"),
        ],
    )
    def test_one_that_may_be_another_by_the_words_before_it_is_to_be_made_sure_of(self, words, name):
        (one,) = remarks(words)

        assert (one.level, one.text) == ("warning", name)

    @pytest.mark.parametrize(("under", "unit"), [("（一）政策解读还不规范", LAW), ("一、基本情况", FINANCE)])
    def test_one_in_a_part_where_it_has_no_fact_is_refused(self, under, unit):
        (one,) = remarks(f"{unit}也是这样。", under)

        assert one.level == "error"
        assert "在这一部分没有事实" in one.message

    @pytest.mark.parametrize(
        "words",
        [
            "各单位要进一步提高认识，一是加强领导，二是压实责任。",
            "一些单位一直没有形成统一的工作格局，全局意识不强。",
            f"{EDU}要认真整改，教育局要带头。",
            "各县市区和市直单位、乡镇街道、社区要举一反三。",
            "政府网站是政府联系群众的重要渠道，主办、承办单位要负起责任。",
            "组织教育局逐项核对，督促教育局、民政局整改，其中教育局要带头。",
            "抽查发现教育局没有落实，全市教育局系统要举一反三，请望川市教育局报送。",
            "全县教育局系统、市直教育局和民政局都要整改，由市教育局负责，向教育局反馈。",
            "一方面重视不够，另一方面外包公司管理不严，一个突出问题是无人复核。",
        ],
    )
    def test_usual_sentences_are_left_alone(self, words):
        assert remarks(words) == ()


class TestFigures:
    @pytest.mark.parametrize(
        "words",
        [
            "共发现问题312条。",
            "共有三百一十二条问题。",
            "合格率为98%。",
            "合格率为百分之九十八。",
            "七成单位按时报送。",
            "三分之二的单位按时报送。",
            "2026年7月25日前完成。",
            "7月25日前完成。",
            "二〇二六年七月二十五日前完成。",
            "2025年已经指出。",
            "上百条信息出错。",
            "过半单位没有整改。",
            "第3名是教育局。",
            "２１家单位按时报送。",
            "十三个工作日内完成。",
            "得92.5分。",
            "11月中旬前完成。",
            "1.2万条留言没有答复。",
        ],
    )
    def test_one_without_a_source_is_refused(self, words):
        assert "error" in [one.level for one in remarks(words)]

    @pytest.mark.parametrize(
        "words",
        [
            "请于二〇二六年七月二十四日前完成。",
            "7月24日前要完成。",
            "十个工作日内完成。",
            "10个工作日内完成。",
            "五个市直单位都要整改。",
            "2026年的考评还将继续。",
        ],
    )
    def test_the_same_figure_in_other_letters_is_the_same(self, words):
        assert [one for one in remarks(words) if one.level == "error"] == []

    def test_a_known_number_of_something_else_is_to_be_made_sure_of(self):
        (one,) = remarks("10个栏目没有内容。")

        assert one.level == "warning"

    def test_headings_and_annex_numbers_are_no_figures(self):
        assert remarks("（九）其他\n9.其他\n九是其他方面。") == ()

    @pytest.mark.parametrize(
        "words", ["电话0000-1234567。", "手机13800138000。", "邮箱a@b.cn。", "见http://x.cn/1。"]
    )
    def test_an_address_from_elsewhere_is_refused(self, words):
        assert [one.level for one in remarks(words)] == ["error"]


class TestFigureReading:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("三百二十一条", "321"),
            ("两万零五条", "20005"),
            ("1.5亿条", "150000000"),
            ("1,234条", "1234"),
            ("百分之三点五", "3.5"),
            ("8.50%", "8.5"),
            ("2026年7月", "2026-7-"),
            ("七月三日", "-7-3"),
            ("2026-07-03", "2026-7-3"),
            ("十二月上旬", "12上旬"),
            ("三成", "3"),
            ("四分之一", "25"),
            ("十余家", "十余"),
        ],
    )
    def test_any_writing_gives_one_value(self, text, value):
        assert [one.value for one in figures_in(text)] == [value]

    @pytest.mark.parametrize(
        "text", ["一是", "进一步", "一个", "统一", "近一年来", "两会", "三公经费", "十四五规划", "省市两级"]
    )
    def test_numerals_that_count_nothing_are_none(self, text):
        assert list(figures_in(text)) == []


class TestGround:
    def test_units_stand_with_the_parts_that_know_something_of_them(self):
        places = ground_of(facts(), WORDING).places

        assert places[EDU] == {"situation", "interpretation"}
        assert places[FINANCE] == {"interpretation"}
