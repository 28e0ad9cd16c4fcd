"""Rows written past the models are the rows that the models would have written."""

from datetime import UTC, datetime

import pytest
from tests.web import builders

from kaoping.web.pages.bulk import insert_rows, update_rows
from kaoping.web.review.models import Suspect

AT = datetime(2026, 6, 30, 16, 30, tzinfo=UTC)
COUNT = 1100  # more than one statement holds


def rows(round_, unit):
    return [
        {
            "round_id": round_.pk, "unit_id": unit.pk, "fact": f"f{n}", "system": "s", "indicator": "I1",
            "rule": "R1", "url": "https://a.example/", "message": "第\t一处\\N\n“错”字", "severity": "严重",
            "lane": "person", "group_key": f"g{n}", "facts": {"词": ["甲", n]}, "first_seen_at": AT,
        }
        for n in range(COUNT)
    ]  # fmt: skip


@pytest.mark.both
@pytest.mark.django_db
class TestBulk:
    def test_what_is_not_given_has_its_default(self, unit):
        round_ = builders.round_("reviewing")
        insert_rows(Suspect, rows(round_, unit))
        by_model = Suspect.objects.create(**rows(round_, unit)[7] | {"fact": "by model"})

        made = Suspect.objects.filter(fact__startswith="f").order_by("pk")

        fields = [
            f.attname for f in Suspect._meta.concrete_fields if f.attname not in ("id", "public_id", "fact")
        ]
        by_model.refresh_from_db()
        assert [getattr(made[7], name) for name in fields] == [getattr(by_model, name) for name in fields]
        assert len({one.public_id for one in made}) == COUNT

    def test_rows_are_changed_by_their_key_alone(self, unit):
        round_ = builders.round_("reviewing")
        insert_rows(Suspect, rows(round_, unit)[:3])
        first, _, third = Suspect.objects.order_by("fact")

        update_rows(Suspect, [
            {"id": first.pk, "witnesses": [{"name": "甲"}], "last_seen_at": AT, "version": 4},
            {"id": third.pk, "witnesses": [], "last_seen_at": None, "version": 5},
        ])  # fmt: skip

        told = Suspect.objects.order_by("fact").values_list("witnesses", "last_seen_at", "version")
        assert list(told) == [([{"name": "甲"}], AT, 4), ([], None, 0), ([], None, 5)]

    def test_nothing_is_no_statement(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            insert_rows(Suspect, [])
            update_rows(Suspect, [])
