"""The invented city's new-media accounts, one folder of every lane, with faults that are known."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from kaoping_toytown.attachments import pdf
from kaoping_toytown.chance import Dice
from kaoping_toytown.media_pages import (
    ToyPost,
    article_page,
    atom,
    deleted_page,
    json_feed,
    menu,
    mhtml,
    rss,
    wall_page,
)
from kaoping_toytown.truth import Decoy, Expected

WECHAT = "微信公众号"
TASK = "望川市2026年秋季学期学生资助政策问答"
_MENU = (
    ("走进我们", ("机构概况", "领导信息")),
    ("办事服务", ("网上办事", "预约查询")),
    ("互动", ("我要咨询",)),
)
_BARE = (("机构概况", ()), ("新闻", ("工作动态", "通知公告")))
_SUBJECTS = ("安全生产", "义务教育", "项目建设", "养老服务", "就业帮扶", "河湖治理", "道路养护", "政务服务")
_ACTS = ("召开会议部署", "现场检查", "组织开展", "研究推进", "扎实做好", "督促落实")
_AIMS = ("压实工作责任", "细化任务清单", "强化督促检查", "回应群众关切", "完善长效机制", "及时公开信息")


@dataclass(frozen=True, slots=True)
class MediaCity:
    """
    What was written: `pages` are what the platform has to serve, path to type and body; `truth` what must be
    found (by account and check), `decoys` where a check must stay silent, `unsure` what goes to a person.
    """

    pages: Mapping[str, tuple[str, bytes]]
    truth: tuple[Expected, ...]
    decoys: tuple[Decoy, ...]
    unsure: tuple[tuple[str, str], ...]  # account's key, check


@dataclass(slots=True)
class _Media:
    folder: Path
    base: str
    today: date
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    accounts: list[tuple[str, ...]] = field(default_factory=list)
    exported: list[tuple[str, ...]] = field(default_factory=list)
    truth: list[Expected] = field(default_factory=list)
    decoys: list[Decoy] = field(default_factory=list)
    unsure: list[tuple[str, str]] = field(default_factory=list)
    dice: Dice = field(default_factory=lambda: Dice(9))

    def account(self, unit: str, name: str, id: str, *, platform: str = WECHAT, **more: str) -> str:
        """Put it on the list; answers the key by which observations call it."""
        fields = ("filed", "filed_name", "state", "kind", "service")
        usual = {"filed": "是", "state": "正常"}
        self.accounts.append((unit, platform, name, id, *({**usual, **more}.get(f, "") for f in fields)))
        return f"{platform}·{name}"

    def posts(self, name: str, ages: Sequence[int], **lines: str) -> list[ToyPost]:
        """A post for each age in days; ``line`` is put into the first one's text."""
        made = []
        for number, age in enumerate(ages):
            subject, act = self.dice.pick(_SUBJECTS), self.dice.pick(_ACTS)
            text = [
                f"近日,{name}{act}{subject}工作。",
                f"会议要求,{self.dice.pick(_AIMS)},{self.dice.pick(_AIMS)}。",
            ]
            if number == 0 and "line" in lines:
                text.append(lines["line"])
            title = (
                lines.get("title", "")
                if number == 0 and "title" in lines
                else f"{act}{subject}工作({number + 1})"
            )
            path = f"/s/{len(self.pages):03d}{name.encode().hex()[:6]}{number:02d}"
            made.append(ToyPost(title, tuple(text), self.today - timedelta(days=age), path))
        return made

    def export(self, name: str, posts: Sequence[ToyPost]) -> None:
        self.exported += [(name, p.title, f"{p.day} 10:00", self.base + p.path, p.text) for p in posts]

    def serve(self, path: str, kind: str, text: str) -> str:
        self.pages[path] = (kind, text.encode())
        return self.base + path

    def article(self, post: ToyPost, name: str, id: str) -> str:
        return self.serve(post.path, "text/html; charset=utf-8", article_page(post, name, id, self.base))

    def write(self, inside: str, content: str | bytes) -> None:
        path = self.folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def table(self, inside: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        path = self.folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows([head, *rows])

    def must(self, check: str, key: str, why: str, **facts: str | int) -> None:
        self.truth.append(Expected(check, key, "", facts, why))

    def silent(self, check: str, key: str, why: str) -> None:
        self.decoys.append(Decoy(check, key, "", why))


def write_accounts(folder: Path, base: str, *, today: date) -> MediaCity:
    """
    Write the folder of accounts for a platform that will answer at `base` (``http://host:port``).

    The same base and day give the same bytes.
    """
    media = _Media(folder, base, today)
    for part in (_exports, _feeds, _articles, _saved, _submissions, _menus_and_phones, _filing, _reposts):
        part(media)
    head = ("单位", "平台", "账号名称", "账号标识", "已备案", "备案名称", "状态", "功能定位", "对外服务")
    media.table("accounts.csv", head, media.accounts)
    # the monitoring service has headings of its own, told by a saved mapping
    media.table(
        "exports/监测服务.csv", ("媒体号", "文章名", "推送时刻", "文章网址", "文章正文"), media.exported
    )
    mapping = [
        ("账号名称", "媒体号"),
        ("标题", "文章名"),
        ("发布时间", "推送时刻"),
        ("网址", "文章网址"),
        ("正文", "文章正文"),
    ]
    media.table("exports/mapping.csv", ("字段", "表头"), mapping)
    return MediaCity(media.pages, tuple(media.truth), tuple(media.decoys), tuple(media.unsure))


def _exports(media: _Media) -> None:
    key = media.account("望川市教育局", "望川教育", "gh_a01")
    media.export("望川教育", media.posts("市教育局", (2, 9, 16), line="各学校要认真布署开学工作。"))
    media.must("newmedia.wording", key, "布署", rule="wording.typo", wrong="布署", right="部署")
    key = media.account("望川市农业农村局", "望川三农", "gh_a02")
    ornament = "👉点击关注👈 ✨𝐇𝐞𝐥𝐥𝐨✨ ①备足农资 ②抢收抢种 𝟐𝟎𝟐𝟔年秋季"
    media.export("望川三农", media.posts("市农业农村局", (1,), line=ornament, title="🎉🎉丰收节来了"))
    media.silent("newmedia.wording", key, "emoji and ornamental letters")
    key = media.account("望川市科技局", "望川科技", "gh_a03")
    media.export("望川科技", media.posts("市科技局", (3,), title="澳门新葡京娱乐城官方网站真人百家乐"))
    media.must("newmedia.wording", key, "betting", rule="integrity.tampered")
    # two accounts of one name, told apart by id alone
    media.account("望川市人社局", "望川人社", "gh_a04")
    media.account("望川市社保中心", "望川人社", "gh_a05")
    fresh, old = media.posts("市人社局", (4, 8)), media.posts("市社保中心", (40, 50))
    head = ("账号名称", "账号标识", "标题", "发布时间", "网址", "正文")
    told = [("望川人社", id, p.title, str(p.day), media.base + p.path, p.text) for id, posts in
            (("gh_a04", fresh), ("gh_a05", old)) for p in posts]  # fmt: skip
    media.table("exports/平台导出.csv", head, told)
    media.must("newmedia.stale", f"{WECHAT}·望川人社(gh_a05)", "40 days", days=40)
    media.silent("newmedia.stale", f"{WECHAT}·望川人社(gh_a04)", "its namesake is the stale one")


def _feeds(media: _Media) -> None:
    rows = []
    key = media.account("望川市交通运输局", "望川交通", "gh_b01")
    posts = media.posts("市交通运输局", (20, 26, 60))
    rows.append(
        ("望川交通", media.serve("/rss/jt", "application/rss+xml", rss("望川交通", posts, media.base)))
    )
    media.must("newmedia.stale", key, "20 days", days=20, longest_gap=34, broken_days=26)
    key = media.account("望川市水利局", "望川水利", "gh_b02")
    posts = media.posts("市水利局", (14, 30))
    rows.append(
        ("望川水利", media.serve("/atom/sl", "application/atom+xml", atom("望川水利", posts, media.base)))
    )
    media.silent("newmedia.stale", key, "exactly 14 days")
    key = media.account("望川市林业局", "望川林业", "gh_b03")
    lie = datetime(
        media.today.year, media.today.month, media.today.day, 9, tzinfo=timezone(timedelta(hours=8))
    )
    told = json_feed("望川林业", media.posts("市林业局", (70, 80, 90)), media.base, made_at=lie)
    media.write("feeds/望川林业.json", told)
    media.unsure.append((key, "newmedia.stale"))
    media.account("望川市气象局", "望川气象", "gh_b04")
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss><channel/></rss>'
    rows.append(("望川气象", media.serve("/rss/qx", "application/rss+xml", bomb)))
    media.table("feeds/feeds.csv", ("账号名称", "订阅地址"), rows)


def _articles(media: _Media) -> None:
    name, id = "望川民政", "gh_c01"
    key = media.account("望川市民政局", name, id)
    links = [media.article(post, name, id) for post in media.posts("市民政局", (5, 33))]
    media.silent("newmedia.stale", key, "a forwarded article is fresh enough")
    gone = media.serve("/s/gone", "text/html; charset=utf-8", deleted_page())
    wall = media.serve("/s/wall", "text/html; charset=utf-8", wall_page())
    media.write("articles/转发.txt", "\n".join(f"【{name}】转发 {link}" for link in (*links, wall)) + "\n")
    media.table("articles/清单.csv", ("网址", "账号名称"), [(gone, name)])


def _saved(media: _Media) -> None:
    name, id = "望川财政", "gh_d01"
    key = media.account("望川市财政局", name, id)
    first, second, third = media.posts("市财政局", (25, 45, 70), line="要认真布署下半年工作。")
    media.write("saved/文章一.html", article_page(first, name, id, media.base))
    media.write(
        "saved/文章二.mhtml", mhtml(article_page(second, name, id, media.base), media.base + second.path)
    )
    media.write(f"saved/{name}/文章三.pdf", pdf(third.title, third.lines))
    media.unsure.append((key, "newmedia.stale"))
    media.must("newmedia.wording", key, "布署 in a saved file", rule="wording.typo", wrong="布署")


def _submissions(media: _Media) -> None:
    key = media.account("望川市卫生健康委", "望川健康", "gh_e01")
    posts = media.posts("市卫生健康委", (6,), line="领取人:王小明,身份证号110101199003074258。")
    rows = [("望川健康", p.title, str(p.day), p.text) for p in posts]
    media.must("newmedia.wording", key, "identity number", rule="privacy.personal_data")
    key = media.account("望川市文化和旅游局", "望川文旅", "gh_e02")
    rows.append(("望川文旅", "", "", ""))
    media.must("newmedia.never_updated", key, "the unit itself lists no post")
    media.silent("newmedia.stale", key, "never updated is another check's")
    media.table("submissions/单位自报.csv", ("账号名称", "标题", "发布时间", "正文"), rows)


def _menus_and_phones(media: _Media) -> None:
    rows = []
    key = media.account("望川市应急管理局", "望川应急", "gh_f01")
    media.write("menus/望川应急.json", menu(_BARE))
    day = str(media.today - timedelta(days=3))
    rows.append(("望川应急", "否", "否", "否", day))
    media.must("newmedia.no_interaction", key, "no entry, no answers")
    media.must("newmedia.no_service", key, "no entry", item="没有办事入口")
    key = media.account("望川市司法局", "望川司法", "gh_f02")
    media.write("menus/gh_f02.json", menu(_MENU))
    rows.append(("望川司法", "", "", "", day))
    media.silent("newmedia.no_interaction", key, "the menu has an entry")
    media.silent("newmedia.no_service", key, "the menu has an entry")
    key = media.account("望川市公安局", "望川公安", "", platform="微博")
    rows.append(("望川公安", "是", "", "", day))
    media.silent("newmedia.no_interaction", key, "a platform without menu where messages are answered")
    media.silent("newmedia.no_service", key, "a platform without menu")
    head = ("账号名称", "能留言且有人回复", "菜单有互动入口", "菜单有办事入口", "最近发布日期")
    media.table("phone/手机核查.csv", (*head, "检查员"), [(*row, "检查员甲") for row in rows])


def _filing(media: _Media) -> None:
    key = media.account("望川市住建局", "望川住建", "gh_g01", state="注销")
    media.must("newmedia.unfiled", key, "closed, still filed", item="备案未关停")
    media.silent("newmedia.stale", key, "closed")
    key = media.account("望川市审计局", "望川审计", "gh_g02", filed="否")
    media.export("望川审计", media.posts("市审计局", (1, 7)))
    media.must("newmedia.unfiled", key, "not filed", item="未备案")


def _reposts(media: _Media) -> None:
    published, due = media.today - timedelta(days=12), media.today - timedelta(days=10)
    units = "望川市商务局、望川市市场监管局、望川市统计局"
    media.table(
        "reposts.csv", ("标题", "发布日期", "截止日期", "单位"), [(TASK, str(published), str(due), units)]
    )
    key = media.account("望川市商务局", "望川商务", "gh_h01")
    media.export("望川商务", media.posts("市商务局", (1, 11)))
    media.must("newmedia.repost_missed", key, "not passed on", item=TASK, late="没有")
    key = media.account("望川市市场监管局", "望川市场监管", "gh_h02")
    media.export("望川市场监管", media.posts("市市场监管局", (11,), title=f"【转发】{TASK}"))
    media.silent("newmedia.repost_missed", key, "passed on in time, with words before the title")
    key = media.account("望川市统计局", "望川统计", "gh_h03")
    media.export("望川统计", media.posts("市统计局", (5,), title=TASK))
    media.must("newmedia.repost_missed", key, "passed on late", item=TASK)
