import pytest

from kaoping.checks import Observation
from kaoping.pages.page import Page
from kaoping.pages.subjects import Section, Site
from kaoping.rulebook import load_rulebook
from kaoping.scoring import precheck_verdict

RULES = load_rulebook()
SITE = Site(site="www.a.gov.cn", home=Page(url="http://www.a.gov.cn/"), home_url="http://www.a.gov.cn/")


def seen(check, url="http://www.a.gov.cn/", answer="problem", **facts):
    return Observation(check=check, site="www.a.gov.cn", url=url, answer=answer, facts=facts)


def stale(number, kind="news"):
    return seen("upkeep.section_stale", f"http://www.a.gov.cn/{kind}{number}/", kind=kind)


def line(verdict, veto):
    return next(one for one in verdict.lines if one.id == veto)


class TestPrecheckVerdict:
    def test_a_site_without_problems_is_clear_where_the_machine_can_tell_and_open_elsewhere(self):
        verdict = precheck_verdict(SITE, [], (), RULES)

        assert [one.state for one in verdict.lines] == [
            "not_checked",
            "clear",
            "clear",
            "clear",
            "clear",
            "not_checked",
        ]
        assert verdict.state == "not_checked"

    def test_the_summary_says_that_it_is_a_precheck_and_no_score(self):
        verdict = precheck_verdict(SITE, [seen("upkeep.home_stale")], (), RULES)

        assert verdict.summary.startswith("预检(不是评分")
        assert "疑似WV3首页不更新" in verdict.summary

    def test_a_stale_home_page_is_only_suspected(self):
        verdict = precheck_verdict(SITE, [seen("upkeep.home_stale")], (), RULES)

        assert line(verdict, "WV3").state == verdict.state == "suspected"
        assert "人工确认" in line(verdict, "WV3").reason
        assert line(verdict, "WV3").urls == ("http://www.a.gov.cn/",)

    @pytest.mark.parametrize(("count", "state"), [(4, "clear"), (5, "suspected")])
    def test_five_stale_news_notice_or_policy_sections_touch_the_veto(self, count, state):
        observations = [stale(n, ("news", "notice", "policy")[n % 3]) for n in range(count)]

        assert line(precheck_verdict(SITE, observations, (), RULES), "WV4").state == state

    @pytest.mark.parametrize(("count", "state"), [(9, "clear"), (10, "suspected")])
    def test_other_stale_sections_touch_it_from_ten_on(self, count, state):
        observations = [stale(n, "personnel") for n in range(count)]

        assert line(precheck_verdict(SITE, observations, (), RULES), "WV4").state == state

    @pytest.mark.parametrize(("count", "state"), [(4, "clear"), (5, "suspected")])
    def test_five_empty_sections_touch_it(self, count, state):
        observations = [seen("upkeep.section_empty", f"http://www.a.gov.cn/{n}/") for n in range(count)]

        assert line(precheck_verdict(SITE, observations, (), RULES), "WV4").state == state

    def test_the_same_section_seen_twice_counts_once(self):
        observations = [stale(n % 4) for n in range(8)]

        assert line(precheck_verdict(SITE, observations, (), RULES), "WV4").state == "clear"

    def test_a_sections_kind_is_taken_from_the_sections_where_facts_lack_it(self):
        urls = [f"http://www.a.gov.cn/{n}/" for n in range(5)]
        sections = [Section(site="www.a.gov.cn", url=u, kind="news") for u in urls]

        verdict = precheck_verdict(SITE, [seen("upkeep.section_stale", u) for u in urls], sections, RULES)

        assert line(verdict, "WV4").state == "suspected"

    def test_doubtful_sections_that_could_fill_the_count_make_it_unsure(self):
        observations = [*(stale(n) for n in range(3))]
        observations += [
            seen("upkeep.section_stale", f"http://www.a.gov.cn/x{n}/", "unsure", kind="news")
            for n in range(2)
        ]

        assert line(precheck_verdict(SITE, observations, (), RULES), "WV4").state == "unsure"

    def test_a_tampered_page_makes_the_safety_veto_suspected(self):
        verdict = precheck_verdict(SITE, [seen("integrity.tampered")], (), RULES)

        assert line(verdict, "WV1").state == "suspected"

    def test_a_site_that_could_not_be_reached_by_our_fault_is_not_checked(self):
        site = Site(site="www.a.gov.cn", home=None, home_unseen="本机网络中断")
        observations = [seen("upkeep.unreachable", answer="not_checked", why="本机网络中断")]

        verdict = precheck_verdict(site, observations, (), RULES)

        assert {one.state for one in verdict.lines} == {"not_checked"}
        assert line(verdict, "WV2").reason == "本机网络中断"

    def test_other_sites_observations_do_not_count(self):
        other = Observation(check="upkeep.home_stale", site="www.b.gov.cn", url="http://www.b.gov.cn/")

        assert line(precheck_verdict(SITE, [other], (), RULES), "WV3").state == "clear"

    def test_what_only_people_can_judge_is_open_and_says_why(self):
        verdict = precheck_verdict(SITE, [], (), RULES)

        assert "人工查看" in line(verdict, "WV1").reason
        assert "人工查看" in line(verdict, "WV6").reason

    def test_a_late_answer_is_no_message_left_without_one(self):
        late = seen("interaction.reply_overdue", "http://www.a.gov.cn/1", kind="late")
        left = seen("interaction.reply_overdue", "http://www.a.gov.cn/2", kind="unanswered")

        assert line(precheck_verdict(SITE, [late], (), RULES), "WV5").state == "clear"
        assert line(precheck_verdict(SITE, [late, left], (), RULES), "WV5").state == "suspected"

    def test_five_incomplete_guides_touch_the_veto_on_service(self):
        guides = [seen("interaction.guide_incomplete", f"http://www.a.gov.cn/{n}") for n in range(5)]

        assert line(precheck_verdict(SITE, guides[:4], (), RULES), "WV6").state == "not_checked"
        assert line(precheck_verdict(SITE, guides, (), RULES), "WV6").state == "suspected"
