"""The mailbox fetched from a real IMAP server (dovecot), started by the test on a free port of loopback."""

import pytest
from tests.web.units.dovecot import SERVER, dovecot
from tests.web.units.test_mailbox import letter

from kaoping.web.units.mailbox import fetch
from kaoping.web.units.models import Report

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(SERVER is None, reason="dovecot is not installed (apt-get install dovecot-imapd)"),
]


@pytest.fixture(scope="module")
def server():
    with dovecot() as made:
        yield made


@pytest.fixture
def box(server, settings):
    settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", server.port, False
    settings.IMAP_USER, settings.IMAP_PASSWORD, settings.IMAP_FOLDER = "office", server.password, "INBOX"
    return server


class TestRealServer:
    def test_letters_are_laid_down_once_and_marked_as_read(self, box, rectifying, unit):
        box.deliver(letter(subject=f"{unit.name}整改报告", key="<a@x>"), "1.a")
        box.deliver(letter(subject="没有单位名称", name="说明.txt", key="<b@x>"), "2.b")

        first, second = fetch(), fetch()

        assert (first.laid, first.error, second.laid, second.error) == (2, "", 0, "")
        assert box.unread() == 0
        assert set(Report.objects.values_list("unit__name", "lane")) == {(unit.name, "mail"), (None, "mail")}
        assert not Report.objects.filter(is_confirmed=True).exists()

    def test_a_letter_without_a_file_is_read_and_lays_down_nothing(self, box, rectifying):
        box.deliver(b"From: a@x.example\r\nSubject: =?utf-8?B?5L2g5aW9?=\r\n\r\nhello\r\n", "3.c")

        assert fetch().laid == 0
        assert box.unread() == 0

    def test_a_folder_that_is_not_there_is_told(self, box, rectifying, settings):
        settings.IMAP_FOLDER = "Reports"

        assert "没有文件夹" in fetch().error

    def test_a_wrong_password_is_told(self, box, rectifying, settings):
        settings.IMAP_PASSWORD = "wrong"

        assert "收取邮箱失败" in fetch().error

    def test_a_server_that_is_not_there_is_told(self, box, rectifying, settings):
        settings.IMAP_PORT = 1

        assert "收取邮箱失败" in fetch().error
