import pytest

from kaoping.checks.integrity.planted import planted_words
from kaoping.checks.words import word_finder
from kaoping.rulebook import load_rulebook

RULES = load_rulebook()
CONFUSIONS = RULES.lexicon("confusions").entries
BRANDS = RULES.lexicon("hijack-brands").entries


class TestConfusions:
    def test_a_right_form_contains_no_wrong_one(self):
        finder = word_finder(RULES, "confusions")

        assert [e.wrong for e in CONFUSIONS if finder.find(e.right)] == []

    def test_every_wrong_form_is_found_by_itself_and_once(self):
        finder = word_finder(RULES, "confusions")

        assert [e.wrong for e in CONFUSIONS if len(finder.find(f"。{e.wrong}。")) != 1] == []
        assert len({e.wrong for e in CONFUSIONS}) == len(CONFUSIONS)

    @pytest.mark.parametrize("entry", [e for e in CONFUSIONS if e.fires or e.silent], ids=lambda e: e.wrong)
    def test_an_entrys_own_sentences_show_where_it_fires_and_where_not(self, entry):
        finder = word_finder(RULES, "confusions")

        assert not entry.fires or [h.entry.wrong for h in finder.find(entry.fires)] == [entry.wrong]
        assert finder.find(entry.silent) == ()


class TestHijackBrands:
    def test_every_brand_is_found_and_written_small(self):
        brands = [e for e in BRANDS if e.class_ in ("brand", "slogan", "porn")]

        assert [e.wrong for e in brands if e.wrong != e.wrong.lower()] == []
        assert [e.wrong for e in brands if not planted_words(f"{e.wrong}。", RULES)] == []

    @pytest.mark.parametrize("entry", [e for e in BRANDS if e.fires or e.silent], ids=lambda e: e.wrong)
    def test_an_entrys_own_sentences_show_where_it_fires_and_where_not(self, entry):
        assert not entry.fires or planted_words(entry.fires, RULES)
        assert planted_words(entry.silent, RULES) == ()
