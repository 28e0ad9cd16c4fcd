"""What holds of every score, over invented rounds and findings."""

import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rounds import random_material, rules_of
from small_systems import finding

from kaoping.scoring import Scores, score_round, scores_json

seeds = st.integers(0, 10**9)
few = settings(max_examples=60, deadline=None)


def material_of(seed):
    return random_material(random.Random(seed))


def without_bonus(material):
    systems = {name: replace(one, bonus=None) for name, one in material.systems.items()}
    bonus = {rule.id for one in material.systems.values() for rule in rules_of(one)} - {
        rule.id for one in systems.values() for rule in rules_of(one)
    }
    kept = tuple(one for one in material.findings if one.suspect.rule not in bonus)
    return replace(material, systems=systems, findings=kept)


def decided(found, chosen):
    return tuple(
        replace(one, state=chosen.choice(["confirmed", "dismissed"])) if one.state == "suspect" else one
        for one in found
    )


class TestEveryScore:
    @few
    @given(seeds)
    def test_no_line_is_below_nought_or_above_its_full_marks(self, seed):
        for sheet in score_round(material_of(seed)).sheets:
            for line in sheet.lines:
                assert 0 <= line.low <= line.points <= line.high <= line.full, line

    @few
    @given(seeds)
    def test_no_total_leaves_its_range_or_its_bounds(self, seed):
        scores = score_round(material_of(seed))

        for sheet in scores.sheets:
            assert 0 <= sheet.low <= sheet.high <= sheet.full + 6
            assert sheet.total is None or sheet.low <= sheet.total <= sheet.high
        for one in scores.standings:
            assert one.rank is None or one.band[0] <= one.rank <= one.band[1]

    @few
    @given(seeds, st.randoms())
    def test_the_order_of_findings_and_rows_changes_nothing(self, seed, chosen):
        material = material_of(seed)
        found, rows = list(material.findings), list(material.looked)
        chosen.shuffle(found)
        chosen.shuffle(rows)

        other = replace(material, findings=(*found, *found[:5]), looked=tuple(rows))

        assert scores_json(score_round(other)) == scores_json(score_round(material))

    @few
    @given(seeds, st.integers(0, 10**6), st.sampled_from(["confirmed", "suspect"]))
    def test_one_finding_more_never_raises_a_score(self, seed, which, state):
        material = without_bonus(material_of(seed))
        units = [unit for unit in material.units if unit.group]
        unit = units[which % len(units)]
        name = next(iter(material.weights[unit.group]))
        rules = rules_of(material.systems[name])
        if not rules:
            return
        more = finding(rules[which % len(rules)].id, 999, state=state, unit=unit.name, name=name)

        before, after = (
            {(s.unit, s.system): s for s in score_round(replace(material, findings=found)).sheets}
            for found in (material.findings, (*material.findings, more))
        )

        for key, sheet in after.items():
            assert (sheet.total or 0) <= (before[key].total or 0)
            assert sheet.low <= before[key].low

    @few
    @given(seeds)
    def test_full_marks_stay_full_marks_whatever_does_not_apply(self, seed):
        material = without_bonus(material_of(seed))

        for sheet in score_round(replace(material, findings=(), parts={})).sheets:
            assert sheet.total is None or sheet.total == sheet.full

    @few
    @given(seeds, st.randoms())
    def test_deciding_the_open_suspects_lands_within_the_range(self, seed, chosen):
        material = material_of(seed)
        after = score_round(replace(material, findings=decided(material.findings, chosen)))

        for before, sheet in zip(score_round(material).sheets, after.sheets, strict=True):
            assert sheet.total is None or before.low <= sheet.total <= before.high
            assert before.low <= sheet.low <= sheet.high <= before.high

    @few
    @given(seeds, st.randoms())
    def test_deciding_the_open_suspects_keeps_every_rank_within_its_band(self, seed, chosen):
        material = material_of(seed)
        vetoes = {case.id for one in material.systems.values() for v in one.vetoes for case in v.cases}
        kept = tuple(one for one in material.findings if one.suspect.rule not in vetoes)
        material = replace(material, findings=kept)
        bands = {one.unit: one.band for one in score_round(material).standings}

        after = score_round(replace(material, findings=decided(kept, chosen)))

        for one in after.standings:
            assert one.rank is None or bands[one.unit][0] <= one.rank <= bands[one.unit][1]

    @few
    @given(seeds)
    def test_every_confirmed_finding_of_a_rule_that_applies_stands_in_its_line(self, seed):
        material = replace(without_bonus(material_of(seed)), parts={})
        scores: Scores = score_round(material)

        for sheet in scores.sheets:
            told = {id_ for line in sheet.lines for loss in line.losses for id_ in loss.findings}
            states = {line.indicator: line for line in sheet.lines}
            for one in material.findings:
                suspect = one.suspect
                line = states.get(suspect.indicator)
                is_own = (suspect.unit, suspect.system) == (sheet.unit, sheet.system)
                if is_own and one.state == "confirmed" and line and line.state != "not_applicable":
                    assert suspect.id in told or f"{suspect.rule}不适用" in line.why

    @few
    @given(seeds)
    def test_points_lost_are_those_of_the_losses_unless_a_cap_is_told(self, seed):
        for sheet in score_round(material_of(seed)).sheets:
            for line in sheet.lines:
                if line.is_leaf and line.state != "not_applicable":
                    lost = sum((loss.points for loss in line.losses), Decimal(0))
                    assert line.lost == lost or (lost > line.lost and "为限" in line.why) or sheet.subunits
