"""
The whole life of one finding, by the acts of those who live it: seen, confirmed, drafted, objected to, ruled,
published, falsely reported as put right, shown as false, put right, looked back at, and back again.

The page is a real one on loopback; the machine really looks at it, four times.
"""

from datetime import date, datetime, timedelta

import pytest
from tests.web import builders
from tests.web.derived import derived_system
from tests.web.one_page_city import serving, with_link, without_link

from kaoping.roster import BEIJING
from kaoping.web.inspection.models import Answer, Task
from kaoping.web.lookback.actions import begin_look_back
from kaoping.web.lookback.looking import look_back_next
from kaoping.web.planning.actions import advance
from kaoping.web.publishing.actions import agree_release, ask_release, draft, rescore
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.publishing.noticing import numbered, written
from kaoping.web.review.actions import confirm_suspect
from kaoping.web.review.models import Suspect
from kaoping.web.units.actions.appeals import rule_appeal
from kaoping.web.units.actions.replies import answer
from kaoping.web.units.actions.rounds import close_appeals, open_appeals, send_drafts, start_rectifying
from kaoping.web.units.actions.tasks import claim, report, set_plan
from kaoping.web.units.looking import look_at_next
from kaoping.web.units.models import Appeal, RectificationTask

pytestmark = pytest.mark.django_db
SEEN = "2026-07-01T01:00:00+00:00"
CAUSE = "责任落实不到位"


def at(day, hour=10):
    return datetime(2026, 7, day, hour, tzinfo=BEIJING)


@pytest.fixture
def city():
    with serving() as made:
        with_link(made)
        yield made


@pytest.fixture
def round_(unit, office_admin, settings):
    settings.ALLOW_PRIVATE = True
    made = builders.round_(
        "reviewing", settings={"rate": 0, "appeal_workdays": 3}, notice_date=date(2026, 7, 20)
    )
    builders.member(made, unit, system=builders.system())
    asked = Task.objects.create(
        round=made, unit=unit, indicator="A1", rule="A1.1", question="?", inspector=office_admin
    )
    Answer.objects.create(task=asked, verdict="met", by=office_admin, at=at(1))
    return made


def suspected(round_, unit, city):
    """What the machine saw: a dead link on the home page."""
    dead = f"{city.url}gone.html"
    site = builders.site(unit, url=city.url, host=city.url.split("/")[2])
    witness = {"voice": "check", "name": "upkeep.dead_link", "seen_at": SEEN, "digest": "sha256:before"}
    return builders.suspect(
        unit, round_, site=site, url=city.url, object=dead, facts={"target": dead}, quote="旧链接",
        indicator="A1", rule="A1.1", check_id="upkeep.dead_link", message="首页的旧链接打不开",
        witnesses=[witness],
    )  # fmt: skip


def looked(task):
    """The machine looks at what was reported."""
    assert look_at_next()
    task.refresh_from_db()
    return task.state


def looked_back(round_, by, target=None):
    one = begin_look_back(round_, target=target, by=by)
    assert look_back_next()
    one.refresh_from_db()
    return one


def test_the_life_of_one_finding(round_, city, unit, unit_admin, office_admin, reviewer):
    judge, second = builders.user("reviewer"), builders.user("reviewer")

    # suspected by the machine, confirmed by a person
    suspect = suspected(round_, unit, city)
    confirm_suspect(suspect, by=reviewer, version=suspect.version, reason="打开核对,属实")

    # drafted: the unit sees it, objects with words, and another person rules
    term = send_drafts(round_, by=office_admin, now=at(6))
    assert term.appeal_due == date(2026, 7, 9)
    answer(suspect, by=unit_admin, kind="object", words="链接昨天还能打开", now=at(7))
    open_appeals(round_, by=office_admin)
    rule_appeal(Appeal.objects.get(), by=judge, is_upheld=False, reason="归档的页面显示打不开", now=at(8))
    close_appeals(round_, by=office_admin, now=at(10))
    answer(suspect, by=unit_admin, kind="explain", words="栏目改版遗漏", cause=CAUSE, now=at(10))

    # released by two persons, named in the notice with its cause, which costs one point
    round_.refresh_from_db()
    rescore(round_, by=office_admin, reason="异议裁定后")
    notice = draft(round_, "public", by=office_admin)
    told = [one for one in numbered(written(notice.body)) if suspect.fact in one.sources]
    assert {one.pattern for one in told} >= {"cause_of_units"}
    assert unit.name in "".join(one.text for one in told)
    ask_release(round_, by=reviewer, note="按期发布")
    agree_release(round_, by=second)
    assert ScoreSnapshot.objects.get(round=round_, is_latest=True).total == 99

    # to be put right: claimed, planned, reported though nothing was done, and shown as false
    assert start_rectifying(round_, by=office_admin, now=at(20)) == 1
    task = RectificationTask.objects.get()
    assert task.cause == CAUSE
    task = claim(task, by=unit_admin, owner="王经办", now=at(21))
    task = set_plan(task, by=unit_admin, plan="删除失效链接", cause=CAUSE, now=at(21))
    task = report(task, by=unit_admin, words="已整改", cause=CAUSE, now=at(22))
    assert looked(task) == "false"

    # repaired and reported anew: the machine sees that it is gone
    without_link(city)
    task = report(task, by=unit_admin, words="链接已删除", cause=CAUSE, now=at(23))
    assert looked(task) == "verified"

    # the next round looks back: it has come back, and waits there for a person
    with_link(city)
    following = builders.round_(
        "planned", previous=round_, settings={"rate": 0}, today=round_.today + timedelta(days=180)
    )
    builders.member(following, unit, system=derived_system())
    following = advance(following, "start gathering", by=office_admin)
    one = looked_back(round_, office_admin, following)
    assert one.counts == {"relapsed": 1}, one.message
    again = Suspect.objects.get(round=following, rule="A1.4")
    assert again.state == "suspect"
    # the unit never sent its report on rectification, which is told by itself
    assert following.suspects.exclude(pk=again.pk).get().rule == "A1.5"
    assert "再次出现" in again.message
    steps = [step.kind for step in task.steps.order_by("pk")]
    assert steps == ["opened", "claim", "plan", "report", "false", "report", "verified"]
