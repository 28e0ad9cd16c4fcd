"""How much of one text stands in another."""

import time

from kaoping.pages.interpretationwords import interpretation_words
from kaoping.pages.overlap import overlap
from kaoping.rulebook import load_rulebook

WORDS = interpretation_words(load_rulebook()).copied
CLAUSE = "申请人应当向所在地社区提交书面申请和身份证明。"


def test_a_clause_is_known_again_under_another_number_and_with_other_signs():
    seen = overlap(f"第三条 {CLAUSE}", f"（二）{CLAUSE.replace('。', ';')}", WORDS)

    assert (seen.compared, seen.shared) == (1, 1)


def test_short_sentences_and_formulas_are_not_compared():
    seen = overlap(
        "第一条 目的。解读机关是望川市民政局办公室。", "第一条 目的。解读机关是望川市民政局办公室。", WORDS
    )

    assert seen.compared == 0


def test_a_sentence_of_the_same_matter_in_other_words_is_not_shared():
    seen = overlap(CLAUSE, "想领钱的老人带上身份证去社区填一张表就行了。", WORDS)

    assert seen.share == 0


def test_the_places_of_sentences_lead_back_into_the_text():
    text = f"开头一句话讲了别的事情没有抄。\n{CLAUSE}"

    shared = [text[s.start : s.end] for s in overlap(CLAUSE, text, WORDS).interpretation if s.is_shared]

    assert shared == [CLAUSE]


def test_two_texts_of_the_greatest_kept_length_are_compared_in_a_moment():
    started = time.perf_counter()

    overlap("甲乙丙丁戊己庚辛壬癸子丑。" * 2300, "寅卯辰巳午未申酉戌亥" * 3000, WORDS)

    assert time.perf_counter() - started < 2
