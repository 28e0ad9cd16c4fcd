"""The yearly calendars: held against an independent library, and laid over by an office."""

import re
from datetime import date, timedelta
from importlib.resources import files

import chinese_calendar
import pytest
import yaml

from kaoping.errors import RulebookError
from kaoping.rulebook import OutsideCalendar, load_rulebook

YEARS = range(2019, 2027)
# the library's names of festivals, as notices call them
NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节", "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节", "National Day": "国庆节",
}  # fmt: skip
# numbers of the State Council's notices, one for each year; 2020's Spring Festival was lengthened by another
NUMBERS = {
    2019: "国办发明电〔2018〕15号", 2020: "国办发明电〔2019〕16号", 2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号", 2023: "国办发明电〔2022〕16号", 2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号", 2026: "国办发明电〔2025〕7号",
}  # fmt: skip


def calendar(year):
    return yaml.safe_load(files("kaoping_rulebook").joinpath(f"calendars/{year}.yaml").read_text("utf-8"))


def days_of(holiday):
    return [holiday["from"] + timedelta(days=n) for n in range((holiday["to"] - holiday["from"]).days + 1)]


@pytest.mark.parametrize("year", YEARS)
class TestEachYear:
    def test_it_names_the_notice_that_it_follows(self, year):
        numbers = [notice["number"] for notice in calendar(year)["notices"]]

        assert numbers[0] == NUMBERS[year]
        assert all(re.fullmatch(r"国办发明电〔20\d\d〕\d{1,2}号", number) for number in numbers)

    def test_each_free_day_is_the_festival_that_the_library_calls_it(self, year):
        for holiday in calendar(year)["holidays"]:
            for day in days_of(holiday):
                is_free, name = chinese_calendar.get_holiday_detail(day)
                assert is_free, day
                if name and NAMES.get(name) and NAMES[name] != holiday["name"]:
                    # two festivals may fall into one holiday; a notice then names both or the longer
                    assert name in ("Mid-autumn Festival", "National Day", "Labour Day"), day

    def test_each_make_up_day_is_worked_by_the_library_too(self, year):
        made_up = {day for holiday in calendar(year)["holidays"] for day in holiday.get("worked", ())}

        weekends = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
        library = {
            d for d in weekends if d.year == year and d.weekday() > 4 and chinese_calendar.is_workday(d)
        }
        assert made_up == library

    def test_legal_holidays_are_as_many_as_the_law_says(self, year):
        named = {NAMES.get(name) for name in (chinese_calendar.get_holiday_detail(d)[1] for h in
                 calendar(year)["holidays"] for d in days_of(h)) if name}  # fmt: skip

        assert {"元旦", "春节", "清明节", "劳动节", "端午节", "国庆节"} <= named


class TestAnOfficesOwn:
    def test_its_file_takes_the_place_of_the_shipped_year(self, tmp_path):
        (tmp_path / "calendars").mkdir()
        own = files("kaoping_rulebook").joinpath("calendars/2026.yaml").read_text("utf-8")
        (tmp_path / "calendars" / "2026.yaml").write_text(
            own + "  - {name: 望川市防汛停工, from: 2026-07-08, to: 2026-07-08}\n", "utf-8"
        )

        workdays = load_rulebook(tmp_path).workdays

        assert not workdays.is_workday(date(2026, 7, 8))
        assert load_rulebook().workdays.is_workday(date(2026, 7, 8))

    def test_its_file_may_add_the_next_year(self, tmp_path):
        (tmp_path / "calendars").mkdir()
        (tmp_path / "calendars" / "2027.yaml").write_text(
            "year: 2027\nnotices:\n  - {number: 本市通知, what: 试排, mark: suggested}\nholidays:\n"
            "  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}\n",
            "utf-8",
        )

        assert load_rulebook(tmp_path).workdays.between(date(2026, 12, 31), date(2027, 1, 4)) == 1

    def test_a_gap_between_years_is_refused(self, tmp_path):
        (tmp_path / "calendars").mkdir()
        text = "year: 2029\nnotices:\n  - {number: 本市通知, what: 试排, mark: suggested}\nholidays: []\n"
        (tmp_path / "calendars" / "2029.yaml").write_text(text, "utf-8")

        with pytest.raises(RulebookError):
            load_rulebook(tmp_path)


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2027, 1, 4)])
def test_beyond_the_known_years_the_message_says_which_are_known(day):
    with pytest.raises(OutsideCalendar, match=r"2019—2026 年.*calendars"):
        load_rulebook().workdays.is_workday(day)
