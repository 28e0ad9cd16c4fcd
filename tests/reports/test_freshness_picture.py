import pytest
from wangchuan import TODAY, section

from kaoping.reports.freshness import mark_of, picture, place


def percent(text):
    return float(text.removesuffix("%"))


def test_time_runs_from_left_to_today_on_the_right():
    places = [place(age) for age in (5_000, 1_096, 365, 30, 7, 0)]

    assert places == sorted(places)
    assert (places[0], places[1], places[-1]) == (0, 0, 100)


@pytest.mark.parametrize(("age", "is_within"), [(0, True), (14, True), (15, False), (400, False)])
def test_a_dot_lies_within_its_allowed_period_exactly_when_it_is_in_time(age, is_within):
    mark = mark_of(section(age=age), TODAY)

    assert (percent(mark.dot) >= percent(mark.limit)) is is_within


def test_a_stale_section_says_by_how_much():
    mark = mark_of(section(age=41, state="stale"), TODAY)

    assert mark.words == "41 天前,超 27 天"
    assert mark.overrun


def test_a_section_without_dates_has_no_dot():
    marks = [mark_of(section(age=None, state=state), TODAY) for state in ("empty", "unseen")]

    assert [(mark.dot, mark.words) for mark in marks] == [("", "没有内容"), ("", "未能查看")]


def test_sections_in_trouble_are_listed_first_and_the_rest_is_counted():
    rows = [section(f"好{n}") for n in range(5)] + [section("坏", 90, state="stale")]

    drawn = picture(rows, TODAY, most=2)

    assert drawn.kinds[0].marks[0].row.name == "坏"
    assert drawn.left_out == 4
    assert sum(share.count for share in drawn.shares) == 6


def test_no_sections_make_an_empty_picture():
    drawn = picture((), TODAY, most=10)

    assert (drawn.total, drawn.kinds, drawn.shares) == (0, (), ())
