from datetime import date

from kaoping.checks import earliest_pairs
from kaoping.pages.page import Page
from kaoping.pages.subjects import PolicyPair


def pair(policy, interpretation, day=None):
    published = date(2022, 6, day) if day else None
    return PolicyPair(Page(url=policy), Page(url=interpretation, published=published))


class TestEarliestPairs:
    def test_a_later_picture_does_not_make_a_prompt_interpretation_late(self):
        pairs = [pair("p", "picture", 20), pair("p", "text", 2), pair("q", "only", 9)]

        assert [p.interpretation.url for p in earliest_pairs(pairs)] == ["text", "only"]

    def test_an_undated_one_stands_in_only_where_none_is_dated(self):
        pairs = [pair("p", "undated"), pair("p", "dated", 9), pair("q", "undated")]

        assert [p.interpretation.url for p in earliest_pairs(pairs)] == ["dated", "undated"]
