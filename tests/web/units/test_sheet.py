"""A unit's draft: item by item, seen once it was opened, and what stays hidden."""

import pytest
from tests.web import builders
from tests.web.unit_objects import finding

from kaoping.web.publishing.actions import rescore
from kaoping.web.units.models import Seen


def page(client, round_):
    return client.get(f"/units/rounds/{round_.public_id}/sheet/")


@pytest.mark.django_db
class TestSheet:
    def test_it_shows_each_lost_item_with_its_arithmetic(self, signed_in, unit_admin, drafted, fault):
        rescore(drafted, by="test", reason="")

        told = page(signed_in(unit_admin), drafted).content.decode()

        assert fault.message in told
        assert "1分×1" in told
        assert "逐日计算" in told

    def test_opening_it_is_noted_once(self, signed_in, unit_admin, unit_staff, drafted, unit):
        page(signed_in(unit_staff), drafted)
        page(signed_in(unit_admin), drafted)

        seen = Seen.objects.get(round=drafted)
        assert (seen.unit, seen.by) == (unit, unit_staff)

    def test_what_is_only_suspected_is_not_shown(self, signed_in, unit_admin, drafted, unit):
        hidden = finding(drafted, unit, state="suspect", message="尚未复核的疑似问题")
        rescore(drafted, by="test", reason="")

        assert hidden.message not in page(signed_in(unit_admin), drafted).content.decode()

    def test_another_units_findings_are_not_shown(self, signed_in, unit_admin, drafted, other_unit):
        others = finding(drafted, other_unit, message="别的单位的问题")
        rescore(drafted, by="test", reason="")

        assert others.message not in page(signed_in(unit_admin), drafted).content.decode()

    def test_before_the_draft_is_sent_there_is_none(self, signed_in, unit_admin, reviewing):
        assert page(signed_in(unit_admin), reviewing).status_code == 404

    def test_the_rank_is_not_told(self, signed_in, unit_admin, drafted, fault):
        rescore(drafted, by="test", reason="")

        assert "名次" not in page(signed_in(unit_admin), drafted).content.decode()


@pytest.mark.django_db
class TestHome:
    def test_it_says_what_is_owed_by_when_and_how_counted(self, signed_in, unit_admin, drafted, fault):
        told = signed_in(unit_admin).get("/units/").content.decode()

        assert "答复初评结果" in told
        assert f"{drafted.term.appeal_due:%Y-%m-%d}" in told
        assert "逐日计算" in told

    def test_a_unit_without_rounds_is_told_so(self, signed_in, unit_admin):
        assert "还没有向本单位反馈的考评" in signed_in(unit_admin).get("/units/").content.decode()

    def test_another_units_debts_are_not_shown(self, signed_in, drafted, fault, other_unit):
        told = signed_in(builders.user("unit_admin", unit=other_unit)).get("/units/").content.decode()

        assert "答复初评结果" not in told
