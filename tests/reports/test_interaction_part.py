"""The report's part on interaction: what it counts and what it prints."""

from datetime import date

from selectolax.lexbor import LexborHTMLParser
from wangchuan import run, site

from kaoping.pages.interaction import Channel, InteractionReading, Message, Statistics
from kaoping.pages.replies import measure
from kaoping.reports import write_report_html
from kaoping.reports.interaction import interaction_part
from kaoping.rulebook import load_rulebook

HOME = "http://www.muyun.example/"
TODAY = date(2026, 11, 25)
MESSAGES = (
    Message(f"{HOME}1.html", "路灯不亮", date(2026, 11, 2), date(2026, 11, 5), "answered", 30, True),
    Message(f"{HOME}2.html", "<b>公交改线</b>", date(2026, 10, 12), date(2026, 11, 9), "answered", 30, True),
    Message(f"{HOME}3.html", "积水", date(2026, 7, 20), None, "unanswered", 0, True),
    Message(f"{HOME}4.html", "噪声", date(2026, 11, 23), None, "in_progress", 0, True),
)
READING = InteractionReading(
    site="www.muyun.example",
    channels=(
        Channel("网上信访", f"{HOME}xf/", "petition", True),
        Channel("县长信箱", f"{HOME}xx/", "letterbox", True),
    ),
    messages=MESSAGES,
    statistics=(
        Statistics(f"{HOME}a", "收到12件,办结11件", {"received": 12, "closed": 11}, date(2026, 10, 31)),
        Statistics(f"{HOME}b", "收到12件,办结11件", {"received": 12, "closed": 11}, date(2026, 10, 31)),
    ),
)


def part():
    replies = measure(
        MESSAGES,
        load_rulebook().workdays,
        today=TODAY,
        reply_workdays=15,
        unanswered_months=3,
        lookback_months=12,
    )
    return interaction_part(READING, replies)


class TestThePart:
    def test_what_waits_too_long_is_not_in_time(self):
        made = part()

        assert (made.answered_count, made.median_workdays, made.share_in_time) == (2, 11.5, 1 / 3)
        assert made.oldest_open.message.title == "积水"

    def test_the_gravest_stand_first(self):
        assert [reply.state for reply in part().replies] == ["long_open", "late", "open", "in_time"]

    def test_channels_that_count_stand_first_and_a_quotation_stands_once(self):
        made = part()

        assert [channel.name for channel in made.channels] == ["县长信箱", "网上信访"]
        assert len(made.statistics) == 1


class TestTheReport:
    def test_it_prints_replies_channels_and_figures_and_escapes_titles(self, tmp_path):
        write_report_html(run(site(interaction=part())), tmp_path / "report.html")

        text = (tmp_path / "report.html").read_text("utf-8")
        shown = LexborHTMLParser(text).css_first("section.interaction").text()
        assert all(w in shown for w in ("县长信箱", "收到12件,办结11件", "超期未答复", "<b>公交改线</b>"))
        assert "<b>公交改线" not in text

    def test_a_site_without_interaction_has_no_such_part(self, tmp_path):
        write_report_html(run(site()), tmp_path / "report.html")

        assert (
            LexborHTMLParser((tmp_path / "report.html").read_text("utf-8")).css("section.interaction") == []
        )
