from decimal import Decimal

import pytest
from systems_writing import CITY, put

from kaoping.errors import RulebookError
from kaoping.rulebook import carried_over, crosswalk_draft, load_system, read_crosswalk

NEW = (
    CITY.replace("id: A1\n        title: 解读及时", "id: N1\n        title: 解读及时")
    .replace("id: A1.1", "id: N1.1")
    .replace("id: B\n    title: 链接", "id: N3\n    title: 网站可用")
    .replace("id: B.1", "id: N3.1")
)
WALK = """\
old: old
new: new
bonds:
  - {old: A1, new: N1, share: 0.75, reason: 大部分相同}
  - {old: A1, new: A2, share: 0.25}
  - {old: A2, new: A2}
ended: [B]
begun: [N3]
"""


@pytest.fixture
def systems(tmp_path):
    folder = put(tmp_path, old=CITY, new=NEW)
    return load_system("old", folder), load_system("new", folder)


@pytest.fixture
def walk(tmp_path, systems):
    def read(text):
        path = tmp_path / "walk.yaml"
        path.write_text(text, "utf-8")
        return read_crosswalk(path, *systems)

    return read


def refusal(walk, text):
    with pytest.raises(RulebookError) as error:
        walk(text)
    return str(error.value)


class TestCarriedOver:
    def test_old_points_are_told_on_the_new_full_marks(self, walk, systems):
        points = {"A1": Decimal(30), "A2": Decimal(10), "B": Decimal(40)}

        n1, a2, n3 = carried_over(walk(WALK), points, *systems)

        assert (n1.indicator, n1.points, n1.full) == ("N1", Decimal(30), Decimal(40))
        # a quarter of 30 of 40 and all of 10 of 20: 17.5 of 30, told on 20
        assert a2.points == Decimal(20) * Decimal("17.5") / Decimal(30)
        assert a2.sources == ("A1", "A2")
        assert (n3.points, n3.sources) == (None, ())

    def test_what_was_not_assessed_is_left_out_of_account(self, walk, systems):
        _, a2, _ = carried_over(walk(WALK), {"A2": Decimal(10)}, *systems)

        assert (a2.points, a2.sources) == (Decimal(10), ("A2",))

    def test_full_marks_stay_full_marks(self, walk, systems):
        old, new = systems
        full = {one.id: one.points for one in old.leaves()}

        lines = carried_over(walk(WALK), full, old, new)

        assert all(line.points in (line.full, None) for line in lines)


class TestADraft:
    def test_indicators_of_one_title_are_bound_and_the_rest_is_told(self, systems):
        draft = crosswalk_draft(*systems)

        assert [(bond.old, bond.new, bond.reason) for bond in draft.bonds] == [
            ("A1", "N1", "名称相同"),
            ("A2", "A2", "名称相同"),
        ]
        assert (draft.ended, draft.begun) == (("B",), ("N3",))


class TestWhatIsRefused:
    def test_an_indicator_that_the_system_does_not_have(self, walk):
        words = refusal(walk, WALK.replace("old: A2, new: A2", "old: A2, new: A7"))

        assert "walk.yaml 第 6 行" in words
        assert "new 中没有最末级指标“A7”" in words

    def test_shares_of_more_than_the_whole(self, walk):
        assert "“A1”的份额合计 1.25,超过1" in refusal(walk, WALK.replace("0.25", "0.5"))

    def test_an_indicator_that_was_forgotten(self, walk):
        assert "old 的指标“B”没有着落" in refusal(walk, WALK.replace("ended: [B]", "ended: []"))

    def test_an_indicator_both_bound_and_ended(self, walk):
        assert "“A2”既在 bonds 中又在 ended 中" in refusal(walk, WALK.replace("ended: [B]", "ended: [B, A2]"))

    def test_a_walk_between_other_systems(self, walk):
        assert "对照表写的是“older”" in refusal(walk, WALK.replace("old: old", "old: older"))

    def test_a_file_that_is_not_there(self, tmp_path, systems):
        with pytest.raises(RulebookError, match="无法读取"):
            read_crosswalk(tmp_path / "none.yaml", *systems)
