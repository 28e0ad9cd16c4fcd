"""Machines confirm what they can measure only when a second run at another hour sees it again."""

import pytest
from assessed_units import BUREAU, CITY, SITE, SYSTEM, dead, laid, stale, typo

from kaoping.findings import Coverage, Looked, confirm_in_bulk, joined


def coverage(run, check="upkeep.dead_link", looked_at=9, not_checked=0):
    return Coverage(run, SITE, CITY, check, looked_at, not_checked)


def bulk(*runs, looks=(), looked=()):
    suspects = joined(one for run, observations in runs for one in laid(*observations, run=run))
    return confirm_in_bulk(suspects, [SYSTEM], looks, looked)


class TestConfirmed:
    def test_two_runs_an_hour_apart_agree(self):
        done = bulk(("a", [dead(hour=1)]), ("b", [dead(hour=2)]), looks=(coverage("a"), coverage("b")))

        (one,) = done.decisions
        assert (one.verdict, one.by, one.at.hour) == ("confirm", "", 2)
        assert "2026-09-01 09:00:00 和 2026-09-01 10:00:00" in one.reason

    def test_the_same_input_gives_the_same_decisions(self):
        runs = [("a", [dead(hour=1), stale(hour=1)]), ("b", [dead(hour=3), stale(hour=3)])]

        assert bulk(*runs) == bulk(*reversed(runs))
        assert len(bulk(*runs).decisions) == 2


class TestWaiting:
    @pytest.mark.parametrize(
        "runs",
        [
            [("a", [dead(hour=1)])],
            [("a", [dead(hour=1), dead(hour=5, message="又看到")])],
            [("a", [dead(hour=1)]), ("b", [dead(hour=1, message="又看到")])],
            [("a", [dead(hour=1)]), ("b", [dead(hour=1)])],
            [("", [dead(hour=1)]), ("", [dead(hour=3)])],
        ],
        ids=["once", "one run", "within the hour", "a replay", "runs without names"],
    )
    def test_without_a_second_sighting_of_another_hour_it_waits(self, runs):
        done = bulk(*runs)

        assert (len(done.waiting), done.decisions, done.to_person) == (1, (), ())

    def test_a_run_that_could_not_look_contradicts_nothing(self):
        done = bulk(("a", [dead(hour=1)]), looks=(coverage("a"), coverage("b", not_checked=1)))

        assert len(done.waiting) == 1


class TestContradicted:
    def test_a_run_that_looked_and_did_not_see_it_sends_it_to_a_person(self):
        runs = [("a", [dead(hour=1)]), ("b", [dead(hour=3)])]

        done = bulk(*runs, looks=(coverage("a"), coverage("b"), coverage("c")))

        assert done.decisions == ()
        assert "没有看到" in done.to_person[0][1]

    def test_a_run_that_was_unsure_sends_it_to_a_person(self):
        done = bulk(("a", [stale(hour=1)]), ("b", [stale(hour=3, answer="unsure")]), ("c", [stale(hour=5)]))

        assert (done.decisions, len(done.to_person)) == ((), 1)

    def test_an_answer_that_the_rule_is_met_sends_it_to_a_person(self):
        met = Looked(CITY, "E2.1", 1, verdict="met")

        done = bulk(("a", [dead(hour=1)]), ("b", [dead(hour=3)]), looked=(met,))

        assert (done.decisions, len(done.to_person)) == ((), 1)

    def test_an_answer_about_another_unit_does_not_concern_it(self):
        met = Looked(BUREAU, "E2.1", 1, verdict="met")

        assert len(bulk(("a", [dead(hour=1)]), ("b", [dead(hour=3)]), looked=(met,)).decisions) == 1


class TestLeftToPeople:
    def test_what_a_person_must_confirm_is_not_told_of(self):
        done = bulk(("a", [typo(hour=1), typo(hour=1, lane="machine", wrong="秸杆")]), ("b", [typo(hour=3)]))

        assert (done.decisions, done.to_person, done.waiting) == ((), (), ())
