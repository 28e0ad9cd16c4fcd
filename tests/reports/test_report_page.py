import re
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser
from wangchuan import HOME, HOSTILE, dead_link, hostile, run, section, site, typo, unreachable, vetoes

from kaoping.errors import OutputError
from kaoping.reports import write_report_html
from kaoping.reports.html_report import script_hash


@pytest.fixture
def page(tmp_path):
    def written(*sites, **changes):
        path = tmp_path / "report.html"
        write_report_html(run(*sites, **changes), path)
        return path.read_text(encoding="utf-8")

    return written


def text_of(html, selector="main"):
    return " ".join(node.text(separator=" ") for node in LexborHTMLParser(html).css(selector))


class TestSafety:
    def test_it_asks_nothing_of_the_network(self, page):
        tree = LexborHTMLParser(page(hostile()))

        outside = [node.tag for node in tree.css("[src], link, iframe, object, embed, base, form[action]")]
        refreshes = tree.css("meta[http-equiv=refresh]")

        assert outside == []
        assert refreshes == []
        assert "url(" not in "".join(style.text() for style in tree.css("style"))

    def test_its_only_script_is_the_one_its_policy_names(self, page):
        tree = LexborHTMLParser(page(hostile()))

        scripts = tree.css("script")
        policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]

        assert len(scripts) == 1
        assert f"script-src '{script_hash(scripts[0].text())}'" in policy
        assert policy.startswith("default-src 'none'")

    def test_no_element_handles_events(self, page):
        tree = LexborHTMLParser(page(hostile()))

        handlers = [name for node in tree.css("*") for name in node.attributes if name.startswith("on")]

        assert handlers == []

    def test_only_plain_web_addresses_become_links(self, page):
        tree = LexborHTMLParser(page(hostile()))

        links = [
            node.attributes for node in tree.css("a[href]") if not node.attributes["href"].startswith("#")
        ]

        assert all(re.match("https?://", link["href"]) for link in links)
        assert {link["rel"] for link in links} == {"noopener noreferrer nofollow"}

    def test_invisible_characters_are_shown(self, page):
        html = page(hostile())

        for symbol in ("⟨NUL⟩", "⟨ESC⟩", "⟨RLO⟩", "⟨LRI⟩", "⟨U+D800⟩", "⟨ZWSP⟩", "⟨BOM⟩", "⟨U+FFFF⟩"):
            assert symbol in html
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200b\ufeff]", html)

    def test_text_of_a_page_is_never_a_template(self, page):
        assert "{{ 7*7 }}" in text_of(page(site(remarks=HOSTILE)))


class TestContent:
    def test_it_says_that_a_precheck_is_no_verdict(self, page):
        assert "预检不是考评结论" in page(site())

    def test_each_veto_shows_its_state_its_reason_and_whether_its_rule_is_verified(self, page):
        lines = LexborHTMLParser(page(site(verdict=vetoes(WV1="suspected", WV3="clear")))).css(".veto")

        texts = [line.text(separator=" ") for line in lines]

        assert len(texts) == 6
        assert "疑似触发" in texts[0]
        assert "未见触发" in texts[2]
        assert all("原因" in text and "待核" in text for text in texts)

    def test_the_wrong_words_are_marked_in_their_quotation(self, page):
        quote = LexborHTMLParser(page(site())).css_first("blockquote")

        assert quote.css_first("mark").text() == "截止目前"
        assert quote.text() == "截止目前,全市发放资金 3.2 亿元。"

    def test_a_span_outside_the_quotation_marks_nothing(self, page):
        html = page(site(observations=(typo(span=(3, 900)),)))

        assert LexborHTMLParser(html).css("blockquote mark") == []

    def test_problems_stand_under_the_groups_of_a_notice(self, page):
        html = page(site(observations=(dead_link(), typo())))

        groups = [node.text() for node in LexborHTMLParser(html).css(".group > h3")]

        assert groups == ["错敏信息1", "运维更新1"]

    def test_unsure_and_unchecked_are_no_problems(self, page):
        seen = (typo(answer="unsure", message="", facts={"why": "看不清"}), typo(answer="not_checked"))

        tree = LexborHTMLParser(page(site(observations=seen)))

        assert tree.css(".group") == []
        assert "看不清" in tree.css_first("#s1-u-wording\\.typo").text()
        assert tree.css_first("#s1-n-wording\\.typo") is not None

    def test_a_problem_names_its_law_its_remedy_its_evidence_and_its_other_pages(self, page):
        html = page(site(observations=(typo(pages=(f"{HOME}list/", f"{HOME}list/2/")),)))

        text = text_of(html, ".group")

        for part in (
            "检查指标",
            "待核",
            "更正。",
            "需人工确认",
            "abababababab",
            "@1234",
            "另见于 2 个页面",
            "list/2/",
        ):
            assert part in text

    def test_a_check_that_saw_nothing_wrong_says_how_much_it_saw(self, page):
        rows = LexborHTMLParser(page(site())).css("tbody tr")

        texts = [row.text(separator=" ", strip=True) for row in rows]

        assert "政策解读 政策解读超期 12 0 0 0" in texts

    def test_what_is_left_out_is_counted(self, page):
        html = page(site(observations=tuple(dead_link(n) for n in range(250))))

        assert len(LexborHTMLParser(html).css(".ob")) == 200
        assert "另有 50 条" in text_of(html, ".left-out").replace("  ", " ")

    def test_an_unreachable_site_is_not_called_clean(self, page):
        text = text_of(page(unreachable()))

        assert "没有看懂这个网站的任何页面" in text
        assert "没有见到问题" not in text

    def test_an_empty_run_says_so(self, page):
        assert "本次运行没有网站" in page()

    def test_an_incomplete_run_says_why(self, page):
        html = page(site(), is_complete=False, incomplete_why=("到时限停止",))

        assert "到时限停止" in text_of(html, ".callout")

    def test_every_section_stands_in_the_picture_and_in_the_table(self, page):
        tree = LexborHTMLParser(page(site(sections=(section(), section("空栏", None, state="empty")))))

        assert len(tree.css(".chart li")) == 2
        assert "空栏" in tree.css_first(".sections table").text()


class TestForm:
    def test_tables_have_captions_and_scoped_headings(self, page):
        tree = LexborHTMLParser(page(site(), unreachable()))

        assert all(table.css_first("caption") for table in tree.css("table"))
        assert all("scope" in heading.attributes for heading in tree.css("th"))

    def test_headings_leave_out_no_level(self, page):
        for html in (page(site()), page(site(), unreachable())):
            levels = [int(node.tag[1]) for node in LexborHTMLParser(html).css("h1,h2,h3,h4,h5,h6")]

            assert levels[0] == 1
            assert all(later - earlier <= 1 for earlier, later in pairwise(levels))

    def test_identifiers_are_unique_and_inner_links_lead_somewhere(self, page):
        tree = LexborHTMLParser(page(site(observations=(typo(), dead_link(), typo(answer="unsure"))), site()))

        names = [node.attributes["id"] for node in tree.css("[id]")]
        targets = {node.attributes["href"][1:] for node in tree.css("a[href^='#'], use")}

        assert len(names) == len(set(names))
        assert targets <= set(names)

    def test_the_same_run_gives_the_same_bytes(self, page):
        assert page(site(), hostile()) == page(site(), hostile())

    def test_fifty_sites_of_three_hundred_observations_stay_below_five_megabytes(self, page):
        seen = tuple(dead_link(n, pages=(f"{HOME}{n}/a", f"{HOME}{n}/b")) for n in range(200))
        seen += tuple(typo(n) for n in range(100))
        many = [site(observations=seen, sections=(section(),) * 60, name=f"单位{n}") for n in range(50)]

        html = page(*many)

        assert len(html.encode()) < 5_000_000
        assert "另有" in html

    def test_a_folder_that_is_not_there_is_told_in_plain_words(self, tmp_path):
        with pytest.raises(OutputError, match="磁盘空间"):
            write_report_html(run(site()), tmp_path / "nowhere" / "report.html")
