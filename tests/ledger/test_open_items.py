"""What is carried over into the next round, and its file."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from owed import TODAY, at, event, exempted, finding, item

from kaoping.errors import LedgerError
from kaoping.ledger import (
    LookedBack,
    OpenItems,
    after_events,
    due_items,
    lookback_events,
    open_items,
    read_open_items,
    write_open_items,
)
from kaoping.roster import SiteEntry

DUE = date(2022, 9, 2)


def carried(findings, events=(), earlier=(), today=TODAY):
    return open_items(
        findings, events, title="2022年下半年", due=DUE, counted="数法", today=today, earlier=earlier
    )


def statuses(items):
    return {i.id: i.status for i in items}


class TestCarriedOver:
    def test_only_confirmed_and_exempted_findings_are_carried(self):
        found = [finding("a"), exempted("b"), finding("c", state="dismissed"), finding("d", state="suspect")]

        assert statuses(carried(found)) == {"a": "open", "b": "exempt"}

    def test_an_exemption_that_has_ended_leaves_the_finding_open(self):
        assert statuses(carried([exempted("b", until=date(2022, 9, 4))])) == {"b": "open"}

    def test_a_claim_is_kept_with_its_instant(self):
        (one,) = carried([finding()], [event("handed over", 1), event("claimed fixed", 3)])

        assert (one.status, one.claimed_at) == ("claimed fixed", at(3))

    def test_an_item_found_again_keeps_its_first_round_and_last_day(self):
        first = replace(item("a"), round="2021年度", due=date(2022, 3, 1), counted="旧数法")

        (one,) = carried([finding("a")], earlier=[first])

        assert (one.round, one.due, one.counted) == ("2021年度", date(2022, 3, 1), "旧数法")

    def test_one_that_nobody_looked_at_again_stays_as_it_was(self):
        first = item("a", status="claimed fixed", claimed=True)

        assert carried([], earlier=[first]) == (first,)

    def test_one_that_was_dismissed_since_is_gone(self):
        assert carried([finding("a", state="dismissed")], earlier=[item("a")]) == ()

    @pytest.mark.parametrize(
        ("earlier", "status"),
        [
            (item("a", status="verified", closed=True), "relapsed"),
            (item("a", status="claimed fixed", claimed=True), "false claim"),
            (item("a", status="handed over"), "handed over"),
        ],
    )
    def test_one_found_anew_answers_what_was_said_before(self, earlier, status):
        assert statuses(carried([finding("a")], earlier=[earlier])) == {"a": status}

    def test_what_a_look_back_said_becomes_its_status(self):
        one = item("a", status="claimed fixed", claimed=True)
        looked = LookedBack(one, "fixed", at(4), "", "sha256:after", "已改正")

        events = lookback_events([looked], by="复核")

        assert statuses(carried([], events, [one])) == {"a": "verified"}
        assert events[0].digest == "sha256:after"

    def test_they_are_sorted_whatever_order_findings_come_in(self):
        found = [finding(id_, unit=unit) for id_, unit in (("c", "乙局"), ("a", "乙局"), ("b", "丙局"))]

        assert carried(found) == carried(found[::-1])

    def test_only_what_is_still_owed_can_be_overdue(self):
        items = [item("a"), item("b", status="verified", closed=True), item("c", status="exempt")]

        assert [i.id for i in due_items(items, TODAY)] == ["a"]
        assert due_items(items, DUE) == ()


def content(*items):
    site = SiteEntry("望川市教育局", "市直单位", "望川市教育局网站", "http://jyj.wangchuan.example/", "")
    return OpenItems("2022年上半年", TODAY, items, (site,), "1")


class TestFile:
    def test_what_is_written_is_read_again(self, tmp_path):
        one = item("a", claimed=True, facts={"target": "http://x.example/", "count": 3}, quote="原文")
        write_open_items(content(one), tmp_path / "open-items.json")

        assert read_open_items(tmp_path / "open-items.json") == content(one)

    @given(st.permutations([item("a"), item("b", closed=True), item("c", unit="丙局")]))
    def test_the_same_items_in_any_order_give_the_same_bytes(self, items):
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "o.json"
            write_open_items(content(*sorted(items, key=lambda i: i.id)), path)
            expected = path.read_bytes()
            write_open_items(content(*items), path)

            assert path.read_bytes() == expected

    def test_writing_what_was_read_gives_the_same_bytes(self, tmp_path):
        first, second = tmp_path / "a.json", tmp_path / "b.json"
        write_open_items(content(item("a", facts={"z": 1, "a": [1, 2]})), first)

        write_open_items(read_open_items(first), second)

        assert second.read_bytes() == first.read_bytes()

    def test_a_missing_or_broken_or_foreign_file_is_refused(self, tmp_path):
        (tmp_path / "broken.json").write_text('{"round": "x"')
        (tmp_path / "foreign.json").write_text('{"hello": 1}')

        for name in ("none.json", "broken.json", "foreign.json"):
            with pytest.raises(LedgerError, match=name):
                read_open_items(tmp_path / name)

    def test_a_finding_that_stands_twice_is_refused(self, tmp_path):
        write_open_items(content(item("a"), item("a")), tmp_path / "o.json")

        with pytest.raises(LedgerError, match="问题 a 出现了 2 次"):
            read_open_items(tmp_path / "o.json")

    def test_a_file_of_a_later_format_is_refused(self, tmp_path):
        write_open_items(replace(content(), format=2), tmp_path / "o.json")

        with pytest.raises(LedgerError, match="升级"):
            read_open_items(tmp_path / "o.json")


class TestAfterEvents:
    def test_a_claim_makes_the_item_one_that_was_claimed(self):
        (one, other) = after_events((item("f1"), item("f2")), [event("claimed fixed", 3)], today=TODAY)

        assert (one.status, one.claimed_at) == ("claimed fixed", at(3))
        assert other == item("f2")

    def test_a_claim_may_name_an_id_that_joined_the_finding(self):
        given = item("f1", also=("f0",))

        (one,) = after_events((given,), [event("claimed fixed", 3, "f0")], today=TODAY)

        assert one.status == "claimed fixed"

    def test_a_claim_about_another_finding_is_refused(self):
        with pytest.raises(LedgerError, match="问题编号 f9 不在未销号问题清单中"):
            after_events((item("f1"),), [event("claimed fixed", 3, "f9")], today=TODAY)
