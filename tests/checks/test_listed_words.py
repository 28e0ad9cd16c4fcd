import time
from dataclasses import replace

import pytest

from kaoping.checks import judge, load_checks
from kaoping.pages.page import Page
from kaoping.rulebook import Entry, Lexicon, Source, load_rulebook

CHECK = load_checks()["wording.listed"]
RULES = load_rulebook()


def listed(*entries, name="a", layer=""):
    return Lexicon(name, f"{name}表", Source(), entries, use="listed", layer=layer)


def rules(*lexicons):
    version = "+".join([RULES.version, *(f"{one.name}{one.entries!r}" for one in lexicons)])
    return replace(RULES, version=version, lexicons={**RULES.lexicons, **{one.name: one for one in lexicons}})


class TestSeveralLists:
    def test_a_word_of_two_lists_is_told_once_by_the_nearer_one(self):
        far, near = (
            listed(Entry("打工仔"), name="z", layer="省"),
            listed(Entry("打工仔", right="工友"), layer="市"),
        )

        (seen,) = judge(CHECK, Page(url="http://a.example/", text="关爱打工仔。"), rules(far, near))

        assert (seen.facts["list"], seen.suggestion) == ("a表", "工友")

    def test_words_of_two_lists_in_one_sentence_are_one_observation(self):
        held = rules(listed(Entry("甲乙")), listed(Entry("丙丁"), name="b"))

        (seen,) = judge(CHECK, Page(url="http://a.example/", text="甲乙和丙丁。"), held)

        assert (seen.facts["wrong"], seen.facts["list"]) == ("甲乙、丙丁", "a表、b表")

    def test_without_a_list_nothing_is_looked_for(self):
        assert judge(CHECK, Page(url="http://a.example/", text="打工仔"), RULES) == ()


@pytest.mark.parametrize("piece", ["打工仔", "打工仔。", "打\u200b工仔", "“打工仔应为", "ﷺ", "(打"])
def test_a_giant_page_made_of_the_word_is_judged_in_time(piece):
    text = (piece * 700_000)[:700_000]
    held = rules(listed(Entry("打工仔")))

    began = time.process_time()
    seen = judge(CHECK, Page(url="http://a.example/", text=text), held)

    assert time.process_time() - began < 5
    assert bool(seen) is ("仔" in piece)
    assert [o.answer for o in seen] == ["problem"] * len(seen)
