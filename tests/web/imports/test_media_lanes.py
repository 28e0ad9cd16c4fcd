"""New media: files of lanes brought into a round, its accounts checked, what was seen laid to the units."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web import builders
from tests.web.asked_round import BASIS, asked_round

from kaoping.checks import Observation as Seen
from kaoping.rulebook import Deduction, Indicator, IndicatorSystem, Rule, Source
from kaoping.web.evidence.archives import kept
from kaoping.web.evidence.proofs import proofs_of
from kaoping.web.imports.media_runs import _for_people, check_next
from kaoping.web.imports.models import MediaCoverage, MediaFile, MediaRun
from kaoping.web.inspection.actions import look_at_account
from kaoping.web.review.models import Observation, Suspect
from kaoping_toytown.media_server import served_accounts

TODAY = date(2026, 9, 15)


def rule(id_, check):
    return Rule(id_, f"{id_}的情形", "check", check, Deduction(points=Decimal("0.5")))


SYSTEM = IndicatorSystem(
    "wangchuan-media", "望川市新媒体指标", "1", Source("望川市考评办法(示例)"), ("市直部门",), Decimal(100),
    groups=(
        Indicator("F1", "新媒体", Decimal(100), basis=BASIS, rules=(
            rule("F1.1", "newmedia.stale"), rule("F2.1", "newmedia.no_interaction"),
            rule("E1.1", "newmedia.wording"),
        )),
    ),
)  # fmt: skip


@pytest.fixture
def round_(unit, other_unit):
    return asked_round(unit, other_unit, system=SYSTEM, today=TODAY)


@pytest.fixture
def account(unit):
    return builders.account(unit, platform="微信公众号", name="望川三农", platform_id="gh_1")


@pytest.fixture
def office(client, office_admin):
    client.force_login(office_admin)
    return client


@pytest.fixture
def put(office, round_):
    """A function: upload a file of a lane and answer the response."""

    def upload(lane, content, *, name="推文.csv", **more):
        body = content if isinstance(content, bytes) else content.encode()
        data = {"round": str(round_.public_id), "lane": lane, "file": SimpleUploadedFile(name, body), **more}
        return office.post("/imports/media/upload/", data)

    return upload


@pytest.fixture
def check(office, round_):
    """A function: ask for a check, have the worker do it, answer the run."""

    def ask_and_work():
        assert office.post("/imports/media/check/", {"round": str(round_.public_id)}).status_code == 302
        assert check_next()
        return MediaRun.objects.latest("id")

    return ask_and_work


def posts(*rows):
    lines = [f"望川三农,{title},{TODAY - timedelta(days=age)},{text}" for title, age, text in rows]
    return "\n".join(("账号名称,标题,发布时间,正文", *lines))


class TestPuttingFilesIn:
    def test_the_same_file_again_is_one(self, put, round_):
        for _ in range(2):
            assert put("export", posts(("丰收", 2, "好"))).status_code == 302

        assert MediaFile.objects.filter(round=round_).count() == 1

    def test_a_menu_needs_its_account(self, put, account):
        refused = put("menu", b"[]", name="菜单.json")

        assert refused.status_code == 422
        assert "请选择这个文件属于哪个账号" in refused.text
        assert put("menu", b"[]", name="菜单.json", account=account.pk).status_code == 302

    def test_a_mapping_with_an_unknown_field_is_told(self, put):
        refused = put("export", "媒体号,题目\n望川三农,好\n", columns="账号=媒体号")

        assert refused.status_code == 422
        assert "列对应表中没有字段“账号”" in refused.text

    def test_what_is_no_table_is_refused(self, put):
        assert put("export", b"\x89PNG\r\n\x1a\n\0\0", name="推文.xlsx").status_code == 422

    def test_a_released_round_takes_nothing(self, put, round_):
        round_.state = "released"
        round_.save()

        assert put("export", posts(("丰收", 2, "好"))).status_code == 422

    def test_it_can_be_taken_out_again(self, office, put):
        put("export", posts(("丰收", 2, "好")))

        office.post(f"/imports/media/{MediaFile.objects.get().public_id}/drop/")

        assert not MediaFile.objects.exists()


class TestCheckingAccounts:
    def test_what_was_seen_is_laid_to_the_unit_with_evidence_and_coverage(
        self, put, check, round_, account, inspector
    ):
        put("export", posts(("秋收", 20, "各乡镇要认真布署秋收工作。")))
        put(
            "menu",
            json.dumps({"menu": {"button": [{"name": "机构概况"}]}}),
            name="m.json",
            account=account.pk,
        )
        look_at_account(round_, account, {"message": "no"}, note="", by=inspector)

        run = check()

        assert (run.state, run.message, run.told["posts"]) == ("done", "", 1)
        rows = {one.check_id: one for one in Suspect.objects.filter(round=round_)}
        assert set(rows) == {"newmedia.stale", "newmedia.no_interaction", "newmedia.wording"}
        assert rows["newmedia.stale"].lane == "machine"
        assert rows["newmedia.wording"].witnesses[0]["digest"].startswith("sha256:")
        assert Observation.objects.filter(round=round_, check_id="newmedia.stale").count() == 1
        looked = MediaCoverage.objects.get(round=round_, check_id="newmedia.stale")
        assert (looked.looked_at, looked.not_checked) == (1, 0)

    def test_checked_again_nothing_is_doubled_and_what_is_mended_is_gone(self, put, check, round_, account):
        put("export", posts(("秋收", 20, "好")))
        check()
        check()
        assert [one.state for one in Suspect.objects.filter(check_id="newmedia.stale")] == ["suspect"]

        put("submission", posts(("新推文", 1, "好")), name="自报.csv")
        check()

        assert Suspect.objects.get(check_id="newmedia.stale").state == "gone"

    def test_what_was_fetched_is_evidence_that_opens(self, settings, tmp_path, put, check, office, unit):
        settings.ALLOW_PRIVATE = True
        builders.account(unit, platform="微信公众号", name="望川交通", platform_id="gh_b01")
        with served_accounts(tmp_path / "in", today=TODAY):
            feeds = (tmp_path / "in" / "feeds" / "feeds.csv").read_text("utf-8-sig").splitlines()
            put(
                "feeds",
                "\n".join(line for line in feeds if "望川水利" not in line and "望川气象" not in line),
            )
            check()

        row = Suspect.objects.get(check_id="newmedia.stale")
        page = office.get(f"/review/suspects/{row.public_id}/")

        assert page.status_code == 200
        assert "20天" in page.text
        (proof,) = proofs_of(row)
        assert kept(row.round, proof.archive, proof.offset, proof.digest).capture.url.endswith("/rss/jt")

    def test_a_faulty_list_is_told_by_row_and_lays_nothing(self, put, check, account):
        put("export", "账号名称,标题,发布时间\n望川三农,秋收,昨天\n")

        run = check()

        assert run.state == "failed"
        assert "第 2 行“发布时间”:“昨天”不是日期" in run.message
        assert not Suspect.objects.exists()

    def test_without_accounts_it_says_what_to_do(self, check):
        assert "没有登记新媒体账号" in check().message

    def test_the_page_names_lanes_and_what_was_not_taken(self, office, put, check, account):
        put("export", "账号名称,标题\n外地发布,好\n")
        check()

        page = office.get("/imports/media/").text

        assert "没有采用或须说明的资料 1 条" in page
        assert "外地发布" in page

    def test_an_inspector_may_look_but_not_put_in(self, client, inspector, round_):
        client.force_login(inspector)

        assert client.get("/imports/media/").status_code == 200
        assert client.post("/imports/media/check/", {"round": str(round_.public_id)}).status_code == 403


class TestPictures:
    """What a machine reads in pictures is for people; where it cannot, the page says how to make it able."""

    READ = Seen(
        check="newmedia.wording", answer="problem", site="微信公众号·望川三农", lane="hint",
        facts={"place": "图中文字(机器识读)", "rule": "wording.typo"},
    )  # fmt: skip

    def test_what_was_read_waits_for_a_person(self):
        told = _for_people(self.READ)

        assert (told.answer, told.lane) == ("unsure", "person")

    def test_other_hints_stay_hints(self):
        told = replace(self.READ, facts={"place": "推文", "rule": "wording.typo"})

        assert _for_people(told) is told

    def test_without_the_component_the_page_says_how_to_install_it(self, office, round_, monkeypatch):
        monkeypatch.setattr("kaoping.web.imports.media_views.can_read_pictures", lambda: False)
        monkeypatch.setattr("kaoping.web.imports.media.can_read_pictures", lambda: False)

        page = office.get("/imports/media/").text
        office.post("/imports/media/check/", {"round": str(round_.public_id), "reads_pictures": "on"})

        assert "pip install &#x27;kaoping[ocr]&#x27;" in page or "pip install 'kaoping[ocr]'" in page
        assert "识读图片文字" not in page
        assert not MediaRun.objects.exists()

    def test_with_it_the_switch_is_kept_for_the_next_check(self, office, round_, monkeypatch):
        for where in ("media_views", "media"):
            monkeypatch.setattr(f"kaoping.web.imports.{where}.can_read_pictures", lambda: True)

        office.post("/imports/media/check/", {"round": str(round_.public_id), "reads_pictures": "on"})

        assert MediaRun.objects.get().reads_pictures
        assert 'name="reads_pictures" checked' in office.get("/imports/media/").text
