"""Days and instants as people write them."""

from datetime import UTC, date, datetime

import pytest

from kaoping.roster import NotAMoment, beijing, written_day, written_moment


class TestWritten:
    @pytest.mark.parametrize(
        "written",
        ["2026-09-01", "2026/9/1", "2026.9.1", "2026年9月1日", "２０２６年９月１日", "2026-09-01 00:00:00"],
    )
    def test_a_day_in_any_usual_form(self, written):
        assert written_day(written) == date(2026, 9, 1)

    @pytest.mark.parametrize(
        "written", ["2026-09-01 09:05", "2026年9月1日9时5分", "2026/9/1 9:05:00", "2026-09-01T01:05:00Z"]
    )
    def test_an_instant_is_beijing_time_unless_it_says_otherwise(self, written):
        assert written_moment(written) == datetime(2026, 9, 1, 1, 5, tzinfo=UTC)

    @pytest.mark.parametrize(
        "written",
        ["", "昨天", "2026-02-30", "1926-09-01", "46266", "2026-09-01 25:00", "2026-09-01 上午"],
    )
    def test_what_is_none_is_refused(self, written):
        with pytest.raises(NotAMoment, match="不是日期"):
            written_moment(written)

    def test_it_is_shown_in_beijing_time(self):
        assert beijing(datetime(2026, 8, 31, 17, 0, tzinfo=UTC)) == "2026-09-01 01:00:00"
