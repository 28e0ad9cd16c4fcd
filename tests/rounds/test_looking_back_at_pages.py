"""A look back at single pages: what is gone, what is there, and what nobody can say."""

import json
from datetime import date

import pytest
from lookback_runs import item_of, lookback
from runs import check, host, problems
from small_sites import Answer, page, site

from kaoping.ledger import OpenItems, read_lookback, write_open_items
from kaoping.roster import SiteEntry

# one wrong sentence a page, each another, so that each is a fact of its own
WRONG = {
    "mended": "施工单位应当按照图纸要求按装消防设备，并做好验收记录。",
    "moved": "各地要加强巡查，禁止露天焚烧秸杆，推进综合利用。",
    "half": "会议对下一阶段重点工作进行了安排布署，要求抓好落实。",
    "refused": "物业公司应当在每栋楼按装监控设备，并定期检查维护。",
    "deleted": "县里召开会议，对秸杆禁烧工作再动员，各乡镇参加会议。",
    "softly": "市里对防汛抗旱工作作了全面布署，要求落实到人到岗。",
    "drawn": "学校在教室内按装了空调设备，改善了学生的学习条件。",
    "sent_on": "乡镇组织干部下村宣传秸杆综合利用政策，群众支持配合。",
    "forbidden": "会上布署了安全生产专项整治工作，各单位负责人参加。",
}
FIRST_WORDS = "本报讯，近日有关单位召开会议，学习传达上级精神，研究部署贯彻落实措施，进一步统一思想认识。"
SHELL = (
    '<!doctype html><html><head><meta charset="utf-8"><title>网站</title></head><body><div id="app"></div>'
    '<script src="/static/js/app.js"></script></body></html>'
)


def article(title, *words):
    paragraphs = "".join(f"<p>{w}</p>" for w in (FIRST_WORDS, *words))
    return page(
        f"{title}_测试网站", f'<h1>{title}</h1><div class="article">发布时间：2026-09-01{paragraphs}</div>'
    )


def link(href):
    return f'相关服务请见<a href="{href}">相关页面链接</a>。'


class Town:
    """A site before and after; `is_later` says which is served."""

    def __init__(self):
        self.is_later = False

    def respond(self, served, path):
        if path == "/robots.txt":
            rules = "User-agent: *\nDisallow: /forbidden" if self.is_later else "User-agent: *\nAllow: /"
            return Answer(200, rules.encode())
        name = path.strip("/").removesuffix(".html")
        later = self._later(name) if self.is_later else None
        return later or self._first(name)

    def _first(self, name):
        if name == "":
            names = (*WRONG, "dead1", "dead2", "dead3", "unasked")
            links = "".join(f'<li><a href="/{n}.html">信息{n}</a>2026-09-01</li>' for n in names)
            return Answer(200, page("测试网站", f"<ul>{links}</ul>"))
        if name in WRONG:
            return Answer(200, article(f"关于{name}的通知", WRONG[name]))
        if name in ("dead1", "dead2", "dead3"):
            return Answer(200, article(f"关于{name}的通知", link(f"/target_{name}.html")))
        return Answer(200, article("其他信息")) if name in ("unasked", "new") else None

    def _later(self, name):
        if name == "mended":
            words = WRONG["mended"].replace("按装", "安装")
            return Answer(200, article("关于mended的通知", words))
        if name == "moved":
            return Answer(200, article("改了标题的通知", "新加的一段话在前面。" * 3, WRONG["moved"]))
        if name == "half":
            return Answer(200, article("关于half的通知", "会议对下一阶段工作进行了布署，要求抓好落实。"))
        if name == "new":
            return Answer(200, article("搬到新地址的通知", WRONG["sent_on"]))
        answers = {
            "refused": Answer(403, page("403", "拒绝访问")),
            "deleted": Answer(404, page("404", "没有这一页")),
            "softly": Answer(200, page("提示", "<p>很抱歉，您访问的页面不存在或者已被删除！</p>")),
            "drawn": Answer(200, SHELL),
            "sent_on": Answer(301, location="/new.html"),
            "target_dead1": Answer(200, article("目标页面")),
            "target_dead2": Answer(403, page("403", "拒绝访问")),
            "dead3": Answer(200, article("关于dead3的通知", "链接已经撤下。")),
        }
        return answers.get(name)


@pytest.fixture(scope="module")
def looked(tmp_path_factory):
    folder, town = tmp_path_factory.mktemp("pages"), Town()
    with site(town.respond) as served:
        check(served.home, out=folder / "first")
        found = [o for o in problems(folder / "first") if o["check"] in ("wording.typo", "upkeep.dead_link")]
        entry = SiteEntry("测试局", "市直单位", "测试局网站", served.home, "")
        write_open_items(
            OpenItems("上半年", date(2026, 9, 15), tuple(map(item_of, found)), (entry,)), folder / "o.json"
        )
        town.is_later = True
        served.asked.clear()
        done = lookback(folder / "o.json", folder / "second")
        asked = {path for _, path in served.asked}
    result = read_lookback(folder / "second" / "lookback.json")
    by_name = {
        one.item.finding.suspect.url.rpartition("/")[2].removesuffix(".html"): one for one in result.looked
    }
    return {
        "folder": folder / "second",
        "by": by_name,
        "asked": asked,
        "done": done,
        "host": host(served.base),
    }


def outcome(looked, name):
    one = looked["by"][name]
    return one.outcome, one.message


class TestGone:
    def test_a_mended_sentence_is_fixed_with_evidence_of_both_times(self, looked):
        one = looked["by"]["mended"]

        assert one.outcome == "fixed"
        assert one.before_digest.startswith("sha256:")
        assert one.after_digest.startswith("sha256:")
        assert one.before_digest != one.after_digest

    @pytest.mark.parametrize(("name", "words"), [("deleted", "404"), ("softly", "页面不存在")])
    def test_a_fault_of_wording_is_gone_with_its_page(self, looked, name, words):
        seen, message = outcome(looked, name)

        assert seen == "fixed"
        assert words in message

    def test_a_link_whose_target_answers_again_is_mended(self, looked):
        assert outcome(looked, "dead1") == ("fixed", "所指地址已能正常打开")

    def test_a_link_that_was_taken_away_is_mended(self, looked):
        assert outcome(looked, "dead3") == ("fixed", "页面已不再引用该地址")


class TestStillThere:
    @pytest.mark.parametrize("name", ["moved", "half", "sent_on"])
    def test_the_fault_is_found_where_it_moved_to(self, looked, name):
        assert outcome(looked, name)[0] == "not claimed"


class TestCannotBeTested:
    @pytest.mark.parametrize(
        ("name", "words"),
        [("refused", "403"), ("drawn", "脚本"), ("forbidden", "robots"), ("dead2", "403")],
    )
    def test_what_nobody_could_see_is_neither_fixed_nor_a_failure(self, looked, name, words):
        seen, message = outcome(looked, name)

        assert seen == "cannot be tested"
        assert words in message

    def test_the_command_says_that_it_is_incomplete(self, looked):
        assert looked["done"].returncode == 3
        assert "无法复核" in looked["done"].stderr


class TestHowItLooks:
    def test_only_the_pages_of_the_findings_are_asked_for(self, looked):
        own = {
            f"/{name}.html"
            for name in (*WRONG, "dead1", "dead2", "dead3", "new", "target_dead1", "target_dead2")
        }

        assert {
            path for path in looked["asked"] if path.endswith(".html") and "no-such-page" not in path
        } == (own - {"/forbidden.html"})

    def test_every_request_stands_in_the_log_and_in_the_archive(self, looked):
        log = (looked["folder"] / "gather.log").read_text("utf-8")

        assert "/moved.html\t200" in log
        assert list((looked["folder"] / "archive").glob("*.warc.gz"))

    def test_what_the_checks_of_followup_say_is_written_down(self, looked):
        lines = (looked["folder"] / "observations.jsonl").read_text("utf-8").splitlines()
        told = [json.loads(line) for line in lines]

        assert {o["check"] for o in told} == {"followup.unresolved"}
        assert sorted(o["answer"] for o in told) == ["not_checked"] * 4 + ["problem"] * 3
        assert all(o["evidence"]["digest"] for o in told if o["answer"] == "problem")
