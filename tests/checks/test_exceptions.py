from datetime import date

import pytest

from kaoping.checks import Observation, silence
from kaoping.errors import RulebookError
from kaoping.rulebook import Waiver, load_rulebook

TODAY = date(2026, 9, 15)
HOME = "http://www.wangchuan.example/"
ONE, TWO = HOME + "1.html", HOME + "2.html"


def seen(url=ONE, *pages, check="wording.typo", answer="problem", **facts):
    return Observation(check=check, answer=answer, url=url, pages=pages, facts=facts)


def waiver(**scopes):
    return Waiver(**{"author": "张三", "reason": "店名", "until": date(2026, 12, 31), **scopes})


def kept(observations, *waivers, unit="望川市民政局", site="www.wangchuan.example"):
    return silence(observations, waivers, TODAY, unit=unit, site=site).kept


class TestScopes:
    def test_an_entry_is_silenced_in_every_check_that_names_it(self):
        observations = (seen(wrong="布署"), seen(wrong="秸杆"), seen(check="wording.listed", wrong="布署"))

        assert kept(observations, waiver(entry="布署")) == (observations[1],)

    def test_a_check_silences_itself_alone(self):
        observations = (seen(wrong="布署"), seen(check="upkeep.dead_link"))

        assert kept(observations, waiver(check="wording.typo")) == (observations[1],)

    @pytest.mark.parametrize(
        "scope", [{"unit": "望川市财政局"}, {"site": "cz.wangchuan.example"}, {"page": TWO}]
    )
    def test_another_unit_site_or_page_does_not_concern_it(self, scope):
        observations = (seen(wrong="布署"),)

        assert kept(observations, waiver(entry="布署", **scope)) == observations

    @pytest.mark.parametrize(
        "scope", [{"unit": "望川市民政局"}, {"site": "www.wangchuan.example"}, {"page": ONE}]
    )
    def test_its_own_unit_site_or_page_does(self, scope):
        assert kept((seen(wrong="布署"),), waiver(entry="布署", **scope)) == ()

    def test_one_page_of_several_falls_away_and_the_others_stay(self):
        (left,) = kept((seen(ONE, TWO, wrong="布署"),), waiver(entry="布署", page=ONE))

        assert (left.url, left.pages) == (TWO, ())

    def test_a_sentence_with_another_wrong_word_stays(self):
        observations = (seen(wrong="布署、秸杆"),)

        assert kept(observations, waiver(entry="布署")) == observations
        assert kept(observations, waiver(entry="布署"), waiver(entry="秸杆")) == ()

    def test_a_longer_word_that_contains_the_entry_stays(self):
        observations = (seen(wrong="作布署"), seen(quote_="布署"))

        assert kept(observations, waiver(entry="布署")) == observations

    def test_what_was_not_checked_is_never_silenced(self):
        observations = (seen(answer="not_checked"),)

        assert kept(observations, waiver(check="wording.typo")) == observations

    def test_what_nobody_excepted_is_handed_on_as_it_is(self):
        observations = (seen(wrong="布署"),)

        assert kept(observations) == observations


class TestTelling:
    def test_the_report_counts_what_was_left_out_and_says_by_whose_word(self):
        told = silence([seen(ONE, wrong="布署"), seen(TWO, wrong="布署")], [waiver(entry="布署")], TODAY)

        assert told.remarks() == ("已按例外不计2处:“布署”(张三:店名,至2026-12-31)",)

    def test_on_its_last_day_it_still_holds(self):
        assert kept((seen(wrong="布署"),), waiver(entry="布署", until=TODAY)) == ()

    def test_an_expired_one_is_told_and_no_longer_silences(self):
        observations = (seen(wrong="布署"),)
        old = waiver(entry="布署", until=date(2026, 9, 14))

        told = silence(observations, [old], TODAY)

        assert told.kept == observations
        assert told.remarks() == ("例外已于2026-09-14到期,不再生效:“布署”(张三:店名)",)

    def test_an_expired_one_that_would_have_held_nowhere_is_not_told(self):
        old = waiver(entry="秸杆", until=date(2026, 9, 14))

        assert silence([seen(wrong="布署")], [old], TODAY).remarks() == ()


class TestFiles:
    def loaded(self, folder, text):
        (folder / "exceptions").mkdir()
        (folder / "exceptions" / "2026.yaml").write_text("title: 例外\nexceptions:\n" + text, "utf-8")
        return load_rulebook(folder).waivers

    def test_a_file_is_read_with_its_places(self, tmp_path):
        (one,) = self.loaded(
            tmp_path, "  - {entry: 布署, unit: 望川市民政局, author: 张三, reason: 店名, until: 2026-12-31}\n"
        )

        assert (one.entry, one.unit, one.author, one.until) == (
            "布署",
            "望川市民政局",
            "张三",
            date(2026, 12, 31),
        )
        assert one.where.endswith("2026.yaml 第 3 行")

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("{entry: 布署, author: 张三, reason: 店名}", "缺少“until”"),
            ("{entry: 布署, author: 张三, reason: 店名, until: 2026-2-30}", "应为存在的日期"),
            ("{unit: 望川市民政局, author: 张三, reason: 店名, until: 2026-12-31}", "没有写 check"),
            ("{entry: 布署, reason: 店名, until: 2026-12-31}", "缺少“author”"),
        ],
    )
    def test_what_would_silence_too_much_or_for_ever_is_refused(self, tmp_path, line, words):
        with pytest.raises(RulebookError, match=words):
            self.loaded(tmp_path, f"  - {line}\n")

    def test_the_same_scope_twice_is_refused(self, tmp_path):
        line = "  - {entry: 布署, author: 张三, reason: 店名, until: 2026-12-31}\n"

        with pytest.raises(RulebookError, match="与第 1 项的范围相同"):
            self.loaded(tmp_path, line + line)
