"""A sealed round proves itself: the same folder gives the same bytes, and no byte can change unseen."""

import hashlib
import os
import random
import tarfile

import pytest

from kaoping.errors import OutputError
from kaoping.rounds.sealing import BLOCK, breaches, seal, sealed_about

ABOUT = {"title": "望川市2026年上半年考评", "head": "0" * 64}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "round"
    (made / "results" / "sheets").mkdir(parents=True)
    (made / "round.yaml").write_text("title: 望川市2026年上半年考评\n", "utf-8")
    (made / "results" / "scores.json").write_bytes(b'{"format": 1}\n')
    (made / "results" / "sheets" / "望川市农业农村局评分明细表.docx").write_bytes(bytes(range(256)) * 9)
    (made / "results" / "sheets" / ("很长的名字" * 12 + ".txt")).write_text("x", "utf-8")
    (made / "empty.csv").write_bytes(b"")
    return made


@pytest.fixture
def sealed(folder, tmp_path):
    return seal(folder, tmp_path / "望川.sealed.tar", about=ABOUT)


class TestSeal:
    def test_a_sound_archive_has_no_breach(self, sealed):
        assert breaches(sealed.path, digest=sealed.digest) == ()
        assert sealed_about(sealed.path) == (sealed.digest, ABOUT)

    def test_the_same_folder_gives_the_same_bytes(self, sealed, folder, tmp_path):
        for path in folder.rglob("*"):
            path.touch()

        again = seal(folder, tmp_path / "again.sealed.tar", about=ABOUT)

        assert again.digest == sealed.digest
        assert again.path.read_bytes() == sealed.path.read_bytes()

    def test_any_tar_program_opens_it(self, sealed, folder, tmp_path):
        with tarfile.open(sealed.path) as archive:
            archive.extractall(tmp_path / "out", filter="data")

        for path in (p for p in folder.rglob("*") if p.is_file()):
            assert (tmp_path / "out" / path.relative_to(folder)).read_bytes() == path.read_bytes()

    def test_a_link_is_refused(self, folder, tmp_path):
        (folder / "link").symlink_to("/etc/hostname")

        with pytest.raises(OutputError, match="链接"):
            seal(folder, tmp_path / "x.sealed.tar", about=ABOUT)

        assert not (tmp_path / "x.sealed.tar").exists()

    def test_it_does_not_swallow_itself(self, folder):
        with pytest.raises(OutputError, match="不能放在轮次文件夹"):
            seal(folder, folder / "x.sealed.tar", about=ABOUT)


class TestBreaches:
    def test_ten_thousand_changes_of_single_bytes_are_all_found(self, sealed):
        size, chance, missed = sealed.path.stat().st_size, random.Random(22), []
        with sealed.path.open("r+b", buffering=0) as stream:
            for _ in range(10_000):
                place, value = chance.randrange(size), chance.randrange(1, 256)
                before = os.pread(stream.fileno(), 1, place)
                os.pwrite(stream.fileno(), bytes([before[0] ^ value]), place)
                if not breaches(sealed.path):
                    missed.append(place)
                os.pwrite(stream.fileno(), before, place)

        assert missed == []

    def test_cut_longer_and_reordered_archives_are_found(self, sealed, tmp_path):
        whole, changed = sealed.path.read_bytes(), tmp_path / "changed.sealed.tar"
        cut, longer = (whole[: -20 * BLOCK], whole[: len(whole) // 2]), whole + bytes(BLOCK * 20)
        others = [*cut, longer, whole[BLOCK:], b"", b"x" * 99]
        found = []
        for other in others:
            changed.write_bytes(other)
            found.append(bool(breaches(changed)))

        assert found == [True] * len(others)

    def test_a_changed_file_is_named(self, sealed, tmp_path):
        whole = bytearray(sealed.path.read_bytes())
        whole[whole.index(b'format": 1}\n')] ^= 1
        changed = tmp_path / "changed.sealed.tar"
        changed.write_bytes(whole)

        assert [one.member for one in breaches(changed)] == ["results/scores.json"]

    def test_an_archive_made_anew_is_found_by_the_digest_told_outside(self, sealed, folder, tmp_path):
        (folder / "results" / "scores.json").write_bytes(b'{"format": 2}\n')
        forged = seal(folder, tmp_path / "forged.sealed.tar", about=ABOUT)

        assert breaches(forged.path) == ()
        assert breaches(forged.path, digest=sealed.digest)

    def test_the_digest_is_that_of_the_manifest_itself(self, sealed):
        with tarfile.open(sealed.path) as archive:
            manifest = archive.extractfile("manifest.json").read()

        assert hashlib.sha256(manifest).hexdigest() == sealed.digest
