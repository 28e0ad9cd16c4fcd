from datetime import date, timedelta

import chinese_calendar
import pytest

from kaoping.rulebook import OutsideCalendar, how_counted, load_rulebook


@pytest.fixture(scope="module")
def workdays():
    return load_rulebook().workdays


def test_every_day_of_eight_years_agrees_with_an_independent_calendar(workdays):
    days = [date(2019, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2019, 1, 1)).days)]

    ours = [day for day in days if workdays.is_workday(day)]

    assert ours == [day for day in days if chinese_calendar.is_workday(day)]


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ((2022, 6, 1), (2022, 6, 7), 3),  # 3 to 5 June were holidays
        ((2022, 6, 1), (2022, 6, 8), 4),
        ((2020, 1, 23), (2020, 2, 3), 1),  # the holiday was lengthened to 2 February
        ((2019, 4, 26), (2019, 5, 6), 5),  # 28 April and 5 May were worked
        ((2025, 12, 31), (2026, 1, 5), 2),  # 4 January, a Sunday, was worked
        ((2018, 12, 31), (2019, 1, 2), 1),  # the first day itself is never counted
        ((2026, 3, 2), (2026, 3, 2), 0),
        ((2026, 3, 6), (2026, 3, 2), -4),
    ],
)
def test_days_are_counted_after_the_first_up_to_the_last(workdays, first, last, count):
    assert workdays.between(date(*first), date(*last)) == count


def test_the_same_day_is_zero_even_beyond_the_calendars(workdays):
    assert workdays.between(date(2030, 1, 1), date(2030, 1, 1)) == 0


@pytest.mark.parametrize("last", [date(2027, 1, 1), date(2018, 12, 28)])
def test_an_unknown_year_is_never_guessed(workdays, last):
    with pytest.raises(OutsideCalendar, match=str(last.year)):
        workdays.between(date(2026, 12, 31) if last.year > 2026 else date(2019, 1, 4), last)


def test_a_count_can_be_shown_day_by_day(workdays):
    counted = workdays.counted(date(2022, 6, 2), date(2022, 6, 6))

    assert [(day.day.day, day.is_workday, day.reason) for day in counted] == [
        (3, False, "端午节假期"),
        (4, False, "端午节假期"),
        (5, False, "端午节假期"),
        (6, True, "工作日"),
    ]


def test_make_up_days_and_weekends_say_what_they_are(workdays):
    counted = workdays.counted(date(2026, 1, 3), date(2026, 1, 11))

    assert [day.reason for day in counted if day.day.weekday() > 4] == ["元旦调休上班", "周六", "周日"]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (
            date(2022, 6, 1),
            date(2022, 6, 8),
            "2022年6月2日起算,不计端午节假期3天,第3个工作日为6月7日,6月8日为第4个工作日",
        ),
        (date(2022, 6, 1), date(2022, 6, 7), "2022年6月2日起算,不计端午节假期3天,6月7日为第3个工作日"),
        (
            date(2025, 12, 31),
            date(2026, 1, 6),
            "2026年1月1日起算,不计元旦假期3天,计入2026年1月4日(元旦调休上班),2026年1月6日为第3个工作日",
        ),
        (date(2026, 3, 5), date(2026, 3, 8), "2026年3月6日起算,不计周末2天,至3月8日(周日)共1个工作日"),
        (date(2026, 3, 5), date(2026, 3, 5), ""),
    ],
)
def test_how_a_deadline_was_counted_is_told_in_one_sentence(workdays, first, last, words):
    assert how_counted(workdays, first, last, within=3) == words


def test_how_it_was_counted_is_not_guessed_beyond_the_calendars(workdays):
    with pytest.raises(OutsideCalendar, match=r"2019—2026"):
        how_counted(workdays, date(2026, 12, 30), date(2027, 1, 5))
