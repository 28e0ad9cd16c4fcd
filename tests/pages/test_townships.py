from site_views import HOME, section, single, township_platforms, view

REQUIRED = (
    "政策文件",
    "政府信息公开指南",
    "政府信息公开制度",
    "法定主动公开内容",
    "政府信息公开年报",
    "基层政务公开标准目录",
)


def platform(name, *, root="基层政务公开", lacking=(), prefix=""):
    rows = [
        section(f"{prefix}{part}", path=(root, name), titles=[f"{name}{part}之{n}" for n in "一二三"])
        for part in REQUIRED
        if part not in lacking and "指南" not in part
    ]
    pages = [single(f"{prefix}{p}", path=(root, name)) for p in REQUIRED if "指南" in p and p not in lacking]
    return [*rows, *pages]


def states(found):
    return {s.name: s.state for s in found.township.sections}


class TestRecognition:
    def test_listed_townships_are_found_by_their_trails(self, rules):
        found = township_platforms(
            rules, view(*platform("鹿回坡镇"), *platform("苇泊乡")), "鹿回坡镇", "苇泊乡"
        )

        assert [(p.township.name, p.township.state) for p in found] == [
            ("鹿回坡镇", "present"),
            ("苇泊乡", "present"),
        ]
        assert set(states(found[0]).values()) == {"present"}
        assert found[0].township.count == 15

    def test_sections_that_bear_the_townships_name_are_its_own(self, rules):
        (found,) = township_platforms(rules, view(*platform("鹿回坡镇", prefix="鹿回坡镇")), "鹿回坡镇")

        assert set(states(found).values()) == {"present"}

    def test_the_name_may_be_that_of_its_government(self, rules):
        seen = view(*platform("鹿回坡镇人民政府"), *platform("松影街道办事处"))

        found = township_platforms(rules, seen)

        assert [p.township.name for p in found] == ["松影街道", "鹿回坡镇"]
        assert [p.township.is_street for p in found] == [True, False]

    def test_without_a_roster_the_trails_name_them(self, rules):
        found = township_platforms(
            rules, view(*platform("鹿回坡镇"), *platform("青磨镇"), *platform("苇泊乡"))
        )

        assert {p.township.name for p in found} == {"鹿回坡镇", "青磨镇", "苇泊乡"}

    def test_other_words_that_end_like_townships_are_none(self, rules):
        seen = view(
            section("特色小镇"), section("乡镇街道"), section("美丽城镇", path=("专题",)),
            section("返乡下乡"), section("城乡"),
        )  # fmt: skip

        assert township_platforms(rules, seen) == ()

    def test_a_listed_township_without_a_trace_is_missing(self, rules):
        found = township_platforms(rules, view(*platform("鹿回坡镇")), "鹿回坡镇", "青磨镇")

        assert [p.township.state for p in found] == ["present", "missing"]

    def test_in_a_site_that_was_not_read_whole_it_is_unsure(self, rules):
        (found,) = township_platforms(rules, view(section("工作动态"), incomplete="网站没有抓全"), "青磨镇")

        assert (found.township.state, found.township.why) == ("unsure", "网站没有抓全")

    def test_a_platform_on_another_host_is_linked_out(self, rules):
        (found,) = township_platforms(rules, view(names={"http://qmz.example/": "青磨镇"}), "青磨镇")

        assert found.township.state == "linked_out"


class TestSections:
    def test_a_lacking_section_is_missing_and_the_others_are_there(self, rules):
        (found,) = township_platforms(rules, view(*platform("鹿回坡镇", lacking=["政策文件"])), "鹿回坡镇")

        assert {name for name, state in states(found).items() if state == "missing"} == {"政策文件"}

    def test_an_empty_section_is_empty(self, rules):
        empty = section("政策文件", path=("基层政务公开", "鹿回坡镇"), days=())

        (found,) = township_platforms(
            rules, view(*platform("鹿回坡镇", lacking=["政策文件"]), empty), "鹿回坡镇"
        )

        assert states(found)["政策文件"] == "empty"

    def test_sections_of_a_folder_below_the_platforms_page_are_its_own(self, rules):
        head = single("鹿回坡镇", url=f"{HOME}xzjd/lhp/index.html", shape="other")
        below = section("政策文件", url=f"{HOME}xzjd/lhp/zcwj/")

        (found,) = township_platforms(rules, view(head, below), "鹿回坡镇")

        assert states(found)["政策文件"] == "present"
        assert found.township.url == head.url


class TestLikeness:
    def test_titles_copied_between_townships_are_told(self, rules):
        seen = view(
            *platform("鹿回坡镇"), *platform("青磨镇"), section("工作动态", path=("基层政务公开", "苇泊乡"))
        )

        found = {p.township.name: p for p in township_platforms(rules, seen, "鹿回坡镇", "青磨镇", "苇泊乡")}

        assert (found["鹿回坡镇"].alike, found["鹿回坡镇"].alike_share) == ("青磨镇", 1.0)
        assert found["苇泊乡"].alike_share == 0.0
