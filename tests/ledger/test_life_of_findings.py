"""The life of a finding after the score: the table, and walks along it."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from owed import event

from kaoping.errors import LedgerError
from kaoping.ledger import EVENT_WORDS, STATUS_WORDS, TRANSITIONS, advance, life_of

WALK = ("handed over", "claimed fixed", "false claim", "claimed fixed", "fixed", "relapsed")


def walked(*kinds):
    return [event(kind, day) for day, kind in enumerate(kinds, 1)]


class TestTable:
    def test_every_status_and_event_in_it_has_a_chinese_word(self):
        statuses = {s for (before, _), after in TRANSITIONS.items() for s in (before, after)}

        assert statuses == set(STATUS_WORDS)
        assert {kind for _, kind in TRANSITIONS} == set(EVENT_WORDS)

    def test_every_status_but_the_first_can_be_reached(self):
        reached, grown = {"open"}, True
        while grown:
            more = {after for (before, _), after in TRANSITIONS.items() if before in reached}
            grown = not more <= reached
            reached |= more

        assert reached == set(STATUS_WORDS)

    def test_nobody_is_called_a_liar_who_has_been_verified_since(self):
        assert ("verified", "false claim") not in TRANSITIONS

    @given(st.lists(st.sampled_from(sorted(EVENT_WORDS)), max_size=6))
    def test_any_walk_is_refused_at_the_first_step_that_is_not_in_it(self, kinds):
        status, possible = "open", 0
        while possible < len(kinds) and (status, kinds[possible]) in TRANSITIONS:
            status = TRANSITIONS[status, kinds[possible]]
            possible += 1

        assert advance(walked(*kinds[:possible])) == status
        if possible < len(kinds):
            with pytest.raises(LedgerError, match="f1"):
                advance(walked(*kinds[: possible + 1]))


class TestWalks:
    def test_each_step_of_a_long_life(self):
        steps = [advance(walked(*WALK[:n])) for n in range(len(WALK) + 1)]

        assert steps == [
            "open", "handed over", "claimed fixed", "false claim", "claimed fixed", "verified", "relapsed",
        ]  # fmt: skip

    def test_the_order_in_which_events_are_given_does_not_matter(self):
        events = walked(*WALK)

        assert {life_of(given) for given in permutations(events)} == {life_of(events)}

    def test_a_relapsed_finding_remembers_that_it_was_closed(self):
        life = life_of(walked("claimed fixed", "fixed", "relapsed", "claimed fixed"))

        assert (life.status, life.was_closed) == ("claimed fixed", True)

    def test_a_claim_stands_until_something_settles_it(self):
        claimed = life_of(walked("claimed fixed", "cannot be tested"))
        settled = life_of(walked("claimed fixed", "fixed"))

        assert claimed.claimed_at is not None
        assert settled.claimed_at is None

    def test_what_nobody_could_see_does_not_reopen_what_was_closed(self):
        assert advance(walked("fixed", "cannot be tested")) == "verified"

    def test_what_cannot_happen_is_refused_in_chinese(self):
        with pytest.raises(LedgerError, match=r"f1 现为“已销号”,不能再记“交办”.*李川"):
            advance(walked("fixed", "handed over"))


class TestExemption:
    def test_it_holds_through_its_last_day_and_not_beyond(self):
        events = [event("exempted", 1, until=date(2022, 9, 30))]

        assert advance(events, today=date(2022, 9, 30)) == "exempt"
        assert advance(events, today=date(2022, 10, 1)) == "open"

    def test_without_an_end_it_holds(self):
        assert advance([event("exempted", 1)], today=date(2032, 1, 1)) == "exempt"

    def test_what_comes_after_its_end_finds_the_finding_open(self):
        events = [event("exempted", 1, until=date(2022, 9, 3)), event("claimed fixed", 5)]

        assert advance(events) == "claimed fixed"
