"""What the counts of official text make of a sentence, and marks that stand alone."""

import time

import pytest

from kaoping.checks.wording.marks import unpaired_slips
from kaoping.checks.wording.people import may_be_person, people_words
from kaoping.checks.wording.slips import opened, suspected_slips, suspected_slips_of_each
from kaoping.rulebook import load_rulebook

RULES = load_rulebook()


def slips(text, *, is_fetched=False):
    return [(s.wrong, s.instead, s.lane, s.rule) for s in suspected_slips(text, RULES, is_fetched=is_fetched)]


class TestCounts:
    def test_a_sound_alike_that_official_text_never_holds_is_found(self):
        found = slips("对违反规定的行为,由县级以上人民政付有关部门责令限期改正。")

        assert [(instead, lane) for _, instead, lane, _ in found] == [("府", "person")]

    def test_texts_looked_at_together_tell_what_each_tells_alone(self):
        texts = [
            "人民政付",
            "",
            "一马当仙",
            "对违反规定的行为,由县级以上人民政付有关部门责令限期改正。",
            "全体干部一马当仙,冲锋在前。",
        ]

        together = suspected_slips_of_each(texts, RULES, is_fetched=False)

        assert [list(found) for found in together] == [
            list(suspected_slips(text, RULES, is_fetched=False)) for text in texts
        ]
        assert any(together)

    def test_the_right_sentence_is_silent(self):
        assert slips("对违反规定的行为,由县级以上人民政府有关部门责令限期改正。") == []

    def test_an_idiom_with_one_character_replaced_is_found(self):
        assert slips("全体干部一马当仙,冲锋在前。")[0][1:] == ("一马当先", "person", "idiom")

    def test_a_term_that_the_text_uses_elsewhere_is_no_idiom_gone_wrong(self):
        assert slips("双方举行会谈,巴方表示感谢。巴方支持一个中国原则。") == []

    @pytest.mark.parametrize("text", ["居民林建说,办事很方便。", "联系人:施建,电话另告。", "吴某"])
    def test_names_of_people_are_silent(self, text):
        assert slips(text) == []

    def test_fetched_pages_get_fewer_hints_than_drafts(self):
        text = "会议听取了关于粮食仓储设施维休改造的汇报,研究部署汛前各项准备工作,强调要压实责任。" * 1

        assert len(slips(text, is_fetched=True)) <= len(slips(text))

    def test_two_million_characters_cost_no_more_than_a_long_page(self):
        opened()
        start = time.process_time()

        list(suspected_slips("政的" * 1_000_000, RULES, is_fetched=True))

        assert time.process_time() - start < 5


class TestNames:
    def test_a_name_needs_something_that_leads_it_in(self):
        words = people_words(RULES.reading("people"))

        assert may_be_person("村民陈国建说", 4, 5, words)
        assert not may_be_person("加强政府建说工作", 4, 5, words)


class TestMarks:
    @pytest.mark.parametrize(
        ("text", "marks"),
        [
            ("会上传达了《关于加强治理的意见精神。", ["《"]),
            ("会上传达了《关于印发〈办法〉的通知》精神。", []),
            ("他说:“第一段话讲了很多道理。\n“第二段话也讲了很多道理。”大家赞同。", []),
            ("提交材料:1）申请表;2）身份证明。", []),
            ("第一行说明情况。\n要深化“五个必须“的认识,抓好落实工作。", ["“"]),
            ("会议强调(见附件)的要求。", []),
        ],
    )
    def test_a_mark_alone_is_told_and_pairs_are_silent(self, text, marks):
        assert [s.wrong for s in unpaired_slips(text)][: len(marks) or None] == marks

    def test_what_may_go_on_elsewhere_is_a_hint(self):
        assert [s.lane for s in unpaired_slips("“依法登记,具有法人资格;")] == ["hint"]
