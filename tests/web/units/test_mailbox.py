"""Reports out of the mailbox: fetched once, matched, shown for somebody to confirm."""

from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest
from tests.web import builders
from tests.web.unit_objects import contact, report
from tests.web.units.mail_servers import imap

from kaoping.web.units.mailbox import fetch, unit_of
from kaoping.web.units.models import Report, Term


@pytest.fixture
def box(settings):
    with imap(settings) as made:
        yield made


def letter(sender="", subject="", name="整改情况.txt", content=None, key="<1@x>"):
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = sender or "someone@elsewhere.example", subject, key
    made["Date"] = "Mon, 05 Jan 2026 09:00:00 +0800"  # what a sender says of his own clock
    made.set_content("见附件")
    content = content or "已全部整改。".encode()
    made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


@pytest.mark.django_db
class TestFetch:
    def test_a_letter_from_a_known_address_is_laid_to_its_unit(self, box, rectifying, unit):
        contact(unit, email="reports@wangchuan.example")
        box.letters[7] = letter(sender="经办人 <Reports@wangchuan.example>")

        brought = fetch()

        made = Report.objects.get()
        assert (brought.laid, brought.error) == (1, "")
        assert (made.unit, made.round, made.lane, made.is_confirmed) == (unit, rectifying, "mail", False)
        assert box.seen == {7}

    def test_the_unit_is_told_by_subject_or_file_name(self, box, rectifying, other_unit):
        box.letters[1] = letter(subject=f"{other_unit}整改报告")

        fetch()

        assert Report.objects.get().unit == other_unit

    def test_what_matches_no_unit_waits_without_one(self, box, rectifying):
        box.letters[1] = letter(subject="你好")

        fetch()

        assert Report.objects.get().unit is None

    def test_the_moment_is_the_mailboxs_not_the_senders(self, box, rectifying, unit):
        Term.objects.create(
            round=rectifying, sent_at=datetime(2026, 8, 1, tzinfo=UTC), appeal_due=date(2026, 8, 5),
            report_due=date(2026, 8, 31),
        )  # fmt: skip
        box.letters[1] = letter(subject=unit.name)

        fetch()

        made = Report.objects.get()
        assert made.received_at == datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
        assert made.is_late

    def test_a_letter_that_comes_again_is_laid_down_once(self, box, rectifying):
        box.letters[1] = letter()
        fetch()
        box.seen.clear()

        assert fetch().laid == 0
        assert Report.objects.count() == 1

    def test_a_file_that_is_not_taken_is_told_and_the_rest_goes_on(self, box, rectifying):
        box.letters[1] = letter(name="报告.docx", content=b"MZ\x90\x00 not a document", key="<1@x>")
        box.letters[2] = letter(key="<2@x>")

        brought = fetch()

        assert brought.laid == 1
        assert "报告" in brought.refused[0]

    def test_a_wrong_password_is_told(self, box, rectifying, settings):
        settings.IMAP_PASSWORD = "wrong"

        assert "收取邮箱失败" in fetch().error

    def test_a_folder_that_is_not_there_is_told(self, box, rectifying, settings):
        settings.IMAP_FOLDER = "Reports"

        assert "Reports" in fetch().error

    def test_without_a_round_that_takes_reports_nothing_is_fetched(self, box, reviewing):
        box.letters[1] = letter()

        assert "暂不收取" in fetch().error
        assert box.talk == []

    def test_of_two_names_that_contain_each_other_the_longer_is_meant(self, unit):
        longer = builders.unit(f"{unit.name}执法大队")

        assert unit_of("", f"{longer.name}报告")[0] == longer


@pytest.mark.django_db
class TestConfirm:
    @pytest.fixture
    def waiting(self, rectifying):
        return report(rectifying, None, lane="mail", is_confirmed=False)

    def post(self, client, waiting, round_, unit):
        given = {"round": round_.public_id, "unit": unit.public_id}
        return client.post(f"/units/office/returned/{waiting.public_id}/confirm/", given)

    def test_a_person_says_whose_it_is(self, signed_in, office_admin, waiting, rectifying, unit):
        response = self.post(signed_in(office_admin), waiting, rectifying, unit)

        waiting.refresh_from_db()
        assert response.status_code == 302
        assert (waiting.unit, waiting.is_confirmed, waiting.by) == (unit, True, office_admin)

    def test_twice_is_refused(self, signed_in, office_admin, waiting, rectifying, unit):
        client = signed_in(office_admin)
        self.post(client, waiting, rectifying, unit)

        assert self.post(client, waiting, rectifying, unit).status_code == 409

    def test_a_unit_that_is_not_in_the_round_is_refused(self, signed_in, office_admin, waiting, rectifying):
        stranger = builders.unit()

        assert self.post(signed_in(office_admin), waiting, rectifying, stranger).status_code == 422

    def test_what_is_no_report_is_laid_aside(self, signed_in, office_admin, waiting):
        client = signed_in(office_admin)

        response = client.post(f"/units/office/returned/{waiting.public_id}/discard/")

        waiting.refresh_from_db()
        assert response.status_code == 302
        assert waiting.is_discarded

    def test_a_unit_does_not_see_what_waits(self, signed_in, unit_admin, rectifying, unit):
        waiting = report(rectifying, unit, lane="mail", is_confirmed=False)

        assert signed_in(unit_admin).get(f"/units/reports/{waiting.public_id}/").status_code == 404

    def test_the_page_shows_what_waits(self, signed_in, office_admin, waiting):
        assert waiting.name in signed_in(office_admin).get("/units/office/returned/").content.decode()

    def test_fetching_without_a_mailbox_is_refused_with_the_setting(self, signed_in, office_admin):
        response = signed_in(office_admin).post("/units/office/returned/fetch/")

        assert response.status_code == 422
        assert "KAOPING_IMAP_HOST" in response.content.decode()
