"""A city is checked, its faults are handed over, and weeks later each is looked at again."""

from collections import Counter

import pytest
from lookback_runs import lookback_run
from warcio.archiveiterator import ArchiveIterator

from kaoping.ledger import LOOKBACK_WORDS, lookback_events, open_items, read_events, read_lookback
from kaoping_toytown import build_city


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return lookback_run(tmp_path_factory.mktemp("city"), seed=22, sites=6, pages=40)


class TestClasses:
    def test_every_known_fault_lands_in_the_class_that_is_true_of_it(self, run):
        outcomes = run.outcomes()

        wrong = [
            f"{fate.turn}: {outcomes[id_]} {fate.expected.check} {fate.expected.url}"
            for id_, fate in run.fates.items()
            if outcomes[id_] != fate.outcome
        ]

        assert wrong == []
        assert len(outcomes) == len(run.items) > 60

    def test_every_class_occurs(self, run):
        assert set(Counter(run.outcomes().values())) == set(LOOKBACK_WORDS)

    def test_what_was_refused_makes_the_look_back_incomplete(self, run):
        assert run.returncode == 3
        assert "无法复核:返回403" in run.words


class TestEvidence:
    def test_it_lies_in_the_archive_under_its_digest(self, run):
        one = next(o for o in read_lookback(run.out / "lookback.json").looked if o.outcome == "false claim")

        with (run.out / "archive" / one.after_archive).open("rb") as stream:
            stream.seek(one.after_offset)
            record = next(iter(ArchiveIterator(stream)))

        assert record.rec_headers["WARC-Target-URI"].startswith("http://127.0.0.1")
        assert one.before_digest.startswith("sha256:")
        assert one.after_digest.startswith("sha256:")

    def test_what_was_mended_has_other_evidence_than_before(self, run):
        looked = {o.item.id: o for o in read_lookback(run.out / "lookback.json").looked}
        mended = [
            looked[id_]
            for id_, fate in run.fates.items()
            if fate.turn == "mended" and fate.expected.check.startswith("wording.")
        ]

        assert mended
        assert all(one.before_digest != one.after_digest for one in mended)


class TestWhatFollows:
    def test_the_ledger_takes_over_what_was_seen(self, run):
        looked = read_lookback(run.out / "lookback.json").looked
        events = read_events(run.out / "events.jsonl")

        after = open_items(
            [], events, title="下半年", due=None, counted="", today=run.items[0].due, earlier=run.items
        )

        assert events == tuple(
            sorted(lookback_events(looked, by="kaoping lookback"), key=lambda e: e.finding)
        )
        assert Counter(item.status for item in after)["verified"] >= Counter(run.outcomes().values())["fixed"]
        assert not {i.id for i in after if i.is_open} & {
            id_ for id_, outcome in run.outcomes().items() if outcome == "fixed"
        }


class TestLaterCity:
    def test_its_truth_is_what_is_left_of_the_first(self):
        first, later = (build_city(seed=3, sites=6, pages=60, later=is_later) for is_later in (False, True))

        left = [f.expected for f in later.fates if f.turn in ("claimed", "left", "came back")]

        assert len(later.fates) == len(first.truth)
        assert sorted(map(str, left)) == sorted(map(str, later.truth))
        assert {str(f.expected) for f in later.fates} == {str(e) for e in first.truth}

    def test_the_same_seed_makes_the_same_fates(self):
        one, other = (build_city(seed=3, sites=6, pages=60, later=True).fates for _ in range(2))

        assert one == other
