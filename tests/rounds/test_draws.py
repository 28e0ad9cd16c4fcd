"""What a round draws by lot, and that anyone can draw it again."""

import hashlib
from dataclasses import replace

import pytest
from small_rounds import ROUND, looked_at_round, read_table

from kaoping.errors import KaopingError, RoundError
from kaoping.rounds.draws import draws_of
from kaoping.rounds.round_file import Draw, read_round
from kaoping.rounds.scoring_round import score_folder

DRAWS = """\
seed: 20260915
draws:
  - {title: 抽查村居, from: villages.csv, size: 2}
  - {title: 抽查街道, from: [石榴湾街道, 大埠街道], size: 1}
"""
VILLAGES = ("渔唱村", "柳塘村", "石桥村", "望江村")


def drawing_round(folder, names=VILLAGES, draws=DRAWS):
    looked_at_round(folder, round_yaml=ROUND + draws)
    (folder / "villages.csv").write_text("序号,名称\n" + "".join(f"1,{n}\n" for n in names), "utf-8")
    return folder


def lot_by_hand(name):
    return hashlib.sha256(f"20260915:{name}".encode()).hexdigest()


class TestDraws:
    def test_every_lot_is_published_and_can_be_drawn_again_by_hand(self, tmp_path):
        folder = drawing_round(tmp_path / "r")

        score_folder(folder)

        rows = [row for row in read_table(folder / "results" / "draws.csv") if row["抽取事项"] == "抽查村居"]
        assert {row["名称"]: row["签值"] for row in rows} == {name: lot_by_hand(name) for name in VILLAGES}
        assert [row["名称"] for row in rows if row["是否抽中"] == "是"] == sorted(VILLAGES, key=lot_by_hand)[
            :2
        ]
        assert {row["种子"] for row in rows} == {"20260915"}

    def test_the_order_of_the_list_does_not_matter(self, tmp_path):
        one = read_round(drawing_round(tmp_path / "a"))
        other = read_round(drawing_round(tmp_path / "b", names=VILLAGES[::-1]))

        assert draws_of(one) == draws_of(other)

    def test_the_list_is_among_the_inputs(self, tmp_path):
        folder = drawing_round(tmp_path / "r")

        score_folder(folder)

        assert "villages.csv" in (folder / "results" / "manifest.json").read_text("utf-8")

    @pytest.mark.parametrize(
        ("draws", "words"),
        [
            (DRAWS.replace("seed: 20260915\n", ""), "抽取要有公布的种子"),
            (DRAWS.replace("villages.csv", "village.csv"), "找不到"),
            (DRAWS.replace("size: 2", "size: 5"), "抽取“抽查村居”:要从4个里抽5个"),
        ],
    )
    def test_what_cannot_be_drawn_is_refused_before_anything_is_written(self, tmp_path, draws, words):
        folder = drawing_round(tmp_path / "r", draws=draws)

        with pytest.raises(KaopingError, match=words):
            score_folder(folder)

        assert not (folder / "results").exists()
        assert not (folder / "frozen").exists()

    def test_a_list_that_names_nobody_is_refused(self, tmp_path):
        folder = drawing_round(tmp_path / "r", names=())
        one = replace(read_round(folder), draws=(Draw("空", 1, source=folder / "villages.csv"),))

        with pytest.raises(RoundError, match="是空的"):
            draws_of(one)
