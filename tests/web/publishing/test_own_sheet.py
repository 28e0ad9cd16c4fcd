"""What a unit sees of its own score, and nothing of others."""

import pytest
from django.urls import reverse

from kaoping.web.audit.models import Entry


def page(round_, name="own_sheet"):
    return reverse(f"publishing:{name}", args=[round_.public_id])


class TestOwnSheet:
    def test_the_draft_shows_its_points_but_no_rank(self, signed_in, unit_staff, drafted, other_unit):
        answer = signed_in(unit_staff).get(page(drafted)).content.decode()

        assert ">98<" in answer
        assert "初评结果" in answer
        assert "名次(" not in answer
        assert other_unit.name not in answer

    def test_after_the_release_it_shows_the_rank(self, signed_in, unit_staff, released):
        answer = signed_in(unit_staff).get(page(released)).content.decode()

        assert "<b>2</b><span>名次(市直部门)" in answer

    @pytest.mark.parametrize("state", ["planned", "gathering", "inspecting", "reviewing"])
    def test_before_the_draft_it_is_not_found(self, signed_in, unit_staff, rounds, state):
        assert signed_in(unit_staff).get(page(rounds[state])).status_code == 404

    def test_it_says_nothing_of_suspects(self, signed_in, unit_staff, office_admin, drafted, unit):
        from tests.web.publishing.rounds import suspect

        from kaoping.web.publishing.actions import rescore

        suspect(drafted, unit, state="suspect", message="还没有认定的事")
        rescore(drafted, by=office_admin, reason="试算")

        answer = signed_in(unit_staff).get(page(drafted)).content.decode()

        assert "还没有认定的事" not in answer
        assert "疑似" not in answer


class TestOwnFile:
    @pytest.mark.parametrize("ending", ["docx", "xlsx"])
    def test_it_gets_its_own_sheet(self, signed_in, unit_staff, unit, drafted, ending):
        answer = signed_in(unit_staff).get(page(drafted, "own_file"), {"format": ending})

        assert b"".join(answer.streaming_content)[:2] == b"PK"
        assert answer.headers["Content-Disposition"].endswith(f".{ending}")
        assert Entry.objects.filter(action="publishing.own_file").count() == 1
