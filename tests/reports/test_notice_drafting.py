"""What a notice says, and what it never says."""

import pytest
from notice_pieces import (
    AUDIT,
    CIVIL,
    EDU,
    FINANCE,
    LATE,
    LAW,
    PAYLOADS,
    WORDING,
    category,
    facts,
    fault,
    notice,
    said,
)

from kaoping.reports.notice import (
    Cause,
    Fault,
    NoticeFacts,
    RoundTerms,
    draft_notice,
    plain_text,
    with_own_words,
)


class TestParts:
    def test_the_parts_of_the_genre_stand_in_their_order(self):
        made = notice()

        assert [part.id for part in made.parts] == ["situation", "problems", "causes", "demands"]
        assert (made.signature, made.date) == ("望川市政务公开领导小组办公室", "2026年7月10日")
        assert [one.number for one in made.annexes] == [1, 2]

    def test_every_sentence_with_a_fact_names_its_source(self):
        made = notice("internal")

        silent = [one.text for one in made.sentences() if not one.sources]
        assert silent == ["现将有关情况通报如下："]

    def test_a_fault_leads_to_its_findings(self):
        (told,) = (one for one in notice().sentences() if LATE in one.text)

        assert told.sources == ("Q1", "Q2", "Q3", "Q4")

    def test_a_part_without_facts_is_left_out_and_the_drafter_told(self):
        made = notice(causes=())

        assert "causes" not in [part.id for part in made.parts]
        assert any("原因分析" in words for words in made.remarks)
        assert "原因分析" not in plain_text(made)

    def test_of_empty_facts_nothing_is_made_up(self):
        made = draft_notice(NoticeFacts(office="甲办公室", name="某考评"), WORDING)

        assert said(made, "situation") == said(made, "problems") == ""
        assert made.date == ""


class TestNaming:
    def test_the_same_unit_may_be_praised_and_named(self):
        made = notice()

        assert EDU in said(made, "situation")
        assert EDU in said(made, "interpretation")

    @pytest.mark.parametrize(
        ("units", "count", "expected"),
        [
            ((EDU,), 1, f"{EDU}存在“{LATE}”问题。"),
            ((EDU,), 3, f"{EDU}存在“{LATE}”问题，共3条。"),
            ((EDU, CIVIL), 2, f"{EDU}、{CIVIL}存在“{LATE}”问题。"),
            ((EDU, CIVIL), 5, f"{EDU}、{CIVIL}等2个单位存在“{LATE}”问题，共5条。"),
        ],
    )
    def test_one_unit_or_several_are_named(self, units, count, expected):
        made = notice(categories=(category(fault(*units, count=count)),))

        assert said(made, "interpretation").endswith(expected)

    def test_from_the_stated_share_on_a_fault_is_everywhere_and_names_nobody(self):
        everybody = fault(EDU, CIVIL, FINANCE)  # three of five

        told = said(notice(categories=(category(everybody),)), "interpretation")

        assert f"“{LATE}”在市直单位普遍存在，5个单位中有3个。" in told
        assert EDU not in told

    def test_below_it_all_are_named(self):
        told = said(notice(categories=(category(fault(EDU, CIVIL, of=6)),)), "interpretation")

        assert "普遍" not in told
        assert f"{EDU}、{CIVIL}" in told

    def test_a_small_group_is_always_named(self):
        told = said(notice(categories=(category(fault(EDU, CIVIL, of=3)),)), "interpretation")

        assert "普遍" not in told

    def test_quotes_within_quotes_become_single_ones(self):
        told = said(
            notice(categories=(category(fault(EDU, what="与“三定”规定不一致,未更新")),)), "interpretation"
        )

        assert "“与‘三定’规定不一致，未更新”" in told


class TestEditions:
    def test_open_suspects_stand_in_the_internal_edition_alone(self):
        assert "7条疑似" in said(notice("internal"), "situation")
        assert "疑似" not in plain_text(notice("public"))

    def test_numbers_of_persons_are_masked_in_public(self):
        own = Fault((EDU,), "公开了身份证号110101199003077774", ("Q1",))

        public = plain_text(notice(categories=(category(own),)))

        assert "110101199003077774" not in public
        assert "公开了身份证号" in public


class TestInertness:
    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_code_in_a_fact_stays_the_text_that_it_is(self, payload):
        own = Fault((EDU,), f"标题为{payload}", ("Q1",))

        told = said(notice("internal", categories=(category(own),)), "interpretation")

        assert f"标题为{payload}" in told or f"标题为{payload}".replace("'", "’") in told
        assert "49" not in told


class TestDemands:
    def test_deadlines_are_days_and_how_many_working_days_they_are(self):
        told = said(notice(), "demands")

        for words in (
            "2026年7月24日前",
            "第10个工作日",
            "2026年7月20日前",
            "第6个工作日",
            "附件2",
            "zwgk@wangchuan.example",
        ):
            assert words in told

    def test_without_a_deadline_the_sentence_is_not_said(self):
        told = said(notice(terms=RoundTerms()), "demands")

        assert "前完成整改" not in told
        assert "工作日" not in told

    def test_causes_are_counted_where_they_were(self):
        assert "有9条" in said(notice(), "causes")

    def test_the_order_is_the_rosters(self):
        told = said(notice(progress=(CIVIL, AUDIT, LAW)), "situation")

        assert f"{CIVIL}、{AUDIT}、{LAW}进步比较明显" in told


class TestCausesCounted:
    def test_the_offices_words_keep_what_was_counted_under_their_title(self):
        counted = Cause("责任没有压实", count=5, units=3, sources=("Q1",), source="cause:责任没有压实")
        own = facts(causes=(Cause("责任没有压实", ("重视不够",), source="causes/0"),))

        merged = with_own_words(facts(causes=(counted,)), own)

        assert (merged.causes[0].points, merged.causes[0].count) == (("重视不够",), 5)
        assert "有5条，涉及3个单位" in said(draft_notice(merged, WORDING, "public"), "causes")
