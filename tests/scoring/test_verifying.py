import random
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from random_rounds import random_material
from small_systems import COUNTY, findings, group, leaf, rule, seen, system

from kaoping.rulebook.systems import Bonus
from kaoping.scoring import PublishedRank, published_sheet, score_round, score_unit, verify_sums

SYSTEM = system(
    group("A", leaf("A1", 60, rule("A1.1", 1)), leaf("A2", 15, rule("A2.1", 1)), at_most=Decimal(40)),
    group("B", leaf("B1", 25, applies_to=("市直单位",))),
    bonus=Bonus(Decimal(5), Decimal(80), (leaf("X1", 5, rule("X1.1", 2)),)),
)


def published(lost=7):
    found = [*findings("A1.1", lost), *findings("X1.1", 1)]
    return published_sheet(score_unit(COUNTY, SYSTEM, found, seen(SYSTEM)), Decimal(5), "附件.xlsx")


def with_row(sheet, id_, **change):
    rows = tuple(replace(row, **change) if row.id == id_ else row for row in sheet.rows)
    return replace(sheet, rows=rows)


def whats(*told):
    return [one.what for one in verify_sums(*told)]


class TestSheets:
    def test_what_was_scored_adds_up(self):
        sheet = published()

        assert verify_sums([sheet]) == ()
        assert (sheet.rebased, sheet.total) == (Decimal("90.67"), Decimal("92.67"))

    @pytest.mark.parametrize(
        ("change", "what"),
        [
            ({"total": Decimal(93)}, ["总分"]),
            ({"bonus": Decimal(3), "total": Decimal("93.67")}, ["加分"]),
            ({"rebased": Decimal("90.66")}, ["折算得分", "合成得分", "总分"]),
            ({"kept": Decimal(69)}, ["各项得分合计", "折算得分"]),
            ({"applicable": Decimal(100)}, ["适用满分", "折算得分"]),
            ({"basis": Decimal(91)}, ["合成得分"]),
            ({"enter_over": Decimal(95)}, ["加分"]),
            ({"ceiling": Decimal(59)}, ["总分"]),
        ],
    )
    def test_each_sum_that_does_not_follow_is_told(self, change, what):
        assert whats([replace(published(), **change)]) == what

    @pytest.mark.parametrize(
        ("row", "change", "what"),
        [
            ("A1", {"points": Decimal(54)}, ["得分"]),
            ("A1", {"lost": Decimal(6), "points": Decimal(54)}, ["扣分"]),
            ("A1", {"lost": Decimal(-1), "points": Decimal(61)}, ["扣分", "扣分"]),
            ("A", {"full": Decimal(76)}, ["得分", "满分", "适用满分"]),
            ("A", {"at_most": Decimal(3)}, ["扣分"]),
            ("B1", {"points": Decimal(25)}, ["不适用指标的得分"]),
        ],
    )
    def test_each_row_that_does_not_follow_is_told(self, row, change, what):
        assert whats([with_row(published(), row, **change)]) == what

    def test_the_words_say_where_what_is_printed_and_what_it_should_be(self):
        (told,) = verify_sums([with_row(published(), "A1", points=Decimal(54))])

        assert told.words == "附件.xlsx 甲县 A1指标A1:得分印作54,重新计算为53"

    def test_no_figure_of_a_random_round_can_be_changed_unseen(self):
        chosen = random.Random(3)
        changed = 0
        for seed in range(60):
            material = random_material(random.Random(seed))
            for one in score_round(material).sheets:
                bonus = material.systems[one.system].bonus
                sheet = published_sheet(one, bonus.points if bonus else None)
                name = chosen.choice([f.name for f in fields(sheet) if f.name in FIGURES])
                if getattr(sheet, name) is not None:
                    changed += 1
                    more = getattr(sheet, name) + Decimal("0.01")
                    assert verify_sums([replace(sheet, **{name: more})]), (seed, name)
        assert changed > 100


FIGURES = ("applicable", "kept", "rebased", "total", "bonus", "basis")


def ranked(name, rank, total, **more):
    told = Decimal(total) if total is not None else None
    return PublishedRank(name, "县市区", rank, told, told, Decimal(100), **more)


class TestRanking:
    def test_ties_share_a_rank(self):
        rows = [ranked("甲", 1, 90), ranked("乙", 1, 90), ranked("丙", 3, 80), ranked("丁", None, None)]

        assert verify_sums([], rows) == ()

    def test_a_wrong_rank_is_told(self):
        rows = [ranked("甲", 1, 90), ranked("乙", 2, 90)]

        assert [(one.unit, one.what, one.printed, one.computed) for one in verify_sums([], rows)] == [
            ("乙", "名次", "2", "1")
        ]

    def test_a_percent_that_is_not_that_of_the_total_is_told(self):
        assert whats([], [replace(ranked("甲", 1, 90), percent=Decimal(91))]) == ["得分率"]

    def test_a_total_that_is_not_that_of_the_sheet_is_told(self):
        assert whats([published()], [ranked("甲县", 1, "92.66")]) == ["总分"]
        assert whats([published()], [ranked("甲县", 1, "92.67")]) == []

    def test_several_sheets_are_weighed_by_their_printed_shares(self):
        other = replace(published(9), system="other")
        shares = (("small", Decimal("0.7")), ("other", Decimal("0.3")))

        assert whats([published(), other], [ranked("甲县", 1, "91.87", shares=shares)]) == []
        assert whats([published(), other], [ranked("甲县", 1, "92.67", shares=shares)]) == ["总分"]
