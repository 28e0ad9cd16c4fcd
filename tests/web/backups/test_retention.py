"""The raw material of a sealed round goes for good, and nothing else does."""

import pytest
from tests.web import builders

from kaoping.errors import UsageError
from kaoping.web.audit.models import Entry
from kaoping.web.gathering.models import Job
from kaoping.web.retention import raw_material, retire

NUMBER = b"11010119900307663X"
RAW = (
    "archive/kaoping-1-00001.warc.gz", "archive/kaoping-1-00001.warc.gz.unindexed-1", "state.sqlite",
    "state.sqlite-wal", "pages.parquet",
)  # fmt: skip
KEPT = ("observations.jsonl", "coverage.csv", "gather.log", "report.html", "run.json")


@pytest.fixture
def kept_round(db, settings):
    """A function: a round in a state with a run's folder, and another's beside it."""

    def made(state):
        round_ = builders.round_(state)
        for owner in (str(round_.public_id), "another"):
            run = settings.ROUNDS_FOLDER / owner / "runs" / "site-1"
            (run / "archive").mkdir(parents=True)
            for name in RAW:
                (run / name).write_bytes(NUMBER)
            for name in KEPT:
                (run / name).write_bytes(b"masked")
        sealed = settings.ROUNDS_FOLDER / "sealed"
        sealed.mkdir()
        (sealed / f"{round_.public_id}.sealed.tar").write_bytes(NUMBER)
        return round_

    return made


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def holds_the_number(folder):
    return [path for path in folder.rglob("*") if path.is_file() and NUMBER in path.read_bytes()]


class TestRetiring:
    def test_no_full_number_is_left_of_the_round_and_everything_else_is(self, kept_round, settings):
        round_ = kept_round("sealed")
        own, another = settings.ROUNDS_FOLDER / str(round_.public_id), settings.ROUNDS_FOLDER / "another"
        before = names(another)

        retire(round_, by="console", with_sealed=True)

        assert names(own) == sorted(f"runs/site-1/{name}" for name in KEPT)
        assert holds_the_number(own) == []
        assert holds_the_number(settings.ROUNDS_FOLDER / "sealed") == []
        assert names(another) == before
        entry = Entry.objects.get(action="round.retire")
        assert entry.detail["files"] == len(RAW)
        assert entry.detail["sealed"] is True

    def test_the_sealed_file_stays_unless_it_is_named(self, kept_round, settings):
        round_ = kept_round("sealed")

        retire(round_, by="console", with_sealed=False)

        assert len(names(settings.ROUNDS_FOLDER / "sealed")) == 1

    def test_looking_removes_nothing(self, kept_round, settings):
        round_ = kept_round("sealed")

        found = raw_material(round_)

        assert len(found.files) == len(RAW)
        assert len(holds_the_number(settings.ROUNDS_FOLDER)) == 2 * len(RAW) + 1

    @pytest.mark.parametrize("state", ["gathering", "released", "rectifying"])
    def test_a_round_that_is_not_sealed_is_refused(self, kept_round, settings, state):
        round_ = kept_round(state)

        with pytest.raises(UsageError, match="还没有封存"):
            retire(round_, by="console", with_sealed=True)

        assert len(holds_the_number(settings.ROUNDS_FOLDER)) == 2 * len(RAW) + 1
        assert not Entry.objects.filter(action="round.retire").exists()

    def test_while_a_job_is_under_way_nothing_goes(self, kept_round, unit):
        round_ = kept_round("sealed")
        Job.objects.create(round=round_, site=builders.site(unit), state="running")

        with pytest.raises(UsageError, match="采集任务"):
            retire(round_, by="console", with_sealed=False)
