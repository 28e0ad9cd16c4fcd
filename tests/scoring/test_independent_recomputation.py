import random

import pytest
from random_rounds import random_material
from slow_scores import as_fraction, slow_round

from kaoping.scoring import published_sheet, read_scores_json, score_round, scores_json, verify_sums

ROUNDS = 1000
BATCH = 100


def lines_of(sheet):
    return {
        line.indicator: None
        if line.state == "not_applicable"
        else tuple(as_fraction(value) for value in (line.full, line.points, line.low, line.high))
        for line in sheet.lines
    }


class TestIndependentRecomputation:
    @pytest.mark.parametrize("first", range(0, ROUNDS, BATCH))
    def test_a_slow_second_computation_in_fractions_comes_to_the_same(self, first):
        for seed in range(first, first + BATCH):
            material = random_material(random.Random(seed))

            scores = score_round(material)
            sheets, totals, ranks = slow_round(material)

            for sheet in scores.sheets:
                slow = sheets[sheet.unit, sheet.system]
                assert lines_of(sheet) == slow["lines"], (seed, sheet.unit)
                told = {name: as_fraction(getattr(sheet, name)) for name in ("total", "low", "high")}
                assert told == {name: slow[name] for name in told}, (seed, sheet.unit)
            assert {one.unit: as_fraction(one.total) for one in scores.standings} == totals, seed
            assert {one.unit: one.rank for one in scores.standings} == ranks, seed

    def test_random_rounds_hold_what_they_are_meant_to_hold(self):
        scores = [score_round(random_material(random.Random(seed))) for seed in range(200)]
        sheets = [sheet for one in scores for sheet in one.sheets]

        assert {line.state for sheet in sheets for line in sheet.lines} == {
            "pass",
            "fail",
            "not_applicable",
            "not_checked",
        }
        assert {veto.effect for sheet in sheets for veto in sheet.vetoes} == {"stop", "mark", "grade"}
        assert any(sheet.bonus for sheet in sheets)
        assert any(sheet.subunits for sheet in sheets)
        assert any(sheet.beside for sheet in sheets)
        assert any("同一事实" in loss.how for s in sheets for line in s.lines for loss in line.losses)

    def test_every_published_sum_adds_up_and_every_document_is_read_as_it_was_written(self):
        for seed in range(200):
            material = random_material(random.Random(seed))
            scores = score_round(material)

            told = scores_json(scores)
            published = [
                published_sheet(
                    sheet, bonus.points if (bonus := material.systems[sheet.system].bonus) else None
                )
                for sheet in scores.sheets
            ]

            assert verify_sums(published) == (), seed
            assert read_scores_json(told) == scores
            assert scores_json(read_scores_json(told)) == told
