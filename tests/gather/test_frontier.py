import sqlite3

import pytest
from local_servers import rss_mb

from kaoping.gather import Frontier
from kaoping.gather.frontier import QUEUED, entry_for, outer_key, page_key

SITE = "a.cn"


def page(name: str, **rest):
    return entry_for(f"http://a.cn/{name}", SITE, **rest)


def test_the_next_is_by_priority_then_depth_then_order_of_finding(database):
    frontier = Frontier(database)
    frontier.add([page("late", priority=50), page("deep", priority=10, depth=3)])
    frontier.add([page("first", priority=10, depth=1), page("second", priority=10, depth=1)])

    order = [frontier.take("a.cn").url.rpartition("/")[2] for _ in range(4)]

    assert order == ["first", "second", "deep", "late"]
    assert frontier.take("a.cn") is None


def test_a_known_address_is_not_added_again(database):
    frontier = Frontier(database)

    assert frontier.add([page("x"), page("x"), page("y")]) == 2
    assert frontier.add([page("x")]) == 0
    assert frontier.is_known(page_key("http://a.cn/x"))


def test_a_target_of_one_site_may_be_a_page_of_another(database):
    frontier = Frontier(database)

    frontier.add([entry_for("http://b.cn/x", SITE, is_outer=True), entry_for("http://b.cn/x", "b.cn")])

    assert page_key("http://b.cn/x") != outer_key("http://b.cn/x")
    assert (frontier.counts(SITE)["queued"], frontier.counts("b.cn")["queued"]) == (1, 1)


def test_a_killed_run_loses_nothing(tmp_path):
    with sqlite3.connect(tmp_path / "f.db") as db:
        frontier = Frontier(db)
        frontier.add([page(n) for n in ("leased", "unread", "done", "waiting", "gone")])
        for _ in range(5):
            entry = frontier.take("a.cn")
            name = entry.url.rpartition("/")[2]
            if name in ("unread", "done"):
                frontier.mark_fetched(entry, 10)
            if name == "done":
                frontier.mark_done(entry)
            if name == "waiting":
                frontier.retry_later(entry, 60.0)
            if name == "gone":
                frontier.fail(entry, "返回 404")
        db.commit()

    again = Frontier(sqlite3.connect(tmp_path / "f.db"))

    assert [e.url for e in again.pending_reading()] == ["http://a.cn/unread"]
    assert again.take("a.cn").url == "http://a.cn/leased"
    assert again.take("a.cn") is None
    assert 50 < again.next_due_s("a.cn") <= 60
    assert again.add([page("done")]) == 0
    assert again.spent(SITE) == (3, 0, 20)


def test_what_waits_is_taken_when_due_and_counts_its_tries(database):
    frontier = Frontier(database)
    frontier.add([page("x")])
    frontier.retry_later(frontier.take("a.cn"), 60.0)

    assert frontier.take("a.cn") is None
    assert 59 < frontier.next_due_s("a.cn") <= 60

    frontier = Frontier(database)
    database.execute("UPDATE urls SET not_before = 0")
    frontier = Frontier(database)

    assert frontier.take("a.cn").tries == 1


def test_every_address_not_visited_has_a_reason_with_examples(database):
    frontier = Frontier(database)
    frontier.add([page(f"p{i}") for i in range(8)] + [page("cal", reason="陷阱:日历")])
    frontier.retry_later(frontier.take("a.cn"), 60.0)

    frontier.skip_queued("预算用尽", site=SITE)

    reasons = {n.reason: (n.count, len(n.examples)) for n in frontier.not_visited(SITE)}
    assert reasons == {"预算用尽": (7, 5), "陷阱:日历": (1, 1)}
    assert frontier.counts(SITE) == {
        "queued": 0,
        "waiting": 0,
        "fetched": 0,
        "done": 0,
        "skipped": 8,
        "failed": 1,
        "held": 0,
    }
    assert frontier.is_finished(SITE)


def test_released_leases_can_be_taken_again(database):
    frontier = Frontier(database)
    frontier.add([page("x")])
    frontier.take("a.cn")

    frontier.release_leases()

    assert frontier.take("a.cn").url == "http://a.cn/x"


def test_memory_stays_flat_and_the_known_stay_known(database, monkeypatch):
    monkeypatch.setattr("kaoping.gather.frontier._KNOWN_LIMIT", 1_000)
    frontier = Frontier(database)

    for k in range(0, 5_000, 50):
        frontier.add([page(str(k + i)) for i in range(50)])

    assert frontier.add([page(str(i)) for i in range(5_000)]) == 0
    assert frontier.counts(SITE)["queued"] == 5_000


@pytest.mark.slow
def test_a_million_addresses_fit_into_half_a_gigabyte(tmp_path):
    before = rss_mb()
    frontier = Frontier(sqlite3.connect(tmp_path / "f.db"))

    for k in range(0, 1_000_000, 1_000):
        frontier.add([page(str(k + i)) for i in range(1_000)])

    assert rss_mb() - before < 500
    assert frontier.counts(SITE)["queued"] == 1_000_000


def test_marking_done_without_reading_is_allowed_for_targets(database):
    frontier = Frontier(database)
    frontier.add([page("x.pdf", target="attachment")])

    frontier.mark_done(frontier.take("a.cn"), was=QUEUED)

    assert frontier.counts(SITE)["done"] == 1
