"""Long lists are paged by key: every row once, forwards and back, also while rows are added."""

import pytest
from django.test import RequestFactory

from kaoping.web.audit.actions import record
from kaoping.web.audit.models import Entry
from kaoping.web.pages.paging import page_of

pytestmark = pytest.mark.django_db


def page(**query):
    return page_of(Entry.objects.all(), RequestFactory().get("/", query), by="pk", per_page=7)


def test_every_row_comes_once_and_the_way_back_is_the_same():
    for number in range(30):
        record(by="test", action="test.act", subject=str(number))
    seen, listing = [], page()
    while True:
        seen += [one.pk for one in listing.rows]
        if not listing.after:
            break
        listing = page(after=listing.after)
    last = [one.pk for one in listing.rows]
    back = page(before=listing.before)

    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 30
    assert [one.pk for one in back.rows] == seen[-len(last) - 7 : -len(last)]


def test_a_cursor_of_somebody_else_gives_the_first_page():
    record(by="test", action="test.act", subject="1")

    assert len(page(after="gAAAA").rows) == 1


def test_rows_added_meanwhile_do_not_shift_the_next_page():
    for number in range(10):
        record(by="test", action="test.act", subject=str(number))
    first = page()
    record(by="test", action="test.act", subject="later")

    second = page(after=first.after)

    assert not {one.pk for one in first.rows} & {one.pk for one in second.rows}
    assert "later" not in [one.subject for one in second.rows]
