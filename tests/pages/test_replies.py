"""How long answers took, and what is still open."""

from datetime import date

from kaoping.pages.interaction import Message
from kaoping.pages.replies import measure, months_before

TODAY = date(2026, 11, 25)


LIMITS = {"reply_workdays": 15, "unanswered_months": 3, "lookback_months": 12}


def measured(rules, *messages, today=TODAY):
    return measure(messages, rules.workdays, today=today, **LIMITS)


def letter(asked, answered=None, state="answered", **more):
    return Message("http://www.muyun.example/1", "来信", asked, answered, state, is_own_page=True, **more)


def test_days_are_worked_days(rules):
    (reply,) = measured(rules, letter(date(2026, 9, 30), date(2026, 10, 9))).measured

    assert (reply.workdays, reply.state) == (2, "in_time")


def test_a_day_that_no_calendar_knows_is_not_counted(rules):
    asked = letter(date(2030, 1, 2), date(2030, 1, 5))

    (reply,) = measured(rules, asked, today=date(2030, 2, 1)).measured

    assert (reply.state, reply.why) == ("unknown", "日期超出已知的工作日历")


def test_a_question_of_tomorrow_is_not_believed(rules):
    (reply,) = measured(rules, letter(date(2026, 11, 26), state="unanswered")).measured

    assert reply.state == "unknown"


def test_an_interim_reply_after_long_is_left_to_a_person(rules):
    (reply,) = measured(rules, letter(date(2026, 6, 1), state="in_progress", reply_length=40)).measured

    assert reply.state == "unknown"


def test_nothing_measured_has_no_median(rules):
    replies = measured(rules)

    assert (replies.median_workdays, replies.oldest_open, replies.in_time) == (None, None, 0)


def test_months_end_where_the_shorter_month_ends():
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
