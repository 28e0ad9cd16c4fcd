import random

from hypothesis import given
from hypothesis import strategies as st

from kaoping.checks import Observation, fold, observation_json


def missing(url, item="PubDate", kind="article", site="www.a.gov.cn", **rest):
    return Observation(
        check="norms.meta_missing",
        site=site,
        url=url,
        facts={"item": item, "kind": kind, "kind_words": "内容页", "state": "缺少"},
        severity="提示",
        lane="machine",
        **rest,
    )


class TestFold:
    def test_one_fact_on_many_pages_is_one_observation_with_its_count(self):
        seen = [missing(f"http://www.a.gov.cn/{n}.html") for n in range(1300)]

        (joined,) = fold(seen)

        assert joined.facts["count"] == 1300
        assert joined.url == "http://www.a.gov.cn/0.html"
        assert len(joined.pages) == 1000
        assert joined.message == "内容页缺少标签PubDate(共1300个页面)"

    def test_the_home_page_speaks_for_all(self):
        (joined,) = fold([missing("http://www.a.gov.cn/a.html"), missing("http://www.a.gov.cn/")])

        assert joined.url == "http://www.a.gov.cn/"

    def test_other_facts_sites_and_answers_stay_apart(self):
        seen = [
            missing("u1"),
            missing("u1", item="ContentSource"),
            missing("u1", site="www.b.gov.cn"),
            Observation(
                check="norms.meta_missing", site="www.a.gov.cn", url="u1", answer="unsure", facts={"why": "x"}
            ),
        ]

        assert len(fold(seen)) == 4

    def test_a_crash_on_many_pages_is_one_observation(self):
        seen = [
            Observation(
                check="wording.typo", site="s", url=f"u{n}", answer="not_checked", facts={"why": "出错"}
            )
            for n in range(5)
        ]

        (joined,) = fold(seen)

        assert joined.facts["count"] == 5

    def test_the_gravest_severity_is_kept(self):
        seen = [
            Observation(
                check="wording.typo",
                url=u,
                severity=s,
                quote="q",
                facts={"wrong": "按装", "right": "安装", "reason": "“按装”应为“安装”", "place": "正文"},
            )
            for u, s in (("http://a/", "一般"), ("http://a/1", "疑似"))
        ]

        (joined,) = fold(seen)

        assert (joined.url, joined.severity) == ("http://a/", "疑似")

    def test_the_count_a_check_gave_itself_is_kept(self):
        one = Observation(
            check="upkeep.dead_link",
            url="http://a/",
            pages=("http://a/1",),
            facts={"target": "t", "what": "站内页面", "failure": "返回404", "count": 2000},
        )

        (joined,) = fold([one])

        assert joined.facts["count"] == 2000
        assert joined.message == "站内页面打不开(返回404),共2000个页面引用:t"

    @given(
        st.lists(st.integers(0, 400), min_size=1, max_size=60, unique=True), st.integers(0, 60), st.randoms()
    )
    def test_order_parts_and_repetition_change_nothing(self, numbers, cut, chance: random.Random):
        seen = [missing(f"http://www.a.gov.cn/{n}.html", item=f"T{n % 3}") for n in numbers]
        whole = fold(seen)
        chance.shuffle(seen)

        in_parts = fold([*fold(seen[:cut]), *fold(seen[cut:])])

        assert in_parts == whole == fold(whole)
        assert list(map(observation_json, in_parts)) == list(map(observation_json, whole))
