"""The trail in the database: entries in the act's own transaction, triggers, anchors, verification."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kaoping.web.audit import triggers
from kaoping.web.audit.actions import anchor, record
from kaoping.web.audit.chain import Head
from kaoping.web.audit.models import Anchor, ChainHead, Entry
from kaoping.web.audit.queries import verify


@pytest.fixture
def trail(db):
    return [record(by="test", action="test.act", subject=f"thing:{n}", value=n) for n in range(8)]


def raw(statement, *values):
    """Somebody with the database in hand, who has taken the triggers away first."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.both
class TestRecord:
    def test_numbers_have_no_gap_and_each_entry_stands_on_the_one_before(self, trail):
        assert [entry.number for entry in trail] == list(range(trail[0].number, trail[0].number + 8))
        assert [entry.before for entry in trail[1:]] == [entry.digest for entry in trail[:-1]]

    def test_an_act_that_is_undone_leaves_no_entry(self, trail):
        with transaction.atomic():
            record(by="test", action="test.act", subject="undone")
            transaction.set_rollback(True)

        assert not Entry.objects.filter(subject="undone").exists()
        assert verify().is_whole

    def test_what_no_database_can_store_is_made_visible(self, db):
        record(by="te\x00st", action="test.act", subject="a\ud800b" * 200, words="x\x00y", n={"k": [1, None]})

        assert verify().is_whole
        assert Entry.objects.last().detail == {"words": "x�y", "n": {"k": [1, None]}}

    @pytest.mark.parametrize("verb", ["UPDATE audit_entry SET subject = 'x'", "DELETE FROM audit_entry"])
    def test_the_database_refuses_to_change_or_delete(self, trail, verb):
        with (
            pytest.raises(DatabaseError, match="只能追加"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb)

    def test_the_database_refuses_to_delete_an_anchor(self, trail):
        anchor()

        with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic():
            Anchor.objects.all().delete()

    def test_the_first_entry_of_a_day_anchors_the_day_before(self, trail):
        tomorrow = timezone.now() + timedelta(days=1)

        record(by="test", action="test.act", subject="next day", now=tomorrow)

        assert (Anchor.objects.last().number, Anchor.objects.last().digest) == (
            trail[-1].number,
            trail[-1].digest,
        )


class TestConcurrentWriters:
    def test_many_at_once_make_one_chain(self, transactional_db):
        def write(name):
            for n in range(5):
                with transaction.atomic():
                    record(by=name, action="test.act", subject=f"thing:{n}")
            connection.close()

        threads = [Thread(target=write, args=(f"writer{n}",)) for n in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

        verdict = verify()
        assert (verdict.entries, verdict.is_whole) == (20, True)


@pytest.mark.both
class TestVerify:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_entry SET subject = 'other' WHERE number = %s",
            "UPDATE audit_entry SET detail = '{\"value\": 99}' WHERE number = %s",
            "DELETE FROM audit_entry WHERE number = %s",
        ],
    )
    def test_a_changed_or_deleted_row_is_told_by_its_number(self, trail, statement):
        raw(statement, trail[3].number)

        verdict = verify()

        assert any(one.first <= trail[3].number <= one.last for one in verdict.breaks)

    def test_a_cut_tail_is_found_by_the_anchor(self, trail):
        anchor()
        raw("DELETE FROM audit_entry WHERE number > %s", trail[4].number)
        ChainHead.objects.update(number=trail[4].number, digest=trail[4].digest)

        verdict = verify()

        assert verdict.breaks[-1].last == trail[-1].number

    def test_a_cut_tail_is_found_by_a_head_told_outside_though_anchors_are_gone(self, trail):
        raw("DELETE FROM audit_entry WHERE number > %s", trail[4].number)
        ChainHead.objects.update(number=trail[4].number, digest=trail[4].digest)

        assert verify().is_whole
        assert not verify([Head(trail[-1].number, trail[-1].digest)]).is_whole

    def test_a_row_put_in_past_the_end_is_found(self, trail):
        raw("UPDATE audit_chainhead SET number = number - 1, digest = %s", trail[-2].digest)

        assert any(one.first <= trail[-1].number <= one.last for one in verify().breaks)

    def test_a_row_that_cannot_be_read_is_a_broken_one(self, trail):
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL takes no such value")
        raw("UPDATE audit_entry SET at = 'yesterday' WHERE number = %s", trail[2].number)

        assert any(one.first <= trail[2].number <= one.last for one in verify().breaks)
