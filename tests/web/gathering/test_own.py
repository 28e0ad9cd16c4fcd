"""How a unit's own sites were visited, in whatever round."""

from django.urls import reverse
from django.utils import timezone
from tests.web import builders

ADDRESS = reverse("gathering:own")


class TestOwn:
    def test_visits_to_own_sites_alone_are_listed_before_any_release(
        self, signed_in, unit_admin, unit, other_unit
    ):
        round_ = builders.round_("gathering")
        own = builders.job(round_, unit, started_at=timezone.now())
        other = builders.job(round_, other_unit, started_at=timezone.now())

        page = signed_in(unit_admin).get(ADDRESS).content.decode()

        assert own.site.name in page
        assert other.site.name not in page

    def test_without_visits_it_says_so(self, signed_in, unit_admin):
        assert "还没有访问过" in signed_in(unit_admin).get(ADDRESS).content.decode()
