"""What a reading child does with a capture depends on what it was fetched for."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from kaoping.checks.observation import Observation
from kaoping.gather import Capture, Role
from kaoping.rounds.reading import PageJudge
from kaoping.rounds.tasks import VIEW_CHECKS, Task
from kaoping.rulebook import load_rulebook

TITLE = "某体育app官网下载:2026年防汛工作会议"
PAGE = f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>发布时间:2026-08-25</p>
<div id="zoom"><p>会议强调,要压实责任,切实做好防汛工作。</p></div>
<a href="/2.html">下一篇文章的标题</a></body></html>"""
HEAD = (("Content-Type", "text/html; charset=utf-8"),)
CAPTURE = Capture(site="a.gov.cn", url="http://a.gov.cn/1.html", status=200, headers=HEAD, body=PAGE.encode())


@pytest.fixture(scope="module")
def judge():
    return PageJudge(load_rulebook(), date(2026, 9, 15))


def checks_of(outcome):
    seen = (
        msgspec.msgpack.decode(outcome.observations, type=list[Observation]) if outcome.observations else ()
    )
    return {observation.check for observation in seen}


def test_a_page_is_judged_by_all_checks_and_leads_on(judge):
    outcome = judge.outcome(Task(CAPTURE))

    assert checks_of(outcome) > VIEW_CHECKS
    assert outcome.found


@pytest.mark.parametrize("role", [Role.AGAIN, Role.SCREEN, Role.SPIDER, Role.REFERRED, Role.PHONE])
def test_a_view_is_read_as_the_page_but_judged_by_what_views_are_compared_by(judge, role):
    plain, view = (judge.outcome(Task(capture)) for capture in (CAPTURE, replace(CAPTURE, role=role)))

    assert view.page == plain.page
    assert checks_of(view) == VIEW_CHECKS
    assert not view.found


def test_an_answer_to_nonsense_is_only_remembered(judge):
    outcome = judge.outcome(Task(replace(CAPTURE, role=Role.NONSENSE)))

    assert outcome.fingerprint
    assert not outcome.observations
