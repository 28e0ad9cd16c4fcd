"""No desk's act changes what belongs to a released or sealed round: each refuses in Chinese words."""

import io
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.db import transaction
from django.utils import timezone
from tests.web import builders, unit_objects
from tests.web.api import objects

from kaoping.errors import KaopingError
from kaoping.web.evidence.uploads import keep_bytes
from kaoping.web.gathering import actions as gathering
from kaoping.web.gathering.conducting import conduct
from kaoping.web.gathering.models import Job
from kaoping.web.imports import actions as imports
from kaoping.web.imports.models import Item
from kaoping.web.imports.rechecking import ask_for_recheck
from kaoping.web.inspection import actions as inspection
from kaoping.web.inspection.proof import add_files, ask_for_capture
from kaoping.web.planning import actions as planning
from kaoping.web.planning.models import Round
from kaoping.web.publishing import actions as publishing
from kaoping.web.review import actions as review
from kaoping.web.review import bulk
from kaoping.web.units.actions import appeals, replies, returned, rounds, tasks
from kaoping.web.units.models import Extension

CLOSED = ("released", "sealed")


class Closed:
    """A round that is over, and people who go on."""

    def __init__(self, state, office_admin, inspector, unit_admin):
        self.office, self.inspector, self.unit_admin = office_admin, inspector, unit_admin
        self.unit = unit_admin.unit
        self.round = unit_objects.joined(builders.round_(state, seed="公开的种子"), self.unit)
        self.term = unit_objects.term(self.round)
        self.task = objects.task(self.unit, self.round, inspector)
        self.suspect = builders.suspect(self.unit, self.round)
        self.appeal = unit_objects.appeal(unit_objects.finding(self.round, self.unit), by=unit_admin)
        self.owed = unit_objects.task(
            unit_objects.finding(self.round, self.unit), owner="张三", state="reported", look=""
        )
        self.open = unit_objects.task(unit_objects.finding(self.round, self.unit))
        self.extension = Extension.objects.create(
            task=self.open, due=unit_objects.WORKDAY, reason="改版", by=unit_admin, at=timezone.now()
        )
        self.job = builders.job(self.round, self.unit, state="paused")
        self.letter = unit_objects.report(self.round, None, is_confirmed=False, lane="mail")

    def kept(self):
        """Every row that names the round, as text."""
        told = []
        for model in apps.get_models():
            if any(field.name == "round" for field in model._meta.fields):
                rows = model.objects.filter(round=self.round).order_by("pk")
                told.append(serializers.serialize("json", rows))
        told.append(serializers.serialize("json", Round.objects.filter(pk=self.round.pk)))
        for rows in (self.task.answers, self.owed.steps, self.open.steps, self.open.extensions):
            told.append(serializers.serialize("json", rows.order_by("pk")))
        return told


ALWAYS = {
    "planning title": lambda at: planning.save_round(at.round, {"title": "另一个名称"}, by=at.office),
    "planning members": lambda at: planning.set_members(at.round, {}, by=at.office),
    "planning inspectors": lambda at: planning.assign_inspectors(
        at.round, [at.inspector], raters=1, by=at.office
    ),
    "planning sample": lambda at: planning.draw_sample(
        at.round, what="乡镇", population=["甲", "乙"], size=1, by=at.office
    ),
    "planning schedule": lambda at: planning.schedule_gathering(
        at.round, starts_at=timezone.now(), spread_minutes=5, quiet_hours="", by=at.office
    ),
    "gathering start": lambda at: gathering.start_round(at.round, by=at.office, limits={}),
    "gathering again": lambda at: gathering.look_again(at.job, by=at.office),
    "gathering on": lambda at: gathering.go_on(at.job, by=at.office),
    "inspection tasks": lambda at: inspection.make_tasks(at.round, by=at.office),
    "inspection draft": lambda at: inspection.keep_draft(at.task, {"note": "改"}, by=at.inspector),
    "inspection answer": lambda at: inspection.hand_in(at.task, {"verdict": "not_met"}, by=at.inspector),
    "inspection account": lambda at: inspection.look_at_account(
        at.round, builders.account(at.unit), {"service": "yes"}, note="", by=at.inspector
    ),
    "inspection proof": lambda at: add_files(at.task, [io.BytesIO(b"x")], by=at.inspector),
    "inspection capture": lambda at: ask_for_capture(at.task, "http://127.0.0.1:9/", by=at.inspector),
    "imports file": lambda at: imports.preview(
        content=b"x", name="x.csv", round_=at.round, source="甲", is_whole=True, by=at.office
    ),
    "imports run": lambda at: imports.run(objects.batch(at.round), by=at.office),
    "review one": lambda at: review.confirm_suspect(
        at.suspect, by=builders.user("reviewer"), version=at.suspect.version
    ),
    "review measured": lambda at: bulk.confirm_measured(at.round, by=at.office, expected=0),
    "units reply": lambda at: replies.answer(at.suspect, by=at.unit_admin, kind="accept"),
    "units withdrawal": lambda at: replies.withdraw_appeal(at.appeal, by=at.unit_admin),
    "units ruling": lambda at: appeals.rule_appeal(
        at.appeal, by=builders.user("reviewer"), is_upheld=True, reason="成立"
    ),
    "units term": lambda at: rounds.close_appeals(
        at.round, by=at.office, now=timezone.now() + timedelta(days=30)
    ),
    "publishing scores": lambda at: publishing.rescore(at.round, by=at.office, reason="再算"),
    "publishing notice": lambda at: publishing.draft(at.round, "internal", by=at.office),
    "publishing release": lambda at: publishing.ask_release(at.round, by=at.office, note="再发"),
}
ONCE_SEALED = {
    "planning notice date": lambda at: planning.save_round(
        at.round, {"notice_date": date(2026, 8, 1)}, by=at.office
    ),
    "gathering pause": lambda at: gathering.pause(at.job, by=at.office),
    "gathering cancel": lambda at: gathering.cancel(at.job, by=at.office),
    "gathering pause all": lambda at: gathering.pause_round(at.round, by=at.office),
    "evidence": lambda at: keep_bytes(
        content=b"x", name="x.txt", media_type="text/plain", kind="upload", round_=at.round, unit=at.unit,
        by=at.unit_admin, suspect=at.suspect,
    ),
    "units claim": lambda at: tasks.claim(at.open, by=at.unit_admin, owner="李四"),
    "units extension": lambda at: tasks.ask_extension(
        at.open, by=at.unit_admin, due=unit_objects.WORKDAY, reason="改版"
    ),
    "units extension granted": lambda at: tasks.rule_extension(
        at.extension, by=at.office, is_granted=True, words=""
    ),
    "units extension refused": lambda at: tasks.rule_extension(
        at.extension, by=at.office, is_granted=False, words="不同意"
    ),
    "units judgement": lambda at: tasks.judge(at.owed, by=at.office, outcome="exempt", reason="依文件"),
    "units withdrawn report": lambda at: tasks.withdraw(at.owed, by=at.unit_admin),
    "units another look": lambda at: tasks.look_again(at.owed, by=at.office),
    "units report": lambda at: returned.upload_report(
        content=b"x", name="x.docx", round_=at.round, unit=at.unit, by=at.unit_admin
    ),
    "units letter": lambda at: returned.confirm_report(
        at.letter, by=at.office, round_=at.round, unit=at.unit
    ),
    "units letter discarded": lambda at: returned.discard_report(at.letter, by=at.office),
}  # fmt: skip


@pytest.fixture
def at(request, office_admin, inspector, unit_admin):
    return Closed(request.param, office_admin, inspector, unit_admin)


def refused(at, act):
    """The words with which an act is refused, which changes nothing."""
    before = at.kept()
    with pytest.raises(KaopingError) as error, transaction.atomic():
        act(at)
    assert at.kept() == before
    return str(error.value)


class TestClosedRound:
    @pytest.mark.parametrize("at", CLOSED, indirect=True)
    def test_what_was_published_stays(self, at):
        words = {name: refused(at, act) for name, act in ALWAYS.items()}

        told = ("发布", "整改", "封存", "冻结")
        assert {name: said for name, said in words.items() if not any(one in said for one in told)} == {}

    @pytest.mark.parametrize("at", ["sealed"], indirect=True)
    def test_what_is_sealed_stays(self, at):
        words = {name: refused(at, act) for name, act in ONCE_SEALED.items()}

        assert {name: said for name, said in words.items() if "已封存" not in said} == {}

    @pytest.mark.parametrize("at", CLOSED, indirect=True)
    def test_what_a_machine_has_seen_is_not_laid_into_it(self, at):
        Job.objects.filter(pk=at.job.pk).update(state="running", worker="w")
        at.job.refresh_from_db()

        assert "本轮" in refused(at, lambda at: conduct(Hold(at.job)))

    @pytest.mark.parametrize("at", CLOSED, indirect=True)
    def test_what_was_imported_is_not_looked_at_again(self, at):
        item = Item.objects.create(
            batch=objects.batch(at.round), round=at.round, unit=at.unit, key="k", row=1, fact="f", body={}
        )
        before = at.kept()

        assert ask_for_recheck(Item.objects.filter(pk=item.pk), by=at.office) is None
        assert at.kept() == before

    @pytest.mark.parametrize("at", ["sealed"], indirect=True)
    def test_what_ends_after_the_sealing_is_let_go(self, at):
        at.owed.look, at.owed.looks = "running", 1
        at.owed.save()
        before = at.kept()

        done = tasks.settle(at.owed, outcome="verified", message="", digest="", looks=1, now=timezone.now())
        is_first = rounds.mark_seen(at.round, by=at.unit_admin)

        assert (done, is_first) == (None, False)
        assert at.kept() == before

    @pytest.mark.parametrize("at", ["released"], indirect=True)
    def test_a_date_of_the_notice_that_is_missing_may_be_added_once(self, at):
        planning.save_round(
            at.round, {"title": at.round.title, "notice_date": date(2026, 8, 1)}, by=at.office
        )

        with pytest.raises(KaopingError, match="已经发布"):
            planning.save_round(at.round, {"notice_date": date(2026, 8, 2)}, by=at.office)
        assert Round.objects.get(pk=at.round.pk).notice_date == date(2026, 8, 1)

    @pytest.mark.parametrize("at", ["released"], indirect=True)
    def test_it_is_not_sealed_while_something_is_gathered(self, at):
        Job.objects.filter(pk=at.job.pk).update(state="running")

        assert "1 个采集任务没有结束" in refused(at, lambda at: publishing.seal_round(at.round, by=at.office))


class Hold:
    """A worker's hold on a job that nobody disturbs."""

    worker, asked = "w", ""

    def __init__(self, job):
        self.job = job
