import os
import random
import resource
import sqlite3
import subprocess
import sys
from datetime import timedelta

import pytest
from archive_captures import START, page, unusual
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.archive import Archive, open_archive
from kaoping.errors import ArchiveError, OutputError
from kaoping.gather.capture import Failure, Role


@pytest.fixture
def connection(tmp_path):
    with sqlite3.connect(tmp_path / "run.db") as opened:
        yield opened
    opened.close()


@pytest.fixture
def archive(tmp_path, connection):
    with Archive(tmp_path / "archive", connection, run_id="r1") as opened:
        yield opened


class TestWhatIsStored:
    @pytest.mark.parametrize("number", range(len(unusual())))
    def test_a_capture_comes_back_as_it_was(self, archive, number):
        places = [archive.append(capture) for capture in unusual()]

        assert archive.read(places[number]) == unusual()[number]

    def test_all_come_back_in_the_order_in_which_they_came(self, archive):
        for capture in unusual():
            archive.append(capture)

        read = [capture for _, capture in archive.captures()]

        assert read == unusual()

    def test_site_and_role_can_be_asked_for(self, archive):
        for capture in unusual():
            archive.append(capture)

        assert [c.url for _, c in archive.captures(role=Role.PROBE)] == ["http://www.a.gov.cn/10.html"]
        assert [c.failure for _, c in archive.captures(site="www.a.gov.cn:8080")] == [Failure.TIMEOUT]
        assert len(archive.rows_of("http://www.a.gov.cn/1.html")) == 4

    def test_more_can_be_stored_while_reading(self, archive):
        for number in range(3):
            archive.append(page(number))

        for stored, _ in archive.captures():
            if stored.seq <= 3:
                archive.append(page(100 + stored.seq))

        assert [row.seq for row in archive.rows()] == [1, 2, 3, 4, 5, 6]

    def test_the_digest_is_that_of_the_body(self, archive):
        stored = archive.append(page(body=b"abc"))

        assert stored.digest == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    def test_a_failure_has_no_digest(self, archive):
        stored = archive.append(page(status=None, headers=(), body=b"", failure=Failure.REFUSED))

        assert stored.digest == ""

    def test_the_same_body_is_stored_once(self, archive):
        body = os.urandom(50_000)

        first, second = archive.append(page(1, body=body)), archive.append(page(2, body=body))

        assert first.length > 50_000
        assert second.length < 1_500
        assert archive.row(second.seq).refers_to == first.seq

    def test_an_answer_not_modified_that_brings_a_body_keeps_it(self, archive):
        archive.append(page(1))

        stored = archive.append(page(1, status=304, body=b"x"))

        assert archive.read(stored).body == b"x"
        assert archive.row(stored.seq).refers_to is None

    def test_the_same_body_is_known_again_after_a_restart(self, tmp_path, archive, connection):
        first = archive.append(page(1))
        archive.close()
        again = Archive(tmp_path / "archive", connection, run_id="r1")
        again.recover()

        second = again.append(page(2, body=page(1).body))

        assert again.row(second.seq).refers_to == first.seq
        assert again.read(second).body == page(1).body
        again.close()

    def test_a_row_tells_the_capture_without_its_bytes(self, archive):
        archive.append(page(3, status=301, body=b"", location="https://www.a.gov.cn/new/", elapsed_s=0.1234))

        row = archive.row(1)

        assert (row.status, row.location, row.elapsed_ms) == (301, "https://www.a.gov.cn/new/", 123)
        assert (row.fetched_at, row.failure, row.body_bytes) == ("2026-03-02T01:02:06.456789Z", "", 0)

    def test_a_full_file_is_followed_by_the_next(self, tmp_path, connection):
        with Archive(tmp_path / "archive", connection, run_id="r1", max_file_bytes=3_000) as archive:
            places = [archive.append(page(n, body=os.urandom(1_000))) for n in range(8)]

            assert len({place.file for place in places}) > 2
            assert [archive.read(place).url for place in places] == [page(n).url for n in range(8)]
        assert [r.seq for r in open_archive(tmp_path / "archive").rows()] == [1, 2, 3, 4, 5, 6, 7, 8]

    def test_the_same_captures_give_the_same_bytes(self, tmp_path):
        written = []
        for name in ("one", "other"):
            with Archive(tmp_path / name, sqlite3.connect(":memory:"), run_id="r1") as archive:
                for capture in unusual():
                    archive.append(capture)
            written.append((tmp_path / name / "kaoping-r1-00001.warc.gz").read_bytes())

        assert written[0] == written[1]

    def test_a_run_id_that_leaves_the_folder_is_refused(self, tmp_path, connection):
        with pytest.raises(ValueError, match="run id"):
            Archive(tmp_path, connection, run_id="../r1")

    @settings(max_examples=60, deadline=None)
    @given(
        body=st.binary(max_size=200),
        headers=st.lists(
            st.tuples(
                st.from_regex(r"[A-Za-z][A-Za-z-]{0,20}", fullmatch=True),
                st.from_regex(r"[^\r\n\0]*", fullmatch=True),
            ),
            max_size=5,
        ),
        detail=st.text(max_size=60),
        status=st.integers(100, 999) | st.none(),
        role=st.sampled_from(Role),
        failure=st.sampled_from(Failure) | st.none(),
    )
    def test_whatever_a_site_answers_comes_back(self, tmp_path_factory, **answer):
        answer["headers"] = tuple(answer["headers"])
        capture = page(**answer)
        with Archive(tmp_path_factory.mktemp("a"), sqlite3.connect(":memory:"), run_id="r1") as archive:
            archive.append(page())
            stored = archive.append(capture)

            assert archive.read(stored) == capture


class TestReplay:
    def test_the_index_is_rebuilt_from_the_files_alone(self, tmp_path, archive):
        for capture in unusual():
            archive.append(capture)

        with open_archive(tmp_path / "archive") as replay:
            assert list(replay.rows()) == list(archive.rows())
            assert [capture for _, capture in replay.captures()] == unusual()

    def test_an_index_at_hand_is_used(self, tmp_path, archive, connection):
        archive.append(page())

        with open_archive(tmp_path / "archive", connection) as replay:
            assert replay.read(1) == page()

    def test_a_lost_index_can_be_put_back_beside_the_state(self, tmp_path, archive):
        for capture in unusual():
            archive.append(capture)
        state = sqlite3.connect(":memory:")

        with open_archive(tmp_path / "archive") as replay:
            replay.copy_index(state)

        with open_archive(tmp_path / "archive", state) as replay:
            assert list(replay.rows()) == list(archive.rows())

    def test_a_folder_without_an_archive_is_named(self, tmp_path):
        with pytest.raises(ArchiveError, match="没有存档文件"):
            open_archive(tmp_path)
        with pytest.raises(ArchiveError, match="不存在"):
            open_archive(tmp_path / "nowhere")

    def test_two_runs_in_one_folder_must_be_told_apart(self, tmp_path):
        for run in ("r1", "r2"):
            with Archive(tmp_path, sqlite3.connect(":memory:"), run_id=run) as archive:
                archive.append(page())

        with pytest.raises(ArchiveError, match="r1、r2"):
            open_archive(tmp_path)
        assert len(list(open_archive(tmp_path, run_id="r2").rows())) == 1

    def test_a_changed_body_is_not_taken_for_evidence(self, tmp_path, archive, connection):
        stored = archive.append(page())
        connection.execute("UPDATE captures SET digest = 'sha256:00'")

        with pytest.raises(ArchiveError, match="可能被改动"):
            archive.read(stored)

    def test_damage_is_named_with_file_and_place(self, tmp_path, archive):
        stored = archive.append(page())
        path = tmp_path / "archive" / stored.file
        data = bytearray(path.read_bytes())
        data[stored.offset + 40] ^= 0xFF
        path.write_bytes(data)

        with pytest.raises(ArchiveError, match=f"第 {stored.offset} 字节"):
            archive.read(stored)

    def test_a_missing_file_is_named(self, tmp_path, archive):
        stored = archive.append(page())
        (tmp_path / "archive" / stored.file).unlink()

        with pytest.raises(ArchiveError, match="无法打开"):
            archive.read(stored)

    def test_an_unknown_number_is_an_error(self, archive):
        with pytest.raises(ArchiveError, match="第 7 条"):
            archive.read(7)


class TestAfterACrash:
    def test_bytes_beyond_the_last_commit_are_cut_off(self, tmp_path, archive, connection):
        kept = archive.append(page(1))
        connection.commit()
        archive.append(page(2))
        connection.rollback()

        recovery = archive.recover()

        assert recovery.cut_bytes > 0
        assert (tmp_path / "archive" / kept.file).stat().st_size == kept.offset + kept.length
        assert archive.append(page(3)).seq == 2
        assert [c.url for _, c in open_archive(tmp_path / "archive").captures()] == [page(1).url, page(3).url]

    @pytest.mark.parametrize("seed", range(50))
    def test_rows_whose_bytes_were_lost_are_given_back(self, tmp_path, connection, seed):
        archive = Archive(tmp_path / "archive", connection, run_id="r1", max_file_bytes=4_000)
        captures = [page(n % 7, fetched_at=START + timedelta(seconds=n)) for n in range(20)]
        captures[5] = page(50, body=random.Random(seed).randbytes(3_000))
        for capture in captures:
            archive.append(capture)
        archive.close()
        connection.commit()
        files = sorted((tmp_path / "archive").iterdir())
        victim = files[seed % len(files)]
        os.truncate(victim, random.Random(seed).randrange(victim.stat().st_size))

        again = Archive(tmp_path / "archive", connection, run_id="r1", max_file_bytes=4_000)
        recovery = again.recover()

        lost = [row.url for row in recovery.dropped]
        kept = [capture for _, capture in again.captures()]
        assert kept == captures[: len(kept)]
        assert lost == [capture.url for capture in captures[len(kept) :]]
        for capture in captures[len(kept) :]:
            again.append(capture)
        again.close()
        connection.commit()
        assert [c for _, c in open_archive(tmp_path / "archive").captures()] == captures

    def test_zeros_where_records_were_are_seen(self, tmp_path, archive, connection):
        archive.append(page(1))
        lost = archive.append(page(2))
        archive.close()
        path = tmp_path / "archive" / lost.file
        data = path.read_bytes()
        path.write_bytes(data[: lost.offset] + bytes(lost.length))

        recovery = archive.recover()

        assert [row.url for row in recovery.dropped] == [page(2).url]

    def test_files_that_no_index_knows_are_set_aside_not_deleted(self, tmp_path, archive):
        archive.append(page(1))
        archive.close()
        data = (tmp_path / "archive" / "kaoping-r1-00001.warc.gz").read_bytes()
        fresh = Archive(tmp_path / "archive", sqlite3.connect(":memory:"), run_id="r1")

        recovery = fresh.recover()
        fresh.append(page(2))
        fresh.close()

        assert [path.read_bytes() for path in recovery.set_aside] == [data]
        assert [c.url for _, c in open_archive(tmp_path / "archive").captures()] == [page(2).url]

    def test_nothing_is_appended_to_a_folder_in_use_without_recovery(self, tmp_path, archive, connection):
        archive.append(page(1))
        again = Archive(tmp_path / "archive", connection, run_id="r1")

        with pytest.raises(ArchiveError, match="恢复"):
            again.append(page(2))

    def test_a_killed_writer_leaves_an_archive_to_go_on_with(self, tmp_path):
        program = f"""
import sys, sqlite3, os, signal
sys.path.insert(0, {os.path.dirname(__file__)!r})
from archive_captures import page
from kaoping.archive import Archive
connection = sqlite3.connect({str(tmp_path / "run.db")!r})
archive = Archive(__import__("pathlib").Path({str(tmp_path / "archive")!r}), connection, run_id="r1")
for number in range(30):
    archive.append(page(number))
    if number == 19:
        archive.sync()
        connection.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""
        subprocess.run([sys.executable, "-c", program], check=False)
        with sqlite3.connect(tmp_path / "run.db") as connection:
            archive = Archive(tmp_path / "archive", connection, run_id="r1")

            recovery = archive.recover()

            assert recovery.dropped == ()
            assert [c for _, c in archive.captures()] == [page(n) for n in range(20)]


class TestAFullDisk:
    @pytest.fixture
    def small_files(self):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def test_it_is_told_in_words_and_nothing_half_remains(self, tmp_path, small_files):
        connection = sqlite3.connect(":memory:")
        archive = Archive(tmp_path, connection, run_id="r1")
        kept = archive.append(page(1))
        path = tmp_path / kept.file
        size = path.stat().st_size
        small_files(size + 200)

        with pytest.raises(OutputError, match="存档写入失败") as error:
            archive.append(page(2, body=os.urandom(5_000)))

        assert kept.file in str(error.value)
        assert path.stat().st_size == size
        assert [row.seq for row in archive.rows()] == [1]

    def test_writing_goes_on_once_there_is_room(self, tmp_path, small_files):
        archive = Archive(tmp_path, sqlite3.connect(":memory:"), run_id="r1")
        small_files(300)
        with pytest.raises(OutputError):
            archive.append(page(1))
        small_files(1 << 20)

        archive.append(page(1))

        archive.close()
        assert [c for _, c in open_archive(tmp_path).captures()] == [page(1)]

    def test_a_folder_that_cannot_be_made_is_told(self, tmp_path):
        (tmp_path / "file").write_text("")
        archive = Archive(tmp_path / "file" / "archive", sqlite3.connect(":memory:"), run_id="r1")

        with pytest.raises(OutputError, match="存档写入失败"):
            archive.append(page(1))
