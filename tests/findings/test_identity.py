"""One fact has one id, however its address and words are written."""

import pytest
from assessed_units import HOME, PAGE, SITE, dead, laid, one_of, seen, stale, typo

from kaoping.findings import address_key, read_id, suspect_id, words_key


class TestAddresses:
    @pytest.mark.parametrize(
        "written",
        [
            "https://www.wangchuan.example/xwdt",
            "http://wangchuan.example/xwdt/",
            "http://WWW.Wangchuan.Example:80/xwdt/#top",
            "https://www.wangchuan.example:443/%78wdt/",
            " www.wangchuan.example/xwdt/ ",
            "http://ｗｗｗ.wangchuan.example/xwdt/",
        ],
    )
    def test_spellings_of_one_address_are_one(self, written):
        assert address_key(written) == address_key("http://www.wangchuan.example/xwdt/")

    def test_percent_encoding_and_plain_chinese_are_one(self):
        assert address_key(f"{HOME}%e6%96%b0") == address_key(f"{HOME}新")

    @pytest.mark.parametrize(
        "other",
        [f"{HOME}xwdt/2.html", f"{PAGE}?id=1", "http://www.wangchuan.example:8080/xwdt/1.html", f"{HOME}#/a"],
    )
    def test_other_pages_are_others(self, other):
        assert address_key(other) != address_key(PAGE)

    def test_pages_of_a_scripted_site_are_told_apart_by_their_route(self):
        assert address_key(f"{HOME}#/a") != address_key(f"{HOME}#/b")
        assert address_key(f"{HOME}#top") == address_key(HOME)

    def test_what_is_no_address_is_itself(self):
        assert address_key(" 首页 左上 ") == "首页 左上"


class TestWords:
    def test_blanks_marks_width_and_case_do_not_count(self):
        assert words_key("“布 署”ＡＢ。") == words_key("布署ab")

    def test_marks_alone_are_kept(self):
        assert words_key("。。") != words_key(",,")


class TestIds:
    def test_it_can_be_read_out_and_written_down_again(self):
        id_ = suspect_id("s", "E1.1", "fact")

        assert read_id(f" {id_.lower().replace('-', '')} ") == id_
        assert read_id(id_.replace("O", "0").replace("I", "1").replace("B", "8")) == id_

    @pytest.mark.parametrize("written", ["", "12", "布署", "AAAA-AAAA-AAAA", "AAAA-AAAA-AAAA-AAAA-A"])
    def test_what_cannot_be_one_is_none(self, written):
        assert read_id(written) is None

    def test_a_rule_and_a_system_have_their_own_id_for_a_fact(self):
        assert len({suspect_id("s", "1", "f"), suspect_id("s", "2", "f"), suspect_id("t", "1", "f")}) == 3


def foreign(url):
    return seen(
        "integrity.foreign_script", url, facts={"target": "http://a.invalid/x.js", "host": "a.invalid"}
    )


class TestFacts:
    def test_a_second_run_over_another_spelling_of_the_site_finds_the_same(self):
        first = one_of(stale(url=f"{HOME}gsgg/"))
        second = one_of(stale(url="https://wangchuan.example/gsgg", hour=9))

        assert first.id == second.id

    def test_figures_that_grow_do_not_make_another_fact(self):
        first = one_of(stale())
        second = one_of(stale(message="已30天未更新"))

        assert first.id == second.id

    def test_two_sections_on_one_page_are_two(self):
        first, second = laid(stale("公示公告"), stale("通知公告"))

        assert first.id != second.id

    def test_a_folded_fact_is_the_same_when_another_page_comes_first(self):
        first = one_of(dead(url=f"{HOME}b.html"))
        second = one_of(dead("https://dead.example/a/", f"{HOME}a.html", f"{HOME}b.html"))

        assert first.id == second.id

    def test_a_foreign_address_is_the_same_on_whichever_page_it_was_met_first(self):
        ids = {one_of(foreign(url)).id for url in (HOME, PAGE)}

        assert len(ids) == 1

    def test_what_a_check_was_unsure_of_has_the_id_of_what_it_may_turn_out_to_be(self):
        assert one_of(stale(answer="unsure", lane="person")).id == one_of(stale()).id

    def test_two_doubts_on_one_page_are_two(self):
        first, second = laid(stale("甲", answer="unsure"), stale("乙", answer="unsure"))

        assert first.id != second.id

    def test_two_sentences_with_one_wrong_word_are_two(self):
        first, second = laid(typo(quote="认真布署工作"), typo(quote="再次布署工作"))

        assert first.id != second.id

    def test_a_fact_on_another_site_of_the_unit_is_another(self):
        first, second = laid(dead(site=SITE), dead(site="mz.wangchuan.example"))

        assert first.id != second.id

    def test_one_fact_under_two_rules_has_two_ids_and_one_fact(self):
        common, veto = laid(typo(severity="严重"))

        assert {common.rule, veto.rule} == {"E1.1", "V1.1"}
        assert common.id != veto.id
        assert common.fact == veto.fact
