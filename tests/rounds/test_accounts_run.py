"""The accounts of the invented city through every lane: what is found, and where nothing is said."""

import json
from datetime import date

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from kaoping.rounds.account_lanes import NetworkPlan
from kaoping.rounds.accounts import AccountsPlan, check_accounts
from kaoping_toytown.media_server import served_accounts

TODAY = date(2026, 9, 15)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The city, its report, and the folder of results."""
    base = tmp_path_factory.mktemp("accounts")
    with served_accounts(base / "in", today=TODAY) as city:
        plan = AccountsPlan(base / "in", TODAY, network=NetworkPlan(rate=0, allow_private=True))
        report = check_accounts(plan, base / "out")
    return city, report, base / "out"


def holds(expected, seen):
    facts = {key: str(seen.facts.get(key)) for key in expected.facts}
    return (seen.check, seen.site) == (expected.check, expected.site) and facts == {
        key: str(value) for key, value in expected.facts.items()
    }


class TestACityOfAccounts:
    def test_every_known_fault_is_found(self, ran):
        city, report, _ = ran
        problems = report.of("problem")

        missed = [one for one in city.truth if not any(holds(one, seen) for seen in problems)]

        assert missed == []

    def test_nobody_else_is_accused(self, ran):
        city, report, _ = ran
        accused = [o for o in report.of("problem") if o.lane != "hint"]

        strays = [o.message for o in accused if not any(holds(one, o) for one in city.truth)]

        assert strays == []

    def test_look_alikes_are_left_alone(self, ran):
        city, report, _ = ran
        spoken = {(o.check, o.site) for o in report.observations if o.answer != "not_checked"}

        assert [one for one in city.decoys if (one.check, one.site) in spoken] == []

    def test_what_cannot_be_told_goes_to_a_person(self, ran):
        city, report, _ = ran
        waiting = {(o.site, o.check) for o in report.of("unsure")}

        assert set(city.unsure) <= waiting

    def test_every_lane_is_named_with_what_it_told(self, ran):
        _, report, _ = ran

        assert {lane.name for lane in report.lanes} == {
            "转发的文章地址", "保存的文章文件", "平台或监测服务导出", "订阅源", "单位自报", "菜单数据",
            "检查员手机核查",
        }  # fmt: skip
        assert all(lane.posts for lane in report.lanes if lane.name not in ("菜单数据", "检查员手机核查"))

    def test_what_was_not_taken_is_said(self, ran):
        _, report, _ = ran
        told = "\n".join(report.remarks)

        assert "订阅源含 DTD" in told
        assert "平台要求验证,没有看到文章" in told
        assert "各条时间完全相同" in told

    def test_a_deleted_article_is_a_post_that_is_gone(self, ran):
        _, report, _ = ran
        gone = [post for post in report.posts if post.deleted]

        assert [(post.site, post.deleted) for post in gone] == [
            ("微信公众号·望川民政", "该内容已被发布者删除")
        ]


class TestWhatARunWrites:
    def test_observations_lie_in_their_order_with_evidence_of_what_was_fetched(self, ran):
        _, report, out = ran
        lines = [json.loads(line) for line in (out / "observations.jsonl").read_text("utf-8").splitlines()]
        keys = [(line["site"], line["check"], line["url"]) for line in lines]
        stale = next(o for o in lines if o["site"].endswith("望川交通") and o["check"] == "newmedia.stale")

        assert len(lines) == len(report.observations)
        assert keys == sorted(keys)
        assert (out / "archive" / stale["evidence"]["archive"]).is_file()

    def test_the_table_holds_every_post_and_no_persons_number(self, ran):
        _, report, out = ran

        assert pq.read_metadata(out / "posts.parquet").num_rows == len(report.posts)
        texts = "".join(p.read_text("utf-8") for p in (out / "observations.jsonl", out / "report.html"))
        assert "110101199003074258" not in texts

    def test_coverage_tells_what_was_looked_at(self, ran):
        _, report, out = ran
        rows = (out / "coverage.csv").read_text("utf-8-sig").splitlines()

        assert len(rows) == 1 + 7 * len(report.accounts)

    def test_the_workbook_has_every_sheet(self, ran):
        _, report, out = ran
        book = CalamineWorkbook.from_path(str(out / "report.xlsx"))

        assert book.sheet_names == ["账号", "问题", "待判断", "未检查", "推文", "数据来源", "资料说明"]
        assert len(book.get_sheet_by_name("推文").to_python()) == 1 + len(report.posts)

    def test_the_page_asks_nothing_of_the_network(self, ran):
        _, _, out = ran
        page = (out / "report.html").read_text("utf-8")

        assert "default-src 'none'" in page
        assert "<script" not in page
        assert 'src="http' not in page
