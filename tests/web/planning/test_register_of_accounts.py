"""The register of new-media accounts: their life is kept, and two of one name are told apart."""

import pytest
from tests.web import builders
from tests.web.planning.test_import_roster import upload

from kaoping.web.planning.models import Account

HEAD = "单位名称,平台,账号名称,账号标识,功能定位,已备案,状态,开设日期,变更日期,并入账号,曾用名\n"


@pytest.fixture
def office(client, office_admin):
    client.force_login(office_admin)
    return client


@pytest.fixture
def account(unit):
    return builders.account(unit, platform="微信公众号", name="望川三农", platform_id="gh_1")


def form(one, **changes):
    given = {
        "unit": one.unit_id, "platform": one.platform, "name": one.name, "platform_id": one.platform_id,
        "kind": "", "has_service": "unknown", "is_filed": "unknown", "filed_name": "", "opened": "",
        "state": "正常", "changed": "", "into": "", "former": "", "reason": "",
    }  # fmt: skip
    return given | changes


def taken(office, rows):
    draft = upload(office, HEAD + rows, "accounts").context["draft"]
    office.post(f"/planning/import/{draft.public_id}/take/")
    return draft


class TestLifeOfAnAccount:
    def test_a_renamed_account_keeps_its_former_name_its_day_and_who_did_it(
        self, office, office_admin, account
    ):
        given = form(account, name="望川农业", state="改名", changed="2026-03-01", reason="机构改革")

        response = office.post(f"/planning/accounts/{account.pk}/edit/", given)

        assert response.status_code == 302, response.text
        account.refresh_from_db()
        assert (account.name, account.former, f"{account.changed}") == (
            "望川农业",
            ["望川三农"],
            "2026-03-01",
        )
        change = account.changes.get(field="name")
        assert (change.before, change.after, change.by, change.reason) == (
            "望川三农", "望川农业", office_admin, "机构改革",
        )  # fmt: skip
        page = office.get(f"/planning/accounts/{account.pk}/edit/").text
        assert "账号名称:望川三农 → 望川农业" in page

    def test_a_merged_account_says_into_which(self, office, account):
        where = f"/planning/accounts/{account.pk}/edit/"

        refused = office.post(where, form(account, state="并入"))

        assert refused.status_code == 422
        assert "请写并入到哪个账号" in refused.text
        assert office.post(where, form(account, state="并入", into="望川发布")).status_code == 302
        account.refresh_from_db()
        assert account.changed is not None

    def test_a_change_before_the_opening_is_refused(self, office, account):
        given = form(account, state="暂停", opened="2026-03-01", changed="2025-01-01")

        response = office.post(f"/planning/accounts/{account.pk}/edit/", given)

        assert response.status_code == 422
        assert "早于开设日期" in response.text

    def test_two_of_one_name_need_their_ids(self, office, account, other_unit):
        given = form(account, unit=other_unit.pk)

        refused = office.post("/planning/accounts/new/", given | {"platform_id": ""})

        assert refused.status_code == 422
        assert "同名账号" in refused.text
        assert office.post("/planning/accounts/new/", given | {"platform_id": "gh_2"}).status_code == 302
        assert Account.objects.filter(name="望川三农").count() == 2


class TestListsOfAccounts:
    def test_a_list_keeps_what_it_tells_of_their_life(self, office, unit):
        taken(office, f"{unit.name},微信,望川三农,gh_1,服务,是,停更,2020-05-01,2026-02-03,,望川农村;三农通\n")

        one = Account.objects.get()
        assert (one.platform, one.kind, one.state, f"{one.opened}", f"{one.changed}", one.former) == (
            "微信公众号", "服务", "暂停", "2020-05-01", "2026-02-03", ["望川农村", "三农通"],
        )  # fmt: skip

    def test_the_same_id_under_another_name_is_a_renamed_account(self, office, unit, account):
        draft = taken(office, f"{unit.name},微信公众号,望川农业,gh_1,,,,,,,\n")

        account.refresh_from_db()
        assert [row["what"] for row in draft.rows] == ["changed"]
        assert (account.name, account.former, Account.objects.count()) == ("望川农业", ["望川三农"], 1)

    def test_columns_that_a_list_has_not_leave_the_register_as_it_was(self, office, unit, account):
        account.is_filed = True
        account.save()

        upload(office, f"单位名称,平台,账号名称\n{unit.name},微信公众号,望川三农\n", "accounts")

        account.refresh_from_db()
        assert account.is_filed

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ("{0},微博,甲,,,,休眠,,,,\n", "“休眠”不认识"),
            ("{0},微博,甲,,,,并入,,,,\n", "请写并入到哪个账号"),
            ("{0},微博,甲,,,,,去年,,,\n", "“去年”不是日期"),
            ("{0},微博,甲,,,,,2026-02-01,2025-01-01,,\n", "早于开设日期"),
            ("{0},微博,甲,,,,,,,,\n{0},微博,甲,x1,,,,,,,\n", "请填写各自的账号标识"),
            ("{0},微博,甲,x1,,,,,,,\n{0},微博,甲,x1,,,,,,,\n", "与第 2 行重复"),
        ],
    )
    def test_mistakes_are_told_by_row_and_nothing_is_taken(self, office, unit, rows, words):
        response = upload(office, HEAD + rows.format(unit.name), "accounts")

        assert words in response.text
        assert response.context["draft"].errors

    def test_what_is_exported_can_be_read_in_again_unchanged(self, office, unit, account):
        account.former, account.kind = ["望川农村"], "服务"
        account.save()
        exported = b"".join(office.get("/planning/accounts/", {"format": "csv"}).streaming_content)

        draft = upload(office, exported, "accounts").context["draft"]

        assert [(row["what"], row["fields"]) for row in draft.rows] == [("same", [])]

    def test_they_are_found_by_state(self, office, unit, account):
        builders.account(unit, platform="微博", name="望川水利", state="注销")

        page = office.get("/planning/accounts/", {"state": "注销"})

        assert [str(one) for one, _ in page.context["accounts"]] == ["微博·望川水利"]
