"""To join a few new suspects, only what is near them need be read."""

from dataclasses import replace

from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from kaoping.findings import (
    Standing,
    Suspect,
    Witness,
    is_told_by_site,
    joined,
    meant_by,
    near,
    suspect_id,
)

SITES = ("www.wangchuan.example", "minzheng.wangchuan.example", "")
PAGES = tuple(f"http://{site}{path}" for site in SITES[:2] for path in ("/a.html", "/a.html/", "/b.html"))
WORDS = ("", "布署", "认真布署工作", "http://dead.example/x", "dead.example/x", "页脚")
CHECKS = ("wording.typo", "upkeep.dead_link", "upkeep.section_stale")
RULES = {"wording.typo": "E1.1", "upkeep.dead_link": "E2.1", "upkeep.section_stale": "E2.2"}


@st.composite
def a_suspect(draw):
    check = draw(st.sampled_from(CHECKS))
    voice = draw(st.sampled_from(("check", "monitor", "inspector")))
    answer = draw(st.sampled_from(("problem", "unsure"))) if voice == "check" else "problem"
    name = check if voice == "check" else "某人"
    url, words = draw(st.sampled_from((*PAGES, ""))), draw(st.sampled_from(WORDS))
    facts = {"target": draw(st.sampled_from(WORDS))} if voice == "check" else {}
    rule = RULES[check]
    key = "|".join((voice, answer, check, url, words, *facts.values()))
    return Suspect(
        id=suspect_id("望川", rule, "|".join((url, words))),
        unit="望川",
        system="望川",
        indicator=rule.partition(".")[0],
        rule=rule,
        url=url,
        object=words,
        message="有问题",
        quote=draw(st.sampled_from(WORDS)),
        facts=facts,
        pages=draw(st.sampled_from(((), PAGES[:1], PAGES[2:4]))) if voice == "check" else (),
        witnesses=(Witness(voice, name, None, answer=answer, key=key),),
        site=draw(st.sampled_from(SITES)),
    )


def standing(one):
    check = next((w.name for w in one.witnesses if w.voice == "check"), "")
    is_of_site = is_told_by_site(check, one.object)
    meant = meant_by(one.object, one.facts) if is_of_site else ()
    return Standing(one.id, one.url, one.object, one.site, one.pages, meant, is_of_site)


def told(whole, keys):
    """Who bears what the given said, and under which ids."""
    return {
        (one.id, tuple(id_ for id_ in one.also), tuple(sorted(w.key for w in one.witnesses if w.key in keys)))
        for one in whole
        if any(w.key in keys for w in one.witnesses)
    }


def stored_of(some):
    return [replace(one, also=()) for one in joined(some)]


class TestNear:
    @settings(max_examples=300, deadline=None)
    @over(st.lists(a_suspect(), max_size=14), st.lists(a_suspect(), min_size=1, max_size=4))
    def test_all_that_is_far_changes_nothing(self, before, given):
        stored = stored_of(before)
        keys = {w.key for one in given for w in one.witnesses}
        keys -= {w.key for one in stored for w in one.witnesses}

        found = near(map(standing, stored), given)

        read = [one for one in stored if one.id in found.reached]
        assert told(joined((*read, *given)), keys) == told(joined((*stored, *given)), keys)

    @settings(max_examples=300, deadline=None)
    @over(st.lists(a_suspect(), max_size=14), st.lists(a_suspect(), min_size=1, max_size=4))
    def test_what_is_alone_joins_nothing_but_its_own_id(self, before, given):
        stored = stored_of(before)

        found = near(map(standing, stored), given)

        for one in joined((*stored, *given)):
            ids = {one.id, *one.also}
            assert not ids & found.alone or len(ids) == 1

    def test_what_shares_neither_address_nor_meaning_is_not_reached(self):
        one = Suspect("A", "望川", "", "E1", "E1.1", PAGES[0], "布署", "错字")
        far = replace(one, id="B", url=PAGES[2])
        same_page = replace(one, id="C", object="页脚")

        found = near(map(standing, (far, same_page)), (replace(one, id="D"),))

        assert found.reached == {"C"}
        assert found.alone == frozenset()
