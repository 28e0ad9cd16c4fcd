"""An office's data in one file and back: while others write, with damage, without room, and killed."""

import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing

import pytest

from kaoping.errors import UsageError
from kaoping.web.backups import SUFFIX, verify

NAME = f"office{SUFFIX}"
SERVER = os.environ.get("KAOPING_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")


def environment(folder, **more):
    """The product's own settings, with a key of numbers of persons below `folder`."""
    ours = ("KAOPING_", "DJANGO_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return {**kept, "XDG_STATE_HOME": str(folder / "state"), **more}


def kaoping(folder, *words, limit=None, **more):
    return subprocess.run(
        [sys.executable, "-m", "kaoping", *map(str, words)],
        env=environment(folder, **more), capture_output=True, text=True, timeout=120, check=False,
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """
    A backup, taken once, of an office with an upload and a run whose index is being written: its last row
    stands in the journal alone.
    """
    folder = tmp_path_factory.mktemp("office")
    data = folder / "data"
    done = kaoping(folder, "web", "migrate", "--data", data)
    assert done.returncode == 0, done.stderr
    (data / "uploads" / "ab").mkdir(parents=True)
    (data / "uploads" / "ab" / "abcd").write_bytes(b"proof" * 1000)
    run = data / "rounds" / "one" / "runs" / "site-1"
    (run / "archive").mkdir(parents=True)
    (run / "archive" / "kaoping-1-00001.warc.gz").write_bytes(b"record" * 500)
    (run / "observations.jsonl.part").write_bytes(b"half")
    with closing(sqlite3.connect(run / "state.sqlite")) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE captures (seq INTEGER)")
        writer.execute("INSERT INTO captures VALUES (7)")
        writer.commit()
        done = kaoping(folder, "backup", folder / NAME, "--data", data)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def office(taken, tmp_path):
    """That office, to do with as one likes."""
    shutil.copytree(taken, tmp_path, dirs_exist_ok=True)
    (tmp_path / NAME).unlink()
    return tmp_path


@pytest.fixture
def backup(taken, tmp_path):
    """A copy of that backup."""
    return shutil.copy(taken / NAME, tmp_path / NAME)


def members(backup):
    with tarfile.open(backup) as archive:
        return [(one.name, one.offset_data, one.size) for one in archive]


def rebuilt(backup, change):
    """The backup with its members as `change` makes them."""
    with tarfile.open(backup) as archive:
        content = {one.name: archive.extractfile(one).read() for one in archive}
    change(content)
    target = backup.with_name(f"changed{SUFFIX}")
    with tarfile.open(target, "w") as archive:
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return target


def rows(database, query):
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


class TestTaking:
    def test_all_comes_back_from_an_office_at_work_and_both_acts_stand_in_the_trail(self, taken, backup):
        office, new = taken, backup.parent / "other-machine"

        done = kaoping(new, "restore", backup, "--data", new / "data")

        assert done.returncode == 0, done.stderr
        run = new / "data" / "rounds" / "one" / "runs" / "site-1"
        assert rows(run / "state.sqlite", "SELECT seq FROM captures") == [(7,)]
        assert (run / "archive" / "kaoping-1-00001.warc.gz").read_bytes() == b"record" * 500
        assert (new / "data" / "uploads" / "ab" / "abcd").read_bytes() == b"proof" * 1000
        assert not (run / "observations.jsonl.part").exists()
        assert (new / "data" / "secret-key").read_text() == (office / "data" / "secret-key").read_text()
        key = "state/kaoping/secret"
        assert (new / key).read_text() == (office / key).read_text()
        acts = rows(office / "data" / "kaoping.sqlite", "SELECT action FROM audit_entry")
        assert acts == [("backup.take",)]
        assert rows(new / "data" / "kaoping.sqlite", "SELECT action FROM audit_entry") == [
            ("backup.restore",)
        ]
        assert [one.name for one in new.iterdir() if one.name.startswith(".")] == []

    def test_nobody_else_can_read_it(self, backup):
        assert backup.stat().st_mode & 0o077 == 0

    def test_an_older_backup_is_never_overwritten(self, office, backup):
        before = backup.read_bytes()

        done = kaoping(office, "backup", backup, "--data", office / "data")

        assert done.returncode == 2
        assert "已存在" in done.stderr
        assert backup.read_bytes() == before

    def test_without_room_it_says_so_and_leaves_nothing(self, office):
        done = kaoping(office, "backup", office / NAME, "--data", office / "data", limit=1_000_000)

        assert done.returncode == 2
        assert "磁盘空间" in done.stderr
        assert "Traceback" not in done.stderr
        assert [one.name for one in office.iterdir() if "office" in one.name] == []

    def test_killed_in_the_middle_it_leaves_no_file_of_its_name_and_the_next_one_is_whole(self, office):
        with (office / "data" / "uploads" / "ab" / "large").open("wb") as large:
            large.truncate(256 << 20)
        part = office / f".{NAME}.part"
        process = subprocess.Popen(
            [sys.executable, "-m", "kaoping", "backup", str(office / NAME), "--data", str(office / "data")],
            env=environment(office), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while process.poll() is None and not (part.exists() and part.stat().st_size > 2 << 20):
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)

        assert process.wait() == -signal.SIGKILL
        assert part.exists()
        assert not (office / NAME).exists()
        assert kaoping(office, "backup", office / NAME, "--data", office / "data").returncode == 0
        assert verify(office / NAME).flaws == ()
        assert not part.exists()


class TestDamage:
    def test_a_changed_byte_in_any_file_is_laid_to_that_file(self, backup):
        whole = bytearray(backup.read_bytes())
        named = []

        for name, offset, size in members(backup)[:-1]:
            whole[offset + size // 2] ^= 1
            backup.write_bytes(whole)
            named.append((name, verify(backup).flaws))
            whole[offset + size // 2] ^= 1

        assert len(named) == 6
        assert [(name, flaws) for name, flaws in named if flaws != (f"内容被改动 {name}",)] == []

    def test_cut_off_anywhere_it_is_no_backup(self, backup):
        whole = backup.read_bytes()
        _, offset, size = members(backup)[-1]

        for end in (0, 1, 511, 512, len(whole) // 3, len(whole) // 2, offset, offset + size - 1):
            backup.write_bytes(whole[:end])
            assert verify(backup).flaws, end

    def test_a_file_that_is_missing_or_too_many_is_named(self, backup):
        def change(content):
            content.pop("data/uploads/ab/abcd")
            content["data/more"] = b"x"

        assert verify(rebuilt(backup, change)).flaws == ("清单中没有 data/more", "缺少 data/uploads/ab/abcd")

    def test_a_backup_made_anew_does_not_have_the_digest_that_was_noted(self, backup):
        def change(content):
            manifest = json.loads(content["manifest.json"])
            content["manifest.json"] = json.dumps({**manifest, "made_at": "2020-01-01"}).encode()

        changed = rebuilt(backup, change)

        assert verify(changed).flaws == ()
        assert "不符" in verify(changed, digest=verify(backup).digest).flaws[0]

    def test_damage_is_told_and_nothing_is_restored(self, tmp_path, backup):
        content = bytearray(backup.read_bytes())
        name, offset, _ = next(one for one in members(backup) if "abcd" in one[0])
        content[offset] ^= 1
        backup.write_bytes(content)

        done = kaoping(tmp_path, "restore", backup, "--data", tmp_path / "new")

        assert done.returncode == 2
        assert f"内容被改动 {name}" in done.stderr
        assert not (tmp_path / "new").exists()
        assert kaoping(tmp_path, "restore", backup, "--verify").returncode == 1

    @pytest.mark.parametrize("name", ["data/../../out", "/etc/out", "data/../out"])
    def test_a_name_that_leads_out_of_the_folder_is_refused(self, tmp_path, backup, name):
        changed = rebuilt(backup, lambda content: content.update({name: b"x"}))

        done = kaoping(tmp_path, "restore", changed, "--data", tmp_path / "new")

        assert done.returncode == 2
        assert "不属于备份" in done.stderr
        assert not list(tmp_path.rglob("out"))

    def test_what_is_no_backup_at_all_is_told_in_words(self, tmp_path):
        (tmp_path / NAME).write_bytes(b"no archive" * 1000)

        assert verify(tmp_path / NAME).flaws
        with pytest.raises(UsageError, match="没有备份文件"):
            verify(tmp_path / "nothing")


class TestRestoring:
    def test_a_folder_in_use_is_never_overwritten(self, office, backup):
        before = sorted(office.rglob("*"))

        done = kaoping(office, "restore", backup, "--data", office / "data")

        assert done.returncode == 2
        assert "不是空目录" in done.stderr
        assert sorted(office.rglob("*")) == before

    def test_a_backup_of_a_later_version_asks_for_an_upgrade(self, tmp_path, backup):
        def change(content):
            manifest = json.loads(content["manifest.json"])
            manifest["migrations"].append("people.9999_from_the_future")
            content["manifest.json"] = json.dumps(manifest).encode()

        done = kaoping(tmp_path, "restore", rebuilt(backup, change), "--data", tmp_path / "new")

        assert done.returncode == 2
        assert "请先升级软件" in done.stderr
        assert not (tmp_path / "new").exists()

    def test_another_kind_of_database_is_refused(self, tmp_path, backup):
        def change(content):
            manifest = json.loads(content["manifest.json"])
            content["manifest.json"] = json.dumps({**manifest, "database": "postgresql"}).encode()

        done = kaoping(tmp_path, "restore", rebuilt(backup, change), "--data", tmp_path / "new")

        assert "KAOPING_DATABASE" in done.stderr


@pytest.fixture
def databases():
    """Two empty databases of a PostgreSQL server; skips where none answers."""
    import psycopg

    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump on this machine")
    try:
        server = psycopg.connect(f"{SERVER}/postgres", connect_timeout=3, autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL answers at {SERVER}: {error}")
    names = [f"kaoping_backup_{os.getpid()}_{one}" for one in "ab"]
    with server:
        for name in names:
            server.execute(f"CREATE DATABASE {name}")
        yield [f"{SERVER}/{name}" for name in names]
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
class TestPostgres:
    def test_all_comes_back_into_an_empty_database_and_never_into_one_in_use(self, tmp_path, databases):
        old, new = databases
        target = tmp_path / NAME
        own = {"KAOPING_DATABASE": old}
        assert kaoping(tmp_path, "web", "migrate", "--data", tmp_path / "data", **own).returncode == 0
        assert kaoping(tmp_path, "backup", target, "--data", tmp_path / "data", **own).returncode == 0

        refused = kaoping(tmp_path, "restore", target, "--data", tmp_path / "new", **own)
        done = kaoping(tmp_path, "restore", target, "--data", tmp_path / "new", KAOPING_DATABASE=new)
        told = kaoping(
            tmp_path, "audit", "verify", "--data", tmp_path / "new", KAOPING_DATABASE=new
        )  # its triggers came along

        assert refused.returncode == 2
        assert "已有数据表" in refused.stderr
        assert done.returncode == 0, done.stderr
        assert "校验了 1 条记录" in told.stdout
        assert told.returncode == 0
