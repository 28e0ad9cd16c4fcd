"""The ladder of reminders: each rung once, by mail, as a file, or on the page; servers that refuse."""

import socket
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.web.unit_objects import contact, finding, task
from tests.web.units.mail_servers import smtp

from kaoping.web.units import sending
from kaoping.web.units.models import Message
from kaoping.web.units.reminders import remind, rung_of

TODAY = date(2026, 9, 10)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def owed(rectifying, unit):
    contact(unit, email="clerk@wangchuan.example")
    return task(finding(rectifying, unit), due=TODAY, state="claimed")


class TestRungs:
    @pytest.mark.parametrize(
        ("days", "rung"),
        [
            (-3, ""),
            (-2, "before"),
            (-1, "before"),
            (0, "day"),
            (1, "after"),
            (2, "after"),
            (3, "after3"),
            (9, "after7"),
        ],
    )
    def test_the_latest_that_is_reached(self, days, rung):
        assert rung_of(TODAY, TODAY + timedelta(days=days)) == rung


@pytest.mark.django_db
class TestRemind:
    def test_without_a_server_letters_lie_as_files(self, owed, tmp_path):
        assert remind(today=TODAY) == (1, 0)

        (file,) = (tmp_path / "outbox").glob("*.eml")
        assert b"clerk@wangchuan.example" in file.read_bytes()

    def test_each_rung_is_sent_once(self, owed, tmp_path):
        remind(today=TODAY)
        remind(today=TODAY)
        remind(today=TODAY + timedelta(days=1))

        assert sorted(Message.objects.values_list("rung", flat=True)) == ["after", "day"]
        assert len(list((tmp_path / "outbox").glob("*.eml"))) == 2

    def test_what_was_reported_is_not_reminded_of(self, owed):
        owed.state = "reported"
        owed.save()

        assert remind(today=TODAY) == (0, 0)

    def test_a_unit_without_an_address_is_reminded_on_its_page(self, rectifying, unit, unit_admin, signed_in):
        task(finding(rectifying, unit), due=TODAY)

        remind(today=TODAY)

        assert Message.objects.get().lane == "page"
        assert "整改期限今天到期" in signed_in(unit_admin).get("/units/messages/").content.decode()

    def test_by_the_server(self, owed, settings):
        with smtp(settings) as box:
            assert remind(today=TODAY) == (1, 0)

        assert b"To: clerk@wangchuan.example" in box.letters[0]
        assert Message.objects.get().sent_at is not None

    def test_a_server_that_refuses_is_told_and_tried_again(self, owed, settings):
        with smtp(settings) as box:
            box.refuses = "clerk@"
            refused = remind(today=TODAY)
            told = Message.objects.get().error
            box.refuses = ""
            again = remind(today=TODAY)

        assert (refused, again) == ((0, 1), (0, 0))
        assert "拒收" in told
        assert Message.objects.get().error == ""
        assert len(box.letters) == 1

    def test_a_server_that_is_not_there_stops_nothing(self, owed, settings):
        settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", 1

        assert remind(today=TODAY) == (0, 1)
        assert "连不上" in Message.objects.get().error

    def test_what_stands_in_a_finding_makes_no_header_and_is_not_computed(self, owed, tmp_path):
        owed.suspect.message = "{{7*7}}\r\nBcc: all@wangchuan.example"
        owed.suspect.save()

        remind(today=TODAY)

        (file,) = (tmp_path / "outbox").glob("*.eml")
        head = file.read_bytes().partition(b"\r\n\r\n")[0]
        assert b"Bcc" not in head
        assert "{{7*7}}" in Message.objects.get().words


@pytest.mark.django_db
class TestOutbox:
    def test_it_shows_what_went_out_and_what_did_not(self, signed_in, office_admin, owed, settings):
        settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", 1
        remind(today=TODAY)

        told = signed_in(office_admin).get("/units/office/outbox/").content.decode()

        assert "未发出" in told
        assert "连不上" in told

    @pytest.mark.parametrize(
        ("fault", "words"),
        [("shut", "邮件服务器拒绝(554):not today"), ("unknown", "拒收收件人:no such person"),
         ("silent", "没有应答"), ("gone", "连不上邮件服务器")],
    )  # fmt: skip
    def test_why_a_letter_did_not_go_out_stands_on_the_page(
        self, signed_in, office_admin, owed, settings, monkeypatch, fault, words
    ):
        monkeypatch.setattr(sending, "TIMEOUT_S", 0.5)
        with smtp(settings) as box, socket.create_server(("127.0.0.1", 0)) as deaf:
            box.is_shut, box.refuses = fault == "shut", "clerk@" if fault == "unknown" else ""
            if fault == "silent":  # it takes the call and says nothing
                settings.SMTP_PORT = deaf.getsockname()[1]
            elif fault == "gone":
                settings.SMTP_PORT = 1

            assert remind(today=TODAY) == (0, 1)

        page = signed_in(office_admin).get("/units/office/outbox/").content.decode()
        assert words in page
        assert "未发出" in page
        assert "重发" in page

    def test_a_person_sends_what_is_due_now(self, signed_in, office_admin, owed):
        owed.due = timezone.localdate()
        owed.save()

        assert signed_in(office_admin).post("/units/office/outbox/remind/").status_code == 302
        assert Message.objects.get().rung == "day"

    def test_a_failed_one_is_sent_again_by_hand(self, signed_in, office_admin, owed, settings):
        settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", 1
        remind(today=TODAY)
        with smtp(settings):
            made = Message.objects.get()
            response = signed_in(office_admin).post(f"/units/office/outbox/{made.pk}/again/")

        made.refresh_from_db()
        assert response.status_code == 302
        assert made.error == ""
