"""The same fact from a check, an inspector and a third party is one suspect with three witnesses."""

from functools import cache

import pytest
from assessed_units import HOME, PAGE, SYSTEMS, UNITS, dead, laid, stale, typo
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.findings import joined, read_inspections, read_monitors

INSPECTED = "检查员,单位,细则编号,问题描述,网址,具体对象,检查时间\n"
MONITORED = "监测平台,单位,细则编号,问题描述,网址,错误内容,监测时间\n"
OTHER = f"{HOME}xwdt/2.html"


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("rows")


@pytest.fixture(scope="session")
def inspector(folder):
    @cache
    def written(rule="E1.1", url=PAGE, what="", words="有错别字", who="江予川"):
        path = folder / "inspections.csv"
        path.write_text(f"{INSPECTED}{who},望川,{rule},{words},{url},{what},2026-09-02 10:00\n", "utf-8-sig")
        return read_inspections(path, UNITS, SYSTEMS)

    return written


@pytest.fixture(scope="session")
def monitor(folder):
    @cache
    def written(rule="E1.1", url=PAGE, what="布署"):
        path = folder / "monitors.csv"
        path.write_text(f"{MONITORED}清源平台,望川,{rule},错别字,{url},{what},2026/9/3\n", "utf-8-sig")
        return read_monitors(path, UNITS, SYSTEMS)

    return written


def voices(one):
    return [w.voice for w in one.witnesses]


class TestThreeWitnesses:
    def test_a_check_an_inspector_and_a_monitor_are_one(self, inspector, monitor):
        (one,) = joined((*laid(typo()), *inspector(what="认真布署工作"), *monitor(what="布 署")))

        assert voices(one) == ["check", "inspector", "monitor"]
        assert one.id == laid(typo())[0].id

    @pytest.mark.parametrize(
        "url",
        [
            "https://wangchuan.example/xwdt/1.html",
            "wangchuan.example/xwdt/1.html#a",
            f"{HOME}xwdt/%31.html",
        ],
    )
    def test_however_the_address_is_written(self, monitor, url):
        (one,) = joined((*laid(typo()), *monitor(url=url)))

        assert voices(one) == ["check", "monitor"]

    def test_on_any_page_of_a_folded_fact(self, monitor):
        (one,) = joined((*laid(typo("布署", "认真布署工作", HOME, OTHER, PAGE)), *monitor(url=OTHER)))

        assert voices(one) == ["check", "monitor"]

    def test_a_dead_address_is_the_same_wherever_on_the_site_it_was_met(self, monitor):
        (one,) = joined((*laid(dead()), *monitor("E2.1", OTHER, "https://dead.example/a")))

        assert voices(one) == ["check", "monitor"]

    def test_a_witness_without_object_joins_the_one_suspect_there(self, inspector):
        (one,) = joined((*laid(stale()), *inspector("E2.2", f"{HOME}gsgg/")))

        assert voices(one) == ["check", "inspector"]

    def test_a_sentence_joins_the_monitors_word_without_a_check(self, inspector, monitor):
        (one,) = joined((*inspector(what="会议认真布署了工作"), *monitor()))

        assert voices(one) == ["inspector", "monitor"]
        assert one.object == "布署"

    def test_a_word_twice_on_a_page_is_witnessed_in_both_places(self, monitor):
        found = joined((*laid(typo(quote="认真布署工作"), typo(quote="再次布署工作")), *monitor()))

        assert [voices(one) for one in found] == [["check", "monitor"], ["check", "monitor"]]

    def test_what_the_check_was_unsure_of_joins_what_it_saw(self):
        found = joined(laid(stale(), stale(answer="unsure", hour=9)))

        assert [[w.answer for w in one.witnesses] for one in found] == [["problem", "unsure"]]

    def test_where_each_voice_saw_it_is_kept(self, monitor):
        (one,) = joined((*laid(dead()), *monitor("E2.1", OTHER, "http://dead.example/a")))

        assert [w.url for w in one.witnesses] == ["", OTHER]


class TestApart:
    def test_a_witness_without_object_among_several_is_a_suspect_of_its_own(self, inspector):
        found = joined((*laid(typo(), typo(wrong="秸杆", quote="秸杆还田")), *inspector()))

        assert len(found) == 3

    @pytest.mark.parametrize(
        ("rule", "url", "what"), [("E1.1", OTHER, "布署"), ("E1.1", PAGE, "秸杆"), ("E2.1", PAGE, "布署")]
    )
    def test_another_page_word_or_rule_is_another_fact(self, monitor, rule, url, what):
        assert len(joined((*laid(typo()), *monitor(rule, url, what)))) == 2

    def test_a_monitors_row_joins_what_a_check_saw_under_another_rule_of_the_indicator(self, monitor):
        (one,) = joined((*laid(dead(url=PAGE)), *monitor("E2.2", PAGE, "http://dead.example/a")))

        assert (one.rule, voices(one)) == ("E2.1", ["check", "monitor"])
        assert one.also == (monitor("E2.2", PAGE, "http://dead.example/a")[0].id,)

    def test_an_inspector_who_names_another_rule_of_the_indicator_means_it(self, inspector):
        assert len(joined((*laid(dead()), *inspector("E2.2", PAGE, "http://dead.example/a")))) == 2

    def test_one_character_does_not_join_a_sentence(self, inspector, monitor):
        assert len(joined((*monitor(what="布"), *inspector(what="会议认真布署了工作")))) == 2

    def test_a_third_party_alone_waits_for_a_person(self, monitor):
        (one,) = joined(monitor("E2.1"))

        assert one.lane == "person"


class TestWhatIsKept:
    def test_the_gravest_severity_and_all_pages(self):
        (one,) = joined(laid(dead(url=PAGE), dead(url=HOME, severity="严重"), dead(url=OTHER)))

        assert (one.url, one.pages, one.severity) == (HOME, (PAGE, OTHER), "严重")

    def test_a_replay_says_nothing_new(self):
        (one,) = joined((*laid(dead(), run="a"), *laid(dead(), run="b")))

        assert [w.runs for w in one.witnesses] == [("a", "b")]

    def test_the_ids_of_those_that_joined_are_kept(self, monitor):
        (one,) = joined((*laid(typo()), *monitor()))

        assert one.also == (monitor()[0].id,)


words = st.sampled_from(["布署", "认真布署工作", "秸杆", "", "布", "署工"])
pages = st.sampled_from([HOME, PAGE, OTHER, "https://wangchuan.example/xwdt/1.html"])
observations = st.one_of(
    st.builds(
        lambda w, q, u, p, h: typo(w or "布署", q, u, *p, hour=h),
        words, words, pages, st.lists(pages, max_size=2, unique=True), st.integers(1, 3),
    ),
    st.builds(lambda u, h: typo(url=u, hour=h, answer="unsure"), pages, st.integers(1, 3)),
    st.builds(lambda t, u, h: dead(t, u, hour=h), pages, pages, st.integers(1, 3)),
)  # fmt: skip


@st.composite
def everything(draw, inspector, monitor):
    found = list(laid(*draw(st.lists(observations, max_size=6)), run=draw(st.sampled_from(["", "a"]))))
    for url, what in draw(st.lists(st.tuples(pages, words), max_size=4)):
        found += monitor(url=url, what=what)
    for url, what in draw(st.lists(st.tuples(pages, words), max_size=4)):
        found += inspector(url=url, what=what)
    return found


def keys(suspects):
    return {w.key for one in suspects for w in one.witnesses}


class TestPromises:
    @given(data=st.data())
    @settings(max_examples=150, deadline=None)
    def test_order_and_repetition_change_nothing(self, inspector, monitor, data):
        found = data.draw(everything(inspector, monitor))
        shuffled = data.draw(st.permutations(found))

        assert joined(shuffled) == joined(found)
        assert joined((*shuffled, *found)) == joined(found)

    @given(data=st.data())
    @settings(max_examples=150, deadline=None)
    def test_what_is_joined_stays_as_it_is_and_takes_its_parts_in_again(self, inspector, monitor, data):
        found = data.draw(everything(inspector, monitor))
        once = joined(found)

        assert joined(once) == once
        assert joined((*found, *once)) == once

    @given(data=st.data())
    @settings(max_examples=100, deadline=None)
    def test_no_witness_is_lost_and_no_id_stands_twice(self, inspector, monitor, data):
        found = data.draw(everything(inspector, monitor))
        once = joined(found)

        ids = [one.id for one in once]
        assert len(ids) == len(set(ids))
        assert keys(once) == keys(found)
        assert {one.id for one in found} <= {*ids, *(id_ for one in once for id_ in one.also)}
