"""What units send in, or do not: reports, claims, tasks."""

from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook
from owed import at, event

from kaoping.errors import LedgerError
from kaoping.ledger import (
    placed_tasks,
    read_claims,
    read_events,
    read_reports,
    read_tasks,
    report_duties,
    report_state,
    unclaimed_tasks,
    write_events,
)
from kaoping.roster import SiteEntry

DUE = date(2022, 9, 2)
SITES = (SiteEntry("望川市教育局", "市直单位", "网站", "http://jyj.wangchuan.example/", ""),)


def duties(received):
    return report_duties(
        ["望川市教育局", "望川市司法局"], received, title="2022年上半年", due=DUE, counted="数法", sites=SITES
    )


class TestReports:
    @pytest.mark.parametrize(
        ("received", "today", "state"),
        [
            ([at(2, 15)], 5, "in time"),
            ([at(2, 17)], 5, "late"),  # 17:00 UTC is the third in China
            ([at(6), at(1)], 7, "in time"),
            ([], 3, "missing"),
            ([], 2, "not yet due"),
        ],
    )
    def test_the_first_that_came_counts_by_its_day_in_china(self, received, today, state):
        duty = duties({"望川市教育局": received})[0]

        assert report_state(duty, date(2022, 9, today)) == state

    def test_a_unit_without_a_site_owes_one_all_the_same(self):
        one, other = duties({})

        assert (one.site, one.url) == ("jyj.wangchuan.example", "http://jyj.wangchuan.example/")
        assert (other.unit, other.url, other.due) == ("望川市司法局", "", DUE)


class TestTables:
    def test_reports_are_read_with_day_and_clock(self, tmp_path):
        (tmp_path / "r.csv").write_text(
            "单位,提交时间\n望川市教育局,2022-09-02 17:30\n望川市教育局,2022年9月1日\n", "utf-8-sig"
        )

        assert read_reports(tmp_path / "r.csv") == {
            "望川市教育局": (datetime(2022, 9, 1, 4, tzinfo=UTC), datetime(2022, 9, 2, 9, 30, tzinfo=UTC))
        }

    def test_claims_become_events(self, tmp_path):
        (tmp_path / "c.csv").write_text(
            "问题编号,时间,说明\nabcd efgh 2345 wxyz,2022-09-01,已更正\n", "utf-8"
        )

        (claim,) = read_claims(tmp_path / "c.csv")

        assert (claim.finding, claim.kind, claim.reason) == (
            "ABCD-EFGH-2345-WXYZ",
            "claimed fixed",
            "已更正",
        )

    def test_a_claim_about_what_is_no_id_is_refused_with_its_row(self, tmp_path):
        (tmp_path / "c.csv").write_text("问题编号,时间\n第三个问题,2022-09-01\n", "utf-8")

        with pytest.raises(LedgerError, match="第 2 行“问题编号”:“第三个问题”不是问题编号"):
            read_claims(tmp_path / "c.csv")

    def test_tasks_are_read_from_a_workbook_with_true_dates(self, tmp_path):
        book = Workbook()
        book.active.append(["任务", "单位", "认领期限", "认领时间"])
        book.active.append(["编制指南", "望川市教育局", datetime(2022, 9, 1), None])  # noqa: DTZ001
        book.active.append(["梳理目录", "望川市司法局", "2022.9.1", "2022/8/30"])
        book.save(tmp_path / "t.xlsx")

        one, other = placed_tasks(read_tasks(tmp_path / "t.xlsx"), SITES)

        assert (one.claim_by, one.claimed, one.url) == (
            date(2022, 9, 1),
            None,
            "http://jyj.wangchuan.example/",
        )
        assert other.claimed == date(2022, 8, 30)
        assert unclaimed_tasks([one, other], date(2022, 9, 2)) == (one,)

    def test_the_mistakes_of_all_rows_are_told_at_once(self, tmp_path):
        (tmp_path / "r.csv").write_text(
            "单位,提交时间\n,2022-09-02\n望川市教育局,下周\n望川市教育局,2022-13-45\n", "utf-8"
        )

        with pytest.raises(LedgerError) as caught:
            read_reports(tmp_path / "r.csv")

        words = str(caught.value)
        assert "有 3 行要改" in words
        assert "第 2 行“单位”:没有填写" in words
        assert "第 3 行“提交时间”:“下周”不是日期" in words

    def test_a_table_without_its_headings_is_refused_by_name(self, tmp_path):
        (tmp_path / "r.csv").write_text("甲,乙\n1,2\n", "utf-8")

        with pytest.raises(LedgerError, match=r"整改报告登记表 .*r.csv .*表头应有 单位、提交时间"):
            read_reports(tmp_path / "r.csv")

    def test_a_missing_table_is_refused_in_chinese(self, tmp_path):
        with pytest.raises(LedgerError, match="找不到任务表"):
            read_tasks(tmp_path / "none.csv")


class TestEvents:
    def test_what_is_written_is_read_again_in_order_of_finding_and_time(self, tmp_path):
        later, sooner = event("claimed fixed", 3), event("exempted", 1, until=DUE)
        write_events([later, sooner], tmp_path / "events.jsonl")

        assert read_events(tmp_path / "events.jsonl") == (sooner, later)

    @pytest.mark.parametrize(
        "line", ["{", '{"finding":"a","kind":"vanished","at":"2022-09-01T00:00:00Z","by":""}']
    )
    def test_a_line_that_is_no_event_is_named(self, tmp_path, line):
        (tmp_path / "e.jsonl").write_text("\n" + line + "\n", "utf-8")

        with pytest.raises(LedgerError, match="第 2 行"):
            read_events(tmp_path / "e.jsonl")
