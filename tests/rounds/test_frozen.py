"""What a round is scored by stays as it was when the round began."""

import hashlib
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from small_rounds import ROUND, SYSTEM, UNITS, decide, looked_at_round, read_table, typo

from kaoping.errors import RoundError, RulebookError
from kaoping.rounds.scoring_round import score_folder

JIA = UNITS[0][0]
CLOSED = Path(__file__).parent / "closed_round"
DEARER = SYSTEM.replace("deduct: {points: 0.5}", "deduct: {points: 2}")


def begun(folder):
    """A round in which one finding was confirmed: 0.5 points lost."""
    looked_at_round(folder, typo(JIA, "1.html", "错"))
    score_folder(folder)
    decide(folder, *((row["问题编号"], "确认") for row in read_table(folder / "results" / "suspects.csv")))
    score_folder(folder)
    return folder


def total(done):
    return next(standing.total for standing in done.scores.standings if standing.unit == JIA)


def edit(folder, text=DEARER):
    (folder / "rulebook" / "indicators" / "small.yaml").write_text(text, encoding="utf-8")


class TestWhatCannotBeginARound:
    def test_a_system_in_which_the_linter_finds_errors_is_refused(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", system=SYSTEM.replace("full: 10", "full: 12"))

        with pytest.raises(RulebookError, match="满分写 12 分,各组合计 10 分"):
            score_folder(folder)

        assert not (folder / "frozen").exists()


class TestFrozen:
    def test_an_edited_system_is_refused_with_the_difference(self, tmp_path):
        folder = begun(tmp_path / "r")
        edit(folder)

        with pytest.raises(RoundError) as refused:
            score_folder(folder)

        assert "A1.1" in str(refused.value)
        assert "0.5" in str(refused.value)
        assert "--new-version" in str(refused.value)

    def test_a_new_version_takes_its_place_with_reason_and_difference(self, tmp_path):
        folder = begun(tmp_path / "r")
        edit(folder)

        done = score_folder(folder, new_version="领导小组会议调整")

        assert total(done) == Decimal(8)
        first, second = json.loads((folder / "frozen" / "frozen.json").read_text("utf-8"))
        assert (first["number"], second["number"], second["reason"]) == (1, 2, "领导小组会议调整")
        assert any("A1.1" in line for line in second["changes"])
        assert total(score_folder(folder)) == Decimal(8)

    def test_a_reason_without_an_edit_makes_no_version(self, tmp_path):
        folder = begun(tmp_path / "r")

        score_folder(folder, new_version="没有改动")

        assert len(json.loads((folder / "frozen" / "frozen.json").read_text("utf-8"))) == 1

    def test_edited_weights_are_refused_too(self, tmp_path):
        folder = begun(tmp_path / "r")
        text = ROUND.replace("weight: 100}]", "weight: 50}, {system: county-example, weight: 50}]")
        (folder / "round.yaml").write_text(text, encoding="utf-8")

        with pytest.raises(RoundError, match="原为 市直单位") as refused:
            score_folder(folder)

        assert "county-example 权重 0.5" in str(refused.value)

    def test_words_around_the_system_may_change(self, tmp_path):
        folder = begun(tmp_path / "r")
        edit(folder, "# 说明\n" + SYSTEM)

        assert total(score_folder(folder)) == Decimal("9.5")

    def test_a_frozen_copy_that_was_touched_is_refused(self, tmp_path):
        folder = begun(tmp_path / "r")
        copy = folder / "frozen" / "1" / "indicators" / "small.yaml"
        copy.write_text(copy.read_text("utf-8").replace("0.5", "0.1"), encoding="utf-8")

        with pytest.raises(RoundError, match="已被改动或删除"):
            score_folder(folder)

    def test_without_the_offices_rulebook_it_still_scores_the_same(self, tmp_path):
        folder = begun(tmp_path / "r")
        shutil.rmtree(folder / "rulebook")

        assert total(score_folder(folder)) == Decimal("9.5")

    def test_a_system_that_the_product_ships_may_change_without_harm(self, tmp_path):
        shipped = ROUND.replace("system: small", "system: department-example").replace(
            "rulebook: rulebook\n", ""
        )
        folder = looked_at_round(tmp_path / "r", round_yaml=shipped)
        (folder / "answers" / "答复.csv").unlink()
        score_folder(folder)
        as_of_an_earlier_product(folder, "department-example", "pass_line: 60", "pass_line: 55")

        done = score_folder(folder)

        assert done.material.systems["department-example"].pass_line == Decimal(55)
        assert any("仍按冻结的第 1 版计分" in remark for remark in done.material.remarks)


def as_of_an_earlier_product(folder, system, shipped, earlier):
    """Make the frozen copy what an earlier version of the product would have shipped."""
    copy = folder / "frozen" / "1" / "indicators" / f"{system}.yaml"
    text = copy.read_text("utf-8")
    assert shipped in text
    copy.write_text(text.replace(shipped, earlier), encoding="utf-8")
    path = folder / "frozen" / "frozen.json"
    versions = json.loads(path.read_text("utf-8"))
    versions[0]["systems"][system] = f"sha256:{hashlib.sha256(copy.read_bytes()).hexdigest()}"
    path.write_text(json.dumps(versions), encoding="utf-8")


class TestClosedRound:
    """A round that was closed under an earlier version, kept as files: its scores may never change."""

    def test_it_scores_the_same_under_this_version(self, tmp_path):
        folder = tmp_path / "closed"
        shutil.copytree(CLOSED, folder)

        score_folder(folder, out=tmp_path / "again")

        for name in ("scores.json", "findings.csv", "open-items.json", "round.json"):
            assert (tmp_path / "again" / name).read_bytes() == (CLOSED / "results" / name).read_bytes(), name

    def test_what_it_was_scored_by_is_no_longer_shipped_anywhere_else(self):
        assert not (CLOSED / "rulebook").exists()
        assert (CLOSED / "frozen" / "1" / "indicators").is_dir()
