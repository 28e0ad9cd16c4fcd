"""
Whatever people try, in whatever order: the workflow's tables hold, a refusal leaves nothing behind, and what
demands two persons never passes by one (T18).

Some hundred steps as a rule; ``KAOPING_WORKFLOW_STEPS=100000`` for the long run.
"""

import os
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tests.web import builders, unit_objects

from kaoping.errors import KaopingError
from kaoping.web.audit.models import Entry
from kaoping.web.planning.actions import advance
from kaoping.web.planning.models import Round
from kaoping.web.planning.states import CLOSED, TRANSITIONS
from kaoping.web.publishing.actions import rescore
from kaoping.web.publishing.actions.release import agree_release, ask_release, withdraw_release
from kaoping.web.publishing.models import Release, ScoreSnapshot
from kaoping.web.review import actions as review
from kaoping.web.review import workflow
from kaoping.web.review.models import Decision, Exemption, Suspect
from kaoping.web.units.actions import appeals, replies, rounds, tasks
from kaoping.web.units.models import Appeal, Extension, RectificationTask, Reply, Term
from kaoping.web.units.states import APPEALS, TASKS

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("KAOPING_WORKFLOW_STEPS", "0"))
EACH = 40
USUAL = settings(
    max_examples=max(1, STEPS // EACH) if STEPS else 12, stateful_step_count=EACH, deadline=None,
    database=None, derandomize=not STEPS, suppress_health_check=list(HealthCheck),
)  # fmt: skip
NOTICE = date(2026, 7, 1)
COUNTED = Counter()
ROUND_EDGES = {(before, after) for (before, _), after in TRANSITIONS.items()}
SUSPECT_EDGES = {
    (before, one) for (before, _), after in workflow.TRANSITIONS.items() for one in after
} | {("confirmed", "dismissed")}  # by an appeal that was upheld  # fmt: skip
APPEAL_EDGES = {(before, after) for (before, _), after in APPEALS.items()}
TASK_EDGES = {(before, after) for (before, _), after in TASKS.items()}
RULINGS = {
    "confirm": review.confirm_suspect, "dismiss": review.dismiss_suspect, "exempt": review.exempt_suspect,
    "reopen": review.reopen_suspect, "agree": review.agree, "disagree": review.disagree,
}  # fmt: skip
WAY = (
    "start gathering", "start inspecting", "start reviewing", "send drafts", "open appeals", "release",
    "start rectifying", "seal",
)  # fmt: skip
KINDS = ("accept", "explain", "object", "其他")
TASK_ACTS = ("claim", "plan", "report", "withdraw", "extend", "judge", "look")
OUTCOMES = ("verified", "false", "exempt", "其他")
which, reasons = st.integers(0, 99), st.sampled_from(["", "属实", "  "])


class Undone(Exception):
    """Ends the transaction around one run of the machine."""


def kept():
    """All that an act may change, table by table: rows by their key."""
    tables = {
        Round: ("state",), Suspect: ("state", "version", "decided_at"), Decision: ("verdict", "by", "at"),
        Exemption: ("until", "revoked_at"), Appeal: ("state", "ruled_by", "before", "after"),
        Reply: ("kind", "words"), Release: ("asked_by", "agreed_by", "is_withdrawn"),
        ScoreSnapshot: ("is_latest", "total"), Term: ("closed_at", "appeal_due"),
        RectificationTask: ("state", "due", "owner", "plan", "look"), Extension: ("state", "ruled_by"),
    }  # fmt: skip
    return {
        model.__name__: {row[0]: row[1:] for row in model.objects.values_list("pk", *fields)}
        for model, fields in tables.items()
    }


def moves(before, after, table):
    """State before and after, of the rows of a table whose state changed."""
    old = before[table]
    return {
        (old[key][0], row[0]) for key, row in after[table].items() if key in old and old[key][0] != row[0]
    }


class Workflow(RuleBasedStateMachine):
    """One round of two units, five findings, and people of every role."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.round = builders.round_("planned", notice_date=NOTICE)
        units = [builders.unit(), builders.unit()]
        unit_objects.joined(self.round, *units)
        self.people = [builders.user(role) for role in builders.ROLES if role not in builders.UNIT_ROLES]
        self.people += [builders.user("reviewer"), builders.user("office_admin")]
        self.own = [builders.user(role, unit=one) for role in builders.UNIT_ROLES for one in units]
        for number, severity in enumerate(["一般", "一般", "严重", "一般", "一般"]):
            fields = {"state": "suspect", "severity": severity, "is_veto": number == 3}
            unit_objects.finding(self.round, units[number % 2], **fields)
        self.now = timezone.now()

    def teardown(self):
        try:
            raise Undone
        except Undone as end:
            self.block.__exit__(Undone, end, end.__traceback__)

    def attempt(self, act, *args, **named):
        """Act, and hold what always holds."""
        before, entries = kept(), Entry.objects.count()
        was = Round.objects.get(pk=self.round.pk).state
        try:
            with transaction.atomic():
                act(*args, **named)
            refusal = None
        except KaopingError as error:
            refusal = error
        is_done = refusal is None
        assert is_done or str(refusal).strip()
        after = kept()
        COUNTED["done" if is_done else "refused"] += 1
        COUNTED[f"round {was}"] += 1
        if not is_done or was == "sealed":
            assert after == before
            assert Entry.objects.count() == entries
        elif after != before:
            assert Entry.objects.count() > entries
        self._tables_hold(before, after, was)
        self._two_persons()
        self.round = Round.objects.get(pk=self.round.pk)

    def _tables_hold(self, before, after, was):
        assert moves(before, after, "Round") <= ROUND_EDGES
        assert moves(before, after, "Suspect") <= SUSPECT_EDGES
        assert moves(before, after, "Appeal") <= APPEAL_EDGES
        assert moves(before, after, "RectificationTask") <= TASK_EDGES
        if was in CLOSED:
            for table in ("Suspect", "Decision", "Appeal", "ScoreSnapshot", "Release"):
                assert after[table] == before[table]

    def _two_persons(self):
        for one in Decision.objects.filter(is_second=True).select_related("suspect"):
            first = one.suspect.decisions.filter(pk__lt=one.pk).order_by("-pk").first()
            assert first.by_id != one.by_id
        for one in Suspect.objects.filter(state="confirmed"):
            needs = workflow.needs_second(is_veto=one.is_veto, severity=one.severity)
            assert not needs or one.decisions.filter(is_second=True).exists()
        for one in Release.objects.exclude(agreed_by=None):
            assert one.agreed_by_id != one.asked_by_id
        for one in Appeal.objects.filter(state__in=("upheld", "rejected")):
            earlier = one.suspect.decisions.filter(at__lt=one.ruled_at)
            assert one.ruled_by_id not in set(earlier.values_list("by", flat=True))

    def one_of(self, rows, number):
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def person(self, number, *, own=False):
        group = self.own if own else self.people
        return group[number % len(group)]

    @initialize(far=st.integers(0, 8))
    def come_so_far(self, far):
        """Begin anywhere on the way, having walked there."""
        for step in WAY[:far]:
            if step == "release":
                self.settle_every_suspect(0)
                self.settle_every_suspect(1)
                self.score_anew(0)
                self.attempt(ask_release, self.round, by=self.people[0], note="提示事项已知悉")
                self.attempt(agree_release, self.round, by=self.people[1])
            else:
                self.lead_on(step, 0)

    @rule(step=st.sampled_from(sorted({step for _, step in TRANSITIONS} - {"release", "seal"})), who=which)
    def lead_on(self, step, who):
        elsewhere = {
            "send drafts": rounds.send_drafts, "open appeals": rounds.open_appeals,
            "start rectifying": rounds.start_rectifying,
        }  # fmt: skip
        if step in elsewhere:
            self.attempt(elsewhere[step], self.round, by=self.person(who))
        else:
            self.attempt(advance, self.round, step, by=self.person(who))

    @rule(who=which, is_meant=st.integers(0, 9))
    def seal(self, who, is_meant):
        if is_meant == 0:
            self.attempt(advance, self.round, "seal", by=self.person(who))

    @rule(act=st.sampled_from(sorted(RULINGS)), number=which, who=which, reason=reasons, old=which)
    def rule_on_a_suspect(self, act, number, who, reason, old):
        suspect = self.one_of(Suspect.objects, number)
        version = suspect.version - (1 if old % 5 == 0 else 0)
        more = {"until": timezone.localdate() + timedelta(days=30)} if act == "exempt" else {}
        self.attempt(
            RULINGS[act], suspect, by=self.person(who), version=version, reason=reason or "已看过", **more
        )

    @rule(who=which)
    def settle_every_suspect(self, who):
        """What is open is ruled on by two people in turn: the way on to a release."""
        for one in Suspect.objects.filter(state__in=workflow.OPEN).order_by("pk"):
            act = review.agree if one.state == "second" else review.confirm_suspect
            self.attempt(act, one, by=self.person(who), version=one.version, reason="属实")

    @rule(days=st.sampled_from([0, 1, 40]))
    def end_objections(self, days):
        self.attempt(rounds.close_appeals, self.round, by=self.people[1], now=self.now + timedelta(days=days))

    @rule(kind=st.sampled_from(KINDS), number=which, who=which, words=reasons)
    def answer(self, kind, number, who, words):
        person = self.person(who, own=True)
        suspect = self.one_of(Suspect.objects.filter(unit=person.unit), number)
        self.attempt(replies.answer, suspect, by=person, kind=kind, words=words, now=self.now)

    @rule(number=which, who=which, is_upheld=st.booleans(), reason=reasons)
    def rule_on_an_appeal(self, number, who, is_upheld, reason):
        if appeal := self.one_of(Appeal.objects, number):
            self.attempt(appeals.rule_appeal, appeal, by=self.person(who), is_upheld=is_upheld, reason=reason)

    @rule(number=which, who=which)
    def withdraw_an_appeal(self, number, who):
        if appeal := self.one_of(Appeal.objects, number):
            self.attempt(replies.withdraw_appeal, appeal, by=self.person(who, own=True))

    @rule(who=which)
    def score_anew(self, who):
        if self.round.state in ("reviewing", "drafted", "appealing"):
            self.attempt(rescore, self.round, by=self.person(who), reason="试算")

    @rule(act=st.sampled_from([ask_release, agree_release, withdraw_release]), who=which)
    def release(self, act, who):
        more = {"note": "提示事项已知悉"} if act is ask_release else {}
        self.attempt(act, self.round, by=self.person(who), **more)

    @rule(
        act=st.sampled_from(TASK_ACTS), number=which, who=which, words=reasons,
        outcome=st.sampled_from(OUTCOMES),
    )  # fmt: skip
    def work_on_a_task(self, act, number, who, words, outcome):
        task = self.one_of(RectificationTask.objects, number)
        if task is None:
            return
        unit, office = self.person(who, own=True), self.person(who)
        later = task.due + timedelta(days=7 + 7 * (number % 3))
        acts = {
            "claim": (tasks.claim, unit, {"owner": words}),
            "plan": (tasks.set_plan, unit, {"plan": words, "cause": ""}),
            "report": (tasks.report, unit, {"words": words, "cause": ""}),
            "withdraw": (tasks.withdraw, unit, {}),
            "extend": (tasks.ask_extension, unit, {"due": later, "reason": words}),
            "judge": (tasks.judge, office, {"outcome": outcome, "reason": words}),
            "look": (tasks.look_again, office, {}),
        }
        of, by, more = acts[act]
        self.attempt(of, task, by=by, **more)

    @rule(number=which, who=which, is_granted=st.booleans(), words=reasons)
    def rule_on_an_extension(self, number, who, is_granted, words):
        if extension := self.one_of(Extension.objects, number):
            self.attempt(
                tasks.rule_extension, extension, by=self.person(who), is_granted=is_granted, words=words
            )


def test_no_order_of_acts_leaves_the_tables():
    COUNTED.clear()

    run_state_machine_as_test(Workflow, settings=USUAL)

    print(f"\nworkflow: {COUNTED['done'] + COUNTED['refused']} acts, {dict(sorted(COUNTED.items()))}")
    assert COUNTED["done"] > 100
    assert COUNTED["refused"] > 50
    assert {"round reviewing", "round drafted", "round released", "round rectifying"} <= set(COUNTED)
