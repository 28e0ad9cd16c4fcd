"""Two rounds of the invented city, from its faults down to the points on its score sheets."""

import csv
import hashlib
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from kaoping.reports.notice import draft_notice, lint_notice, plain_text
from kaoping.rounds.noticing import notice_source
from kaoping.rounds.scoring_round import score_folder
from kaoping.scoring import read_scores_json
from kaoping_toytown.round_folder import Plan, build_round

# rules that take so much for each planted fault of a check, and their cap: as the example systems are written
PRICES = {
    "wording.typo": (("县市区", "E1.1.1", "0.1", None), ("市直单位", "E1.1.1", "0.2", None)),
    "upkeep.section_empty": (("县市区", "A4.3", "0.3", "2"),),
    "norms.footer_missing": (("县市区", "C4.2", "0.3", "1"), ("市直单位", "C2.2", "0.3", "1")),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("toytown") / "round"
    return build_round(Plan(out, counties=1, departments=1, pages=40, max_pages=60), say=lambda words: None)


def table(path: Path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def scores(folder: Path):
    return read_scores_json((folder / "results" / "scores.json").read_bytes())


def truth(folder: Path):
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]


class TestSpring:
    def test_each_sheet_loses_what_the_known_faults_cost(self, folder):
        spring = folder / "previous"
        kinds = {row["单位名称"]: row["单位类别"] for row in table(spring / "units.csv")}
        hosts = {row["首页网址"].split("/")[2]: row["单位名称"] for row in table(spring / "sites.csv")}
        planted = Counter((hosts[t["site"]], t["check"]) for t in truth(spring) if t["site"] in hosts)

        for sheet in scores(spring).sheets:
            taken = {loss.rule: loss.points for line in sheet.lines for loss in line.losses}
            for check, prices in PRICES.items():
                for kind, rule, price, cap in prices:
                    if kind == kinds[sheet.unit]:
                        expected = Decimal(price) * planted[sheet.unit, check]
                        expected = min(expected, Decimal(cap)) if cap else expected
                        assert taken.get(rule, Decimal(0)) == expected, (sheet.unit, rule)
        assert sum(planted.values()) > 5

    def test_every_total_is_what_its_lines_add_up_to(self, folder):
        for sheet in scores(folder / "previous").sheets:
            lost = sum(
                (loss.points for line in sheet.lines if line.is_leaf for loss in line.losses), Decimal(0)
            )

            assert sheet.applicable - sheet.kept <= lost  # caps of groups only ever give back
            assert sheet.kept == sum((line.points for line in sheet.lines if line.level == 1), Decimal(0))

    def test_nothing_is_left_provisional(self, folder):
        assert all(standing.low == standing.high for standing in scores(folder / "previous").standings)


class TestByHand:
    def test_every_lost_point_leads_to_a_page_in_the_archive(self, folder):
        spring = folder / "previous"
        found = {row["问题编号"]: row for row in table(spring / "results" / "findings.csv")}
        losses = [loss for sheet in scores(spring).sheets for line in sheet.lines for loss in line.losses]
        archive = spring / "runs" / "first" / "archive"
        followed = 0

        for id_ in {id_ for loss in losses for id_ in loss.findings}:
            row = found[id_]
            if row["证据摘要"]:
                digest = body_digest(archive / row["存档文件"], int(row["存档偏移"]))
                assert digest == row["证据摘要"], row["问题"]
                followed += 1

        assert followed > 5

    def test_every_finding_behind_a_loss_was_confirmed_by_somebody(self, folder):
        found = {row["问题编号"]: row for row in table(folder / "previous" / "results" / "findings.csv")}
        losses = [
            loss
            for sheet in scores(folder / "previous").sheets
            for line in sheet.lines
            for loss in line.losses
        ]

        for id_ in (id_ for loss in losses for id_ in loss.findings):
            assert found[id_]["状态"] == "确认"
            assert found[id_]["决定人"]
            assert found[id_]["理由"]


def body_digest(path: Path, offset: int) -> str:
    """The digest of the body at this place; a revisit says which earlier answer had the same one."""
    with path.open("rb") as stream:
        stream.seek(offset)
        record = next(iter(ArchiveIterator(stream)))
        if record.rec_type != "revisit":
            return f"sha256:{hashlib.sha256(record.content_stream().read()).hexdigest()}"
        wanted = record.rec_headers.get_header("WARC-Refers-To")
    for file in sorted(path.parent.glob("*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_headers.get_header("WARC-Record-ID") == wanted:
                    return f"sha256:{hashlib.sha256(record.content_stream().read()).hexdigest()}"
    raise AssertionError(wanted)


class TestAutumn:
    def test_what_was_owed_is_looked_back_at_and_costs(self, folder):
        rows = [row for row in table(folder / "results" / "findings.csv") if row["见证"].startswith("台账")]
        looked = json.loads((folder / "lookback" / "lookback.json").read_text("utf-8"))["looked"]
        still = {"relapsed": "G1.4", "false claim": "G1.2", "not claimed": "G1.1"}

        wanted = Counter(still[one["outcome"]] for one in looked if one["outcome"] in still)

        assert Counter(row["细则编号"] for row in rows if row["细则编号"].startswith("G1")) == wanted
        assert wanted

    def test_no_fact_costs_both_as_itself_and_as_what_was_not_put_right(self, folder):
        found = {row["问题编号"]: row for row in table(folder / "results" / "findings.csv")}

        for sheet in scores(folder).sheets:
            counted = {
                id_
                for line in sheet.lines
                for loss in line.losses
                if loss.points
                for id_ in loss.findings
                if not loss.how.startswith("另有")
            }
            again = {found[id_]["具体对象"] for id_ in counted if found[id_]["见证"].startswith("台账")}
            assert not counted & again

    def test_scoring_again_changes_no_byte(self, folder):
        before = {p: p.read_bytes() for p in (folder / "results").rglob("*") if p.is_file()}

        score_folder(folder)

        assert {p: p.read_bytes() for p in (folder / "results").rglob("*") if p.is_file()} == before

    def test_the_same_slip_by_three_voices_is_one_finding(self, folder):
        rows = table(folder / "previous" / "results" / "findings.csv")

        assert max(int(row["见证数"]) for row in rows) >= 3


@pytest.fixture(scope="module", params=["previous", "."])
def source(folder, request):
    return notice_source(folder / request.param)


class TestNotice:
    def test_it_tells_every_confirmed_finding_and_no_other(self, source):
        found = {f.id: f.suspect for f in source.scored.material.findings if f.state == "confirmed"}
        faults = [fault for category in source.facts.categories for fault in category.faults]
        told = [id_ for fault in faults for id_ in fault.sources if not id_.startswith("ledger:")]

        assert len(found) > 5
        assert sorted(told) == sorted(found)
        for fault in faults:
            own = {found[id_].unit for id_ in fault.sources if id_ in found}
            assert own <= set(fault.units)

    def test_every_source_of_a_sentence_is_a_finding_a_standing_or_a_figure(self, source):
        ids = {finding.id for finding in source.scored.material.findings if finding.state == "confirmed"}
        units = {f"standing:{standing.unit}" for standing in source.scored.scores.standings}

        for sentence in draft_notice(source.facts, source.wording, "internal").sentences():
            for one in sentence.sources:
                is_elsewhere = one.startswith(("figure:", "ledger:", "causes/", "demands/", "findings/"))
                assert one in ids or one in units or is_elsewhere, one

    def test_the_praised_are_the_first_of_their_group(self, source):
        ranks = {standing.unit: standing.rank for standing in source.scored.scores.standings}

        for group in source.facts.groups:
            assert [ranks[unit] for unit in group.praised] == [1] * len(group.praised)
            assert group.praised

    @pytest.mark.parametrize("edition", ["internal", "public"])
    def test_the_lint_has_nothing_to_say(self, source, edition):
        notice = draft_notice(source.facts, source.wording, edition)

        assert lint_notice(notice, source.facts, source.wording) == ()
        assert ("疑似" in plain_text(notice)) == (edition == "internal" and source.facts.open_suspects > 0)
