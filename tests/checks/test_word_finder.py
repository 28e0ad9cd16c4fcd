import gc
import time
from datetime import date

import pytest

from kaoping.checks.words import WordFinder
from kaoping.rulebook import Entry


def words(finder, text, **on):
    return [(text[hit.start : hit.end], hit.entry.wrong) for hit in finder.find(text, **on)]


class TestWordFinder:
    def test_variant_characters_are_met_and_the_place_is_that_of_the_raw_text(self):
        finder = WordFinder([Entry("布署"), Entry("app")])

        assert words(finder, "作出布\u200b署,下载APP。") == [("布\u200b署", "布署"), ("APP", "app")]

    def test_of_words_that_begin_together_the_longest_is_told(self):
        finder = WordFinder([Entry("甲乙"), Entry("甲乙丙"), Entry("乙")])

        assert words(finder, "甲乙丙") == [("甲乙丙", "甲乙丙")]

    def test_neighbours_and_carriers_are_compared_in_normal_form_too(self):
        finder = WordFinder([Entry("按装", not_before=("a",), carriers=("按装置",))])

        assert words(finder, "按装A;按装\u200b置;按装") == [("按装", "按装")]

    def test_the_day_chooses_among_entries_of_one_word(self):
        finder = WordFinder(
            [
                Entry("甲乙", right="旧", valid_to=date(2018, 3, 12)),
                Entry("甲乙", right="新", valid_from=date(2018, 3, 13)),
            ]
        )

        assert [h.entry.right for h in finder.find("甲乙", on=date(2020, 1, 1))] == ["新"]
        assert [h.entry.right for h in finder.find("甲乙", on=date(2010, 1, 1))] == ["旧"]
        assert finder.find("甲乙") == ()

    def test_words_turned_off_and_other_classes_are_passed_over(self):
        entries = [Entry("甲乙", class_="a"), Entry("丙丁", class_="b"), Entry("ABC", class_="a")]

        assert words(WordFinder(entries, classes=["a"], off=["ABC"]), "甲乙丙丁abc") == [("甲乙", "甲乙")]

    def test_nothing_and_empty_entries_find_nothing(self):
        assert WordFinder([]).find("甲乙") == ()
        assert WordFinder([Entry("\u200b")]).find("甲乙\ud800") == ()

    @pytest.mark.parametrize("wrong", ["(a+)+$", "((a|aa)+)+b", "(.*)*x", "a" * 100])
    def test_no_entry_makes_the_time_grow_faster_than_the_text(self, wrong):
        finder = WordFinder([Entry(wrong), Entry("aaaaaaaaab")])

        def seconds(length):
            text = "a" * length + "!"
            best = 9.0
            for _ in range(3):
                gc.collect()
                gc.disable()  # what other tests left on the heap is not this text's cost
                began = time.process_time()
                finder.find(text)
                best = min(best, time.process_time() - began)
                gc.enable()
            return best

        seconds(1000)
        # a busy machine may spoil a trial, never all of them: what grows faster than the text fails each
        ratios = [seconds(40_000) / seconds(20_000) for _ in range(5)]
        assert min(ratios) <= 2.3
