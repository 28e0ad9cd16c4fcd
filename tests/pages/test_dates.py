# ruff: noqa: E501  (markup is easier to read unbroken)
from datetime import date

import pytest

from kaoping.pages.dates import address_date, first_date, iso_date, month_and_day


class TestWrittenDates:
    @pytest.mark.parametrize(
        "text",
        ["2022-08-25", "2022年8月25日", "2022/8/25 10:20", "2022.08.25", "二〇二二年八月二十五日", "二○二二年八月二十五日",
         "２０２２年８月２５日", "民国111年8月25日", "发布于2022 年 8 月 25 日"],
    )  # fmt: skip
    def test_every_way_of_writing_a_day_is_read(self, text):
        found = first_date(text)

        assert found is not None
        assert found.value == date(2022, 8, 25)

    @pytest.mark.parametrize("text", ["2022-13-45", "2022-02-30", "农历2022年8月25日", "二〇二二年正月初五"])
    def test_what_is_no_day_of_the_calendar_is_seen_but_never_mended(self, text):
        found = first_date(text)

        assert found is not None
        assert found.value is None

    @pytest.mark.parametrize(
        "text", ["2022年", "2022-08", "第2022082号", "电话0714-2022-0825", "13.2022.08.25"]
    )
    def test_a_year_or_a_number_is_no_date(self, text):
        assert first_date(text) is None

    @pytest.mark.parametrize(
        "path",
        [
            "/xw/202208/t20220825_1868472.html",
            "/art/2022/8/25/art_1_2.html",
            "/2022-08/25/content_1.htm",
            "/2022/8/25/x.shtml",
        ],
    )
    def test_addresses_of_content_systems_bear_dates(self, path):
        found = address_date("http://www.muyun.example" + path)

        assert found is not None
        assert found.value == date(2022, 8, 25)

    @pytest.mark.parametrize(
        "path", ["/info/1021/2345.htm", "/content/post_10872346.html", "/zwgk/20221345/1.html"]
    )
    def test_other_addresses_bear_none(self, path):
        assert address_date("http://www.muyun.example" + path) is None

    @pytest.mark.parametrize("text", ["2022-08-25T09:00:00", "20220825", "1661356800", "1661356800000"])
    def test_values_made_by_machines_are_read(self, text):
        assert iso_date(text) == date(2022, 8, 25)

    def test_a_short_date_has_no_year(self):
        assert month_and_day("[08-25]") == (8, 25)
        assert month_and_day("13-45") is None
