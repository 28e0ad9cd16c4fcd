# ruff: noqa: E501  (titles are easier to read unbroken)
"""Which interpretation is of which document, by invented titles, numbers, links and dates."""

from datetime import date

import pytest

from kaoping.pages import Link, Page, policy_pairs

PORTAL, OFFICE = "http://www.wangchuan.example", "http://czj.wangchuan.example"
COVER = "望川市人民政府办公室关于印发《望川市养老服务促进办法》的通知"


def policy(
    title=COVER, number="望政办发〔2026〕12号", day="2026-05-06", url=f"{PORTAL}/zc/1.html", links=(), **more
):
    return document(url, "policy", title, day, links, document_number=number, **more)


def reading(title, text="", day="2026-05-08", url=f"{PORTAL}/jd/1.html", links=(), **more):
    return document(url, "interpretation", title, day, links, text=text, **more)


def document(url, kind, title, day, links, **more):
    tied = tuple(Link(url=link, place="body") for link in links)
    published = date.fromisoformat(day) if day else None
    return Page(url=url, site=url.split("/")[2], shape="article", kind=kind, title=title, published=published,
                text_links=tied, related=tied, **more)  # fmt: skip


@pytest.fixture
def pair(rules):
    def of(*pages):
        found = policy_pairs(pages, rules)
        assert list(found) == sorted(found, key=lambda p: (p.policy.url, p.interpretation.url))
        return [(p.policy.url, p.interpretation.url) for p in found]

    return of


ONE = [(f"{PORTAL}/zc/1.html", f"{PORTAL}/jd/1.html")]


class TestTitle:
    @pytest.mark.parametrize(
        "title",
        [
            "《望川市养老服务促进办法》解读",
            "《望川市人民政府办公室关于印发〈望川市养老服务促进办法〉的通知》政策解读",
            "《望川市人民政府办公室关于印发《望川市养老服务促进办法》的通知》政策解读",
            "关于《望川市养老服务促进办法》的政策解读（二）",
            "【一图读懂】望川市养老服务促进办法",
            "一图读懂|《养老服务促进办法》",
            "政策解读丨望川市养老服务促进办法",
            "望川市民政局负责人就《望川市养老服务促进办法》答记者问",
            "《望川市养老服务促进办法》政策问答（第一期）",
            "图解：望川市养老服务促进办法",
            "望川市养老服务促进办法解读",
            "“望川市养老服务促进办法”政策解读",
            "《望川市养老服务促进办法（试行）》解读",
            "望川市人民政府办公室关于印发望川市养老服务促进办法的通知（政策解读）",
            "关于〈望川市养老服务促进办法〉的解读",
            "《养老服务促进办法》解读",
            "望川市养老服务促进办法》解读",
            "《关于印发望川市养老服务促进办法的通知》解读之一",
            "视频解读丨《望川市养老服务促进办法》",
        ],
    )
    def test_the_document_is_known_however_its_name_is_cited(self, pair, title):
        assert pair(policy(), reading(title)) == ONE

    @pytest.mark.parametrize(
        ("own", "cited"),
        [
            ("望川市养老服务促进办法（试行）", "《望川市养老服务促进办法（修订）》解读"),
            ("望川市2025年养老服务实施方案", "《望川市2026年养老服务实施方案》解读"),
            ("望川市养老服务促进办法", "《望川市养老服务促进办法实施细则》解读"),
            ("关于印发养老服务工作方案的通知", "《工作方案》解读"),
            ("望川市养老服务促进办法", "《望川市养老服务促进办法（征求意见稿）》起草说明"),
            ("望川市养老服务促进办法（征求意见稿）", "《望川市养老服务促进办法》解读"),
            ("望川市养老服务促进办法", "《望川市托育服务促进办法》解读"),
            ("清河县养老服务促进办法", "《望川市养老服务促进办法》解读"),
            (
                "望川市清河县人民政府办公室关于印发清河县养老服务促进办法的通知",
                "《望川市养老服务促进办法》解读",
            ),
            ("望川市养老服务条例实施意见", "《鄂江省养老服务条例》解读"),
            ("望川市人民政府关于废止《望川市养老服务促进办法》的决定", "《望川市养老服务促进办法》解读"),
            ("望川市人民政府关于修改《望川市养老服务促进办法》的决定", "《望川市养老服务促进办法》解读"),
            ("望川市养老服务促进办法（2026年修订）", "《望川市养老服务促进办法（2021年修订）》解读"),
            (
                "关于贯彻落实《国务院办公厅关于发展养老服务的意见》的实施意见",
                "《国务院办公厅关于发展养老服务的意见》解读",
            ),
            ("望川市养老服务第一批补助清单", "《望川市养老服务第二批补助清单》解读"),
        ],
    )
    def test_another_edition_year_genre_or_draft_is_another_document(self, pair, own, cited):
        assert pair(policy(own), reading(cited)) == []

    @pytest.mark.parametrize(
        ("own", "cited"),
        [
            ("望川市民政局关于进一步加强养老服务工作的通知", "《关于进一步加强养老服务工作的通知》解读"),
            (
                "关于印发《望川市“十四五”养老服务发展规划》的通知",
                "一图读懂《望川市“十四五”养老服务发展规划》",
            ),
            ("望川市养老服务发展规划（2021—2025年）", "《望川市养老服务发展规划(2021-2025年)》解读"),
            ("关于印发望川市夜间经济示范区管理办法的通知", "《望川市夜间经济示范区管理办法》解读"),
            ("望川市人民政府令第12号 望川市养老服务规定", "《望川市养老服务规定》（市政府令第12号）解读"),
            ("望川市养老服务补贴管理办法（2026年修订）", "《望川市养老服务补贴管理办法（2026年修订）》解读"),
            ("望政办发〔2026〕12号关于印发望川市养老服务促进办法的通知", "《望川市养老服务促进办法》解读"),
            ("望川市关于加快养老服务发展的实施意见", "《望川市关于加快养老服务发展的实施意见》政策问答"),
            ("望川市2026年政务公开工作要点", "《2026年政务公开工作要点》解读"),
            ("清河县养老服务促进办法", "《望川市清河县养老服务促进办法》解读"),
        ],
    )
    def test_places_marks_and_covers_make_no_difference(self, pair, own, cited):
        assert pair(policy(own), reading(cited)) == ONE

    def test_an_interpretation_of_several_documents_goes_with_each(self, pair):
        other = policy("望川市托育服务管理办法", "望政办发〔2026〕13号", url=f"{PORTAL}/zc/2.html")

        found = pair(policy(), other, reading("《望川市养老服务促进办法》《望川市托育服务管理办法》解读"))

        assert [p for p, _ in found] == [f"{PORTAL}/zc/1.html", f"{PORTAL}/zc/2.html"]

    def test_of_two_editions_the_written_one_is_meant(self, pair):
        trial = policy(
            "望川市养老服务促进办法（试行）", "望政办发〔2023〕3号", "2023-03-01", f"{PORTAL}/zc/2.html"
        )
        revised = policy("望川市养老服务促进办法（修订）")

        assert pair(trial, revised, reading("《望川市养老服务促进办法（修订）》解读")) == ONE

    def test_of_a_document_issued_again_the_nearest_in_time_is_meant(self, pair):
        older = policy(number="望政办发〔2021〕2号", day="2021-02-01", url=f"{PORTAL}/zc/2.html")

        assert pair(older, policy(), reading("《望川市养老服务促进办法》解读")) == ONE

    def test_of_a_document_issued_again_none_is_meant_where_time_does_not_tell(self, pair):
        again = policy(number="望政办发〔2026〕20号", day="2026-05-20", url=f"{PORTAL}/zc/2.html")

        assert pair(again, policy(), reading("《望川市养老服务促进办法》解读")) == []
        assert pair(again, policy(), reading("《望川市养老服务促进办法》解读", day=None)) == []

    def test_a_number_tells_documents_of_one_name_apart(self, pair):
        again = policy(number="望政办发〔2026〕20号", day="2026-05-20", url=f"{PORTAL}/zc/2.html")
        text = "近日，市政府办公室印发《望川市养老服务促进办法》（望政办发[2026]12号），现解读如下。"

        assert pair(again, policy(), reading("《望川市养老服务促进办法》解读", text)) == ONE

    def test_a_name_alone_does_not_reach_over_years(self, pair):
        late = "《望川市养老服务促进办法》解读"

        assert pair(policy(day="2019-05-06", number="望政办发〔2019〕12号"), reading(late)) == []
        assert pair(policy(day="2028-05-06"), reading(late, day="2026-05-08")) == []
        assert pair(policy(day="2023-05-06"), reading(late, "市政府印发了望政办发〔2026〕12号文件。")) == ONE

    def test_two_copies_of_one_document_both_count(self, pair):
        copy = policy(url=f"{PORTAL}/zc/2.html")

        assert len(pair(copy, policy(), reading("《望川市养老服务促进办法》解读"))) == 2


class TestText:
    @pytest.mark.parametrize(
        "number",
        ["望政办发[2026]12号", "望政办发（2026）12号", "望政办发〔2026〕 第012号", "望政办发【2026】12号"],
    )
    def test_a_number_counts_in_any_brackets(self, pair, number):
        text = f"近日，望川市人民政府办公室印发了{number}文件，现将有关内容解读如下。"

        assert pair(policy(), reading("养老服务政策解读", text)) == ONE

    def test_grounds_named_first_are_not_what_is_interpreted(self, pair):
        superior = policy(
            "鄂江省人民政府关于推进养老服务发展的意见",
            "鄂政发〔2026〕3号",
            "2026-02-01",
            f"{PORTAL}/zc/0.html",
        )
        text = (
            "一、制定背景。根据《鄂江省人民政府关于推进养老服务发展的意见》（鄂政发〔2026〕3号）要求，"
            "市政府办公室印发了《望川市养老服务促进办法》（望政办发〔2026〕12号）。"
        )

        assert pair(superior, policy(), reading("养老服务新政策解读", text)) == ONE
        assert pair(superior, reading("养老服务新政策解读", text)) == []

    def test_a_text_younger_documents_of_the_same_words_are_not_meant_by(self, pair):
        text = "近日，市政府办公室印发《望川市养老服务促进办法》。"

        assert pair(policy(day="2026-09-01"), reading("养老服务政策解读", text, day="2026-03-01")) == []

    def test_a_document_mentioned_in_the_text_does_not_beat_the_one_in_the_title(self, pair):
        text = (
            "《望川市托育服务管理办法》与此前印发的《望川市养老服务促进办法》（望政办发〔2026〕12号）相衔接。"
        )

        assert pair(policy(), reading("《望川市托育服务管理办法》解读", text)) == []


class TestLinks:
    def test_a_picture_without_words_is_known_by_its_link(self, pair):
        assert pair(policy(), reading("一图读懂", links=[f"{PORTAL}/zc/1.html"])) == ONE
        assert pair(policy(links=[f"{PORTAL}/jd/1.html"]), reading("一图读懂")) == ONE

    def test_a_link_counts_for_a_name_that_is_nearly_the_documents(self, pair):
        assert pair(policy(), reading("《望川市养老服务办法》解读", links=[f"{PORTAL}/zc/1.html"])) == ONE

    def test_a_link_does_not_count_against_the_title(self, pair):
        other = policy("望川市托育服务管理办法", "望政办发〔2026〕13号", url=f"{PORTAL}/zc/2.html")
        named = reading(
            "《望川市养老服务促进办法》解读", links=[f"{PORTAL}/zc/1.html", f"{PORTAL}/zc/2.html"]
        )

        assert pair(policy(), other, named) == ONE

    def test_a_topic_in_the_title_does_not_speak_against_a_link(self, pair):
        assert pair(policy(), reading("养老服务新政策解读", links=[f"{PORTAL}/zc/1.html"])) == ONE

    def test_a_long_list_of_linked_documents_says_nothing(self, pair):
        many = [
            policy(f"望川市第{n}项工作若干规定", f"望政发〔2026〕{n}号", url=f"{PORTAL}/zc/{n}.html")
            for n in range(2, 9)
        ]

        assert pair(*many, reading("最新政策解读", links=[p.url for p in many])) == []

    def test_links_that_stand_on_every_document_say_nothing(self, pair):
        many = [
            policy(
                f"望川市第{n}项工作若干规定",
                f"望政发〔2026〕{n}号",
                url=f"{PORTAL}/zc/{n}.html",
                links=[f"{PORTAL}/jd/1.html"],
            )
            for n in range(2, 9)
        ]

        assert pair(*many, reading("最新政策解读")) == []

    def test_of_documents_with_one_name_the_linked_one_is_meant(self, pair):
        again = policy(number="望政办发〔2026〕20号", day="2026-05-20", url=f"{PORTAL}/zc/2.html")
        older = policy(number="望政办发〔2020〕20号", day="2020-05-20", url=f"{PORTAL}/zc/3.html")
        named = reading("《望川市养老服务促进办法》解读", links=[f"{PORTAL}/zc/1.html"])

        assert pair(again, policy(), named) == ONE
        assert pair(older, reading("《望川市养老服务促进办法》解读", links=[older.url])) == [
            (older.url, named.url)
        ]


class TestLikeness:
    TITLE = "《望川市关于进一步加快推进养老服务高质量发展的若干措施》解读"
    OWN = "望川市关于进一步加快推动养老服务高质量发展的若干措施"

    def test_long_titles_that_differ_by_a_slip_are_one_within_half_a_year(self, pair):
        assert pair(policy(self.OWN), reading(self.TITLE)) == ONE
        assert pair(policy(self.OWN), reading(self.TITLE, day="2027-05-08")) == []
        assert pair(policy(self.OWN), reading(self.TITLE, day=None)) == []

    def test_likeness_never_decides_between_two(self, pair):
        twin = policy(
            "望川市关于进一步加快促进养老服务高质量发展的若干措施",
            "望政发〔2026〕9号",
            "2026-05-07",
            f"{PORTAL}/zc/2.html",
        )

        assert pair(policy(self.OWN), twin, reading(self.TITLE)) == []


class TestUnits:
    def test_documents_and_interpretations_of_one_units_hosts_are_paired(self, pair):
        away = reading("《望川市养老服务促进办法》解读", url=f"{OFFICE}/jd/9.html")

        assert pair(policy(), away) == [(f"{PORTAL}/zc/1.html", f"{OFFICE}/jd/9.html")]

    def test_a_higher_levels_interpretation_is_not_of_the_units_namesake(self, pair):
        own = policy("养老服务促进办法")

        assert pair(own, reading("《养老服务促进办法》解读", source="新华社")) == []
        assert pair(own, reading("《养老服务促进办法》解读", source="望川市民政局")) == ONE
        assert pair(policy(), reading("《望川市养老服务促进办法》解读", source="人民网")) == ONE

    def test_a_higher_levels_document_is_known_as_passed_on(self, rules):
        passed = policy(
            "国务院办公厅关于发展银发经济的意见", "国办发〔2026〕1号", "2026-01-15", f"{PORTAL}/zc/0.html"
        )
        pages = [passed, policy(), policy("望川市托育服务管理办法", "望政办发〔2026〕13号", url=f"{PORTAL}/zc/2.html"),
                 reading("《国务院办公厅关于发展银发经济的意见》解读"), reading("《望川市养老服务促进办法》解读", url=f"{PORTAL}/jd/2.html")]  # fmt: skip

        found = {p.policy.url: p.is_reposted for p in policy_pairs(pages, rules)}

        assert found == {f"{PORTAL}/zc/0.html": True, f"{PORTAL}/zc/1.html": False}
        assert [p.is_reposted for p in policy_pairs([pages[0], pages[3]], rules)] == [False]
