"""What a run saw, laid into the round: once, whatever happens twice; and what a later look no longer sees."""

from datetime import timedelta

import pytest
from tests.web import builders
from tests.web.gathering.stored_runs import MORNING, dead_links, real_system, store, taken

from kaoping.findings import confirm_in_bulk
from kaoping.web.gathering.ingesting import Ingest, LeaseLost
from kaoping.web.gathering.models import Absence, Coverage, Job
from kaoping.web.gathering.orders import read_outcome
from kaoping.web.gathering.plans import folder_of
from kaoping.web.gathering.queries import coverage_of
from kaoping.web.publishing.rows import systems_of
from kaoping.web.review.models import Observation, Suspect
from kaoping.web.review.records import suspect_of

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)


@pytest.fixture
def round_(unit, other_unit):
    made = builders.round_("gathering")
    system = real_system()
    builders.member(made, unit, system=system, group="市直单位")
    builders.member(made, other_unit, system=system, group="市直单位")
    return made


@pytest.fixture
def site(unit):
    return builders.site(unit)


def look(round_, site, observations, *, sighting=1, at=MORNING, **outcome):
    """A look at the site, laid down."""
    job = taken(builders.job(round_, site.unit, site=site, sighting=sighting), at=at)
    store(job, observations, **outcome)
    return job, lay_down(job)


def lay_down(job):
    return Ingest(job, folder_of(job), read_outcome(folder_of(job), 1), worker="w").run()


def everything():
    return (
        list(Suspect.objects.order_by("pk").values()),
        list(Observation.objects.order_by("pk").values()),
        list(Coverage.objects.order_by("pk").values()),
        list(Absence.objects.order_by("pk").values("suspect", "job")),
    )


class TestFirstLook:
    def test_each_observation_is_stored_and_lies_with_its_suspect(self, round_, site):
        _, done = look(round_, site, dead_links(site, 3))

        assert (done.observations, done.new, done.again) == (3, Suspect.objects.count(), 0)
        assert Observation.objects.filter(suspect__isnull=False).count() == 3
        assert {one.unit for one in Suspect.objects.all()} == {site.unit}

    def test_laid_down_twice_nothing_changes(self, round_, site):
        job, first = look(round_, site, dead_links(site, 5))
        before = everything()

        second = lay_down(job)

        assert everything() == before
        assert second == first

    def test_begun_anew_after_a_crash_in_the_middle_it_ends_the_same(self, round_, site):
        job, _ = look(round_, site, dead_links(site, 5))
        Suspect.objects.filter(pk__gt=Suspect.objects.order_by("pk")[1].pk).delete()
        Observation.objects.all().delete()

        lay_down(job)

        assert Observation.objects.count() == 5
        assert {one.sightings for one in Suspect.objects.all()} == {1}

    def test_a_worker_that_lost_its_lease_writes_nothing(self, round_, site):
        job = taken(builders.job(round_, site.unit, site=site), worker="another")
        store(job, dead_links(site, 2))

        with pytest.raises(LeaseLost):
            lay_down(job)

        assert not Suspect.objects.exists()

    def test_hints_and_what_was_not_checked_make_no_suspect(self, round_, site):
        hint, unchecked = dead_links(site, 2)
        seen = [
            type(hint)(**{**_fields(hint), "lane": "hint"}),
            type(hint)(**{**_fields(unchecked), "answer": "not_checked"}),
        ]

        look(round_, site, seen)

        assert Observation.objects.count() == 2
        assert not Suspect.objects.exists()


class TestSecondLook:
    def test_what_is_seen_again_is_one_suspect_with_two_sightings(self, round_, site):
        look(round_, site, dead_links(site, 2))

        _, done = look(round_, site, dead_links(site, 2, at=LATER), sighting=2, at=LATER)

        assert {(one.sightings, one.first_seen_at, one.last_seen_at) for one in Suspect.objects.all()} == {
            (2, MORNING, LATER)
        }
        assert done.new == 0

    def test_what_a_whole_look_no_longer_sees_is_gone_where_nobody_decided(self, round_, site):
        look(round_, site, dead_links(site, 3))

        _, done = look(round_, site, dead_links(site, 1, at=LATER), sighting=2, at=LATER)

        assert sorted(Suspect.objects.values_list("state", flat=True)) == ["gone", "gone", "suspect"]
        assert done.gone == 2

    def test_what_somebody_decided_is_kept_and_flagged(self, round_, site):
        look(round_, site, dead_links(site, 1))
        Suspect.objects.update(state="confirmed", decided_at=MORNING)

        _, done = look(round_, site, [], sighting=2, at=LATER)

        (kept,) = Suspect.objects.all()
        assert kept.state == "confirmed"
        assert kept.absences.count() == done.missed == 1

    @pytest.mark.parametrize("outcome", [{"not_checked": 4}, {"is_whole": False}])
    def test_a_look_that_was_not_whole_makes_nothing_go(self, round_, site, outcome):
        look(round_, site, dead_links(site, 2))

        look(round_, site, [], sighting=2, at=LATER, **outcome)

        assert set(Suspect.objects.values_list("state", flat=True)) == {"suspect"}

    def test_what_was_gone_and_is_seen_anew_stands_open_again(self, round_, site):
        look(round_, site, dead_links(site, 1))
        look(round_, site, [], sighting=2, at=LATER)
        evening = LATER + timedelta(hours=3)

        look(round_, site, dead_links(site, 1, at=evening), sighting=3, at=evening)

        (one,) = Suspect.objects.all()
        assert (one.state, one.sightings) == ("suspect", 2)

    def test_the_first_look_laid_down_again_wakes_nothing_that_is_gone(self, round_, site):
        first, _ = look(round_, site, dead_links(site, 1))
        look(round_, site, [], sighting=2, at=LATER)

        Job.objects.filter(pk=first.pk).update(state="running")
        lay_down(first)

        assert Suspect.objects.get().state == "gone"

    def test_two_looks_hours_apart_confirm_what_a_machine_may_confirm(self, round_, site):
        look(round_, site, dead_links(site, 1))
        look(round_, site, dead_links(site, 1, at=LATER), sighting=2, at=LATER)
        systems = systems_of(round_).values()
        machine = {
            rule.id for system in systems for one in system.walk() for rule in one.rules
            if rule.confirm == "machine"
        }  # fmt: skip
        stored = [suspect_of(row) for row in Suspect.objects.all()]

        bulk = confirm_in_bulk(stored, systems, coverage_of(round_))

        expected = {one.id for one in stored if one.rule in machine}
        assert {one.suspect for one in bulk.decisions} == expected
        assert bulk.to_person == ()


class TestGroups:
    def test_faults_that_lead_from_many_pages_to_one_place_are_one_group(self, round_, site):
        look(round_, site, dead_links(site, 4))

        assert Suspect.objects.values("group_key").distinct().count() == len(
            {one.rule for one in Suspect.objects.all()}
        )


def _fields(one):
    return {name: getattr(one, name) for name in one.__dataclass_fields__}
