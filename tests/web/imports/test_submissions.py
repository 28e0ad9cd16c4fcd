"""A unit reports the posts of its own accounts: shown first, then a lane of the round's checks."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.web import builders
from tests.web.asked_round import asked_round
from tests.web.imports.test_media_lanes import SYSTEM

from kaoping.web.audit.models import Entry
from kaoping.web.imports.media import ask_media_run
from kaoping.web.imports.media_runs import check_next
from kaoping.web.imports.models import MediaReading, MediaRun, Submission
from kaoping.web.review.models import Suspect

HEAD = "账号名称,账号标识,标题,发布时间\n"
ARTICLE = """<html><body><div id="js_content"><p>各乡镇要认真布署秋收工作,确保颗粒归仓。</p></div>
<h1 id="activity-name">秋收</h1></body></html>"""


def today():
    return timezone.localdate()


@pytest.fixture
def round_(unit, other_unit):
    return asked_round(unit, other_unit, system=SYSTEM, today=today(), period_from=today() - timedelta(30))


@pytest.fixture
def account(unit):
    return builders.account(unit, platform="微信公众号", name="望川三农", platform_id="gh_1")


@pytest.fixture
def others(other_unit):
    return builders.account(other_unit, platform="微信公众号", name="望川水利", platform_id="gh_2")


@pytest.fixture
def reporter(client, unit):
    client.force_login(builders.user("unit_staff", unit=unit))
    return client


@pytest.fixture
def submit(reporter):
    """A function: upload a file as the unit's person and answer the response."""

    def upload(content, *, name="推文.csv", **more):
        body = content if isinstance(content, bytes) else content.encode()
        data = {"file": SimpleUploadedFile(name, body), **more}
        return reporter.post("/imports/own/upload/", data, follow=True)

    return upload


@pytest.fixture
def handed_in(reporter, submit):
    """A function: upload and hand in; answers the submission."""

    def upload_and_take(content, **more):
        submit(content, **more)
        one = Submission.objects.latest("id")
        reporter.post(f"/imports/own/{one.public_id}/take/")
        one.refresh_from_db()
        return one

    return upload_and_take


@pytest.fixture
def check(round_, office_admin):
    """A function: have the round's accounts checked; answers the run."""

    def ask_and_work():
        ask_media_run(round_, by=office_admin)
        assert check_next()
        return MediaRun.objects.latest("id")

    return ask_and_work


def row(title="秋收", age=2, name="望川三农", id_=""):
    return f"{name},{id_},{title},{today() - timedelta(days=age)}\n"


class TestShowingFirst:
    def test_it_says_what_was_read_and_hands_in_nothing(self, submit, account):
        page = submit(HEAD + row("秋收开镰", 2) + row("夏收", 90)).text

        assert "秋收开镰" in page
        assert "确认提交" in page
        assert Submission.objects.get().taken_at is None

    def test_a_row_of_another_units_account_is_refused_with_its_row(self, submit, reporter, account, others):
        page = submit(HEAD + row() + row(name="望川水利") + row(name="从来没有的号")).text

        assert "第 3 行“账号名称”:“望川水利”不是本单位登记的账号" in page
        assert "第 4 行“账号名称”:“从来没有的号”不是本单位登记的账号" in page
        one = Submission.objects.get()
        reporter.post(f"/imports/own/{one.public_id}/take/")
        one.refresh_from_db()
        assert one.taken_at is None

    def test_anothers_id_under_ones_own_name_is_refused(self, submit, account, others):
        assert "第 2 行“账号标识”:“gh_2”不是“望川三农”登记的标识" in submit(HEAD + row(id_="gh_2")).text

    def test_a_wrong_date_is_told_with_its_row(self, submit, account):
        page = submit(HEAD + "望川三农,,秋收,昨天\n").text

        assert "第 2 行“发布时间”:“昨天”不是日期" in page

    def test_other_columns_are_told(self, submit, account):
        assert "没有找到表头" in submit("媒体号,题目\n望川三农,秋收\n").text

    def test_accounts_of_which_the_list_is_silent_are_named(self, submit, account, unit):
        builders.account(unit, platform="微博", name="望川农业")

        assert "清单没有提到:微博·望川农业" in submit(HEAD + row()).text

    def test_a_day_that_is_still_to_come_is_doubted(self, submit, account):
        assert "之后" in submit(HEAD + row(age=-3)).text

    def test_an_article_needs_one_of_the_units_own_accounts(self, submit, account, others):
        assert "请选择这篇文章属于本单位的哪个账号" in submit(ARTICLE, name="秋收.html").text
        refused = submit(ARTICLE, name="秋收.html", account=others.pk)
        assert refused.status_code == 422
        assert not Submission.objects.exists()

    @pytest.mark.parametrize("name", ["推文.exe", "推文.zip"])
    def test_what_is_neither_list_nor_article_is_refused(self, submit, account, name):
        refused = submit("x", name=name)

        assert refused.status_code == 422
        assert "不接受" in refused.text

    def test_what_is_no_table_is_refused(self, submit, account):
        assert submit(b"\x89PNG\r\n\x1a\n\0\0", name="推文.xlsx").status_code == 422

    def test_a_unit_without_accounts_is_told_whom_to_ask(self, submit):
        assert "没有登记新媒体账号,请联系考评机关" in submit(HEAD + row()).text


class TestHandingIn:
    def test_the_office_sees_it_as_its_own_lane_once_it_is_handed_in(
        self, submit, reporter, account, office_admin
    ):
        submit(HEAD + row(), name="三农推文.csv")
        one = Submission.objects.get()
        assert list(Submission.objects.visible_to(office_admin)) == []

        reporter.post(f"/imports/own/{one.public_id}/take/")
        reporter.force_login(office_admin)

        page = reporter.get("/imports/media/").text
        assert "单位自报" in page
        assert "三农推文.csv" in page
        assert Entry.objects.filter(action="imports.submit_media").count() == 1

    def test_the_check_names_the_lane_and_judges_by_it(self, handed_in, check, round_, account, unit):
        handed_in(HEAD + row("秋收", 20))

        run = check()

        assert [lane[0] for lane in run.told["lanes"]] == ["单位自报"], run.message
        reading = MediaReading.objects.get(round=round_, account=account)
        assert (reading.lanes, reading.posts, reading.days_since) == (["单位自报"], 1, 20)
        assert "没有看到菜单,互动和办事功能未判断" in reading.unseen
        assert Suspect.objects.get(check_id="newmedia.stale").unit == unit

    def test_a_list_from_before_the_rounds_day_shows_life_but_no_silence(
        self, handed_in, check, round_, account
    ):
        one = handed_in(HEAD + row("秋收", 20))
        Submission.objects.filter(pk=one.pk).update(taken_at=timezone.now() - timedelta(days=3))

        check()

        assert MediaReading.objects.get(round=round_).unseen[0] == "没有反映全部推文的来源,不能判断是否停更"
        assert Suspect.objects.get(check_id="newmedia.stale").lane == "person"

    def test_what_was_handed_in_before_the_period_is_left_out(self, handed_in, check, round_, account):
        one = handed_in(HEAD + row("秋收", 40))
        Submission.objects.filter(pk=one.pk).update(taken_at=timezone.now() - timedelta(days=40))

        assert check().told["posts"] == 0

    def test_an_article_is_read_and_its_words_are_judged(self, handed_in, check, account):
        handed_in(ARTICLE, name="秋收.html", account=account.pk)

        run = check()

        assert run.told["posts"] == 1, run.told
        assert Suspect.objects.get(check_id="newmedia.wording").quote

    def test_it_can_be_taken_back(self, handed_in, reporter, account):
        one = handed_in(HEAD + row())

        reporter.post(f"/imports/own/{one.public_id}/drop/")

        assert not Submission.objects.exists()
        assert Entry.objects.filter(action="imports.withdraw_media").count() == 1


class TestWhoSeesWhat:
    def test_another_unit_finds_neither_page_nor_button(self, handed_in, client, account, other_unit):
        one = handed_in(HEAD + row())
        client.force_login(builders.user("unit_admin", unit=other_unit))

        assert client.get(f"/imports/own/{one.public_id}/").status_code == 404
        assert client.post(f"/imports/own/{one.public_id}/drop/").status_code == 404
        assert "望川三农" not in client.get("/imports/own/").text

    def test_what_a_check_saw_is_shown_to_the_unit_only_once_drafts_are_out(
        self, reporter, round_, account, others
    ):
        for one in (account, others):
            MediaReading.objects.create(
                round=round_, account=one, at=timezone.now(), posts=317, newest=date(2026, 9, 1)
            )
        assert "317" not in reporter.get("/imports/own/").text

        round_.state = "drafted"
        round_.save()

        page = reporter.get("/imports/own/").text
        assert page.count(">317<") == 1
        assert "望川水利" not in page
