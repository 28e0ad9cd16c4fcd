from datetime import date

import pytest
from site_views import HOME, SITE, drawn, section, single, view

from kaoping.pages.places import KnownItem
from kaoping.roster import MappingEntry
from kaoping.rulebook import Exemption

NEWS = [f"沐云县召开第{n}次民生工作推进会" for n in range(6)]
OPEN = ("政府信息公开", "法定主动公开内容")


def one(rules, id_, *found, **more):
    options = {k: more.pop(k) for k in ("names", "works", "incomplete", "documents") if k in more}
    return drawn(rules, view(*found, **options), **more)[id_]


class TestFindingTheSection:
    @pytest.mark.parametrize(
        "name", ["规划", "规划计划", "规划信息", "发展规划专栏", "规划 计划", "规划计划（2026）"]
    )
    def test_usual_names_of_an_item_are_known(self, rules, name):
        item = one(rules, "A20.03", section(name, path=OPEN))

        assert (item.state, item.count) == ("present", 3)
        assert item.reasons

    def test_the_likeliest_three_are_kept_with_their_reasons(self, rules):
        item = one(rules, "A20.03", section("规划计划"), section("国土空间规划"), section("规划公示"))

        assert item.candidates[0].name == "规划计划"
        assert 1 < len(item.candidates) <= 3
        assert all(c.score > 0 and c.reasons for c in item.candidates)

    def test_a_near_name_answers_only_where_nothing_better_does(self, rules):
        only_near = one(rules, "A20.01", section("政策文件"))
        with_better = one(rules, "A20.01", section("政策文件"), section("行政规范性文件"))

        assert (only_near.state, only_near.name) == ("present", "政策文件")
        assert with_better.name == "行政规范性文件"

    def test_the_name_of_another_item_is_not_taken_for_part_of_this_one(self, rules):
        item = one(rules, "A20.07", section("财政补助政策"), section("政府采购"))

        assert item.state in ("missing", "ask")

    def test_an_unlikely_name_is_asked_about_rather_than_taken(self, rules):
        item = one(rules, "A20.12", section("突发事件应急管理与安全生产宣传教育园地"))

        assert item.state == "ask"
        assert item.candidates

    def test_nothing_alike_is_missing(self, rules):
        item = one(rules, "A20.03", section("工作动态"), section("通知公告"))

        assert (item.state, item.url) == ("missing", "")

    def test_what_a_section_lists_tells_what_it_is(self, rules):
        titles = [f"沐云县人民政府{year}年政府信息公开工作年度报告" for year in (2025, 2024, 2023)]
        days = ("2026-01-20", "2025-01-20", "2024-01-20")

        item = one(rules, "P4", section("历年情况", titles=titles, days=days))

        assert (item.state, item.name) == ("present", "历年情况")

    def test_sections_of_departments_and_townships_answer_nothing_of_the_countys(self, rules):
        foreign = (
            section("机构职能", path=("部门信息公开", "县教育局")),
            section("规划计划", path=("鹿回坡镇",)),
        )

        items = drawn(rules, view(*foreign), townships=("鹿回坡镇",))

        assert {items["A20.02"].state, items["A20.03"].state} == {"missing"}

    def test_a_departments_own_trail_is_no_foreign_one(self, rules):
        own = section("机构职能", path=("沐云县教育局", "政务公开"))

        item = one(rules, "A20.02", own, unit="沐云县教育局", unit_kind="市直单位")

        assert item.state == "present"

    def test_a_step_of_trails_without_a_page_answers_by_what_lies_below(self, rules):
        below = [section("部门预算", path=("财政资金",)), section("部门决算", path=("财政资金",))]

        item = one(rules, "A20.07", *below)

        assert item.state == "present"

    @pytest.mark.parametrize("name", ["应急管理部", "应急管理局网站", "中国政府采购网"])
    def test_other_bodies_sites_answer_nothing(self, rules, name):
        items = drawn(rules, view(names={"http://other.example/": name}))

        assert {items["A20.12"].state, items["A20.09"].state} <= {"missing", "ask"}

    def test_an_article_that_mentions_the_item_is_not_its_section(self, rules):
        article = single("志愿服务队分享安全生产经验", path=("工作动态",))

        assert one(rules, "A20.13", article).state == "missing"

    def test_the_container_is_there_where_enough_of_its_items_are(self, rules):
        found = [section(n) for n in ("规划计划", "统计信息", "行政许可", "财政预决算")]

        assert one(rules, "P3", *found).state == "present"

    def test_a_document_answers_where_its_title_tells(self, rules):
        document = KnownItem("沐云县行政事业性收费目录清单", f"{HOME}1.html", date(2026, 3, 1), "other")

        item = one(rules, "A20.08", section("通知公告"), documents={"A20.08": (document,)})

        assert (item.state, item.url) == ("present", document.url)


class TestStates:
    def test_only_old_content_is_told_with_its_day(self, rules):
        item = one(rules, "A20.03", section("规划计划", days=("2024-01-01", "2023-01-01")))

        assert (item.state, item.newest) == ("only_old", date(2024, 1, 1))
        assert "2024-01-01" in item.why

    def test_what_holds_without_end_is_never_old(self, rules):
        assert one(rules, "P2", section("政府信息公开制度", days=("2012-01-01",))).state == "present"

    def test_an_empty_list_is_empty(self, rules):
        assert one(rules, "A20.03", section("规划计划", days=())).state == "empty"

    def test_a_section_that_says_so_is_empty(self, rules):
        item = one(rules, "A20.03", section("规划计划", days=(), empty_words="栏目建设中"))

        assert item.state == "empty"
        assert "栏目建设中" in item.why

    def test_what_may_be_written_on_the_page_itself_is_not_empty(self, rules):
        assert one(rules, "A20.02", section("机构职能", days=())).state == "unsure"

    @pytest.mark.parametrize(
        "sign", [{"needs_rendering": "由脚本生成"}, {"unseen": "内嵌页面没有取得"}, {"is_from_data": True}]
    )
    def test_what_could_not_be_seen_is_unsure(self, rules, sign):
        assert one(rules, "A20.03", section("规划计划", days=(), **sign)).state == "unsure"

    def test_news_alone_in_place_of_policy_is_of_the_wrong_kind(self, rules):
        found = section("民生政策", days=["2026-09-01"] * 6, titles=NEWS)
        kinds = {row.url: "news" for row in found.items}

        item = one(rules, "A20.11", found, kinds=kinds)

        assert item.state == "wrong_kind"
        assert {i.kind for i in item.items} == {"news"}

    def test_one_policy_document_among_news_is_enough(self, rules):
        found = section("民生政策", days=["2026-09-01"] * 6, titles=NEWS)
        kinds = {row.url: "news" for row in found.items} | {found.items[5].url: "policy"}

        assert one(rules, "A20.11", found, kinds=kinds).state == "present"

    def test_what_no_rule_calls_news_is_told_by_its_title(self, rules):
        found = section("民生政策", days=["2026-09-01"] * 6, titles=NEWS)
        kinds = {row.url: "other" for row in found.items} | {found.items[0].url: "news"}

        assert one(rules, "A20.11", found, kinds=kinds).state == "wrong_kind"

    def test_lists_of_recipients_among_news_are_enough(self, rules):
        titles = [*NEWS[:5], "沐云县临时救助对象名单"]
        found = section("民生政策", days=["2026-09-01"] * 6, titles=titles)
        kinds = {row.url: "news" for row in found.items[:5]} | {found.items[5].url: "other"}

        assert one(rules, "A20.11", found, kinds=kinds).state == "present"

    def test_unread_articles_prove_no_news(self, rules):
        found = section("民生政策", days=["2026-09-01"] * 6, titles=NEWS)

        assert one(rules, "A20.11", found, kinds={found.items[0].url: "news"}).state == "present"

    def test_a_list_that_may_hold_news_is_not_judged_by_them(self, rules):
        found = section("重大建设项目", days=["2026-09-01"] * 6)

        assert one(rules, "A20.10", found, kinds={r.url: "news" for r in found.items}).state == "present"

    def test_a_single_page_with_text_is_content(self, rules):
        assert one(rules, "P1", single("政府信息公开指南")).state == "present"

    def test_a_single_page_on_which_nothing_is_recognised_is_unsure(self, rules):
        assert one(rules, "P1", single("政府信息公开指南", text_length=0, shape="other")).state == "unsure"

    @pytest.mark.parametrize(("works", "why"), [(True, ""), (None, ""), (False, "所链接的地址打不开")])
    def test_a_way_to_another_host_is_linked_out(self, rules, works, why):
        names = {"http://zwfw.example/yjsgk": "依申请公开"}

        item = one(rules, "P5", names=names, works=lambda _: works)

        assert (item.state, item.why, item.places[0].works) == ("linked_out", why, works)

    def test_a_way_that_was_not_followed_is_unsure(self, rules):
        assert one(rules, "A20.03", names={f"{HOME}ghjh/": "规划计划"}).state == "unsure"

    def test_nothing_is_missing_from_a_site_that_was_not_read_whole(self, rules):
        item = one(rules, "A20.03", section("工作动态"), incomplete="网站没有抓全")

        assert (item.state, item.why) == ("unsure", "网站没有抓全")

    def test_content_beats_an_empty_section_of_the_same_item(self, rules):
        item = one(rules, "A20.11", section("社会救助", days=()), section("义务教育"))

        assert (item.state, item.name) == ("present", "义务教育")
        assert len(item.places) == 2


class TestWhatTheOfficeSays:
    def test_the_saved_mapping_comes_before_any_likeness(self, rules):
        odd = section("发展蓝图")
        entry = MappingEntry(SITE, "A20.03", odd.url, "江予川", "2026-09-01")

        item = one(rules, "A20.03", odd, section("规划计划"), mapping=(entry,))

        assert (item.state, item.url) == ("present", odd.url)
        assert "江予川" in item.reasons[0]

    def test_a_mapping_of_another_site_does_not_count(self, rules):
        entry = MappingEntry("www.yunpi.example", "A20.03", f"{HOME}x/")

        assert one(rules, "A20.03", section("规划计划"), mapping=(entry,)).name == "规划计划"

    def test_none_of_the_candidates_means_missing(self, rules):
        entry = MappingEntry(SITE, "A20.03", "")

        assert one(rules, "A20.03", section("规划计划"), mapping=(entry,)).state == "missing"

    def test_a_mapped_address_that_was_not_read_is_unsure(self, rules):
        entry = MappingEntry(SITE, "A20.03", f"{HOME}gone/")

        assert one(rules, "A20.03", mapping=(entry,)).state == "unsure"

    def test_an_exemption_is_not_applicable_with_its_reason(self, rules):
        exemption = Exemption("沐云县人民政府", "A20.08", "没有收费项目")

        item = one(rules, "A20.08", exemptions=(exemption,))

        assert (item.state, item.why) == ("not_applicable", "没有收费项目")

    def test_an_expired_exemption_is_said_to_be_so_and_does_not_hold(self, rules):
        exemption = Exemption("沐云县人民政府", "A20.03", "机构改革", until=date(2026, 6, 30))

        item = one(rules, "A20.03", exemptions=(exemption,))

        assert (item.state, item.exemption_expired) == ("missing", date(2026, 6, 30))

    def test_a_department_owes_conditional_items_only_when_registered(self, rules):
        unit = {"unit": "望川市统计局", "unit_kind": "市直单位"}
        registered = Exemption("望川市统计局", "A20.06", "有处罚职能", applies=True)

        assert one(rules, "A20.06", **unit).state == "unsure"
        assert one(rules, "A20.06", exemptions=(registered,), **unit).state == "missing"

    def test_items_of_other_kinds_of_unit_are_not_on_the_map(self, rules):
        department = drawn(rules, view(), unit_kind="市直单位")
        unknown = drawn(rules, view(), unit_kind="")

        assert not any(id_.startswith("A21") for id_ in department)
        assert {i for i in unknown if i.startswith("A21")} == set()


class TestDomains:
    def test_the_parts_of_a_domain_are_read_from_sections_below_and_titles(self, rules):
        found = [
            section(
                "养老服务", path=("重点领域",),
                titles=["沐云县养老补贴对象认定标准", "养老补贴资金分配结果公示", "沐云县养老办事指南"],
            ),
            section("政策文件", path=("重点领域", "养老服务")),
        ]  # fmt: skip

        item = one(rules, "G21", *found, catalogue="grassroots-26")

        states = {part.id: part.state for part in item.parts}
        assert item.state == "present"
        assert states == {
            "K1": "present", "K2": "missing", "K3": "present", "K4": "present", "K5": "present",
            "K6": "present", "K7": "missing",
        }  # fmt: skip


def test_a_site_of_two_thousand_sections_is_mapped_within_a_second(rules):
    import time

    seen = view(*(section(f"栏目{n}号信息", url=f"{HOME}c{n}/") for n in range(2000)))
    start = time.perf_counter()

    drawn(rules, seen)

    assert time.perf_counter() - start < 3
