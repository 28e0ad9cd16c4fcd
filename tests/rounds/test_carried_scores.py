"""Progress since a round that was scored by other indicators."""

from decimal import Decimal

import pytest
from small_rounds import ROUND, SYSTEM, decide, looked_at_round, read_table, typo

from kaoping.errors import KaopingError, RoundError
from kaoping.rounds.scoring_round import score_folder

JIA, YI = "望川市甲局", "望川市乙局"
REFORMED = (
    SYSTEM.replace("id: A1\n", "id: B1\n")
    .replace("A1.", "B1.")
    .replace("points: 6\n        basis", "points: 8\n        basis")
    .replace("points: 4\n        basis", "points: 2\n        basis")
)
CROSSWALK = """\
old: small
new: reformed
bonds:
  - {old: A1, new: B1}
ended: [A2]
begun: [A2]
"""
SECOND = ROUND.replace("system: small", "system: reformed") + "previous: ../before\n"


def first_round(folder):
    looked_at_round(folder, typo(JIA, "1.html", "错"), typo(JIA, "2.html", "误"), typo(JIA, "3.html", "谬"))
    score_folder(folder)
    decide(folder, *((row["问题编号"], "确认") for row in read_table(folder / "results" / "suspects.csv")))
    score_folder(folder)


def second_round(folder, round_yaml, crosswalk=CROSSWALK):
    looked_at_round(folder, round_yaml=round_yaml)
    (folder / "rulebook" / "indicators" / "reformed.yaml").write_text(REFORMED, "utf-8")
    (folder / "rulebook" / "indicators" / "small.yaml").unlink()
    answers = folder / "answers" / "答复.csv"
    answers.write_text(answers.read_text("utf-8-sig").replace("A1.2", "B1.2"), "utf-8-sig")
    (folder / "crosswalk.yaml").write_text(crosswalk, "utf-8")
    return folder


def standing(done, unit):
    return next(one for one in done.scores.standings if one.unit == unit)


class TestCarried:
    def test_progress_is_counted_in_the_indicators_of_this_round(self, tmp_path):
        first_round(tmp_path / "before")
        folder = second_round(tmp_path / "r", f"{SECOND}crosswalks: [crosswalk.yaml]\n")

        done = score_folder(folder)

        one = standing(done, JIA)
        assert one.gain == Decimal(25)  # of 6 points of A1 it had kept 4.5: 75 of a hundred, now 100
        assert one.is_clear_progress
        assert "上轮成绩按指标对照表折算为75%" in one.remark
        assert standing(done, YI).gain == Decimal(0)

    def test_without_a_crosswalk_percents_are_compared_as_they_were(self, tmp_path):
        first_round(tmp_path / "before")

        done = score_folder(second_round(tmp_path / "r", SECOND))

        assert standing(done, JIA).gain == Decimal(15)  # 85 of a hundred before

    @pytest.mark.parametrize(
        ("crosswalk", "words"),
        [
            (CROSSWALK.replace("old: small", "old: smal"), "旧体系“smal”不是上一轮所用的"),
            (CROSSWALK.replace("new: reformed", "new: other"), "新体系“other”不是本轮所用的"),
            (CROSSWALK.replace("ended: [A2]\n", ""), "没有着落"),
        ],
    )
    def test_a_crosswalk_between_other_systems_is_refused(self, tmp_path, crosswalk, words):
        first_round(tmp_path / "before")
        folder = second_round(tmp_path / "r", f"{SECOND}crosswalks: [crosswalk.yaml]\n", crosswalk)

        with pytest.raises(KaopingError, match=words):
            score_folder(folder)

    def test_a_crosswalk_without_a_previous_round_is_refused(self, tmp_path):
        folder = looked_at_round(tmp_path / "r", round_yaml=f"{ROUND}crosswalks: [units.csv]\n")

        with pytest.raises(RoundError, match="请同时填写 previous"):
            score_folder(folder)
