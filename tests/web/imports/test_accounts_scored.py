"""
Accounts from the first file to the score: what their checks saw is confirmed, costs points under the shipped
systems, stops a unit under the national one, and leads from the sheet back to the post and its digest.
"""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.web import builders
from tests.web.imports.test_media_lanes import TODAY, posts, put  # noqa: F401  a fixture

from kaoping.rulebook import load_system, system_yaml
from kaoping.web.imports.media import ask_media_run
from kaoping.web.imports.media_runs import check_next
from kaoping.web.imports.models import MediaRun
from kaoping.web.inspection.actions import look_at_account
from kaoping.web.lookback.actions import begin_look_back
from kaoping.web.lookback.looking import look_back_next
from kaoping.web.lookback.models import Looked
from kaoping.web.publishing.actions import rescore
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.review.actions import agree, confirm_suspect
from kaoping.web.review.models import Suspect

DEPARTMENT, NATIONAL = "department-example", "national-newmedia-2019"
WRONG = "各乡镇要认真布署秋收工作。"


@pytest.fixture
def round_(unit):
    made = builders.round_("inspecting", today=TODAY, settings={"rate": 0})
    for name in (DEPARTMENT, NATIONAL):
        system = builders.system(name=name, text=system_yaml(load_system(name, None)))
        builders.member(made, unit, system=system)
    return made


@pytest.fixture
def account(unit):
    return builders.account(unit, platform="微信公众号", name="望川三农", platform_id="gh_1", is_filed=True)


@pytest.fixture
def office(client, office_admin):
    client.force_login(office_admin)
    return client


def checked(round_, by):
    ask_media_run(round_, by=by)
    assert check_next()
    run = MediaRun.objects.latest("id")
    assert run.state == "done", run.message


@pytest.fixture
def confirmed(put, round_, account, office_admin, unit):  # noqa: F811
    """The round with a silent account without interaction and a wrong word, all confirmed by two people."""
    put("export", posts(("秋收", 40, WRONG)))
    menu = {"menu": {"button": [{"name": "机构概况"}]}}
    put("menu", json.dumps(menu), name="m.json", account=account.pk)
    look_at_account(round_, account, {"message": "no", "service": "yes"}, note="", by=office_admin)
    checked(round_, office_admin)
    round_.state = "reviewing"
    round_.save()
    first, second = builders.user("reviewer"), builders.user("reviewer")
    for row in Suspect.objects.filter(round=round_):
        ruled = confirm_suspect(row, by=first, version=row.version)
        if ruled.state == "second":
            agree(ruled, by=second, version=ruled.version)
    rescore(round_, by=office_admin, reason="试算")
    return round_


def lines(round_, system):
    return {
        one["indicator"]: one for one in ScoreSnapshot.objects.get(round=round_, system=system).sheet["lines"]
    }


class TestScores:
    def test_updates_menus_and_words_cost_points_in_the_citys_own_items(self, confirmed):
        found = lines(confirmed, DEPARTMENT)
        lost = {loss["rule"]: loss["points"] for one in found.values() for loss in one["losses"]}

        assert {rule: lost[rule] for rule in ("F1.1", "F2.1")} == {"F1.1": "1", "F2.1": "1.5"}
        assert {"E1.1.5", "E1.2.6"} & set(lost)

    def test_the_national_vetoes_stop_the_unit(self, confirmed):
        sheet = ScoreSnapshot.objects.get(round=confirmed, system=NATIONAL)

        assert {"NV2", "NV3"} <= {one["id"] for one in sheet.sheet["vetoes"]}
        assert sheet.grade != "合格"

    def test_from_the_indicator_to_the_finding_the_post_and_its_digest(self, confirmed, office, unit):
        (loss,) = lines(confirmed, DEPARTMENT)["F1"]["losses"]
        row = Suspect.objects.get(round=confirmed, fact=loss["findings"][0])

        assert (row.check_id, row.facts["name"]) == ("newmedia.stale", "微信公众号·望川三农")
        assert row.witnesses[0]["digest"].startswith("sha256:")
        sheet = office.get(f"/publishing/rounds/{confirmed.public_id}/units/{unit.public_id}/").text
        assert str(row.public_id) in sheet
        page = office.get(f"/review/suspects/{row.public_id}/").text
        assert "微信公众号·望川三农" in page
        assert "资料来自 平台或监测服务导出、检查员手机核查、菜单数据" in page
        assert f"最近 {TODAY - timedelta(days=40)}" in page


class TestLookingBack:
    def looked(self, round_, by):
        begin_look_back(round_, target=None, by=by)
        assert look_back_next()
        return {one.fact: one for one in Looked.objects.all()}

    def test_by_what_the_unit_handed_in_since_each_lands_in_one_class(
        self, confirmed, client, unit, account, office_admin
    ):
        confirmed.state = "rectifying"
        confirmed.save()
        stale = Suspect.objects.get(check_id="newmedia.stale", system=DEPARTMENT)
        menu = Suspect.objects.get(check_id="newmedia.no_interaction", system=DEPARTMENT)
        client.force_login(builders.user("unit_staff", unit=unit))
        rows = f"账号名称,标题,发布时间\n望川三农,新推文,{timezone.localdate() - timedelta(days=1)}\n"
        client.post("/imports/own/upload/", {"file": SimpleUploadedFile("推文.csv", rows.encode())})
        one = unit.submissions.get()
        client.post(f"/imports/own/{one.public_id}/take/")

        seen = self.looked(confirmed, office_admin)

        assert (seen[stale.fact].outcome, seen[menu.fact].outcome) == ("fixed", "cannot be tested")
        assert "单位自报" in seen[stale.fact].message

    def test_where_nothing_was_handed_in_since_nothing_can_be_tested(self, confirmed, office_admin):
        confirmed.state = "rectifying"
        confirmed.save()

        seen = self.looked(confirmed, office_admin)

        assert {one.outcome for one in seen.values()} == {"cannot be tested"}
        assert {one.message for one in seen.values()} == {"没有新交来的账号资料"}


class TestDesks:
    def test_gathering_inspection_and_planning_show_what_was_seen(self, confirmed, office, unit, account):
        gathering = office.get("/gathering/", {"round": str(confirmed.public_id)}).text
        inspection = office.get(f"/inspection/rounds/{confirmed.public_id}/units/{unit.public_id}/").text
        planning = office.get(f"/planning/units/{unit.public_id}/").text
        register = office.get("/planning/accounts/").text

        for page in (gathering, inspection, planning, register):
            assert "微信公众号·望川三农" in page
            assert f"{TODAY - timedelta(days=40)}" in page
        assert "平台或监测服务导出 1 个" in gathering
