"""Units renamed, merged or split in mid-round: facts keep their identity, all goes to the right one."""

from datetime import timedelta

import pytest
from tests.web import builders
from tests.web.gathering.stored_runs import MORNING, dead_links, real_system, store, taken
from tests.web.publishing.rounds import scored_round
from tests.web.unit_objects import appeal, contact, finding, joined, task, term

from kaoping.web.gathering.ingesting import Ingest
from kaoping.web.gathering.orders import read_outcome
from kaoping.web.gathering.plans import folder_of
from kaoping.web.people.models import ApiToken
from kaoping.web.planning.actions import save_unit
from kaoping.web.planning.models import Site, Succession, Unit
from kaoping.web.publishing.actions import draft
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.publishing.noticing import ground, lint, written
from kaoping.web.publishing.papers import papers_of, write_sheets
from kaoping.web.publishing.rows import standings_of
from kaoping.web.review.models import Suspect
from kaoping.web.units.actions.succession import succeed
from kaoping.web.units.mailbox import unit_of
from kaoping.web.units.refusals import Refused

pytestmark = pytest.mark.django_db
NEW, WHY = "望川市农业和水利局", "望编发〔2026〕1号"


def renamed(unit, by, name=NEW):
    return save_unit(Unit.objects.get(pk=unit.pk), {"name": name}, by=by, reason=WHY)


def look(round_, site, sighting, count=2):
    fresh = Site.objects.select_related("unit").get(pk=site.pk)
    at = MORNING + timedelta(hours=sighting)
    job = taken(builders.job(round_, fresh.unit, site=fresh, sighting=sighting), at=at)
    store(job, dead_links(fresh, count, at=at))
    return Ingest(job, folder_of(job), read_outcome(folder_of(job), 1), worker="w").run()


@pytest.fixture
def gathering(unit, other_unit):
    made = builders.round_("gathering")
    system = real_system()
    for one in (unit, other_unit):
        builders.member(made, one, system=system, group="市直单位")
    return made


class TestRenamed:
    def test_a_later_look_finds_the_same_facts_and_no_new_ones(self, gathering, unit, office_admin):
        site = builders.site(unit)
        look(gathering, site, 1)
        facts = set(Suspect.objects.values_list("fact", flat=True))
        renamed(unit, office_admin)

        done = look(gathering, site, 2)

        assert (done.new, done.again) == (0, 2)
        assert set(Suspect.objects.values_list("fact", flat=True)) == facts
        assert {one.unit.name for one in Suspect.objects.select_related("unit")} == {NEW}

    def test_score_sheet_and_notice_bear_the_new_name_without_a_new_computation(
        self, unit, other_unit, office_admin, tmp_path
    ):
        round_ = scored_round((unit, other_unit), office_admin)
        old = unit.name
        renamed(unit, office_admin)

        write_sheets(papers_of(round_), tmp_path, "public", formats=(".docx",))
        notice = draft(round_, "public", by=office_admin)

        assert (tmp_path / f"{NEW}.docx").exists()
        assert NEW in str(notice.body)
        assert old not in str(notice.body)
        assert lint(notice, ground(round_)) == ()

    def test_a_notice_drafted_under_the_old_name_stays_known_to_the_lint(
        self, unit, other_unit, office_admin
    ):
        round_ = scored_round((unit, other_unit), office_admin)
        notice = draft(round_, "public", by=office_admin)
        renamed(unit, office_admin)

        assert unit.name in str(written(notice.body))
        assert lint(notice, ground(round_)) == ()

    def test_the_next_round_compares_it_with_itself(self, unit, other_unit, office_admin):
        before = scored_round((unit, other_unit), office_admin, state="released")
        renamed(unit, office_admin)

        assert NEW in {one.unit for one in standings_of(before)}


def merge(round_, old, new, by):
    return succeed(round_, old, new, is_whole=True, reason=WHY, by=by)


class TestMerged:
    def test_findings_answers_and_appeals_go_over_and_the_round_is_scored_anew(
        self, unit, other_unit, office_admin
    ):
        round_ = scored_round((unit, other_unit), office_admin, losses=(2, 1))
        term(round_)
        objected = appeal(round_.suspects.filter(unit=unit).first())

        merge(round_, unit, other_unit, office_admin)

        objected.refresh_from_db()
        assert objected.unit == other_unit
        assert round_.suspects.filter(unit=other_unit).count() == 3
        (row,) = ScoreSnapshot.objects.filter(round=round_, is_latest=True)
        assert (row.unit, row.total) == (other_unit, 97)
        assert not round_.members.filter(unit=unit).exists()

    def test_the_notice_names_the_successor_alone_and_knows_the_old_name(
        self, unit, other_unit, office_admin
    ):
        round_ = scored_round((unit, other_unit), office_admin, losses=(2, 1))
        merge(round_, unit, other_unit, office_admin)

        notice = draft(round_, "public", by=office_admin)

        assert other_unit.name in str(notice.body)
        assert unit.name not in str(notice.body)
        assert lint(notice, ground(round_)) == ()
        assert unit_of("", f"{unit.name}整改报告")[0] == other_unit

    def test_people_keep_their_accounts_and_tokens_under_the_new_unit(
        self, unit, other_unit, office_admin, unit_admin
    ):
        token = ApiToken.objects.create(user=unit_admin, name="导出", digest="d" * 64, scopes=["read"])
        contact(unit)
        round_ = joined(builders.round_("inspecting"), unit, other_unit)

        merge(round_, unit, other_unit, office_admin)

        token.refresh_from_db()
        assert token.user.unit == other_unit
        unit.refresh_from_db()
        other_unit.refresh_from_db()
        assert unit.is_closed
        assert unit.name in other_unit.aliases
        assert not unit.contacts.filter(ended_at=None).exists()

    def test_a_later_look_at_a_site_that_went_over_finds_the_same_facts(
        self, gathering, unit, other_unit, office_admin
    ):
        site = builders.site(unit)
        look(gathering, site, 1)
        merge(gathering, unit, other_unit, office_admin)

        done = look(gathering, site, 2, count=3)

        assert (done.new, done.again) == (1, 2)
        assert {one.unit for one in Suspect.objects.select_related("unit")} == {other_unit}

    def test_its_accounts_and_what_it_reported_of_them_go_over_and_the_history_says_so(
        self, gathering, unit, other_unit, office_admin
    ):
        account = builders.account(other_unit)
        handed = builders.submission(other_unit, taken_at=gathering.made_at)

        merge(gathering, other_unit, unit, office_admin)

        account.refresh_from_db()
        handed.refresh_from_db()
        assert (account.unit, handed.unit) == (unit, unit)
        change = account.changes.get()
        assert (change.words, change.before, change.after) == ("单位", other_unit.name, unit.name)

    def test_after_the_release_scores_stay_and_only_duties_go_over(self, unit, other_unit, office_admin):
        round_ = scored_round((unit, other_unit), office_admin, state="rectifying")
        owed = [task(one) for one in round_.suspects.filter(unit=unit)]
        before = list(ScoreSnapshot.objects.filter(round=round_, is_latest=True).values("unit", "total"))

        merge(round_, unit, other_unit, office_admin)

        assert (
            list(ScoreSnapshot.objects.filter(round=round_, is_latest=True).values("unit", "total")) == before
        )
        for one in owed:
            one.refresh_from_db()
            assert (one.unit, one.suspect.unit) == (other_unit, unit)


class TestSplit:
    def test_only_what_lies_on_the_chosen_sites_goes_over(self, unit, office_admin):
        round_ = scored_round((unit, builders.unit()), office_admin)
        kept, gone = builders.site(unit), builders.site(unit)
        heir = builders.unit("望川市林业局")
        mine, theirs = round_.suspects.filter(unit=unit)
        Suspect.objects.filter(pk=mine.pk).update(site=kept)
        Suspect.objects.filter(pk=theirs.pk).update(site=gone)

        succeed(round_, unit, heir, is_whole=False, sites=[gone], reason=WHY, by=office_admin)

        assert Suspect.objects.get(pk=mine.pk).unit == unit
        assert Suspect.objects.get(pk=theirs.pk).unit == heir
        assert round_.members.filter(unit=heir).exists()
        lost = {
            row.unit.name: row.total for row in ScoreSnapshot.objects.filter(round=round_, is_latest=True)
        }
        assert lost[unit.name] == 99
        assert not Unit.objects.get(pk=unit.pk).is_closed

    def test_a_site_of_a_third_unit_is_refused(self, unit, other_unit, office_admin):
        round_ = joined(builders.round_("inspecting"), unit, other_unit)
        strange = builders.site(other_unit)

        with pytest.raises(Refused, match="不属于"):
            succeed(
                round_, unit, builders.unit(), is_whole=False, sites=[strange], reason=WHY, by=office_admin
            )


class TestPage:
    def test_the_office_does_it_in_the_browser(self, signed_in, unit, other_unit, office_admin):
        round_ = joined(builders.round_("inspecting"), unit, other_unit)
        finding(round_, unit)
        client = signed_in(office_admin)
        address = f"/units/office/successions/rounds/{round_.public_id}/{unit.public_id}/"
        assert address in client.get("/units/office/successions/").content.decode()

        given = {"new": other_unit.public_id, "is_whole": "1", "reason": WHY}
        response = client.post(address, given)

        assert response.status_code == 302
        assert Succession.objects.get().moved["Suspect"] == 1
        assert WHY in client.get("/units/office/successions/").content.decode()

    @pytest.mark.parametrize("state", ["planned", "sealed"])
    def test_before_and_after_the_round_it_is_refused(self, signed_in, unit, other_unit, office_admin, state):
        round_ = joined(builders.round_(state), unit, other_unit)
        address = f"/units/office/successions/rounds/{round_.public_id}/{unit.public_id}/"

        given = {"new": other_unit.public_id, "is_whole": "1", "reason": WHY}
        response = signed_in(office_admin).post(address, given)

        assert response.status_code == 422
        assert not Succession.objects.exists()
