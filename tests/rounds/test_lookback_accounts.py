"""Findings of accounts are looked at again by what was handed in since: nothing new, nothing known."""

import csv
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from kaoping.findings import Finding, Suspect, Witness
from kaoping.ledger import LookbackClass, OpenItem, OpenItems, write_open_items
from kaoping.rounds.lookback import look_back
from kaoping.rounds.progress import Progress
from kaoping.rounds.run_file import RunPlan

TODAY = date(2026, 9, 15)
CLAIMED = datetime(2026, 8, 20, 2, tzinfo=UTC)
KEY = "微信公众号·望川三农"
TYPO = "各乡镇要认真布署秋收工作。"


def item(check, *, claimed=False, closed=False, url="", quote="", **facts):
    witness = Witness("check", check, datetime(2026, 6, 1, tzinfo=UTC), digest="sha256:before")
    suspect = Suspect(
        id=f"{check}{facts}"[:60], unit="望川市农业农村局", system="toytown", indicator="F1", rule=check,
        url=url or KEY, object="", message="账号有问题", quote=quote, facts={"name": KEY, **facts},
        witnesses=(witness,),
    )  # fmt: skip
    return OpenItem(
        Finding(suspect, "confirmed"), "2026年上半年", "verified" if closed else "handed over",
        date(2026, 9, 1), claimed_at=CLAIMED if claimed else None, was_closed=closed,
    )  # fmt: skip


@pytest.fixture
def handed(tmp_path):
    """A function: a folder of what was handed in since, and what the look back says of one finding."""
    folder = tmp_path / "in"
    folder.mkdir()

    def table(inside, *rows):
        path = folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)

    def looked(one, *, state="正常", posts=(), former="", name="望川三农", with_folder=True, menu=None):
        table(
            "accounts.csv",
            ("单位", "平台", "账号名称", "账号标识", "状态", "已备案", "曾用名"),
            ("望川市农业农村局", "微信公众号", name, "gh_1", state, "是", former),
        )
        if posts:
            head = ("账号名称", "标题", "发布时间", "网址", "正文")
            table("exports/posts.csv", head, *((name, *post) for post in posts))
        if menu is not None:
            (folder / "menus").mkdir()
            (folder / "menus" / "gh_1.json").write_text(json.dumps({"button": menu}), "utf-8")
        write_open_items(OpenItems("2026年上半年", TODAY, (one,), ()), tmp_path / "open-items.json")
        done = look_back(
            tmp_path / "open-items.json",
            RunPlan(sites=(), today=TODAY, max_minutes=5, rate=0, render="never", views=False),
            tmp_path / "out",
            accounts=folder if with_folder else None,
            progress=Progress(max_pages=1, max_minutes=5),
            on_tick=lambda: None,
        )
        (own,) = done.looked
        return own.outcome, own.message

    return looked


def post(age, title="秋收", text="好", url=""):
    return (title, f"{TODAY - timedelta(days=age)}", url, text)


STALE = {"account": KEY, "newest": "2026-05-01", "days": 31}


class TestFiveClasses:
    @pytest.mark.parametrize(
        ("given", "age", "outcome"),
        [
            ({}, 2, "fixed"),
            ({"claimed": True}, 40, "false claim"),
            ({}, 40, "not claimed"),
            ({"closed": True}, 40, "relapsed"),
        ],
    )
    def test_a_silent_account_is_judged_by_what_came_in(self, handed, given, age, outcome: LookbackClass):
        assert handed(item("newmedia.stale", **given, **STALE), posts=[post(age)])[0] == outcome

    def test_where_nothing_came_in_it_cannot_be_tested(self, handed):
        told = handed(item("newmedia.stale", claimed=True, **STALE))

        assert told == ("cannot be tested", "没有新交来的账号资料")

    def test_without_a_folder_no_account_can_be_tested(self, handed):
        told = handed(item("newmedia.stale", **STALE), with_folder=False)

        assert told == ("cannot be tested", "没有新交来的账号资料")

    def test_an_account_that_was_closed_since_owes_nothing(self, handed):
        assert handed(item("newmedia.stale", **STALE), state="注销") == ("fixed", "账号已注销")

    def test_an_account_that_was_renamed_since_is_the_same(self, handed):
        told = handed(item("newmedia.stale", **STALE), name="望川农业", former="望川三农", posts=[post(40)])

        assert told[0] == "not claimed"

    def test_what_is_no_longer_in_the_register_cannot_be_tested(self, handed):
        told = handed(item("newmedia.stale", **STALE), name="望川气象", posts=[post(1)])

        assert told == ("cannot be tested", "账号名单中已没有这个账号")


class TestMenus:
    def test_a_menu_that_has_the_entrance_now(self, handed):
        one = item("newmedia.no_interaction", account=KEY)
        menu = [{"type": "view", "name": "咨询投诉", "url": "https://hd.wangchuan.example/"}]

        assert handed(one, menu=menu, posts=[post(1)])[0] == "fixed"

    def test_posts_alone_say_nothing_of_the_menu(self, handed):
        one = item("newmedia.no_interaction", account=KEY)

        assert handed(one, posts=[post(1)])[0] == "cannot be tested"


class TestPosts:
    URL = "https://mp.weixin.qq.com/s/abc"

    def wrong(self, **given):
        return item(
            "newmedia.wording", url=self.URL, quote=TYPO, rule="wording.typo", wrong="布署", right="部署",
            place="推文", **given,
        )  # fmt: skip

    def test_the_same_words_are_still_there(self, handed):
        assert handed(self.wrong(claimed=True), posts=[post(90, text=TYPO, url=self.URL)])[0] == "false claim"

    def test_the_words_were_put_right(self, handed):
        right = TYPO.replace("布署", "部署")

        assert handed(self.wrong(), posts=[post(90, text=right, url=self.URL)])[0] == "fixed"

    def test_a_title_alone_does_not_show_that_the_text_is_right(self, handed):
        told = handed(self.wrong(), posts=[post(90, text="", url=self.URL)])

        assert told == ("cannot be tested", "新交资料只有这篇推文的标题,没有正文")

    def test_other_posts_say_nothing_of_this_one(self, handed):
        told = handed(self.wrong(), posts=[post(2, title="夏收", url="https://mp.weixin.qq.com/s/other")])

        assert told == ("cannot be tested", "新交资料中没有这篇推文")


class TestTasks:
    def test_passed_on_since(self, handed):
        one = item("newmedia.repost_missed", account=KEY, item="关于防汛的通知", task="关于防汛的通知")

        assert handed(one, posts=[post(2, title="关于防汛的通知")])[0] == "fixed"

    def test_still_not_there(self, handed):
        one = item("newmedia.repost_missed", account=KEY, item="关于防汛的通知", task="关于防汛的通知")

        assert handed(one, posts=[post(2)])[0] == "not claimed"
