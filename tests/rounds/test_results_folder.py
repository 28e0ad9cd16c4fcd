"""Results take the place of earlier ones whole, or not at all."""

import pytest

from kaoping.errors import OutputError
from kaoping.rounds import results_folder as module
from kaoping.rounds.results_folder import results_folder, write_manifest


def write(out, words):
    with results_folder(out) as folder:
        (folder / "scores.json").write_text(words, encoding="utf-8")
        (folder / "sheets").mkdir()
        (folder / "sheets" / "甲.xlsx").write_text(words, encoding="utf-8")
        write_manifest(folder, {}, "1")


def write_half(out):
    with results_folder(out) as folder:
        (folder / "scores.json").write_text("half", encoding="utf-8")
        raise ValueError("half")


def held(out):
    return {p.name: p.read_text("utf-8") for p in out.rglob("*") if p.is_file() and p.name != "manifest.json"}


class TestResultsFolder:
    def test_later_results_take_the_place_of_earlier_ones(self, tmp_path):
        out = tmp_path / "results"
        write(out, "old")

        write(out, "new")

        assert held(out) == {"scores.json": "new", "甲.xlsx": "new"}
        assert [p.name for p in tmp_path.iterdir()] == ["results"]

    def test_what_fails_on_the_way_leaves_the_earlier_results(self, tmp_path):
        out = tmp_path / "results"
        write(out, "old")

        with pytest.raises(ValueError, match="half"):
            write_half(out)

        assert held(out) == {"scores.json": "old", "甲.xlsx": "old"}
        assert [p.name for p in tmp_path.iterdir()] == ["results"]

    def test_without_a_swap_in_one_step_it_still_takes_its_place(self, tmp_path, monkeypatch):
        out = tmp_path / "results"
        write(out, "old")
        monkeypatch.setattr(module.sys, "platform", "win32")

        write(out, "new")

        assert held(out) == {"scores.json": "new", "甲.xlsx": "new"}
        assert [p.name for p in tmp_path.iterdir()] == ["results"]

    def test_a_crash_between_two_renamings_is_made_good(self, tmp_path):
        out = tmp_path / "results"
        write(out, "old")
        out.rename(tmp_path / ".results.old")

        with pytest.raises(ValueError, match="half"):
            write_half(out)

        assert held(out) == {"scores.json": "old", "甲.xlsx": "old"}

    def test_a_folder_that_no_round_wrote_is_left_alone(self, tmp_path):
        (tmp_path / "results").mkdir()
        (tmp_path / "results" / "合同.docx").write_text("x", encoding="utf-8")

        with pytest.raises(OutputError, match="不是以前的评分结果"):
            write(tmp_path / "results", "new")

        assert held(tmp_path / "results") == {"合同.docx": "x"}

    @pytest.mark.parametrize("name", ["sheets/甲.xlsx", "批注.txt"])
    def test_what_a_clerk_changed_or_added_since_is_not_overwritten(self, tmp_path, name):
        out = tmp_path / "results"
        write(out, "old")
        (out / name).write_text("改过", encoding="utf-8")

        with pytest.raises(OutputError, match=name):
            write(out, "new")

        assert (out / name).read_text("utf-8") == "改过"
