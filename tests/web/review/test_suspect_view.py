"""One suspect: what is shown, and to whom."""

import re

from django.urls import reverse
from tests.web import builders


def page(client, suspect, query=""):
    return client.get(reverse("review:suspect", args=[suspect.public_id]) + query).content.decode()


class TestSuspect:
    def test_it_shows_facts_witnesses_and_history(self, signed_in, reviewer, other_reviewer, unit, reviewing):
        one = builders.suspect(unit, reviewing, witnesses=[builders.WITNESS], quote="引文在此")
        one.decisions.create(verdict="dismiss", by=other_reviewer, at=one.round.made_at, reason="当时不属实")

        words = page(signed_in(reviewer), one)

        for wanted in (
            one.message,
            one.url,
            "引文在此",
            "政策解读超期",
            "当时不属实",
            str(other_reviewer),
        ):
            assert wanted in words

    def test_next_and_previous_stay_within_the_filter(self, signed_in, reviewer, unit, other_unit, reviewing):
        builders.member(reviewing, other_unit)
        first, _, third = (
            builders.suspect(of, reviewing, group_key=key)
            for of, key in ((unit, "a"), (other_unit, "b"), (unit, "c"))
        )
        client = signed_in(reviewer)

        forward = re.search(r'data-key="n" href="([^"]+)"', page(client, first, f"?unit={unit.pk}"))
        backward = re.search(r'data-key="p" href="([^"]+)"', page(client, third, f"?unit={unit.pk}"))

        assert str(third.public_id) in forward[1]
        assert str(first.public_id) in backward[1]

    def test_every_act_has_its_key_and_works_as_a_plain_form(self, signed_in, reviewer, suspect):
        words = page(signed_in(reviewer), suspect)

        assert {"c", "d", "e"} <= set(re.findall(r'data-key="(.)"', words))
        for name in ("confirm", "dismiss", "exempt"):
            assert f'method="post" action="{reverse(f"review:{name}", args=[suspect.public_id])}' in words

    def test_who_may_not_decide_gets_no_form(self, signed_in, leader, suspect):
        assert 'method="post" action="/review' not in page(signed_in(leader), suspect)

    def test_hostile_words_are_words(self, signed_in, reviewer, unit, reviewing):
        evil = "<script>window.__pwn=1</script>{{7*7}}"
        one = builders.suspect(
            unit, reviewing, message=evil, quote=evil, object=evil, url=f"javascript:{evil}"
        )

        words = page(signed_in(reviewer), one)

        assert "<script>window" not in words
        assert 'href="javascript' not in words
        assert "{{7*7}}" in words
