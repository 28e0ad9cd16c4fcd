"""Look backs: chosen in two clicks, seen by the worker, told in five classes, fed into the new round."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.web import builders
from tests.web.derived import derived_system
from tests.web.one_page_city import serving, with_link, without_link
from tests.web.unit_objects import finding, handed, task, term

from kaoping.ledger import (
    LOOKBACK,
    OPEN_ITEMS,
    Lookback,
    Sighting,
    looked_back,
    read_open_items,
    write_lookback,
)
from kaoping.web.lookback import actions
from kaoping.web.lookback.coverage import ledger_looks
from kaoping.web.lookback.items import folder_of
from kaoping.web.lookback.looking import look_back_next, settle
from kaoping.web.lookback.models import LookBack, Looked
from kaoping.web.publishing.actions import draft, rescore
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.publishing.noticing import numbered, written
from kaoping.web.review.models import Suspect
from kaoping.web.units.refusals import Outrun, Refused

SEEN = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def city():
    with serving() as made:
        yield made


@pytest.fixture
def before(city, unit, settings):
    """A round that is being put right: a dead link on the unit's home page, not reported as gone."""
    settings.ALLOW_PRIVATE = True
    made = builders.round_("rectifying", settings={"rate": 0})
    builders.member(made, unit)
    site = builders.site(unit, url=city.url, host=city.url.split("/")[2])
    dead = f"{city.url}gone.html"
    witness = {
        "voice": "check", "name": "upkeep.dead_link", "seen_at": SEEN.isoformat(), "digest": "sha256:before",
    }  # fmt: skip
    finding(
        made, unit, site=site, url=city.url, object=dead, facts={"target": dead}, quote="旧链接",
        check_id="upkeep.dead_link", message="死链", witnesses=[witness],
    )  # fmt: skip
    with_link(city)
    return made


@pytest.fixture
def following(before, unit, other_unit):
    """The next round, under a system that asks for what was put right."""
    made = builders.round_("reviewing", previous=before, settings={"rate": 0}, today=date(2026, 7, 1))
    system = derived_system()
    for one in (unit, other_unit):
        builders.member(made, one, system=system)
    return made


def looked_at(before, office_admin, target=None):
    """A look back at the round, done."""
    made = actions.begin_look_back(before, target=target, by=office_admin)
    assert look_back_next()
    made.refresh_from_db()
    assert made.state == "done", made.message
    return made


def told(before, office_admin, seen, target=None):
    """As `looked_at`, with what the process would have left: quicker."""
    made = actions.begin_look_back(before, target=target, by=office_admin)
    folder = folder_of(made)
    (item,) = read_open_items(folder / OPEN_ITEMS).items
    sighting = Sighting(seen, "看到了什么", timezone.now(), digest="sha256:after")
    (folder / "run").mkdir()
    whole = Lookback(before.title, made.today, "sha256:list", "1", (looked_back(item, sighting),))
    write_lookback(whole, folder / "run" / LOOKBACK)
    LookBack.objects.filter(pk=made.pk).update(state="running")
    settle(made)
    made.refresh_from_db()
    return made


def claimed(before, **fields):
    return task(
        before.suspects.get(), **{"state": "reported", "reported_at": SEEN + timedelta(days=20)} | fields
    )


@pytest.mark.django_db
class TestStart:
    def test_two_clicks_and_the_worker_begin_it(self, signed_in, office_admin, before, following):
        client = signed_in(office_admin)
        page = client.get("/lookback/").content.decode()
        form = re.search(rf'action="(/lookback/rounds/{before.public_id}/start/)".*?</form>', page, re.S)
        target = re.search(r'<option value="([^"]+)" selected', form[0])[1]

        response = client.post(form[1], {"target": target})

        made = LookBack.objects.get()
        assert response.headers["Location"] == f"/lookback/{made.public_id}/"
        assert (made.source, made.target, made.items, made.state) == (before, following, 1, "queued")

    def test_the_worker_shows_how_far_it_is_and_then_the_class(self, signed_in, office_admin, before):
        made = actions.begin_look_back(before, target=None, by=office_admin)
        client = signed_in(office_admin)
        assert "排队" in client.get(f"/lookback/{made.public_id}/").content.decode()

        assert look_back_next()

        page = client.get(f"/lookback/{made.public_id}/").content.decode()
        assert "未报整改且仍存在" in page
        polled = client.get(f"/lookback/{made.public_id}/", headers={"X-Kaoping-Poll": "1"})
        assert (polled.headers["HX-Refresh"], b"<html" in polled.content) == ("true", False)
        made.refresh_from_db()
        assert made.counts == {"not claimed": 1}
        assert made.progress["phase"]
        assert look_back_next() is False

    def test_a_second_one_at_once_is_refused(self, office_admin, before):
        actions.begin_look_back(before, target=None, by=office_admin)

        with pytest.raises(Outrun, match="正在进行"):
            actions.begin_look_back(before, target=None, by=office_admin)

    def test_a_round_that_is_not_published_is_refused(self, signed_in, office_admin, following):
        client = signed_in(office_admin)

        response = client.post(f"/lookback/rounds/{following.public_id}/start/")

        assert response.status_code == 422
        assert "发布后才能" in response.content.decode()

    def test_a_round_without_findings_is_refused(self, office_admin, before):
        before.suspects.all().delete()

        with pytest.raises(Refused, match="没有已确认的问题"):
            actions.begin_look_back(before, target=None, by=office_admin)

    def test_a_round_whose_drafts_are_out_takes_nothing_in(self, office_admin, before, following):
        following.state = "drafted"

        with pytest.raises(Refused, match="不能再计入"):
            actions.begin_look_back(before, target=following, by=office_admin)

    def test_one_that_waits_can_be_cancelled_and_gone_on_with(self, signed_in, office_admin, before):
        made = actions.begin_look_back(before, target=None, by=office_admin)
        client = signed_in(office_admin)

        client.post(f"/lookback/{made.public_id}/cancel/")
        assert look_back_next() is False
        client.post(f"/lookback/{made.public_id}/again/")

        made.refresh_from_db()
        assert (made.state, made.is_cancelled) == ("queued", False)


@pytest.mark.django_db
class TestClasses:
    def test_reported_and_still_there_is_a_false_claim(self, office_admin, before):
        claimed(before)

        assert told(before, office_admin, "there").counts == {"false claim": 1}

    def test_gone_is_put_right(self, city, office_admin, before):
        without_link(city)

        made = looked_at(before, office_admin)

        assert made.counts == {"fixed": 1}
        row = made.looked.get()
        assert row.before_digest == "sha256:before"
        assert row.after_digest.startswith("sha256:")

    def test_what_an_earlier_look_back_saw_put_right_and_is_there_again_has_come_back(
        self, office_admin, before
    ):
        told(before, office_admin, "gone")

        assert looked_at(before, office_admin).counts == {"relapsed": 1}

    def test_a_site_that_does_not_answer_is_not_held_against_the_unit(self, city, office_admin, before):
        city.server.shutdown()
        city.server.server_close()

        assert looked_at(before, office_admin).counts == {"cannot be tested": 1}

    def test_an_exempt_finding_is_passed_over_and_alone_it_leaves_nothing_to_do(self, office_admin, before):
        claimed(before, state="exempt")
        made = actions.begin_look_back(before, target=None, by=office_admin)

        look_back_next()

        made.refresh_from_db()
        assert made.state == "failed"
        assert "没有需要复核的问题" in made.message


@pytest.mark.django_db
class TestFeed:
    def test_what_was_not_put_right_costs_points_in_the_new_round(
        self, office_admin, before, following, unit, other_unit
    ):
        made = told(before, office_admin, "there", following)

        row = Suspect.objects.get(round=following)
        assert (row.rule, row.unit, row.state) == ("A1.2", unit, "confirmed")
        assert row.decisions.get().by is None
        assert "直接确认" in made.fed
        rescore(following, by=office_admin, reason="试算")
        lost = {
            sheet.unit: sum(
                Decimal(loss["points"]) for line in sheet.sheet["lines"] for loss in line["losses"]
            )
            for sheet in ScoreSnapshot.objects.filter(round=following, is_latest=True)
        }
        assert lost == {unit: 2, other_unit: 0}

    def test_a_relapse_waits_for_a_person(self, office_admin, before, following):
        told(before, office_admin, "gone")

        told(before, office_admin, "there", following)

        row = Suspect.objects.get(round=following)
        assert (row.rule, row.state) == ("A1.4", "suspect")

    def test_again_changes_nothing_more(self, office_admin, before, following):
        made = told(before, office_admin, "there", following)

        done = actions.feed(made, following, by=office_admin)

        assert (done.suspects, done.known) == (0, 1)
        assert Suspect.objects.filter(round=following).count() == 1

    def test_into_a_second_round_is_refused(self, signed_in, office_admin, before, following, unit):
        made = told(before, office_admin, "there", following)
        other = builders.round_("reviewing")
        builders.member(other, unit, system=derived_system())

        response = signed_in(office_admin).post(
            f"/lookback/{made.public_id}/feed/", {"target": other.public_id}
        )

        assert response.status_code == 422
        assert Suspect.objects.filter(round=other).count() == 0

    def test_units_that_owe_nothing_were_looked_at_and_others_could_not_be(
        self, office_admin, before, following, unit, other_unit
    ):
        told(before, office_admin, "unseen", following)

        looks = {(one.unit, one.name): one for one in ledger_looks(following)}
        assert looks[other_unit.name, "followup.unresolved"].unseen == 0
        assert looks[unit.name, "followup.unresolved"].unseen == 1

    def test_a_round_into_which_nothing_was_fed_was_not_looked_at(self, following):
        assert list(ledger_looks(following)) == []

    def test_reports_that_did_not_come_and_tasks_nobody_took_count_too(
        self, office_admin, before, following, unit, other_unit
    ):
        claimed(before)
        term(before, report_due=date(2026, 6, 1))
        handed(other_unit, claim_by=date(2026, 6, 10))

        told(before, office_admin, "there", following)

        found = Suspect.objects.filter(round=following).order_by("rule").values_list("rule", "unit", "state")
        assert list(found) == [
            ("A1.3", unit.pk, "suspect"), ("A1.5", unit.pk, "suspect"),
            ("A1.6", other_unit.pk, "suspect"),
        ]  # fmt: skip

    def test_the_notice_tells_how_many_were_put_right(self, office_admin, before, following):
        told(before, office_admin, "gone", following)
        rescore(following, by=office_admin, reason="试算")

        notice = draft(following, "internal", by=office_admin)

        assert any("其中已整改1条" in one.text for one in numbered(written(notice.body)))


@pytest.mark.django_db
class TestAnotherOfficesList:
    def upload(self, client, content, name="open-items.json", **given):
        return client.post("/lookback/take/", {"file": SimpleUploadedFile(name, content), **given})

    def test_it_is_looked_back_at_and_unknown_units_are_told(
        self, signed_in, office_admin, before, following, unit, other_unit
    ):
        exported = folder_of(actions.begin_look_back(before, target=None, by=office_admin)) / OPEN_ITEMS
        LookBack.objects.all().delete()
        content = exported.read_text("utf-8").replace(unit.name, "邻川市教育局").encode()

        response = self.upload(signed_in(office_admin), content, target=following.public_id)

        assert response.status_code == 302
        assert look_back_next()
        made = LookBack.objects.get()
        assert (made.source, made.name, made.state) == (None, "open-items.json", "done")
        assert made.looked.get().unit is None
        assert "邻川市教育局" in made.fed
        assert not Suspect.objects.filter(round=following).exists()
        assert (
            "不在单位名单中" in signed_in(office_admin).get(f"/lookback/{made.public_id}/").content.decode()
        )

    @pytest.mark.parametrize(
        "content",
        [b"", b"{}", b"PK\x03\x04", b'{"round": "x", "today": "2026-01-01", "items": []}', b"\xff" * 99],
    )
    def test_what_is_no_such_list_is_refused(self, signed_in, office_admin, content):
        response = self.upload(signed_in(office_admin), content)

        assert response.status_code == 422
        assert not LookBack.objects.exists()

    def test_private_addresses_in_it_are_not_fetched(self, city, settings, office_admin, before):
        exported = folder_of(actions.begin_look_back(before, target=None, by=office_admin)) / OPEN_ITEMS
        content = exported.read_bytes()
        LookBack.objects.all().delete()
        settings.ALLOW_PRIVATE = False
        made = actions.begin_from_list(content=content, name="清单.json", target=None, by=office_admin)

        look_back_next()

        made.refresh_from_db()
        assert made.counts == {"cannot be tested": 1}


@pytest.mark.django_db
class TestYears:
    def test_each_unit_stands_with_its_classes_of_each_look_back(
        self, signed_in, office_admin, unit, other_unit
    ):
        for day, outcomes in ((date(2025, 7, 1), "fixed"), (date(2026, 7, 1), "relapsed")):
            one = builders.look_back(state="done", today=day, counts={outcomes: 1})
            Looked.objects.create(
                look_back=one, unit=unit, unit_name="旧名", fact="f", told="死链", outcome=outcomes,
                seen_at=timezone.now(),
            )  # fmt: skip

        page = signed_in(office_admin).get("/lookback/years/").content.decode()

        assert page.index("2025-07-01") < page.index("2026-07-01")
        assert "1 / 0 / 0 / 0 / 0" in page
        assert "0 / 1 / 0 / 0 / 0" in page
        assert unit.name in page
        assert "旧名" not in page

    def test_a_unit_sees_nothing_of_it(self, signed_in, unit_admin):
        assert signed_in(unit_admin).get("/lookback/years/").status_code == 403
