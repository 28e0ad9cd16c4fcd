"""Which of five classes an earlier finding lands in, and what counts as the same fault."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from owed import at, finding, item

from kaoping.checks import Observation
from kaoping.ledger import (
    LOOKBACK_WORDS,
    Sighting,
    is_same,
    looked_back,
    outcome_of,
    owed_finding,
    tally,
)

PAGE = "http://jyj.wangchuan.example/a.html"
TYPO = {
    "url": PAGE, "pages": ("http://jyj.wangchuan.example/b.html",), "quote": "各地要加强巡查,禁止焚烧秸杆。",
    "facts": {"wrong": "秸杆", "rule": "r", "count": 2},
}  # fmt: skip


def seen(check="wording.typo", **fields):
    return Observation(check=check, **{"site": "jyj.wangchuan.example", "url": PAGE, **fields})


class TestClasses:
    @pytest.mark.parametrize(
        ("claimed", "closed", "sight", "outcome"),
        [
            (False, False, "gone", "fixed"),
            (True, False, "gone", "fixed"),
            (False, True, "gone", "fixed"),
            (False, False, "there", "not claimed"),
            (True, False, "there", "false claim"),
            (False, True, "there", "relapsed"),
            (True, True, "there", "relapsed"),
            (True, False, "unseen", "cannot be tested"),
            (False, True, "unseen", "cannot be tested"),
        ],
    )
    def test_each_lands_in_exactly_one(self, claimed, closed, sight, outcome):
        assert outcome_of(item(claimed=claimed, closed=closed), sight) == outcome

    @given(st.booleans(), st.booleans())
    def test_what_could_not_be_seen_is_never_fixed_and_never_a_failure(self, claimed, closed):
        assert outcome_of(item(claimed=claimed, closed=closed), "unseen") == "cannot be tested"

    def test_evidence_before_and_after_stand_beside_each_other(self):
        looked = looked_back(item(), Sighting("there", "返回404", at(5), digest="sha256:after"))

        assert (looked.before_digest, looked.after_digest) == ("sha256:before", "sha256:after")

    def test_the_day_of_a_claim_is_that_of_china(self):
        late = replace(item(), claimed_at=at(1, 20))

        assert owed_finding(late, Sighting("there", "")).claimed.isoformat() == "2022-09-02"

    def test_every_class_is_counted_for_every_unit(self):
        looked = [looked_back(item("a"), Sighting("gone", "")), looked_back(item("b"), Sighting("there", ""))]

        counts = tally(looked)["望川市教育局"]

        assert set(counts) == set(LOOKBACK_WORDS)
        assert sum(counts.values()) == 2


class TestSameFault:
    def test_the_same_words_count_wherever_they_moved_on_the_site(self):
        moved = seen(url="http://jyj.wangchuan.example/z.html", quote=TYPO["quote"], facts={"wrong": "秸杆"})

        assert is_same(finding(**TYPO).suspect, moved, "wording.typo")

    def test_the_same_wrong_word_in_a_mended_sentence_is_still_there(self):
        half = seen(quote="禁止焚烧秸杆。", facts={"wrong": "秸杆", "rule": "r", "count": 1})

        assert is_same(finding(**TYPO).suspect, half, "wording.typo")

    def test_another_error_on_the_same_page_is_another_fault(self):
        other = seen(quote="会议作了安排布署。", facts={"wrong": "布署", "rule": "r"})

        assert not is_same(finding(**TYPO).suspect, other, "wording.typo")

    def test_the_same_word_on_another_page_is_another_fault(self):
        other = seen(
            url="http://jyj.wangchuan.example/z.html",
            quote="秸杆还田。",
            facts={"wrong": "秸杆", "rule": "r"},
        )

        assert not is_same(finding(**TYPO).suspect, other, "wording.typo")

    def test_a_dead_address_is_the_same_whatever_page_cites_it(self):
        suspect = finding(facts={"target": "http://x.example/gone", "count": 9}).suspect
        cited = seen(
            "upkeep.dead_link",
            url="http://jyj.wangchuan.example/z.html",
            facts={"target": "http://x.example/gone"},
        )

        assert is_same(suspect, cited, "upkeep.dead_link")

    def test_days_that_grew_do_not_make_it_another(self):
        suspect = finding(facts={"days": 20, "newest": "2022-08-01"}).suspect

        assert is_same(suspect, seen("upkeep.section_stale", facts={"days": 90}), "upkeep.section_stale")

    def test_another_check_or_site_is_another_fault(self):
        suspect = finding(**TYPO).suspect
        told = {"quote": TYPO["quote"], "facts": TYPO["facts"]}

        assert not is_same(suspect, seen("wording.formulation", **told), "wording.typo")
        assert not is_same(suspect, seen(site="sfj.wangchuan.example", **told), "wording.typo")
