import pickle
from datetime import date

import pytest

from kaoping.errors import RulebookError
from kaoping.rulebook import Entry, PackedEntries, load_rulebook
from kaoping.rulebook.lexicon_cache import LONG_FROM_BYTES
from kaoping.rulebook.packed import pack

HEAD = "title: 大词表\nuse: listed\nsource: {what: 示例, mark: suggested}\nentries:\n"


def long_lexicon(folder, *more):
    lines = [f"  - {{wrong: 生造词第{n}号, class: 敏感词}}\n" for n in range(LONG_FROM_BYTES // 30)]
    path = folder / "rules" / "lexicons" / "big.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + "".join([*lines, *more]), "utf-8")
    assert path.stat().st_size >= LONG_FROM_BYTES
    return folder / "rules"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("KAOPING_CACHE", str(folder))
    return folder


class TestPackedEntries:
    ENTRIES = (
        Entry("甲乙", right="甲已", carriers=("甲乙丙",), valid_from=date(2018, 3, 13)),
        Entry("APP"),
        Entry("甲乙", class_="另一类"),
    )

    def test_they_read_as_they_were_written(self, tmp_path):
        pack(self.ENTRIES, {"title": "t"}, tmp_path / "x.bin")

        packed = PackedEntries(tmp_path / "x.bin")

        assert tuple(packed) == self.ENTRIES
        assert packed[-1] == self.ENTRIES[2]
        assert packed[:2] == self.ENTRIES[:2]
        assert packed.head == {"title": "t"}

    def test_another_process_opens_the_same_file(self, tmp_path):
        pack(self.ENTRIES, {}, tmp_path / "x.bin")

        handed = pickle.dumps(PackedEntries(tmp_path / "x.bin"))

        assert len(handed) < 500
        assert tuple(pickle.loads(handed)) == self.ENTRIES

    @pytest.mark.parametrize("harm", ["short", "changed", "other", "empty"])
    def test_a_damaged_file_is_refused(self, tmp_path, harm):
        path = tmp_path / "x.bin"
        pack(self.ENTRIES, {}, path)
        data = bytearray(path.read_bytes())
        if harm == "changed":
            data[-20] ^= 1
        path.write_bytes({"short": data[:-1], "changed": data, "other": b"x" * 200, "empty": b""}[harm])

        with pytest.raises(ValueError):
            PackedEntries(path)


class TestLongLexicons:
    def test_the_second_load_reads_the_cache_and_says_the_same(self, tmp_path, cache):
        folder = long_lexicon(tmp_path)

        first, second = load_rulebook(folder), load_rulebook(folder)

        assert len(list(cache.iterdir())) == 1
        assert isinstance(second.lexicon("big").entries, PackedEntries)
        assert first.version == second.version
        assert tuple(second.lexicon("big").entries[:3]) == tuple(first.lexicon("big").entries[:3])
        assert second.lexicon("big").use == "listed"

    def test_a_damaged_cache_is_made_anew(self, tmp_path, cache):
        folder = long_lexicon(tmp_path)
        load_rulebook(folder)
        kept = next(cache.iterdir())
        kept.write_bytes(kept.read_bytes()[:100])

        rules = load_rulebook(folder)

        assert rules.lexicon("big").entries[0].wrong == "生造词第0号"
        assert PackedEntries(kept)[0].wrong == "生造词第0号"

    def test_without_a_cache_folder_it_loads_all_the_same(self, tmp_path, monkeypatch):
        (tmp_path / "file").write_text("")
        monkeypatch.setenv("KAOPING_CACHE", str(tmp_path / "file" / "below"))

        rules = load_rulebook(long_lexicon(tmp_path))

        assert rules.lexicon("big").entries[1].wrong == "生造词第1号"

    @pytest.mark.parametrize(
        "line",
        ["  - {wrong: 甲乙, rihgt: 丙}\n", "  - {wrong: ''}\n", "  - {wrong: 甲乙, valid_from: 2018-2-30}\n"],
    )
    def test_a_mistake_is_named_with_its_line_and_nothing_is_kept(self, tmp_path, cache, line):
        folder = long_lexicon(tmp_path, line)
        last = 5 + LONG_FROM_BYTES // 30

        with pytest.raises(RulebookError, match=f"big.yaml 第 {last} 行"):
            load_rulebook(folder)

        assert not cache.exists()
