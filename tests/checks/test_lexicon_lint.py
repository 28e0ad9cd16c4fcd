from dataclasses import replace
from datetime import date

import pytest

from kaoping.checks.lexicon_lint import lint_lexicon
from kaoping.rulebook import LISTED, Entry, Lexicon, Source, lexicon_files, load_rulebook

RULES = load_rulebook()


def faults(*entries, use=LISTED):
    lexicon = Lexicon("mine", "本单位", Source(), entries, use=use)
    return [(f.number, f.field, f.gravity) for f in lint_lexicon(lexicon, RULES)]


@pytest.mark.parametrize("read", lexicon_files(None), ids=lambda read: read.lexicon.name)
def test_every_shipped_lexicon_keeps_what_its_sentences_promise(read):
    assert lint_lexicon(read.lexicon, RULES) == ()


class TestFaults:
    def test_a_sentence_that_must_fire_and_does_not(self):
        assert faults(Entry("布署", fires="作出部署。")) == [(1, "fires", "错误")]

    def test_a_sentence_that_must_be_silent_and_is_not(self):
        assert faults(Entry("打工仔", silent="打工仔餐厅。")) == [(1, "silent", "错误")]
        assert faults(Entry("打工仔", silent="打工仔餐厅。", not_before=("餐厅",))) == []

    def test_sentences_are_read_on_a_day_on_which_the_entry_holds(self):
        assert faults(Entry("甲乙", fires="甲乙。", valid_from=date(2018, 3, 13))) == []

    def test_the_same_word_twice_also_in_other_characters(self):
        assert faults(Entry("abc甲"), Entry("ABC甲")) == [(2, "wrong", "错误")]

    def test_the_same_word_on_other_days_or_in_another_class_is_none(self):
        before = Entry("甲乙", right="丙", valid_to=date(2018, 3, 12))
        after = Entry("甲乙", right="丁", valid_from=date(2018, 3, 13))

        assert faults(before, after, Entry("甲乙", class_="b", right="戊")) == []

    def test_an_entry_of_invisible_characters(self):
        assert faults(Entry("\u200b ")) == [(1, "wrong", "错误")]

    def test_a_right_form_that_is_the_wrong_one_or_contains_it(self):
        assert faults(Entry("ABC甲", right="abc甲")) == [(1, "right", "错误")]
        assert faults(Entry("安排部", right="安排部署")) == [(1, "right", "错误")]

    def test_carriers_that_do_nothing_or_silence_everything(self):
        assert faults(Entry("甲乙", carriers=("丙丁", "甲乙"))) == [(1, "carriers", "错误")] * 2

    def test_a_word_that_another_entry_calls_right(self):
        assert faults(Entry("甲乙", carriers=("甲乙丙",)), Entry("甲乙丙")) == [(2, "wrong", "错误")]

    def test_days_in_the_wrong_order(self):
        entry = Entry("甲乙", valid_from=date(2020, 1, 1), valid_to=date(2019, 1, 1))

        assert faults(entry) == [(1, "valid_to", "错误")]

    @pytest.mark.parametrize("wrong", ["(a+)+$", "布署.*工作", r"\d+年", "[布步]+署", "(?:甲|乙)丙"])
    def test_what_looks_like_a_pattern_would_never_be_met(self, wrong):
        assert faults(Entry(wrong)) == [(1, "wrong", "错误")]

    def test_ordinary_marks_are_no_pattern(self):
        assert faults(Entry("〔2022]1号"), Entry("互联网+政务"), Entry("第(3)号")) == []

    def test_one_character_is_a_reminder_only(self):
        assert faults(Entry("赌")) == [(1, "wrong", "提醒")]

    def test_a_table_is_looked_at_for_empty_entries_alone(self):
        assert faults(Entry("a", right="ab"), Entry("a", right="ac"), Entry("\u200b"), use="table") == [
            (3, "wrong", "错误")
        ]

    def test_planted_words_are_run_as_the_check_runs_them(self):
        brands = RULES.lexicon("hijack-brands")
        silent = "必威体育文化发展有限公司中标。"
        wrong = replace(brands, entries=tuple(replace(e, fires=silent) for e in brands.entries[:1]))

        assert [f.field for f in lint_lexicon(wrong, RULES)] == ["fires"]
