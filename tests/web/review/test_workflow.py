"""The workflow as a machine: whatever is done in whatever order, only what the table allows comes about."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web import builders

from kaoping.web.audit.models import Entry
from kaoping.web.review import actions
from kaoping.web.review.models import STATES
from kaoping.web.review.workflow import TRANSITIONS, may, needs_second

ACTS = {
    "confirm": actions.confirm_suspect,
    "dismiss": actions.dismiss_suspect,
    "exempt": actions.exempt_suspect,
    "reopen": actions.reopen_suspect,
    "agree": actions.agree,
    "disagree": actions.disagree,
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 2), st.booleans()), max_size=12)


class Undone(Exception):
    """Ends a block whose writes are not to stay."""


class TestTransitions:
    def test_every_state_that_it_names_is_one(self):
        named = {state for state, _ in TRANSITIONS} | {to for many in TRANSITIONS.values() for to in many}

        assert named == set(STATES)

    def test_every_state_is_reached_and_left(self):
        assert {to for many in TRANSITIONS.values() for to in many} == set(STATES)
        assert {state for state, _ in TRANSITIONS} == set(STATES)


class TestMachine:
    @pytest.mark.parametrize("severity", ["一般", "严重"])
    def test_no_order_of_acts_leads_where_the_table_does_not(self, unit, reviewing, severity):
        people = [builders.user("reviewer") for _ in range(3)]
        is_double = needs_second(is_veto=False, severity=severity)

        reached: set[str] = set()

        @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(STEPS)
        def walk(steps):
            try:
                with transaction.atomic():
                    reached.update(self.walked(unit, reviewing, severity, people, steps, is_double))
                    raise Undone
            except Undone:
                pass

        walk()

        assert reached > {"suspect"}, "no act of any walk was possible"

    def walked(self, unit, reviewing, severity, people, steps, is_double):
        one = builders.suspect(unit, reviewing, severity=severity)
        entries = Entry.objects.count()
        done, reached = 0, {one.state}
        for name, who, is_stale in steps:
            before, last = one.state, one.decisions.order_by("id").last()
            act = "propose" if is_double and name in ("confirm", "dismiss", "exempt") else name
            extra = {"until": timezone.localdate() + timedelta(days=9)} if name == "exempt" else {}
            version = one.version - 1 if is_stale else one.version
            try:
                ACTS[name](one, by=people[who], version=version, reason="理由", **extra)
            except actions.NotPossible:
                one.refresh_from_db()
                is_same = name in ("agree", "disagree") and last is not None and last.by == people[who]
                assert one.state == before
                assert is_stale or is_same or not may(before, name)
                continue
            done += 1
            one.refresh_from_db()
            reached.add(one.state)
            assert not is_stale
            assert one.state in TRANSITIONS[before, act]
            if is_double and one.state in ("confirmed", "dismissed", "exempted"):
                pair = list(one.decisions.order_by("-id")[:2])
                assert pair[0].by != pair[1].by
        assert (one.version, one.decisions.count()) == (done, done)
        assert Entry.objects.count() == entries + done
        assert one.exemptions.filter(revoked_at=None).exists() == (one.state == "exempted")
        return reached
