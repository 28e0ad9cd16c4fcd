"""Lists, feeds, articles and menus of accounts: good ones, and the bad input of every day."""

import json
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from kaoping.errors import RosterError
from kaoping.gather import Capture
from kaoping.pages import Reader
from kaoping.pages.newmedia import NotAMenu, Post, joined_posts, read_menu
from kaoping.pages.newmedia.articles import read_article
from kaoping.pages.newmedia.directory import Directory
from kaoping.pages.newmedia.exports import read_phones, read_post_list
from kaoping.pages.newmedia.feeds import NotAFeed, read_feed
from kaoping.pages.newmedia.posts import plain_text
from kaoping.roster.accounts import AccountEntry, keyed, read_accounts
from kaoping.rulebook import load_rulebook

SEEN_AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
TODAY = date(2026, 9, 15)


def entry(name="望川教育", id="gh_1", platform="微信公众号", unit="望川市教育局", row=2):
    return AccountEntry(unit=unit, platform=platform, name=name, id=id, row=row)


@pytest.fixture
def directory():
    return Directory(keyed([entry()]))


def written(path, text):
    path.write_text(text, "utf-8")
    return path


def item(number, day):
    return f"<item><title>t{number}</title><link>http://a.cn/{number}</link><pubDate>{day}</pubDate></item>"


@pytest.fixture(scope="module")
def reader():
    return Reader(load_rulebook())


class TestListsOfAccounts:
    def test_two_of_one_name_need_their_ids(self, tmp_path):
        path = written(tmp_path / "a.csv", "单位,平台,账号名称\n甲局,微信,望川\n乙局,公众号,望川\n")

        with pytest.raises(RosterError, match=r"第 3 行“账号标识”.*平台、名称相同"):
            read_accounts(path)

    def test_ids_tell_two_of_one_name_apart(self, tmp_path):
        path = written(
            tmp_path / "a.csv", "单位,平台,账号名称,账号标识\n甲局,微信,望川,a\n乙局,微信,望川,b\n"
        )

        assert [one.key for one in read_accounts(path)] == ["微信公众号·望川(a)", "微信公众号·望川(b)"]

    def test_an_unknown_state_is_told_with_sheet_row_and_heading(self, tmp_path):
        with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
            sheet = book.add_worksheet("台账")
            sheet.write_row(0, 0, ("单位", "平台", "账号名称", "账号状态"))
            sheet.write_row(1, 0, ("甲局", "微信", "望川", "飞了"))

        with pytest.raises(RosterError, match="工作表“台账”第 2 行“账号状态”:“飞了”不认识"):
            read_accounts(tmp_path / "a.xlsx")


class TestListsOfPosts:
    def test_other_columns_are_read_by_a_saved_mapping(self, tmp_path, directory):
        path = written(tmp_path / "e.csv", "媒体号,题目,何时\n望川教育,开学,2026-09-01 8:00\n")
        mapping = {"账号名称": "媒体号", "标题": "题目", "发布时间": "何时"}

        (post,) = read_post_list(path, directory, lane="export", seen_on=TODAY, mapping=mapping).posts

        assert (post.title, post.published, post.site) == ("开学", date(2026, 9, 1), "微信公众号·望川教育")

    def test_without_a_mapping_they_are_refused_by_name(self, tmp_path, directory):
        path = written(tmp_path / "e.csv", "媒体号,题目\n望川教育,开学\n")

        with pytest.raises(RosterError, match="没有找到表头,表头至少应有 账号名称"):
            read_post_list(path, directory, lane="export", seen_on=TODAY)

    def test_a_wrong_date_is_told_with_its_row(self, tmp_path, directory):
        path = written(tmp_path / "e.csv", "账号名称,标题,发布时间\n望川教育,开学,昨天\n")

        with pytest.raises(RosterError, match="第 2 行“发布时间”:“昨天”不是日期"):
            read_post_list(path, directory, lane="export", seen_on=TODAY)

    def test_a_date_after_today_is_not_believed(self, tmp_path, directory):
        path = written(tmp_path / "e.csv", "账号名称,标题,发布时间\n望川教育,开学,2027-01-01\n")

        (post,) = read_post_list(path, directory, lane="export", seen_on=TODAY).posts

        assert post.published is None
        assert "在采集日2026-09-15之后" in post.doubt

    def test_a_name_of_two_accounts_is_not_guessed(self, tmp_path):
        two = Directory(keyed([entry(id="a"), entry(id="b", unit="望川市体育局", row=3)]))
        path = written(tmp_path / "e.csv", "账号名称,标题\n望川教育,开学\n")

        with pytest.raises(RosterError, match="第 2 行“账号名称”:“望川教育”对应多个账号"):
            read_post_list(path, two, lane="export", seen_on=TODAY)

    def test_an_account_of_others_is_counted_and_left_out(self, tmp_path, directory):
        path = written(tmp_path / "e.csv", "账号名称,标题\n外地发布,a\n外地发布,b\n")

        read = read_post_list(path, directory, lane="export", seen_on=TODAY)

        assert (read.posts, dict(read.strangers)) == ((), {"外地发布": 2})

    def test_an_answer_that_is_neither_yes_nor_no(self, tmp_path, directory):
        path = written(tmp_path / "p.csv", "账号名称,留言功能\n望川教育,也许\n")

        with pytest.raises(RosterError, match="“留言功能”:“也许”不认识"):
            read_phones(path, directory)


class TestFeeds:
    def test_every_kind_gives_title_address_day_and_words(self):
        rss = "<rss><channel><title>a</title>" + item(1, "Tue, 01 Sep 2026 23:30:00 GMT") + "</channel></rss>"
        atom = (
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title><entry><title>t1</title>'
            '<link href="/1"/><published>2026-09-02T07:30:00+08:00</published></entry></feed>'
        )
        told = json.dumps(
            {
                "items": [
                    {"title": "t1", "url": "http://a.cn/1", "date_published": "2026-09-02T07:30:00+08:00"}
                ]
            }
        )

        for body in (rss, atom, told):
            (post,) = read_feed(body.encode(), "http://a.cn/feed", seen_at=SEEN_AT).posts
            assert (post.title, post.url, post.published) == ("t1", "http://a.cn/1", date(2026, 9, 2))

    def test_one_moment_for_all_entries_is_no_date(self):
        items = "".join(item(n, "Tue, 15 Sep 2026 01:00:00 GMT") for n in range(4))
        feed = read_feed(f"<rss><channel>{items}</channel></rss>".encode(), "http://a.cn/f", seen_at=SEEN_AT)

        assert {post.published for post in feed.posts} == {None}
        assert "完全相同" in feed.remark

    def test_a_day_that_is_still_to_come_is_not_believed_and_the_others_are(self):
        items = item(1, "Fri, 01 Jan 2027 01:00:00 GMT") + item(2, "Tue, 01 Sep 2026 01:00:00 GMT")
        feed = read_feed(f"<rss><channel>{items}</channel></rss>".encode(), "http://a.cn/f", seen_at=SEEN_AT)

        assert [post.published for post in feed.posts] == [None, date(2026, 9, 1)]
        assert "之后" in feed.posts[0].doubt

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            (b'<!DOCTYPE r [<!ENTITY a "b">]><rss/>', "DTD"),
            (b"<rss><channel>", "不是有效的 RSS"),
            (b"<html><body/></html>", "根元素是 html"),
            (b'{"items": 3}', "没有 items 列表"),
            (b"[" * 5000, "不是有效的 JSON"),
            (b"", "不是有效的 RSS"),
        ],
        ids=["dtd", "cut", "page", "other json", "deep json", "empty"],
    )
    def test_what_is_no_feed_says_why(self, body, why):
        with pytest.raises(NotAFeed, match=why):
            read_feed(body, "http://a.cn/f", seen_at=SEEN_AT)


class TestArticles:
    def page(self, body, status=200, url="https://mp.weixin.qq.com/s/x"):
        head = (("content-type", "text/html; charset=utf-8"),)
        return Capture(url=url, status=status, headers=head, body=body.encode(), fetched_at=SEEN_AT)

    def test_a_scripts_moment_is_the_day_in_china(self, reader):
        body = '<div id="js_content"><p>你好</p></div><script>var ct = "1788301800";</script>'

        post = read_article(self.page(body), reader, lane="article").post

        assert post.published == date(2026, 9, 2)

    def test_an_article_that_was_deleted(self, reader):
        body = '<div class="weui-msg"><h2 class="weui-msg__title">该内容已被发布者删除</h2></div>'

        read = read_article(self.page(body), reader, lane="article")

        assert (read.post.deleted, read.unseen) == ("该内容已被发布者删除", "")

    def test_a_verification_wall_proves_nothing(self, reader):
        body = '<div class="weui-msg"><h2 class="weui-msg__title">环境异常</h2></div>'

        read = read_article(self.page(body), reader, lane="article")

        assert (read.post.deleted, read.unseen) == ("", "平台要求验证,没有看到文章")

    def test_a_text_about_deletion_is_not_deleted(self, reader):
        body = f'<div id="js_content"><p>该内容已被发布者删除{"怎么办" * 200}</p></div>'

        assert read_article(self.page(body), reader, lane="article").post.deleted == ""


class TestMenus:
    def test_both_of_the_platforms_own_forms(self):
        one = {"menu": {"button": [{"name": "服务", "sub_button": [{"name": "办事", "url": "http://a"}]}]}}
        other = {"selfmenu_info": {"button": [{"name": "服务", "sub_button": {"list": [{"name": "办事"}]}}]}}

        for data in (one, other):
            (item,) = read_menu(json.dumps(data).encode())
            assert (item.name, item.path) == ("办事", ("服务",))

    @pytest.mark.parametrize("body", [b"", b"{", b'{"a": 1}', b"[" * 9000, b"7"])
    def test_what_is_no_menu_is_refused(self, body):
        with pytest.raises(NotAMenu):
            read_menu(body)


class TestPosts:
    def test_emoji_and_ornamental_letters_keep_their_places(self):
        text = "🎉𝐇𝐢①全角ABC,澳✿门"

        plain = plain_text(text)

        assert plain == " Hi1全角ABC,澳 门"
        assert len(plain) == len(text)

    def test_the_article_page_wins_over_the_feed_and_says_that_they_differ(self):
        feed = Post(
            site="a", url="http://a/1", title="今天开学第一课", published=date(2026, 9, 9), lane="feed"
        )
        page = Post(
            site="a", url="http://a/1", title="今天开学第一课", published=date(2026, 9, 1), lane="article"
        )

        (post,) = joined_posts([feed, page])

        assert (post.published, post.told_by) == (date(2026, 9, 1), ("article", "feed"))
        assert "各来源日期不一致" in post.doubt

    def test_two_posts_of_one_title_in_one_lane_stay_two(self):
        posts = [Post(site="a", url=f"http://a/{n}", title="每周天气预报", lane="feed") for n in range(2)]

        assert len(joined_posts(posts)) == 2
