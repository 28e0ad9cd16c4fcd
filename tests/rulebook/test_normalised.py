from hypothesis import given
from hypothesis import strategies as st

from kaoping.rulebook import normalised, plain

ODD = "布署abAB,。\u200b\u2060㎡…①\ud800中 \ufe0fé️Ⅻ\n𠀀"


class TestNormalForm:
    def test_full_width_capitals_and_compatibility_characters_become_ordinary_ones(self):
        assert plain("APP①㎡") == "app1m2"

    def test_invisible_characters_and_lone_surrogates_fall_away(self):
        assert plain("布\u200b署\ufeff\ufe0f\ud800") == "布署"

    def test_line_breaks_stay(self):
        assert plain("一\n二") == "一\n二"

    def test_a_place_leads_back_to_the_text_as_it_stands(self):
        text = "见㎡与布\u200b\u200b署。"
        form = normalised(text)
        start = form.text.index("布署")

        first, last = form.raw_span(start, start + 2)

        assert text[first:last] == "布\u200b\u200b署"

    def test_a_text_without_odd_characters_keeps_its_places(self):
        form = normalised("部署工作。")

        assert form.raw_span(2, 4) == (2, 4)

    @given(st.text(st.sampled_from(ODD), max_size=40))
    def test_every_character_leads_back_to_the_one_it_came_from(self, text):
        form = normalised(text)

        assert form.text == plain(text)
        for n, character in enumerate(form.text):
            start, end = form.raw_span(n, n + 1)
            assert end == start + 1
            assert character in plain(text[start])

    def test_two_million_characters_take_time_in_proportion(self):
        text = "布\u200b署ABC," * 300_000

        assert len(normalised(text).text) == 6 * 300_000

    def test_a_character_that_stands_for_a_sentence_stays_one(self):
        assert plain("ﷺ") == "ﷺ"
        assert plain("㍿") == "株式会社"
