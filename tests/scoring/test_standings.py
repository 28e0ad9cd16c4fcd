from dataclasses import replace
from decimal import Decimal

import pytest
from small_systems import finding, findings, group, leaf, rule, seen, system

from kaoping.errors import ScoringError
from kaoping.findings import Looked
from kaoping.roster.units import Unit
from kaoping.rulebook.systems import VetoCase, VetoRule
from kaoping.scoring import (
    Changes,
    Material,
    PartsShare,
    Progress,
    Standing,
    clear_progress,
    drawn_sample,
    lot,
    read_scores_json,
    score_round,
    score_unit,
    scores_json,
    standings,
    what_if,
)

HUNDRED = system(group("A", leaf("A1", 100, rule("A1.1", 1))))
FIFTY = replace(system(group("A", leaf("A1", 50, rule("A1.1", 1))), full=50), name="fifty")


def unit(name, order=0, **more):
    return Unit(name, "县市区", more.pop("group", "县市区"), order=order, **more)


def material(lost, one=HUNDRED, **more):
    """A round in which each unit has so many findings at one point each."""
    units = tuple(unit(name, n) for n, name in enumerate(lost))
    found = tuple(f for name, n in lost.items() for f in findings("A1.1", n, unit=name, name=one.name))
    rows = tuple(row for name in lost for row in seen(one, name))
    told = {
        "units": units,
        "findings": found,
        "looked": rows,
        "weights": {"县市区": {one.name: Decimal(100)}},
    }
    return Material(systems={one.name: one}, **(told | more))


def ranks(scores):
    return [(one.unit, one.rank) for one in scores.standings]


def standing(scores, name):
    return next(one for one in scores.standings if one.unit == name)


class TestRanks:
    def test_equal_totals_share_a_rank_and_the_next_is_left_out(self):
        scores = score_round(material({"甲": 5, "乙": 3, "丙": 5, "丁": 9}))

        assert ranks(scores) == [("乙", 1), ("甲", 2), ("丙", 2), ("丁", 4)]

    def test_each_group_is_ranked_by_itself(self):
        told = material({"甲": 5, "乙": 3})
        units = (told.units[0], replace(told.units[1], group="市直"))
        told = replace(told, units=units, weights={**told.weights, "市直": {"small": Decimal(1)}})

        assert ranks(score_round(told)) == [("甲", 1), ("乙", 1)]

    def test_a_unit_whose_scoring_a_veto_stopped_has_no_rank_and_stands_last(self):
        veto = VetoRule("V1", "否决", "", "stop", (VetoCase("V1.1", "情形", "check", "veto"),))
        told = material({"甲": 0, "乙": 3}, replace(HUNDRED, vetoes=(veto,)))

        scores = score_round(replace(told, findings=(*told.findings, finding("V1.1", unit="甲"))))

        assert ranks(scores) == [("乙", 1), ("甲", None)]
        assert standing(scores, "甲").remark == "单项否决:V1否决"

    def test_the_range_is_told_while_something_is_open(self):
        told = material({"甲": 1, "乙": 3})
        open_ = findings("A1.1", 2, unit="甲", state="suspect")
        renamed = [replace(f, suspect=replace(f.suspect, id=f"x{n}")) for n, f in enumerate(open_)]

        one = standing(score_round(replace(told, findings=(*told.findings, *renamed))), "甲")

        assert (one.remark, one.band, one.rank) == ("暂定,97—99分", (1, 1), 1)

    def test_a_part_alone_is_not_ranked(self):
        told = material({"甲": 1})
        part = unit("甲乡", group="", parent="甲")

        assert ranks(score_round(replace(told, units=(*told.units, part)))) == [("甲", 1)]


class TestStability:
    def test_it_tells_how_many_findings_away_the_next_rank_is(self):
        scores = score_round(material({"甲": 1, "乙": 4, "丙": 4}))

        assert [(one.unit, one.to_next) for one in scores.standings] == [("甲", 4), ("乙", 1), ("丙", 1)]

    def test_nothing_costs_the_last_its_rank(self):
        assert [one.to_next for one in score_round(material({"甲": 1, "乙": 4})).standings] == [4, None]

    def test_no_finding_that_is_still_possible_may_suffice(self):
        one = system(
            group("A", leaf("A1", 90, rule("A1.1", 1)), leaf("A2", 10, rule("A2.1", 2), at_most=Decimal(2)))
        )
        capped = replace(one, groups=(replace(one.groups[0], at_most=Decimal(12)),))

        scores = score_round(material({"甲": 0, "乙": 12}, capped))

        assert standing(scores, "甲").to_next is None

    def test_the_dearest_findings_come_first(self):
        one = system(group("A", leaf("A1", 90, rule("A1.1", 1)), leaf("A2", 10, rule("A2.1", 5, "once"))))

        assert standing(score_round(material({"甲": 0, "乙": 6}, one)), "甲").to_next == 3

    def test_the_count_holds_when_the_findings_are_made(self):
        told = material({"甲": 2, "乙": 7, "丙": 30})
        one = standing(score_round(told), "甲")
        more = [finding("A1.1", 100 + n, unit="甲") for n in range(one.to_next)]

        one_less = score_round(replace(told, findings=(*told.findings, *more[:-1])))
        enough = score_round(replace(told, findings=(*told.findings, *more)))

        assert (standing(one_less, "甲").rank, standing(enough, "甲").rank) == (1, 2)


class TestSeveralSystems:
    def weighed(self, weights, lost=4):
        told = material({"甲": lost})
        more = tuple(findings("A1.1", 5, unit="甲", name="fifty"))
        return replace(
            told, systems={"small": HUNDRED, "fifty": FIFTY}, findings=(*told.findings, *more),
            weights={"县市区": weights},
        )  # fmt: skip

    def test_totals_are_weighed_as_shares_of_their_full_marks(self):
        scores = score_round(self.weighed({"small": Decimal(70), "fifty": Decimal(30)}))

        assert (scores.standings[0].total, scores.standings[0].full) == (Decimal("94.2"), 100)

    def test_weights_may_be_written_as_shares_of_one(self):
        weights = {"small": Decimal("0.7"), "fifty": Decimal("0.3")}

        assert score_round(self.weighed(weights)).standings[0].total == Decimal("94.2")

    @pytest.mark.parametrize("second", [20, 40, -30])
    def test_weights_that_do_not_add_up_are_refused(self, second):
        with pytest.raises(ScoringError, match="权重合计"):
            score_round(self.weighed({"small": Decimal(70), "fifty": Decimal(second)}))

    def test_a_system_without_weight_takes_part_by_its_vetoes(self):
        veto = VetoRule("N1", "内容不更新", "", "mark", (VetoCase("N1.1", "", "check", "x"),), Decimal(59))
        media = replace(HUNDRED, name="media", groups=(), vetoes=(veto,), pass_line=None, full=Decimal(0))
        told = material({"甲": 4})
        weights = {"县市区": {"small": Decimal(100), "media": Decimal(0)}}
        told = replace(told, systems={"small": HUNDRED, "media": media}, weights=weights)

        struck = replace(told, findings=(*told.findings, finding("N1.1", unit="甲", name="media")))

        looked = (*told.looked, Looked("甲", "x", 1))
        assert score_round(replace(told, looked=looked)).standings[0].total == 96
        assert score_round(struck).standings[0].total == 59

    def test_where_full_marks_differ_in_a_group_percents_are_ranked(self):
        units = (unit("甲"), unit("乙", 1))
        sheets = [
            score_unit(units[0], HUNDRED, findings("A1.1", 10, unit="甲"), seen(HUNDRED, "甲")),
            score_unit(units[1], FIFTY, findings("A1.1", 4, unit="乙", name="fifty"), seen(FIFTY, "乙")),
        ]

        told = standings(sheets[::-1], units, {"small": HUNDRED, "fifty": FIFTY})

        assert [(one.unit, one.total, one.percent) for one in told] == [("乙", 46, 92), ("甲", 90, 90)]


class TestParts:
    def test_departments_and_townships_count_beside_the_county(self):
        told = material({"甲": 10})
        parts = (unit("甲一局", group="", parent="甲", weight="3"), unit("甲二乡", group="", parent="甲"))
        more = findings("A1.1", 40, unit="甲一局")
        rows = [row for part in parts for row in seen(HUNDRED, part.name)]

        scores = score_round(
            replace(
                told,
                units=(*told.units, *parts),
                findings=(*told.findings, *more),
                looked=(*told.looked, *rows),
                parts={"县市区": PartsShare(Decimal(50), "small")},
            )
        )

        assert (scores.sheets[0].parts_points, scores.standings[0].total) == (70, 80)

    @pytest.mark.parametrize("weight", ["重", "-1", "NaN"])
    def test_a_weight_that_is_no_number_is_refused(self, weight):
        told = material({"甲": 0})
        part = unit("甲乡", group="", parent="甲", weight=weight)

        with pytest.raises(ScoringError, match="甲乡"):
            score_round(
                replace(told, units=(*told.units, part), parts={"县市区": PartsShare(Decimal(50), "small")})
            )


class TestIdle:
    def test_confirmed_findings_that_no_sheet_counts_are_named(self):
        told = material({"甲": 1})
        part = unit("甲乡", group="", parent="甲")
        more = (finding("A1.1", unit="甲乡"), finding("A1.1", 2, unit="甲乡", state="suspect"))

        scores = score_round(replace(told, units=(*told.units, part), findings=(*told.findings, *more)))

        assert scores.idle == ("甲乡-A1.1-1",)

    def test_those_that_cost_points_or_strike_a_veto_are_not(self):
        veto = VetoRule("V1", "否决", "", "stop", (VetoCase("V1.1", "情形", "check", "veto"),))
        told = material({"甲": 2}, replace(HUNDRED, vetoes=(veto,)))

        scores = score_round(replace(told, findings=(*told.findings, finding("V1.1", unit="甲"))))

        assert scores.idle == ()


class TestProgress:
    def before(self, *told):
        return tuple(
            Standing(name, "县市区", rank, Decimal(total), Decimal(100), Decimal(total), "", None)
            for name, rank, total in told
        )

    def test_gain_and_climb_are_told_and_the_clear_ones_listed(self):
        previous = self.before(("甲", 1, 90), ("乙", 4, 85), ("丙", 3, 80))
        told = material({"甲": 9, "乙": 14, "丙": 8}, previous=previous, progress=Progress(Decimal(5), 3))

        scores = score_round(told)

        assert [(one.unit, one.gain, one.climb) for one in scores.standings] == [
            ("丙", 12, 2),
            ("甲", 1, -1),
            ("乙", 1, 1),
        ]
        assert [one.unit for one in clear_progress(scores.standings)] == ["丙"]

    def test_a_climb_with_fewer_points_is_no_progress(self):
        told = material(
            {"甲": 9, "乙": 10}, previous=self.before(("甲", 9, 95)), progress=Progress(Decimal(5), 3)
        )

        assert clear_progress(score_round(told).standings) == ()

    def test_who_was_not_ranked_then_has_no_progress(self):
        one = score_round(material({"甲": 9})).standings[0]

        assert (one.gain, one.climb, one.is_clear_progress) == (None, None, False)


class TestWhatIf:
    def test_an_appeal_won_moves_totals_and_ranks(self):
        told = material({"甲": 5, "乙": 3, "丙": 20})
        dropped = frozenset(f"甲-A1.1-{n}" for n in range(3))

        answer = what_if(told, Changes(dropped=dropped))

        assert [(one.unit, one.rank_before, one.rank_after, one.total_after) for one in answer.moved] == [
            ("乙", 1, 2, 97),
            ("甲", 2, 1, 98),
        ]
        assert all(one.is_rank_moved for one in answer.moved)

    def test_other_points_are_scored_without_touching_the_round(self):
        told = material({"甲": 5, "乙": 3})

        answer = what_if(told, Changes(points={"small": {"A1.1": Decimal(2)}}))

        assert [one.total for one in answer.after.standings] == [94, 90]
        assert answer.before == score_round(told)

    def test_other_full_marks_are_rebased(self):
        answer = what_if(material({"甲": 5}), Changes(points={"small": {"A1": Decimal(50)}}))

        assert answer.after.standings[0].total == 90

    def test_other_weights_are_weighed(self):
        told = TestSeveralSystems().weighed({"small": Decimal(70), "fifty": Decimal(30)})
        changes = Changes(weights={"县市区": {"small": Decimal(0), "fifty": Decimal(100)}})

        assert what_if(told, changes).after.standings[0].total == 45

    @pytest.mark.parametrize(
        "changes",
        [
            Changes(dropped=frozenset({"没有"})),
            Changes(weights={"没有": {"small": Decimal(100)}}),
            Changes(points={"没有": {}}),
            Changes(points={"small": {"Z9": Decimal(1)}}),
            Changes(points={"small": {"A1": Decimal(-1)}}),
        ],
    )
    def test_what_does_not_exist_is_refused(self, changes):
        with pytest.raises(ScoringError):
            what_if(material({"甲": 5}), changes)


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"units": (unit("甲", group=""),)}, "没有考评分组"),
            ({"units": (unit("甲"), unit("甲"))}, "出现两次"),
            ({"weights": {}}, "没有指标体系"),
            ({"weights": {"县市区": {"别的": Decimal(100)}}}, "没有名为“别的”的指标体系"),
            ({"findings": (finding("A1.1", unit="外县"),)}, "不在单位名单里"),
        ],
    )
    def test_what_does_not_fit_together_is_refused(self, change, words):
        with pytest.raises(ScoringError, match=words):
            score_round(replace(material({"甲": 0}), **change))


class TestSample:
    def test_it_is_the_same_for_the_same_seed_in_any_order(self):
        names = [f"领域{n}" for n in range(26)]

        assert drawn_sample("2026-1", names, 15) == drawn_sample("2026-1", names[::-1], 15)
        assert drawn_sample("2026-1", names, 15) != drawn_sample("2026-2", names, 15)

    def test_a_lot_is_what_sha256sum_prints(self):
        # printf '%s' '2026-1:养老服务' | sha256sum
        assert lot("2026-1", "养老服务") == "ce68a21eb8a2f7d81894dbf80a650b27e74b15e97e0f670ae97e0500f5588fda"

    @pytest.mark.parametrize(("seed", "size"), [("", 1), ("s", 3), ("s", -1)])
    def test_what_cannot_be_drawn_is_refused(self, seed, size):
        with pytest.raises(ScoringError):
            drawn_sample(seed, ["甲", "乙"], size)


class TestScoresFile:
    def test_equal_scores_give_equal_bytes_whatever_their_spelling(self):
        one = score_round(material({"甲": 5}))
        spelled = replace(HUNDRED, full=Decimal("1E+2"))

        assert scores_json(score_round(material({"甲": 5}, spelled))) == scores_json(one)

    @pytest.mark.parametrize(
        "data", [b"", b"{}", b'{"format": 2, "scores": {}}', b'{"format": 1, "scores": 3}']
    )
    def test_what_is_no_scores_file_is_refused(self, data):
        with pytest.raises(ScoringError):
            read_scores_json(data)
