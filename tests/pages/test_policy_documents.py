"""Pages of one document are one document, and its interpretations know each other."""

from datetime import date

from kaoping.pages import Page, PolicyPair
from kaoping.pages.documents import is_first, joined_pairs, same_documents
from kaoping.rulebook import load_rulebook

RULES = load_rulebook()
TITLE = "关于印发《望川市养老服务管理办法》的通知"


def document(url: str, day: date, number: str = "望政规〔2026〕3号", title: str = TITLE) -> Page:
    return Page(url=url, title=title, published=day, document_number=number, kind="policy", shape="article")


def reading(url: str, day: date | None) -> Page:
    return Page(url=url, published=day, kind="interpretation", shape="article")


class TestSameDocuments:
    def test_pages_of_one_number_are_one_document_its_first_page_first(self):
        pages = [document("b", date(2026, 5, 9)), document("a", date(2026, 5, 12), "望政规[2026]03号")]

        assert [[p.url for p in group] for group in same_documents(pages, RULES)] == [["b", "a"]]

    def test_other_numbers_are_other_documents_whatever_their_names(self):
        pages = [document("a", date(2026, 5, 9)), document("b", date(2026, 5, 12), "望政规〔2026〕4号")]

        assert len(same_documents(pages, RULES)) == 2

    def test_without_numbers_one_name_in_one_season_is_one_document(self):
        near = [document("a", date(2026, 5, 9), ""), document("b", date(2026, 5, 12), "")]
        far = [document("a", date(2024, 5, 9), ""), document("b", date(2026, 5, 12), "")]

        assert len(same_documents(near, RULES)) == 1
        assert len(same_documents(far, RULES)) == 2


class TestJoinedPairs:
    def test_a_document_on_two_pages_makes_one_pair_with_its_interpretation(self):
        first, second = document("a", date(2026, 5, 9)), document("b", date(2026, 5, 12))
        told = reading("i", date(2026, 5, 13))

        joined = joined_pairs([PolicyPair(second, told)], [(first, second)])

        assert [(p.policy.url, [c.url for c in p.copies]) for p in joined] == [("a", ["b"])]

    def test_interpretations_of_one_document_know_each_other(self):
        policy = document("a", date(2026, 5, 9))
        text, picture = reading("t", date(2026, 5, 10)), reading("p", date(2026, 5, 20))

        joined = joined_pairs([PolicyPair(policy, picture), PolicyPair(policy, text)], [(policy,)])

        assert [[c.url for c in p.companions] for p in joined] == [["t"], ["p"]]
        assert [p.interpretation.url for p in joined if is_first(p)] == ["t"]

    def test_an_undated_one_is_first_only_where_none_is_dated(self):
        dated, undated = reading("d", date(2026, 5, 10)), reading("a", None)

        assert is_first(PolicyPair(interpretation=dated, companions=(undated,)))
        assert not is_first(PolicyPair(interpretation=undated, companions=(dated,)))
