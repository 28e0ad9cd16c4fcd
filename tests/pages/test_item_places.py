"""Names and places under which other makers' sites keep a statutory item."""

import pytest
from site_views import HOME, drawn, section, single, view

from kaoping.pages.disclosurewords import disclosure_words
from kaoping.pages.frames import Frame
from kaoping.pages.glimpse import Glimpse
from kaoping.pages.itemdocuments import Documents
from kaoping.pages.places import KnownItem, SiteView

OPEN = ("政府信息公开", "法定主动公开内容")
GOVERNMENT = ("市政建设", "公共服务", "公益事业", "房屋征收", "治安管理", "社会救助")


class TestNamesThatJoinSeveral:
    @pytest.mark.parametrize(
        ("id_", "name"),
        [
            ("A20.06", "行政处罚和行政强制"),
            ("A20.06", "行政处罚/行政强制"),
            ("A20.07", "预算/决算"),
            ("A20.13", "安全生产、食品药品等监督检查"),
            ("A20.11", "教育医疗社保就业等民生信息"),
        ],
    )
    def test_one_of_the_names_is_enough(self, rules, id_, name):
        item = drawn(rules, view(section(name, path=OPEN)))[id_]

        assert (item.state, item.name) == ("present", name)

    def test_a_name_that_joins_other_things_answers_nothing(self, rules):
        item = drawn(rules, view(section("科技、文化、体育")))["A20.09"]

        assert item.state == "missing"


class TestPlacesOfOtherNames:
    def test_a_link_out_counts_under_every_name_that_leads_to_it(self, rules):
        friend = {"http://ztb.example/": "公共资源交易中心"}
        also = {"http://ztb.example/": ["政府采购"]}
        seen = SiteView(
            "www.muyun.example", HOME, (section("规划计划"),), {}, friend, lambda _: True, other_names=also
        )

        item = drawn(rules, seen)["A20.09"]

        assert (item.state, item.url) == ("linked_out", "http://ztb.example/")


class TestSinglePages:
    def test_a_page_that_says_more_than_the_sites_frame_has_content(self, rules):
        guide = single("政府信息公开指南", shape="section", text_length=0, visible_length=900)
        seen = SiteView("www.muyun.example", HOME, (), {guide.url: guide}, {guide.url: "政府信息公开指南"},
                        frame_length=400)  # fmt: skip

        assert drawn(rules, seen)["P1"].state == "present"

    def test_a_page_of_nothing_but_the_frame_is_left_open(self, rules):
        guide = single("政府信息公开指南", shape="section", text_length=0, visible_length=430)
        seen = SiteView("www.muyun.example", HOME, (), {guide.url: guide}, {guide.url: "政府信息公开指南"},
                        frame_length=400)  # fmt: skip

        assert drawn(rules, seen)["P1"].state == "unsure"

    def test_the_frame_is_measured_only_where_enough_pages_were_seen(self):
        frame = Frame()
        for n in range(8):
            frame.see(Glimpse(shape="article", visible_length=500 + n))
        frame.see(Glimpse(shape="article", visible_length=10, says_not_found="页面不存在"))

        assert (frame.length, frame.pages) == (500, 9)
        assert Frame().length == 0


class TestConditionalItems:
    def test_the_one_that_lacks_among_all_of_its_article_is_missing(self, rules):
        item = drawn(rules, view(*(section(name, path=OPEN) for name in GOVERNMENT)))["A21.C4"]

        assert (item.state, item.by_layout) == ("missing", True)
        assert "其他6类都已设栏" in item.why

    def test_where_two_lack_nobody_knows(self, rules):
        items = drawn(rules, view(*(section(name, path=OPEN) for name in GOVERNMENT[1:])))

        assert (items["A21.C4"].state, items["A21.C1"].state) == ("unsure", "unsure")

    def test_the_units_own_word_that_there_is_nothing_is_taken(self, rules):
        nodes = rules.catalogue("statutory").nodes
        documents = Documents(nodes, disclosure_words(rules))
        documents.see(Glimpse(url=f"{HOME}1.html", shape="article", kind="other",
                              title="沐云县档案局关于不涉及土地征收的说明"))  # fmt: skip
        seen = SiteView("www.muyun.example", HOME, (section("规划计划"),), explanations=documents.explained())

        item = drawn(rules, seen)["A21.C4"]

        assert (item.state, item.documents) == (
            "not_applicable",
            (KnownItem("沐云县档案局关于不涉及土地征收的说明", f"{HOME}1.html", None, "other"),),
        )
