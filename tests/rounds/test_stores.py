"""Runs in an object store: every byte read back, half a run refused, a lying or absent store told of."""

import json
import os
import shutil

import pytest
from city_runs import city_run
from object_store import BUCKET, between, s3_server
from runs import kaoping

from kaoping.errors import ArchiveError, OutputError, UsageError
from kaoping.rounds.stores import bring, open_store, send, send_many, verify
from kaoping.rounds.stores.manifest import MANIFEST

pytest.importorskip("obstore", reason="the extra `store` is not installed")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    return city_run(tmp_path_factory.mktemp("city") / "out", seed=31, sites=1, pages=12).out


@pytest.fixture
def run(gathered, tmp_path):
    return shutil.copytree(gathered, tmp_path / "run")


@pytest.fixture(scope="module")
def server():
    with s3_server() as endpoint:
        yield endpoint


@pytest.fixture
def address(server, request):
    return f"s3://{BUCKET}/{request.node.name.replace('_', '-')}"


def as_it_is(method, path, body):
    return body


def content(folder):
    passed = {"sent.json", MANIFEST}
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and p.name not in passed
    }


class TestSending:
    def test_what_was_sent_comes_back_byte_for_byte(self, run, address, tmp_path):
        done = send(run, address)

        bring(address, tmp_path / "back")

        assert content(tmp_path / "back") == content(run)
        assert done.sent == len(content(run)) > 5
        assert list(verify(address)) == []

    def test_what_is_there_is_not_sent_again_and_what_changed_is(self, run, address):
        send(run, address)
        (run / "observations.jsonl").write_bytes(b"{}\n")

        again = send(run, address)

        assert (again.sent, again.kept) == (1, len(content(run)) - 1)
        assert list(verify(address)) == []

    def test_what_the_store_lost_is_sent_again(self, run, address):
        send(run, address)
        open_store(address).remove("run.json")

        assert send(run, address).sent == 1
        assert list(verify(address)) == []

    def test_a_file_of_many_pieces_is_whole(self, run, address, tmp_path):
        (run / "archive" / "large.bin").write_bytes(os.urandom(20 << 20))

        send(run, address)
        bring(address, tmp_path / "back")

        assert content(tmp_path / "back") == content(run)

    def test_a_folder_serves_as_well(self, run, tmp_path):
        send(run, str(tmp_path / "share"))
        bring(str(tmp_path / "share"), tmp_path / "back")

        assert content(tmp_path / "back") == content(run)


class TestBadStores:
    def test_a_store_that_cuts_what_it_is_given_is_found_out(self, run, server, address):
        def cut(method, path, body):
            return body[:-1] if path.endswith("observations.jsonl") else body

        with between(server, cut), pytest.raises(OutputError, match="没有如实保存") as told:
            send(run, address)

        assert "observations.jsonl" in str(told.value)
        assert "不要删除" in str(told.value)

    def test_a_store_that_changes_one_byte_is_found_out(self, run, server, address):
        def change(method, path, body):
            return body[:-1] + bytes([body[-1] ^ 1]) if path.endswith(".warc.gz") else body

        with between(server, change), pytest.raises(OutputError, match=r"warc\.gz 没有如实保存"):
            send(run, address)

    def test_after_a_lie_nothing_is_taken_for_whole_and_the_next_sending_mends_it(
        self, run, server, address, tmp_path
    ):
        with (
            between(server, lambda _, path, body: b"" if path.endswith("run.json") else body),
            pytest.raises(OutputError),
        ):
            send(run, address)
        with pytest.raises(ArchiveError, match="没有传完"):
            bring(address, tmp_path / "half")
        assert not (tmp_path / "half").exists()

        done = send(run, address)
        bring(address, tmp_path / "back")

        assert done.kept > 0
        assert content(tmp_path / "back") == content(run)

    def test_a_store_that_goes_away_loses_nothing_and_the_next_sending_goes_on(
        self, run, server, address, tmp_path
    ):
        before = content(run)

        def away_at_the_third(method, path, body):
            return None if len(store.puts) > 2 else body

        with between(server, away_at_the_third) as store, pytest.raises(OutputError, match="没有应答"):
            send(run, address)
        done = send(run, address)
        bring(address, tmp_path / "back")

        assert content(run) == before == content(tmp_path / "back")
        assert done.kept == 2

    def test_what_was_changed_in_the_store_is_refused_and_named(self, run, address, tmp_path):
        send(run, address)
        changed = tmp_path / "changed"
        changed.write_bytes(b"x" * (run / "run.json").stat().st_size)
        open_store(address).put("run.json", changed)

        with pytest.raises(ArchiveError, match=r"run\.json 与存放时不同"):
            bring(address, tmp_path / "back")

        assert [line for line in verify(address) if "run.json" in line]

    def test_names_that_lead_out_of_the_folder_are_refused(self, run, address, tmp_path):
        send(run, address)
        manifest = json.loads(b"".join([open_store(address).read(MANIFEST, 0, 1 << 20)]))
        manifest["files"]["../outside"] = manifest["files"]["run.json"]
        (tmp_path / "wrong").write_text(json.dumps(manifest))
        open_store(address).put(MANIFEST, tmp_path / "wrong")

        with pytest.raises(ArchiveError, match="不正常的文件名"):
            bring(address, tmp_path / "back")

    def test_no_bucket_no_address_no_key(self, run, server, monkeypatch):
        with pytest.raises(OutputError, match="没有名为 elsewhere 的桶"):
            send(run, "s3://elsewhere/x")
        with pytest.raises(UsageError, match="s3://桶名/前缀"):
            open_store("ftp://x/y")
        monkeypatch.delenv("KAOPING_STORE_KEY")
        with pytest.raises(UsageError, match="KAOPING_STORE_KEY"):
            open_store(f"s3://{BUCKET}/x")


class TestReplaying:
    def test_a_replay_from_the_store_gives_the_same_bytes_and_can_be_replayed(self, run, address, tmp_path):
        send(run, address)
        shutil.move(run, tmp_path / "gone")

        done = kaoping("replay", address, "--out", tmp_path / "again", "--quiet")
        twice = kaoping("replay", tmp_path / "again", "--out", tmp_path / "twice", "--quiet")

        assert done.returncode in (0, 1, 3), done.stderr
        assert twice.returncode == done.returncode, twice.stderr
        wanted = (tmp_path / "gone" / "observations.jsonl").read_bytes()
        assert (tmp_path / "again" / "observations.jsonl").read_bytes() == wanted
        assert (tmp_path / "twice" / "observations.jsonl").read_bytes() == wanted
        assert [p.name for p in tmp_path.glob(".*")] == []

    def test_half_a_run_is_refused_in_one_line(self, run, address, tmp_path):
        send(run, address)
        open_store(address).remove(MANIFEST)

        done = kaoping("replay", address, "--out", tmp_path / "again", "--quiet")

        assert done.returncode == 2
        assert "没有传完" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "again").exists()

    def test_many_runs_are_kept_and_judged_again_from_the_store(self, run, address, tmp_path):
        out = tmp_path / "many"
        options = ("--engine", "embedded", "--at-once", 1, "--quiet")
        first = kaoping("replay", run, "--out", out, *options)
        assert first.returncode in (0, 1, 3), first.stderr
        send_many(out, address)

        done = kaoping("replay", address, "--out", tmp_path / "again", *options)

        assert done.returncode == first.returncode, done.stderr
        for name in ("observations.jsonl", "coverage.csv", "sites.csv"):
            assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()
