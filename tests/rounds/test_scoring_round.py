"""A round's folder becomes scores: what costs points, what only may, and what is refused."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from small_rounds import (
    FIRST,
    ROUND,
    SECOND,
    UNITS,
    answer,
    dead_link,
    decide,
    looked_at_round,
    read_table,
    run,
    small_round,
    typo,
    write_table,
)

from kaoping.errors import FindingsError, KaopingError, RoundError
from kaoping.rounds.scoring_round import score_folder, suppose

JIA, YI = UNITS[0][0], UNITS[1][0]
NOBODYS = "AAAA-BBBB-CCCC-DDDD"
SAID = ("监测平台", "单位", "细则编号", "问题描述", "网址", "错误词", "监测时间")


def of(done, unit):
    return next(standing for standing in done.scores.standings if standing.unit == unit)


def ids(folder):
    return [row["问题编号"] for row in read_table(folder / "results" / "suspects.csv")]


def held(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


class TestWhatCounts:
    def test_a_suspect_costs_nothing_but_widens_the_range(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", typo(JIA, "1.html", "错"))

        jia = of(score_folder(folder), JIA)

        assert (jia.total, jia.low, jia.high) == (Decimal(10), Decimal("9.5"), Decimal(10))

    def test_a_confirmed_one_costs_what_its_rule_says(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", typo(JIA, "1.html", "错"), typo(JIA, "2.html", "误"))
        score_folder(folder)
        decide(folder, *((id_, "确认") for id_ in ids(folder)))

        done = score_folder(folder)

        assert [of(done, unit).total for unit in (JIA, YI)] == [Decimal(9), Decimal(10)]
        assert [of(done, unit).rank for unit in (JIA, YI)] == [2, 1]
        assert done.is_final

    def test_what_nobody_looked_at_is_not_passed(self, tmp_path):
        folder = small_round(tmp_path / "r")
        run(folder, "first")

        jia = of(score_folder(folder), JIA)

        assert (jia.low, jia.high) == (Decimal(9), Decimal(10))  # A1.2 alone was not answered
        rows = read_table(folder / "results" / "unseen.csv")
        assert [(row["单位"], row["细则编号"]) for row in rows] == [(JIA, "A1.2"), (YI, "A1.2")]

    def test_a_check_that_no_run_made_is_not_passed(self, tmp_path):
        folder = small_round(tmp_path / "r")
        answer(folder, (JIA, "A1.2", "符合"), (YI, "A1.2", "符合"))

        jia = of(score_folder(folder), JIA)

        assert (jia.low, jia.high) == (Decimal(1), Decimal(10))  # A1 may be lost whole, A2 but for its cap

    def test_the_filled_in_forms_are_what_is_read(self, tmp_path):
        folder = small_round(tmp_path / "r")
        run(folder, "first", typo(JIA, "1.html", "错"))
        score_folder(folder)
        for form, place in (("unseen.csv", "answers"), ("decisions-form.csv", "decisions")):
            rows = read_table(folder / "results" / form)
            filled = [{**row, **_filled(row, place)} for row in rows]
            write_table(folder / place / "填好.csv", list(rows[0]), [row.values() for row in filled])

        done = score_folder(folder)

        assert done.is_final
        assert of(done, JIA).total == Decimal("9.5")

    def test_the_same_fact_by_three_voices_costs_once(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", typo(JIA, "1.html", "错"))
        url = "http://jia.wangchuan.example/1.html"
        row = ("甲平台", "甲局", "A1.1", "写错", url, "错", "2026-09-10")
        write_table(folder / "monitors" / "监测.csv", SAID, [row])
        write_table(
            folder / "inspections" / "巡查.csv", ("检查员", *SAID[1:5], "具体对象"), [("丙", *row[1:6])]
        )

        done = score_folder(folder)

        (one,) = (finding.suspect for finding in done.material.findings)
        assert sorted(w.voice for w in one.witnesses) == ["check", "inspector", "monitor"]

    def test_machines_confirm_what_two_runs_saw_at_different_hours(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", dead_link(JIA, "http://x.example/"))
        run(folder, "second", dead_link(JIA, "http://x.example/", seen_at=SECOND))

        done = score_folder(folder)

        assert of(done, JIA).total == Decimal(9)
        assert len(done.material.bulk.decisions) == 1

    def test_a_second_run_at_once_confirms_nothing(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", dead_link(JIA, "http://x.example/"))
        run(folder, "second", dead_link(JIA, "http://x.example/", seen_at=FIRST + timedelta(minutes=5)))

        done = score_folder(folder)

        assert of(done, JIA).total == Decimal(10)
        assert not done.is_final


def _filled(row, place):
    if place == "answers":
        return {"结论": "符合", "检查人": "甲", "时间": "2026-09-11"}
    return {"结论": "确认", "决定人": "甲", "时间": "2026-09-11", "理由": "属实"}


class TestResults:
    def test_the_same_files_give_the_same_bytes(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", typo(JIA, "1.html", "错"))
        score_folder(folder)
        first = held(folder / "results")

        score_folder(folder)

        assert held(folder / "results") == first
        assert len(first) > 20

    def test_the_manifest_names_every_input_and_output_by_its_digest(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", typo(JIA, "1.html", "错"))

        score_folder(folder)

        manifest = json.loads((folder / "results" / "manifest.json").read_text("utf-8"))
        assert {"round.yaml", "units.csv", "answers/答复.csv", "frozen/frozen.json"} <= set(
            manifest["inputs"]
        )
        names = {p.relative_to(folder / "results").as_posix() for p in (folder / "results").rglob("*.*")}
        assert set(manifest["outputs"]) == names - {"manifest.json"}

    def test_results_may_go_elsewhere(self, tmp_path):
        folder = looked_at_round(tmp_path / "r")

        score_folder(folder, out=tmp_path / "elsewhere")

        assert (tmp_path / "elsewhere" / "scores.json").exists()
        assert not (folder / "results").exists()

    def test_the_next_round_begins_with_what_is_open_and_counts_progress(self, tmp_path):
        before = looked_at_round(tmp_path / "before", typo(JIA, "1.html", "错"), typo(JIA, "2.html", "误"))
        score_folder(before)
        decide(before, *((id_, "确认") for id_ in ids(before)))
        score_folder(before)
        folder = looked_at_round(
            tmp_path / "r", typo(JIA, "1.html", "错"), round_yaml=f"{ROUND}previous: ../before\n"
        )
        score_folder(folder)
        decide(folder, *((id_, "确认") for id_ in ids(folder)))

        done = score_folder(folder)

        assert of(done, JIA).gain == Decimal(5)  # from 90 to 95 of a hundred
        assert of(done, JIA).is_clear_progress
        assert sorted((i.round, i.status) for i in done.material.items) == [("望川市半年考评", "open")] * 2


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("files", "words"),
        [
            ({"units.csv": "单位名称,单位类别\n甲局,县市区\n"}, "“甲局”(类别“县市区”)不属于任何分组"),
            ({"units.csv": "单位名称,考评分组\n甲局,园区\n"}, "考评分组“园区”不在 round.yaml"),
            (
                {"decisions/a.csv": f"问题编号,结论,决定人,时间,理由\n{NOBODYS},确认,甲,2026-09-01,实\n"},
                f"没有编号为“{NOBODYS}”的问题",
            ),
            (
                {"rectification/claims.csv": f"问题编号,时间\n{NOBODYS},2026-09-01\n"},
                "既不是本轮的,也不是上一轮",
            ),
            (
                {"round.yaml": ROUND.replace("system: small", "system: smal")},
                "没有指标体系“smal”,是否想写“small”",
            ),
            ({"answers/a.csv": "单位,细则编号,结论,检查人,时间\n甲局,A9,符合,甲,2026-09-01\n"}, "A9"),
        ],
    )  # fmt: skip
    def test_nothing_is_written_or_frozen(self, tmp_path, files, words):
        folder = looked_at_round(tmp_path / "r")
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")

        with pytest.raises(KaopingError) as refused:
            score_folder(folder)

        assert words in str(refused.value)
        assert not (folder / "results").exists()
        assert not (folder / "frozen").exists()

    def test_a_refused_scoring_leaves_the_earlier_results(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", typo(JIA, "1.html", "错"))
        score_folder(folder)
        before = held(folder / "results")
        decide(folder, ("AAAA-BBBB-CCCC-DDDD", "确认"))

        with pytest.raises(FindingsError):
            score_folder(folder)

        assert held(folder / "results") == before

    @pytest.mark.parametrize("damage", ["missing", "cut"])
    def test_a_previous_round_that_cannot_be_read_is_said_so(self, tmp_path, damage):
        before = looked_at_round(tmp_path / "before")
        score_folder(before)
        scores = before / "results" / "scores.json"
        scores.unlink() if damage == "missing" else scores.write_bytes(scores.read_bytes()[:200])
        folder = looked_at_round(tmp_path / "r", round_yaml=f"{ROUND}previous: ../before\n")

        with pytest.raises(RoundError, match=r"上一轮 .*(没有评分结果|无法读取)"):
            score_folder(folder)


class TestWhatIf:
    def test_it_tells_what_would_move_and_writes_nothing(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", typo(JIA, "1.html", "错"))
        score_folder(folder)
        (id_,) = ids(folder)
        decide(folder, (id_, "确认"))
        changes = tmp_path / "changes.yaml"
        changes.write_text(f"dropped: [{id_}]\n", encoding="utf-8")
        before = held(folder)

        told = suppose(folder, changes)

        (moved,) = told.moved
        assert (moved.unit, moved.total_before, moved.total_after) == (JIA, Decimal("9.5"), Decimal(10))
        assert held(folder) == before

    def test_a_round_that_was_never_scored_is_not_frozen_by_it(self, tmp_path):
        folder = looked_at_round(tmp_path / "r")
        changes = tmp_path / "changes.yaml"
        changes.write_text("points: {small: {A1.1: 1}}\n", encoding="utf-8")

        suppose(folder, changes)

        assert not (folder / "frozen").exists()

    def test_mistakes_in_the_file_are_told(self, tmp_path):
        folder = looked_at_round(tmp_path / "r")
        changes = tmp_path / "changes.yaml"
        changes.write_text("weight: {a: {b: 1}}\n", encoding="utf-8")

        with pytest.raises(RoundError, match="不认识的字段“weight”,是否想写“weights”"):
            suppose(folder, changes)
