"""Exempting until a day: an exception that later runs know, and that ends."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import builders

from kaoping.checks import Observation, silence
from kaoping.rulebook import Waiver
from kaoping.web.review.actions import reopen_expired
from kaoping.web.review.models import Exemption
from kaoping.web.review.scopes import standing

TOMORROW = timezone.localdate() + timedelta(days=1)


def exempt(client, suspect, **values):
    given = {"version": suspect.version, "reason": "依法延期公开", "until": TOMORROW.isoformat()} | values
    return client.post(reverse("review:exempt", args=[suspect.public_id]), given)


class TestExempt:
    def test_it_becomes_a_scoped_exception(self, signed_in, reviewer, suspect):
        exempt(signed_in(reviewer), suspect)

        suspect.refresh_from_db()
        made = Exemption.objects.get()
        assert suspect.state == "exempted"
        assert (made.unit, made.check_id, made.until) == (suspect.unit, suspect.check_id, TOMORROW)
        assert made.scope["page"] == suspect.url

    @pytest.mark.parametrize(
        "values",
        [{"until": ""}, {"until": "2020-01-01"}, {"until": "9999-12-31"}, {"until": "明天"}, {"reason": ""}],
    )
    def test_it_wants_a_reason_and_a_day_that_makes_sense(self, signed_in, reviewer, suspect, values):
        response = exempt(signed_in(reviewer), suspect, **values)

        assert response.status_code == 422
        assert not Exemption.objects.exists()

    def test_the_next_run_is_silent_about_it_and_about_nothing_else(self, signed_in, reviewer, suspect):
        exempt(signed_in(reviewer), suspect)
        seen = Observation(check=suspect.check_id, url=suspect.url, pages=(suspect.url,))
        elsewhere = Observation(
            check=suspect.check_id, url="https://x.example/", pages=("https://x.example/",)
        )

        (waiver,) = standing(timezone.localdate())
        left = silence(
            (seen, elsewhere), (waiver,), timezone.localdate(), unit=suspect.unit.name, site=waiver.site
        )

        assert isinstance(waiver, Waiver)
        assert [one.url for one in left.kept] == [elsewhere.url]

    def test_it_is_open_again_after_its_last_day_and_not_before(self, signed_in, reviewer, suspect):
        exempt(signed_in(reviewer), suspect)

        assert reopen_expired(today=TOMORROW) == 0
        assert reopen_expired(today=TOMORROW + timedelta(days=1)) == 1
        assert reopen_expired(today=TOMORROW + timedelta(days=1)) == 0
        suspect.refresh_from_db()
        assert suspect.state == "suspect"


class TestExemptions:
    def test_the_list_tells_what_holds_and_what_has_ended(self, signed_in, auditor, unit):
        builders.exemption(unit, reason="现行的")
        builders.exemption(unit, reason="过期的", until=date(2020, 1, 1))

        words = signed_in(auditor).get(reverse("review:exemptions")).content.decode()

        assert words.index("过期的") < words.index("已到期")
        assert words.index("现行的") < words.index("有效</span>")

    def test_one_that_is_revoked_opens_its_suspect(self, signed_in, reviewer, suspect):
        client = signed_in(reviewer)
        exempt(client, suspect)
        made = Exemption.objects.get()

        response = client.post(reverse("review:revoke", args=[made.public_id]), {"reason": "文件已废止"})

        suspect.refresh_from_db()
        assert (response.status_code, suspect.state) == (302, "suspect")
        assert standing(timezone.localdate()) == ()

    def test_it_is_revoked_once(self, signed_in, reviewer, unit):
        made = builders.exemption(unit)
        address = reverse("review:revoke", args=[made.public_id])
        client = signed_in(reviewer)

        statuses = [client.post(address, {"reason": "文件已废止"}).status_code for _ in range(2)]

        assert statuses == [302, 409]

    def test_the_file_is_one_that_the_rulebook_reads(self, signed_in, reviewer, unit, tmp_path):
        from kaoping.rulebook import load_rulebook

        builders.exemption(unit, scope={"page": "https://x.example/1"}, reason="依文件:除外 # 与'引号'")
        content = signed_in(reviewer).get(reverse("review:waivers")).content
        (tmp_path / "exceptions").mkdir()
        (tmp_path / "exceptions" / "reviewed.yaml").write_bytes(content)

        (waiver,) = load_rulebook(tmp_path).waivers

        assert (waiver.unit, waiver.page) == (unit.name, "https://x.example/1")
        assert waiver.reason == "依文件:除外 # 与'引号'"
