"""What could not be seen in a round, for download."""

from django.urls import reverse
from tests.web import builders


class TestUnseen:
    def test_each_reason_of_each_site_has_a_row(self, signed_in, office_admin, unit):
        told = [{"fate": "failed", "reason": "超时", "count": 3, "examples": ["https://a.example/"]}]
        job = builders.job(builders.round_("gathering"), unit, state="incomplete", unseen=told)
        builders.job(job.round, unit, state="failed", message="网站打不开")

        response = signed_in(office_admin).get(reverse("gathering:unseen", args=[job.round.public_id]))

        text = b"".join(response.streaming_content).decode("utf-8-sig")
        assert "去看了没看成,超时,3,https://a.example/" in text
        assert "网站打不开" in text

    def test_a_unit_may_not(self, signed_in, unit_admin, unit):
        job = builders.job(builders.round_("gathering"), unit)

        address = reverse("gathering:unseen", args=[job.round.public_id])

        assert signed_in(unit_admin).get(address).status_code == 403
